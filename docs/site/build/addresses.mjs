// Addresses: of pages of the site, and of WeChat Pay's documents.
/** @import { Language } from './words.mjs' */

/** The folder below the host at which the site is served, with a slash at both ends. */
export const BASE = `/${(process.env['SITE_BASE'] ?? '').replace(/^\/|\/$/g, '')}/`.replace('//', '/')

/** The origin where the site is served, such as `https://docs.example.com`, if that is known: what search engines are told. */
export const ORIGIN = process.env['SITE_ORIGIN'] || undefined

/**
 * The address of a page: Chinese pages stand at the root, English ones below `en/`.
 *
 * @param {string} slug - without the language; empty for the home page.
 * @param {Language} language
 */
export function toAddress(slug, language) {
  const [path = '', anchor] = slug.split('#')
  const page = [language === 'en' ? 'en' : '', path].filter(Boolean).join('/')
  return `${BASE}${page}${page ? '/' : ''}${anchor ? `#${anchor}` : ''}`
}

/** The address of the Markdown that says the same as a page. @param {string} slug @param {Language} [language] - of a guide; the others are of both languages. */
export function toTwin(slug, language) {
  return `${BASE}${language === 'en' ? 'en/' : ''}${slug}.md`
}

/** The element that tells programs of a page's twin. @param {string} address */
export function linkTwin(address) {
  return { tag: /** @type {const} */ ('link'), attrs: { rel: 'alternate', type: 'text/markdown', href: address } }
}

/** The address of an official document by its number. @param {string} number - as in the catalogue: `merchant/4012791858`, or the path of an older page. */
export function toDocument(number) {
  if (/^(docs?|wiki)\//.test(number)) return `https://pay.weixin.qq.com/${number}`
  const [side, rest] = number.split('/')
  return `https://pay.weixin.qq.com/${side === 'global' ? `doc/global/v3/zh/${rest}` : `doc/v3/${number}`}`
}
