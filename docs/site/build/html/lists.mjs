// The lists: areas, the operations of an area, event types.
/** @import { SiteArea } from '../catalogue/operations.mjs' */
/** @import { SiteEvent } from '../catalogue/events.mjs' */
/** @import { Language, Text } from '../words.mjs' */
/** @import { Written } from './operation.mjs' */
import { toAddress } from '../addresses.mjs'
import { listProducts } from '../catalogue/operations.mjs'
import { say } from '../words.mjs'
import { linkOperation } from './facts.mjs'
import { highlight } from './highlight.mjs'
import { chinese, code, escapeHtml, link } from './html.mjs'
import { writeBlock } from './sample.mjs'

const WORDS = /** @satisfies {Record<string, Text>} */ ({
  areas: {
    zh: '按路径中 /v3/ 之后的一段分为 %a 个领域，共 %o 个接口。按 Ctrl+K（苹果电脑 ⌘K）可以按标题、路径、字段名、字段的中文名或官方文档的编号搜索。',
    en: '%o operations in %a areas, named after the part of the path behind /v3/. Ctrl+K (on a Mac ⌘K) searches titles, paths, fields, their terms and the numbers of documents.',
  },
  area: {
    zh: '客户端可以一次得到这个领域的全部接口：',
    en: 'A client is given all operations of this area at once:',
  },
  events: {
    zh: '共 %n 种事件类型。收到的通知先验签、再解密，见',
    en: '%n event types. How notifications are verified and decrypted stands under ',
  },
  method: { zh: '方法与路径', en: 'Method and path' },
  title: { zh: '接口', en: 'Operation' },
  count: { zh: '接口数', en: 'Operations' },
  products: { zh: '产品', en: 'Products' },
  event: { zh: '事件类型', en: 'Event type' },
  eventTitle: { zh: '含义', en: 'Meaning' },
})

/** The address of an area's page. @param {string} name */
export function toAreaSlug(name) {
  return `areas/${name}`
}

/** Writes the list of areas. @param {readonly SiteArea[]} areas @param {Language} language @returns {Written} */
export function writeAreas(areas, language) {
  const total = areas.reduce((sum, { operations }) => sum + operations.length, 0)
  const text = WORDS.areas[language].replace('%a', String(areas.length)).replace('%o', total.toLocaleString('en'))
  const rows = areas.map((area) => [
    link(toAddress(toAreaSlug(area.name), language), code(area.name)),
    chinese(listProducts(area).join('、'), language),
    String(area.operations.length),
  ])
  const table = writeRows(
    [WORDS.title, WORDS.products, WORDS.count].map((word, index) =>
      index === 0 ? say('area', language) : word[language],
    ),
    rows,
  )
  return { title: say('areas', language), description: text, html: `<p>${escapeHtml(text)}</p>${table}`, headings: [] }
}

/** Writes the list of an area's operations. @param {SiteArea} area @param {Language} language @returns {Written} */
export function writeArea(area, language) {
  const { name, operations } = area
  const rows = operations.map((operation) => {
    const { facts } = operation
    const ended = facts.deprecated ? ` <b class="ended">${say('ended', language)}</b>` : ''
    return [
      `${linkOperation(operation, language)}${ended}`,
      `<code>${escapeHtml(`${facts.method} ${facts.path}`).replaceAll('/', '/<wbr>')}</code>`,
    ]
  })
  const products = listProducts(area, 20)
  const lead = products.length > 0 ? `<p>${chinese(products.join('、'), language)}</p>` : ''
  const imported = `import { operations } from '@wechatpay-kit/endpoints/areas/${name}'`
  const named = products.join('、')
  const description =
    language === 'zh'
      ? `微信支付 APIv3 中路径以 ${name} 开头的 ${operations.length} 个接口${named && `：${named}`}`
      : `${operations.length} operations of WeChat Pay APIv3 below ${name}${named && `: ${named}`}`
  return {
    title: name,
    description: description.slice(0, 160),
    html: `${lead}${writeRows([WORDS.title[language], WORDS.method[language]], rows)}<p>${escapeHtml(WORDS.area[language])}</p>${writeBlock(highlight(imported))}`,
    headings: [],
  }
}

/** Writes the list of event types. @param {readonly SiteEvent[]} events @param {Language} language @returns {Written} */
export function writeEvents(events, language) {
  const text = WORDS.events[language].replace('%n', String(events.length))
  const guide = link(toAddress('guides/notifications', language), say('notifications', language))
  const rows = events.map(({ slug, type, title, movedTo }) => [
    link(toAddress(slug, language), `<code>${escapeHtml(type).replaceAll('.', '.<wbr>')}</code>`),
    title ? chinese(title, language) : `${say('moved', language)}${code(movedTo ?? '')}`,
  ])
  const table = writeRows([WORDS.event[language], WORDS.eventTitle[language]], rows)
  return {
    title: say('events', language),
    description: `${text}${say('notifications', language)}`,
    html: `<p>${escapeHtml(text)}${guide}${language === 'zh' ? '。' : '.'}</p>${table}`,
    headings: [],
  }
}

/** @param {readonly string[]} head @param {readonly (readonly string[])[]} rows - HTML of cells. */
function writeRows(head, rows) {
  const cells = head.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join('')
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n')
  return `<div class="fields"><table><thead><tr>${cells}</tr></thead><tbody>\n${body}\n</tbody></table></div>`
}
