// The built site as pages: the links and anchors of each.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Folder of the built site. */
export const dist = fileURLToPath(new URL('../dist', import.meta.url))

/**
 * @typedef {object} BuiltPage
 * @property {ReadonlySet<string>} anchors
 * @property {readonly string[]} links - `href` of links and of what the page fetches, as written.
 * @property {readonly string[]} fetched - addresses of scripts, styles, pictures and fonts.
 * @property {string} html
 */
/** @typedef {{ pages: ReadonlyMap<string, BuiltPage>, files: ReadonlySet<string>, links: number }} Built - pages by their address. */

/** Reads the built site. @returns {Promise<Built>} */
export async function readBuilt() {
  if (!existsSync(join(dist, 'index.html'))) throw new Error('The site is not built. Run npm run site.')
  const files = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `/${relative(dist, join(entry.parentPath, entry.name))}`)
  /** @type {Map<string, BuiltPage>} */
  const pages = new Map()
  for (const file of files.filter((name) => name.endsWith('.html'))) {
    pages.set(file.replace(/index\.html$/, ''), readPage(readFileSync(join(dist, file), 'utf8')))
  }
  const links = [...pages.values()].reduce((sum, page) => sum + page.links.length, 0)
  return { pages, files: new Set(files), links }
}

/** @param {string} html @returns {BuiltPage} */
function readPage(html) {
  const anchors = new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => decode(id)))
  const links = [...html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)].map(([, href = '']) => decode(href))
  const fetched = [
    ...[...html.matchAll(/<link\b[^>]*>/g)]
      .filter(([tag]) => /rel="(?:stylesheet|icon|shortcut icon|preload|modulepreload)"/.test(tag))
      .map(([tag]) => /href="([^"]*)"/.exec(tag)?.[1] ?? ''),
    ...[...html.matchAll(/<(?:script|img|source|iframe)\b[^>]*?\ssrc="([^"]*)"/g)].map(([, src = '']) => src),
  ].map(decode)
  return { anchors, links, fetched, html }
}

/** @param {string} text */
function decode(text) {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
