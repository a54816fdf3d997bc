import { type Bytes, decodeBase64, encodeBase64, fromLatin1, toLatin1, toText } from './bytes.ts'
import { decodeGbk, encodeGbk, isUtf8, toQuestionMarks } from './encodings.ts'
import { listSerialisations, type Named } from './serialisations.ts'
import { straighten } from './tidy.ts'
import { distinct, type Variant } from './variants.ts'

/** The mistake of a body whose line ends are others: those of a file or a field can be others than were sent. */
export const LINE_ENDS: readonly Variant['mistake'][] = [
  { en: 'the body with LF in place of CRLF', zh: '以 LF 代替 CRLF 的报文体' },
  { en: 'the body with CRLF in place of LF', zh: '以 CRLF 代替 LF 的报文体' },
]

/** Lists what becomes of a body on its way through libraries and editors. */
export function listBodies(bytes: Bytes): Variant[] {
  const body = toText(bytes)
  const json = parse(body)
  const [lf, crlf] = LINE_ENDS as [Variant['mistake'], Variant['mistake']]
  const changed: Named[] = [
    ['', 'no body', '空的请求体'],
    [body.replace(/\r?\n$/, ''), 'the body without its last line feed', '去掉结尾换行符的报文体'],
    [`${body}\n`, 'the body with a line feed after it', '结尾多一个换行符的报文体'],
    [body.trim(), 'the body without the white space around it', '去掉首尾空白的报文体'],
    [body.replaceAll('\r\n', '\n'), lf.en, lf.zh],
    [body.replace(/\r?\n/g, '\r\n'), crlf.en, crlf.zh],
    [body.replace(/^\ufeff/, ''), 'the body without its byte order mark', '去掉 BOM 的报文体'],
    [toText(decodeBase64(body) ?? new Uint8Array()), 'the body decoded from base64', '经 base64 解码的报文体'],
    [encodeBase64(bytes), 'the body as base64', '经 base64 编码的报文体'],
    [toText(fromLatin1(body)), 'the body decoded as Latin-1', '按 Latin-1 解码的报文体'],
    [toLatin1(bytes), 'the body read as Latin-1', '按 Latin-1 读取的报文体'],
    [JSON.stringify(body), 'the body as a JSON text', '再次序列化为 JSON 字符串的报文体'],
    [unescapeJson(body), 'the body before its quotation marks were escaped', '引号被转义之前的报文体'],
    [
      body.replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/gu, ''),
      'the body without invisible characters',
      '去掉不可见字符的报文体',
    ],
    [
      straighten(body),
      'the body before quotation marks and blanks were made typographic',
      '引号与空白被替换之前的报文体',
    ],
    [body.replaceAll('\0', ''), 'the body without NUL characters', '去掉 NUL 字符的报文体'],
    [body.replace(/,(\s*[}\]])/g, '$1'), 'the body without a comma after its last member', '去掉末尾多余逗号的报文体'],
    [body.normalize('NFC'), 'the body in Unicode form C', 'Unicode NFC 形式的报文体'],
    [body.normalize('NFD'), 'the body in Unicode form D', 'Unicode NFD 形式的报文体'],
    ...(body === '' ? EMPTY : []),
    ...(json === undefined ? [] : listSerialisations(json)),
  ]
  return [...distinct(changed, body), ...listEncodings(bytes, body)]
}

/** Lists what libraries write where there is no body. */
const EMPTY: readonly Named[] = ['null', '{}', '[]', '""', 'undefined'].map((text) => [
  text,
  `the body ${text}, and none was sent`,
  `报文体 ${text}，而实际没有发送报文体`,
])

/** Lists the same text in other encodings: where Chinese is written otherwise than it is sent. */
function listEncodings(bytes: Bytes, body: string): Variant[] {
  const read = isUtf8(bytes) ? undefined : decodeGbk(bytes)
  if (read !== undefined)
    return [
      {
        value: read,
        mistake: { en: 'the body in UTF-8, and it is here in GBK', zh: 'UTF-8 编码的报文体，而此处为 GBK 编码' },
      },
    ]
  if (/^[\0-\x7f]*$/.test(body)) return []
  const gbk = encodeGbk(body)
  const marks = toQuestionMarks(body)
  return [
    ...(gbk ? [{ value: body, bytes: gbk, mistake: { en: 'the body in GBK', zh: 'GBK 编码的报文体' } }] : []),
    {
      value: toText(marks),
      bytes: marks,
      mistake: {
        en: 'the body with question marks in place of Chinese, as ISO-8859-1 writes it',
        zh: '中文变成问号的报文体（以 ISO-8859-1 编码所致）',
      },
    },
  ]
}

/** A body that stands in a log as the inside of a JSON text. */
function unescapeJson(body: string): string {
  const inner = body.includes('\\"') ? parse(`"${body}"`) : undefined
  return typeof inner === 'string' ? inner : body
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
