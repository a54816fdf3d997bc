import { hashCharacters, hashText } from './hash.ts'

/** Parts that a text is made of. */
export interface Seed {
  /** Subject of the call, and the number of the row where there are several. */
  readonly identity: string
  /** Name of the field. */
  readonly name: string
  /** The caller: `mchid` of the merchant, or the number of the brand. */
  readonly caller: string
  /** Origin of the sandbox, as it was called. */
  readonly origin: string
}

type Make = (seed: string, context: Seed) => string

const HEXADECIMAL = '0123456789abcdef'
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Texts by the name of their field; the first rule that fits decides. Numbers have the length and the beginning that WeChat Pay's have. */
const RULES: readonly (readonly [RegExp, Make])[] = [
  [/^(?:sp_|combine_)?mch_?id$/, (_, { caller }) => caller],
  [/mch_?id$|^merchant_id$/, (seed) => `19${hashCharacters(seed, 8)}`],
  [/appid$/, (seed) => `wx${hashCharacters(seed, 16, HEXADECIMAL)}`],
  [/openid$/, (seed) => `o${hashCharacters(seed, 27, LETTERS)}`],
  [/^transaction_id$/, (seed) => `42000${hashCharacters(seed, 23)}`],
  [/^refund_id$/, (seed) => `503000${hashCharacters(seed, 23)}`],
  [/^prepay_id$/, (seed) => `wx${hashCharacters(seed, 14)}${hashCharacters(seed, 20, HEXADECIMAL)}`],
  [/^package(?:_info)?$/, (seed) => hashCharacters(seed, 64, LETTERS)],
  [/^code_url$/, (seed) => `weixin://wxpay/bizpayurl?pr=${hashCharacters(seed, 9, LETTERS)}`],
  [/currency$/, () => 'CNY'],
  [/^bank_type$/, () => 'OTHERS'],
  [/^trade_type$/, () => 'JSAPI'],
  [/^hash_type$/, () => 'SHA1'],
  [/^(?:resp|sub)_code$/, () => '000000'],
  [/^(?:resp_desc|(?:sub_)?msg|message)$/, () => '成功'],
  [/(?:^|_)(?:result|state|status)$/, () => 'SUCCESS'],
  // There is no further page.
  [/^(?:next|prev|self|next_page_token)$/, () => ''],
  [/phone|mobile|telephone|^tel$/, (seed) => `138${hashCharacters(seed, 8)}`],
  [/email/, (seed) => `user${hashCharacters(seed, 4)}@example.com`],
  [
    /id_?card|identity|cert_?(?:no|number)|credential|id_no$|id_number/,
    (seed) => `33010219900101${hashCharacters(seed, 4)}`,
  ],
  [/account_?(?:no|number)|card_?(?:no|number)|^bal_account/, (seed) => `621700${hashCharacters(seed, 13)}`],
  [/plate_number/, (seed) => `粤B${hashCharacters(seed, 5)}`],
  [/longitude/, () => '113.9347'],
  [/latitude/, () => '22.5431'],
  [/colou?r/, () => 'Color010'],
  [/^(?:.*_)?(?:file|image|media)_id$|_media_id$|_copy$|_pics?$/, (seed) => hashCharacters(seed, 48, LETTERS)],
  [
    /url$|url_list$|_link$|picture|^links?$/,
    (seed, { origin }) => `${origin}/sandbox/${hashCharacters(seed, 16, LETTERS)}`,
  ],
  [/(?:path|^page)$/, () => 'pages/index/index'],
  [/_ip$/, () => '127.0.0.1'],
  [/_time$|_at$/, (seed, { name }) => toTimeText(seed, name)],
  [/_date$|^date$/, (seed, { name }) => toTimeText(seed, name).slice(0, 10)],
  [/^hash_value$|digest|sha256/, (seed) => hashCharacters(seed, 64, HEXADECIMAL)],
  [/^nonce/, (seed) => hashCharacters(seed, 12, HEXADECIMAL)],
  [/token|ticket|^sign$|signature/, (seed) => hashCharacters(seed, 32, LETTERS)],
  [/^out_/, (seed) => `OUT${hashCharacters(seed, 17)}`],
  [/(?:^|_)(?:id|no|code|number|ssn|sn|version)$/, (seed) => `1${hashCharacters(seed, 19)}`],
]

/** Makes the text of a field by its name; `undefined` where the name tells nothing. */
export function makeTextByName(context: Seed): string | undefined {
  const { identity, name } = context
  const rule = RULES.find(([expression]) => expression.test(name))
  return rule?.[1](`${name} ${identity}`, context)
}

/** Times by what happens then: first something begins, then it is done, then it ends. In days of the year 2026. */
const STEPS: readonly (readonly [RegExp, number])[] = [
  [/end|expire|deadline|stop|close/, 200],
  [/success|finish|pay|paid|complete|update|modify|confirm|use|settle/, 101],
]

/** Makes a time in RFC 3339, in China's time zone. The fields of one object, and of both calls about one number, agree. */
export function toTimeText(seed: string, name: string): string {
  const day = STEPS.find(([expression]) => expression.test(name))?.[1] ?? 100
  const own = hashText(seed.slice(name.length)) % 86_400
  return `${new Date(Date.UTC(2026, 0, day, 0, 0, own)).toISOString().slice(0, 19)}+08:00`
}
