// The page of the workbench: what it may do is written into the page itself, so that keys never leave it.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Whether the workbench is there. */
export const hasWorkbench = existsSync(new URL('../src/workbench/index.ts', import.meta.url))

/** The rules of the page: nothing is sent anywhere, and no script runs but those of the site. */
const POLICY = [
  "default-src 'none'",
  "connect-src 'none'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  // Without it a worker would be allowed as a script is, and a worker has the policy of its own file, which is none.
  "worker-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
]
const META = 'Content-Security-Policy'

/** The elements of the page's head; the hashes of its inline scripts are known when it is built. */
export const workbenchHead = [
  { tag: /** @type {const} */ ('meta'), attrs: { 'http-equiv': META, content: POLICY.join('; ') } },
  { tag: /** @type {const} */ ('meta'), attrs: { 'http-equiv': 'x-dns-prefetch-control', content: 'off' } },
  { tag: /** @type {const} */ ('meta'), attrs: { name: 'referrer', content: 'no-referrer' } },
]

/** Astro's part: allows the inline scripts of the built pages by their hashes, and no others. @returns {import('astro').AstroIntegration} */
export function allowInlineScripts() {
  return {
    name: 'workbench-policy',
    hooks: {
      'astro:build:done': ({ dir }) => {
        if (!hasWorkbench) return
        for (const page of ['workbench/index.html', 'en/workbench/index.html']) {
          const file = fileURLToPath(new URL(page, dir))
          writeFileSync(file, addHashes(readFileSync(file, 'utf8')))
        }
      },
    },
  }
}

/** @param {string} html */
function addHashes(html) {
  const scripts = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(([, text = '']) => text)
  const hashes = scripts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
  const rules = `script-src 'self' ${[...new Set(hashes)].join(' ')}`
  const own = POLICY.join('; ')
  const escaped = own.replaceAll("'", '&#39;')
  if (!html.includes(own) && !html.includes(escaped)) throw new Error('The page of the workbench has no policy.')
  return html.replace(own, `${own}; ${rules}`).replace(escaped, `${escaped}; ${rules}`)
}
