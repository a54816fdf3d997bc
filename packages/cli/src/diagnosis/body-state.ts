import { type Bytes, toText } from './bytes.ts'
import { decodeGbk, isUtf8 } from './encodings.ts'
import type { Finding } from './finding.ts'
import type { Text } from './language.ts'
import { isJson } from './tidy.ts'

/** Tells what can be seen of a body by itself: that it is compressed, no UTF-8, cut, or no JSON though it begins as one. */
export function describeBody(bytes: Bytes): Finding[] {
  const state = findState(bytes)
  return state ? [{ check: 'body', status: 'problem', ...state }] : []
}

/** A fault of a body, and what to do. */
type State = Pick<Finding, 'remedy' | 'text'>

function findState(bytes: Bytes): State | undefined {
  const [first, second] = bytes
  if (first === 0x1f && second === 0x8b) return COMPRESSED
  if (!isUtf8(bytes)) return decodeGbk(bytes) === undefined ? BINARY : GBK
  const text = toText(bytes)
  if (text.includes('\ufffd')) return REPLACED
  if (/^\s*[[{]/.test(text) && !isJson(text)) return describeJson(text)
  return undefined
}

const RAW: Text = {
  en: 'Take the raw bytes, before anything decodes them.',
  zh: '请使用原始字节，在任何解码之前。',
}
const COMPRESSED: State = {
  text: {
    en: 'The body is compressed (gzip), and the text is signed.',
    zh: '报文体是压缩过的（gzip），而签名针对解压后的内容。',
  },
  remedy: { en: 'Decompress it first, or ask for no compression.', zh: '请先解压，或不要求压缩。' },
}
const GBK: State = {
  text: { en: 'The body is no UTF-8; it can be read as GBK.', zh: '报文体不是 UTF-8，可按 GBK 读取。' },
  remedy: { en: 'Write, sign and send it as UTF-8.', zh: '请以 UTF-8 编码，并对同样的字节签名和发送。' },
}
const BINARY: State = {
  text: { en: 'The body is no UTF-8 text.', zh: '报文体不是 UTF-8 文本。' },
  remedy: RAW,
}
const REPLACED: State = {
  text: {
    en: 'The body holds U+FFFD: bytes were read as text in another encoding, or piece by piece, and are lost.',
    zh: '报文体含有 U+FFFD：字节曾按错误的编码或被分段当作文本读取，原来的字节已丢失。',
  },
  remedy: RAW,
}

/** The commonest reasons why a text that begins as JSON is none. */
const FAULTS: readonly (readonly [matches: RegExp, en: string, zh: string])[] = [
  [/[{,[]\s*\\"/, 'its quotation marks are escaped (\\"), as in a log', '引号被转义成了 \\"（日志中常见）'],
  [/[{,[:]\s*[“”„‟]/, 'curly quotation marks stand in it', '含有弯引号'],
  [/[｛｝＂：，［］]/, 'full-width punctuation stands in it', '含有全角标点'],
  [/[{,]\s*'/, 'apostrophes stand in place of quotation marks', '用了单引号，而不是双引号'],
  [/,\s*[}\]]/, 'a comma follows its last member', '最后一个成员之后多了逗号'],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for.
  [/[\0-\x08\x0b\x0c\x0e-\x1f]/, 'control characters stand in it, such as NUL', '含有 NUL 等控制字符'],
  [/[\u200b-\u200f\u2060\ufeff]/u, 'invisible characters stand in it', '含有不可见字符'],
  [/[^\]}\s]\s*$/, 'its end is missing', '结尾缺失'],
]

function describeJson(text: string): State {
  const [, en, zh] = FAULTS.find(([matches]) => matches.test(text)) ?? ['', 'it cannot be parsed', '无法解析']
  return {
    text: { en: `The body begins as JSON and is none: ${en}.`, zh: `报文体像是 JSON，但不是：${zh}。` },
    remedy: {
      en: 'Serialise it with a library, and copy it from the log as it was sent.',
      zh: '请用库序列化，并从日志原样复制实际发送的内容。',
    },
  }
}
