import type { CatalogueNode, CatalogueOperation, NamedNode } from '@wechatpay-kit/catalogue'

/** Values of a call, as the options of the client have them. */
export interface CallValues {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  /** Further parts of an upload's form, which are texts. */
  readonly fields?: Readonly<Record<string, unknown>>
}

/** Numbers that earlier calls sent or got, by the name of their field: so a query asks for what was just made. */
export type Remembered = Readonly<Record<string, string>>

/** The merchant of the sandbox in the page. */
export const MCHID = '1900000000'

/** Texts by the name of their field; the first rule that fits decides. */
const TEXTS: readonly (readonly [name: RegExp, text: string])[] = [
  [/^(sp_|combine_)?mch_?id$/, MCHID],
  [/^(sub_)?mch_?id$|mchid$|^merchant_id$/, '1900000109'],
  [/appid$/, 'wxd678efh567hg6787'],
  [/openid$/, 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o'],
  [/^auth_code$/, '130123456789012345'],
  [/^transaction_id$/, '4200000000202601010000000001'],
  [/^(req_ssn|.*_ssn|.*serial_no)$/, '20260101000000000001'],
  [/^activity_add_code$/, '330100'],
  [/^add_code$/, '330102'],
  [/^cate_code$/, 'A01'],
  [/cert_no|id_?card|identity|id_no$|id_number|id_doc/, '330102199001011234'],
  [/^(tel|phone|mobile)|phone$|mobile$|telephone/, '13800138000'],
  [/^sales$/, '3999.00'],
  [/^(plat_)?subsidy$/, '600.00'],
  [/^bank_subsidy$/, '599.85'],
  [/^plat_subsidy$/, '0.15'],
  [/^barcode$/, '6901234567892'],
  [/^grade$/, '一级'],
  [/^(is_ai_product|status)$/, '0'],
  [/^sale_models$/, '1'],
  [/^operation_time$/, '1767240000000'],
  [/^uniscid$/, '91330000000000000X'],
  [/^currency$|_currency$/, 'CNY'],
  [/name$/, '张三'],
  [/plate_number/, '粤B12345'],
  [/_ip$/, '127.0.0.1'],
  [/url$/, 'https://www.example.com/notify'],
  [/_date$|^date$/, '2026-01-02'],
  [/_time$/, '2026-01-02T03:04:05+08:00'],
  [/description|body|remark|reason|content|title|subject/, '示例'],
]

/** Texts by the form that the description gives. */
const FORMATS: Readonly<Record<string, string>> = {
  'data-url': 'data:image/png;base64,iVBORw0KGgo=',
  'mm/yy': '09/31',
  base64: '5b6u5L+h5pSv5LuY',
  date: '2026-01-02',
  int64: '1',
  numeric: '1',
  rfc3339: '2026-01-02T03:04:05+08:00',
  uint64: '1',
  url: 'https://www.example.com/notify',
  yyyyMMddHHmmss: '20260102030405',
}

/** Texts that fit documented expressions. */
const CANDIDATES = ['20260102', '030405', 'Abc-1_2', '1', 'a', '12345678', '2026-01-02']

/** Fields that no description demands and WeChat Pay wants all the same, by the end of the path. */
const ALSO: readonly (readonly [path: RegExp, names: readonly string[]])[] = [
  [/\/(jsapi|miniprogram)$/, ['payer', 'openid', 'sp_openid', 'combine_payer_info']],
  [/^\/v3\/refund\/domestic\/refunds$/, ['out_trade_no']],
]

/** Fields of an upload's `meta` that the client writes. */
const WRITTEN = ['filename', 'file_name', 'sha256', 'file_digest', 'digest']

/** Makes the values of a call: the fields that are demanded, and no others. */
export function makeSample(operation: CatalogueOperation, remembered: Remembered = {}): CallValues {
  const { path, params, query, headers, json, form = [] } = operation
  const also = ALSO.filter(([expression]) => expression.test(path)).flatMap(([, names]) => names)
  const isWanted = (name: string, node: CatalogueNode) => isDemanded(node) || also.includes(name)
  const sample = { isWanted, remembered }
  const meta = form.find(({ name }) => name === 'meta')?.contains
  const written = meta && without(makeValue('', meta, sample), WRITTEN)
  const body = json
    ? makeValue('', json, { isWanted, remembered: path.endsWith('/refunds') ? remembered : {} })
    : written
  const demanded = (headers ?? []).filter((header) => isDemanded(header) && header.name !== 'Wechatpay-Serial')
  const fields = form.filter(({ name, type }) => name !== 'meta' && type !== 'file')
  return {
    ...(params && { params: makeNamed(params, sample) }),
    ...(query && { query: makeNamed(query.filter(isDemanded), sample) }),
    ...(demanded.length > 0 && { headers: Object.fromEntries(demanded.map(({ name }) => [name, `${name}-1`])) }),
    ...(body !== undefined && { json: body }),
    ...(fields.length > 0 && { fields: makeNamed(fields, sample) }),
  }
}

function without(value: unknown, names: readonly string[]): unknown {
  return Object.fromEntries(Object.entries(Object(value)).filter(([name]) => !names.includes(name)))
}

/** Settings of a sample. */
interface Sample {
  /** Tells which fields of an object are filled in. */
  readonly isWanted: (name: string, node: CatalogueNode) => boolean
  readonly remembered: Remembered
}

const MINIMAL: Sample = { isWanted: (_, node) => isDemanded(node), remembered: {} }

/** Tells whether a field can be demanded of a request. */
export function isDemanded({ required, requiredDisputed }: CatalogueNode): boolean {
  return required === true && !requiredDisputed
}

function makeNamed(nodes: readonly NamedNode[], sample: Sample): Record<string, unknown> {
  return Object.fromEntries(nodes.map((node) => [node.name, makeValue(node.name, node, sample)]))
}

/** Makes the value of a field; of an object, with the fields that are wanted. */
export function makeValue(name: string, node: CatalogueNode, sample = MINIMAL): unknown {
  // The client can write a hash of this algorithm by itself.
  if (/^digest_(algorithm|alogrithm)$/.test(name)) return 'SHA256'
  if (node.enum?.length) return node.enum[0]
  switch (node.type) {
    case 'object': {
      const fields = Object.entries(node.fields ?? {}).filter(([key, field]) => sample.isWanted(key, field))
      return Object.fromEntries(fields.map(([key, field]) => [key, makeValue(key, field, sample)]))
    }
    case 'array': {
      const { items = { type: 'string' }, minItems = 1 } = node
      return Array.from({ length: Math.max(1, minItems) }, () => makeValue(name, items, sample))
    }
    case 'boolean':
      return true
    case 'integer':
    case 'number':
      return Math.max(node.minimum ?? 1, /amount|total|fee$/.test(name) ? Math.min(100, node.maximum ?? 100) : 1)
    default:
      return sample.remembered[name] ?? makeText(name, node, sample)
  }
}

function makeText(name: string, node: CatalogueNode, sample: Sample): string {
  const { format, contains, pattern, minLength = 1, maxLength = 64 } = node
  if (format === 'json') return JSON.stringify(contains ? makeValue(name, contains, sample) : {})
  const rule = /^(combine_)?out_/.test(name) ? makeNumber() : TEXTS.find(([expression]) => expression.test(name))?.[1]
  const wanted = [rule, ...CANDIDATES].filter((text) => text !== undefined)
  const matching = pattern === undefined ? undefined : wanted.find((text) => matches(pattern, text))
  const text = matching ?? FORMATS[format ?? ''] ?? rule ?? `${name}-1`
  return [...text.padEnd(minLength, '0')].slice(0, Math.max(minLength, maxLength)).join('')
}

let count = 0

/** A number of the merchant's own, which no call before had. */
function makeNumber(): string {
  count += 1
  return `${Date.now()}${String(count).padStart(5, '0')}`
}

function matches(pattern: string, text: string): boolean {
  return new RegExp(`^(?:${pattern})$`).test(text)
}
