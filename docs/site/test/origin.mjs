// The site as it is built for a host of its own and a folder on it: what search engines and agents are told.
/** @import { Case } from './harness.mjs' */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ORIGIN = 'https://docs.example.com'
/** Within the site's own folder: for one elsewhere Astro builds in `.astro`, and removes that with all its types. */
const folder = fileURLToPath(new URL('../origin.tmp', import.meta.url))

const PAGE = 'operations/v3/certificates/get'

/** @returns {readonly Case[]} */
export function listOriginCases() {
  return [{ title: 'a site that knows its host tells search engines and agents whole addresses', run: buildForHost }]
}

function buildForHost() {
  try {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--max-old-space-size=1024', 'node_modules/astro/astro.js', 'build', '--silent', '--outDir', folder],
      {
        cwd: fileURLToPath(new URL('..', import.meta.url)),
        env: { ...process.env, SITE_ORIGIN: ORIGIN, SITE_BASE: '/kit', SITE_AREAS: 'certificates' },
        encoding: 'utf8',
      },
    )
    assert.equal(status, 0, stderr)
    const read = (/** @type {string} */ file) => readFileSync(join(folder, file), 'utf8')
    const html = read(`en/${PAGE}/index.html`)
    const links = [...html.matchAll(/<link [^>]*>/g)].map(([tag]) => tag)
    const hrefOf = (/** @type {string} */ mark) =>
      /href="([^"]*)"/.exec(links.find((tag) => tag.includes(mark)) ?? '')?.[1]
    assert.equal(hrefOf('rel="canonical"'), `${ORIGIN}/kit/en/${PAGE}/`)
    assert.equal(hrefOf('hreflang="zh-CN"'), `${ORIGIN}/kit/${PAGE}/`)
    assert.equal(hrefOf('hreflang="en"'), `${ORIGIN}/kit/en/${PAGE}/`)
    assert.equal(hrefOf('type="text/markdown"'), `/kit/${PAGE}.md`)
    assert.match(html, /<html lang="en"/)
    assert.match(read('sitemap-index.xml'), new RegExp(`<loc>${ORIGIN}/kit/sitemap-0\\.xml</loc>`))
    assert.ok(read('sitemap-0.xml').includes(`<loc>${ORIGIN}/kit/${PAGE}/</loc>`))
    assert.ok(read('agents/SKILL.md').includes(`${ORIGIN}/kit/en/guides/keys.md`))
    assert.match(read('404.html'), /<meta name="robots" content="noindex"/)
    assert.ok(!read('sitemap-0.xml').includes('/404'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
