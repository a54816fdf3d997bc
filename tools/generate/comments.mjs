// The doc comment of a generated operation.
/** @import { CatalogueOperation } from '@wechatpay-kit/catalogue' */

/** Writes the doc comment of an operation. @param {CatalogueOperation} operation @returns {string[]} lines. */
export function describeOperation(operation) {
  const { method, path, title, english, roles, idempotency, permission, doc, docOld = [], upload, download } = operation
  const heading = [title, english].filter(Boolean).join(' · ')
  const paragraphs = [
    heading && `${heading}.`,
    `\`${method} ${path}\`${roles ? `, for ${roles.join(', ')}` : ''}.`,
    upload && 'An upload: call it by `upload` of the client.',
    download && 'A download: call it by `download` of the client.',
    idempotency &&
      `May be repeated with the same \`${idempotency.field}\` and the same values: ${linkDocument(idempotency.doc)}.`,
    permission && 'WeChat Pay has to grant access first.',
  ].filter((text) => typeof text === 'string' && text !== '')
  const tags = [
    ...describeDeprecation(operation),
    ...[...firstOfEachSide(doc), ...docOld].map((number) => `@see ${linkDocument(number)}`),
  ]
  const lines = [...paragraphs.flatMap((text) => ['', text]), ...(tags.length > 0 ? ['', ...tags] : [])].slice(1)
  return ['/**', ...lines.map((line) => ` * ${line}`.trimEnd()), ' */']
}

/** @param {CatalogueOperation} operation */
function describeDeprecation({ deprecated }) {
  if (!deprecated) return []
  const by = deprecated.by?.map((one) => `\`${one}\``).join(', ')
  const sentences = [deprecated.since && `Since ${deprecated.since}.`, by && `Use ${by}.`].filter(Boolean)
  return [`@deprecated ${sentences.join(' ') || 'It is to be replaced.'}`]
}

/** The first document of each side: a merchant's, a service provider's; some operations have thirty, which say the same. @param {readonly string[]} doc */
function firstOfEachSide(doc) {
  return doc.filter((number, index) => index === doc.findIndex((one) => one.split('/')[0] === number.split('/')[0]))
}

/** Links a document: one with a number, or the path of an older page. @param {string} doc */
function linkDocument(doc) {
  const [, side, id] = /^(\w+)\/(\d+)$/.exec(doc) ?? []
  if (!side) return `{@link https://pay.weixin.qq.com/${doc.replace(/^\//, '')} | older document}`
  const folder = side === 'global' ? 'doc/global/v3/zh' : `doc/v3/${side}`
  return `{@link https://pay.weixin.qq.com/${folder}/${id} | document ${doc}}`
}
