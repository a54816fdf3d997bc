// The facts of an operation above its tables: documents, products, callers, how it ended.
/** @import { SiteOperation } from '../catalogue/operations.mjs' */
/** @import { Language, WORDS } from '../words.mjs' */
import { toAddress, toDocument } from '../addresses.mjs'
import { isTyped } from '../catalogue/operations.mjs'
import { say } from '../words.mjs'
import { writeDocuments } from './documents.mjs'
import { chinese, code, escapeHtml, link } from './html.mjs'

/** Host of all operations that name no other. */
const HOST = 'api.mch.weixin.qq.com'

/** The title of an operation in the language of the page; of two nobody knows one. @param {SiteOperation['facts']} facts @param {Language} language */
export function nameOperation({ title, english, method, path }, language) {
  const own = language === 'en' && english ? english.charAt(0).toUpperCase() + english.slice(1) : title
  return own || `${method} ${path}`
}

/** A line for search engines: title, method and path, products. @param {SiteOperation} operation @param {Language} language */
export function describeOperation({ facts }, language) {
  const { method, path, title, tags = [] } = facts
  const name = nameOperation(facts, language)
  return language === 'zh'
    ? `微信支付 APIv3 ${name}（${[`${method} ${path}`, ...tags.slice(0, 3)].join('，')}）：请求参数、TypeScript 示例代码、应答参数、错误。`
    : `WeChat Pay APIv3, ${name} (${[`${method} ${path}`, title].filter(Boolean).join(', ')}): request, TypeScript code, response and errors.`
}

/** Method and path, as one line. @param {SiteOperation['facts']} facts */
export function writeTarget({ method, path }) {
  // A path breaks behind its slashes.
  return `<p class="target"><b>${method}</b> <code>${escapeHtml(path).replaceAll('/', '/<wbr>')}</code></p>`
}

/** Writes the list of facts. @param {SiteOperation} operation @param {readonly SiteOperation[]} operations - all of the site. @param {Language} language */
export function writeFacts({ facts, file, area, ...rest }, operations, language) {
  const { doc, docOld = [], tags = [], roles = [], host, permission, official, idempotency } = facts
  const separator = language === 'zh' ? '、' : ', '
  const names = (/** @type {readonly string[]} */ list) => list.map((name) => chinese(name, language)).join(separator)
  /** @type {[keyof typeof WORDS, string][]} */
  const rows = [
    ['document', writeDocuments(doc, language)],
    ['oldDocument', doc.length > 0 ? '' : writeDocuments(docOld, language)],
    ['products', names(tags)],
    ['roles', names(roles)],
    ['host', host && host !== HOST ? code(host) : ''],
    ['module', isTyped({ facts, file, area, ...rest }) ? code(`@wechatpay-kit/endpoints/${file}`) : ''],
    ['repetition', idempotency ? writeRepetition(idempotency, language) : ''],
    ['vouched', say(official ? 'official' : 'community', language)],
  ]
  const list = rows
    .filter(([, html]) => html !== '')
    .map(([word, html]) => `<div><dt>${escapeHtml(say(word, language))}</dt><dd>${html}</dd></div>`)
  const notices = [permission ? say('permission', language) : '', ...listEnds(facts, operations, language)].filter(
    Boolean,
  )
  return `${notices.map((html) => `<p class="notice">${html}</p>`).join('')}<dl class="facts">${list.join('')}</dl>`
}

/** @param {NonNullable<SiteOperation['facts']['idempotency']>} idempotency @param {Language} language */
function writeRepetition({ field, doc }, language) {
  const source = link(toDocument(doc), escapeHtml(say('document', language)))
  return language === 'zh'
    ? `${code(field)} ${say('repetitionText', language)}（${source}）`
    : `with the same ${code(field)} ${say('repetitionText', language)} (${source})`
}

/** Notices of an operation that ended. @param {SiteOperation['facts']} facts @param {readonly SiteOperation[]} operations @param {Language} language */
function listEnds({ method, deprecated }, operations, language) {
  if (!deprecated) return []
  const { kind, since, by = [] } = deprecated
  const date = since ? (language === 'zh' ? `（自 ${since}）` : ` (since ${since})`) : ''
  return [`${say(kind, language)}${by.map((path) => linkPath(path, method, operations, language)).join(' ')}${date}`]
}

/** A path as the link to its operation: that of the same method, or the first. @param {string} path @param {string} method @param {readonly SiteOperation[]} operations @param {Language} language */
function linkPath(path, method, operations, language) {
  const those = operations.filter(({ facts }) => facts.path === path)
  const found = those.find(({ facts }) => facts.method === method) ?? those[0]
  return found ? link(toAddress(found.slug, language), code(path)) : code(path)
}

/** A link to the page of an operation, with its method and path. @param {SiteOperation} operation @param {Language} language */
export function linkOperation({ slug, facts }, language) {
  const title = nameOperation(facts, language)
  const text = language === 'en' && !facts.english ? chinese(title, language) : escapeHtml(title)
  return link(toAddress(slug, language), text)
}
