import * as v from 'valibot'

// What the types say, checked at run time, and no member besides.
const value = v.union([v.string(), v.number(), v.boolean()])
const yes = v.optional(v.literal(true))
const count = v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0)))
const text = v.pipe(v.string(), v.nonEmpty())
const texts = v.pipe(v.array(text), v.nonEmpty())

/** A few English words: no sentence. */
const english = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][\w ’/(),-]*$/), v.maxLength(80))
const number = /^(merchant|partner|global|brand)\/\d+$/
/** A document, an older page, or a file of WeChat Pay's own code. */
const source = v.pipe(
  v.string(),
  v.regex(/^((merchant|partner|global|brand)\/\d+|(docs|wiki)\/[\w/.-]+|wechatpay-apiv3\/[\w-]+: .+)$/),
)

const nodeEntries = {
  type: v.picklist(['any', 'array', 'boolean', 'file', 'integer', 'number', 'object', 'string']),
  required: yes,
  requiredDisputed: yes,
  typeDisputed: yes,
  enumDisputed: yes,
  undescribed: yes,
  encrypted: yes,
  encryptedDisputed: yes,
  unconfirmed: yes,
  spelling: v.optional(text),
  nullable: yes,
  enum: v.optional(v.pipe(v.array(value), v.nonEmpty())),
  format: v.optional(text),
  unit: v.optional(v.picklist(['fen', 'yuan'])),
  maxLength: count,
  minLength: count,
  pattern: v.optional(text),
  minimum: v.optional(v.number()),
  maximum: v.optional(v.number()),
  minItems: count,
  maxItems: count,
  default: v.optional(value),
  term: v.optional(text),
  english: v.optional(english),
  misspelt: v.optional(text),
  corrected: v.optional(source),
  limited: v.optional(source),
  items: v.optional(v.lazy((): v.GenericSchema => node)),
  contains: v.optional(v.lazy((): v.GenericSchema => node)),
  fields: v.optional(
    v.record(
      text,
      v.lazy((): v.GenericSchema => node),
    ),
  ),
}
const node: v.GenericSchema = v.strictObject(nodeEntries)
const named = v.optional(v.pipe(v.array(v.strictObject({ name: text, ...nodeEntries })), v.nonEmpty()))
const day = v.pipe(v.string(), v.isoDate())
const doc = v.array(v.pipe(v.string(), v.regex(number)))

export const operation: v.GenericSchema = v.strictObject({
  method: v.picklist(['DELETE', 'GET', 'PATCH', 'POST', 'PUT']),
  path: v.pipe(v.string(), v.regex(/^\/((hk|global)\/)?(v3|brand)\/[\w{}./-]+$/)),
  title: v.string(),
  english: v.optional(english),
  tags: v.optional(texts),
  roles: v.optional(texts),
  updated: v.optional(day),
  host: v.optional(v.picklist(['api.mch.weixin.qq.com', 'apihk.mch.weixin.qq.com'])),
  permission: yes,
  deprecated: v.optional(
    v.strictObject({
      kind: v.picklist(['replaced', 'withdrawn']),
      since: v.optional(day),
      by: v.optional(texts),
    }),
  ),
  contentType: v.optional(v.picklist(['application/json', 'multipart/form-data'])),
  doc,
  docOld: v.optional(texts),
  upload: yes,
  download: yes,
  produces: v.optional(texts),
  official: yes,
  undescribed: yes,
  params: named,
  query: named,
  headers: named,
  form: named,
  json: v.optional(node),
  response: v.record(v.picklist(['200', '202', '204']), v.nullable(node)),
  responseHeaders: v.optional(texts),
  encrypted: v.optional(v.strictObject({ request: v.optional(texts), response: v.optional(texts) })),
  idempotency: v.optional(v.strictObject({ field: text, doc: source })),
})

export const notification: v.GenericSchema = v.strictObject({
  events: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[A-Z0-9_.-]+$/))), v.nonEmpty()),
  originalTypes: v.optional(texts),
  title: v.string(),
  doc,
  docOld: v.optional(texts),
  movedTo: v.optional(text),
  resource: node,
  encrypted: v.optional(texts),
})
