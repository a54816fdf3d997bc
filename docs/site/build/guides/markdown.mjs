// A guide as the site shows it: its title apart, links to pages of the site, and none to what the site does not have.
/** @import { Language } from '../words.mjs' */
import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { toAddress } from '../addresses.mjs'
import { fillFigures } from './figures.mjs'
import { GUIDES } from './list.mjs'

/** The repository's folder, with a slash at its end. */
export const root = fileURLToPath(new URL('../../../../', import.meta.url))

/** Fenced blocks, which are left as they are. */
const FENCE = /^```.*\n[\s\S]*?^```$/gm

/** Where the repository lives, if its package.json says so. @type {string | undefined} */
const repository = readRepository()

/**
 * Reads a guide.
 *
 * @param {import('./list.mjs').Guide} guide
 * @param {Language} language
 * @returns {{ title: string, description: string, markdown: string, source: string }} `source` is the path of its file.
 */
export function readGuide(guide, language) {
  const source = guide[language]
  const file = readFileSync(join(root, source), 'utf8')
  const isReport = language === 'zh' && guide.slug.startsWith('evidence/')
  const text = isReport ? fillFigures(file, readFileSync(join(root, guide.en), 'utf8')) : file
  const [, heading = source] = /^# (.*)$/m.exec(text) ?? []
  const title = guide.title?.[language] ?? heading
  const body = text.replace(/^# .*\n+/m, '').replace(/^\[(?:English|简体中文|中文)\]\([^)]*\)\n+/, '')
  const own = rewriteLinks(body.replace(/ ?\[(?:English|中文)\]\([^)]*README[^)]*\)/g, ''), source)
  return { title: title.replaceAll('`', ''), description: describe(own), markdown: own, source }
}

/** The first sentence of a text, for lists and search engines. @param {string} markdown */
function describe(markdown) {
  const [paragraph = ''] = markdown
    .replace(FENCE, '')
    .split(/\n\s*\n/)
    .filter((part) => /^[\p{L}`[]/u.test(part))
  const plain = paragraph.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*\n]+/g, ' ')
  return plain.replace(/ +/g, ' ').trim().slice(0, 160)
}

/**
 * Rewrites the links of a text: to pages of the site; to the repository, if it is known where that is; others become text.
 *
 * @param {string} markdown
 * @param {string} source - its file.
 */
function rewriteLinks(markdown, source) {
  const blocks = markdown.match(FENCE) ?? []
  const prose = markdown.split(FENCE).map((part) => {
    return part.replace(/(!?)\[((?:[^\][]|\[[^\]]*\])*)\]\(([^)\s]+)\)/g, (whole, picture, text, target) => {
      if (/^[a-z]+:/.test(target)) return whole
      if (picture) return writePicture(text, target, source)
      const address = findAddress(target, source)
      return address === undefined ? text : `[${text}](${address})`
    })
  })
  return prose.map((part, index) => part + (blocks[index] ?? '')).join('')
}

/** @param {string} target @param {string} source */
function findAddress(target, source) {
  const [file = '', anchor] = target.split('#')
  if (file === '') return target
  const path = normalize(join(dirname(source), file)).replace(/\/$/, '')
  const page = GUIDES.find(({ zh, en }) => zh === path || en === path)
  const suffix = anchor ? `#${anchor}` : ''
  // Only a page about a report links to the other language: to the whole report.
  if (page) return toAddress(page.slug + suffix, page.zh === path ? 'zh' : 'en')
  return repository && `${repository}/blob/main/${path}${suffix}`
}

/** Pictures of the repository are drawings, which stand in the page itself. @param {string} text @param {string} target @param {string} source */
function writePicture(text, target, source) {
  const drawing = readFileSync(join(root, dirname(source), target))
  return `![${text}](data:image/svg+xml;base64,${drawing.toString('base64')})`
}

function readRepository() {
  const { repository: found } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const url = typeof found === 'string' ? found : found?.url
  return typeof url === 'string' ? url.replace(/^git\+/, '').replace(/\.git$/, '') : undefined
}
