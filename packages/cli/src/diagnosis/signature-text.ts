import { type Bytes, decodeBase64, toLatin1 } from './bytes.ts'
import type { Finding } from './finding.ts'
import type { Text } from './language.ts'

/** A signature as it is written. */
export interface WrittenSignature {
  /** The bytes that it stands for; `undefined` where it is no base64 in any spelling. */
  readonly bytes: Bytes | undefined
  /** Ways in which it is written otherwise than in standard base64. */
  readonly faults: readonly Text[]
}

/** A spelling of base64 that is none, and how it is taken back. */
interface Spelling {
  readonly fault: Text
  readonly undo: (text: string) => string
}

const SPELLINGS: readonly Spelling[] = [
  {
    fault: { en: 'it is percent-encoded', zh: '经过了百分号编码' },
    undo: (text) =>
      text.replace(/%([\dA-F]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  },
  {
    fault: {
      en: 'line breaks are in it, as encoders for mail write them',
      zh: '其中有换行（邮件格式的 base64 编码会每 76 个字符换行）',
    },
    undo: (text) => text.replace(/\\r|\\n|[ \t]*[\r\n]+[ \t]*/g, ''),
  },
  { fault: { en: 'blanks are around it', zh: '首尾有空格' }, undo: (text) => text.trim() },
  {
    fault: { en: 'its + became blanks, as in a form or a query', zh: '其中的 + 变成了空格（表单或查询串会如此）' },
    undo: (text) => text.replaceAll(' ', '+'),
  },
  {
    fault: { en: 'it is in hexadecimal', zh: '是十六进制，而不是 base64' },
    undo: (text) => (/^(?:[\dA-F]{2}){128,}$/i.test(text) ? btoa(readHex(text)) : text),
  },
  {
    fault: { en: 'it is base64 for URLs, with - and _', zh: '是 URL 安全的 base64（含 - 与 _）' },
    undo: (text) => text.replaceAll('-', '+').replaceAll('_', '/'),
  },
  {
    fault: { en: 'it was encoded in base64 twice', zh: '做了两次 base64 编码' },
    undo: (text) => {
      const inner = toLatin1(decodeBase64(text) ?? new Uint8Array())
      return /^[A-Za-z\d+/]{300,}={0,2}$/.test(inner) ? inner : text
    },
  },
  {
    fault: { en: 'its padding (=) is missing', zh: '缺少末尾的填充字符 =' },
    undo: (text) =>
      text.length % 4 > 1 && !text.includes('=') ? text.padEnd(Math.ceil(text.length / 4) * 4, '=') : text,
  },
]

/** Reads a signature in the spellings that libraries write, and tells of those that are not the standard one. */
export function readSignature(given: string): WrittenSignature {
  const faults: Text[] = []
  // No signature is as long, in whatever spelling.
  if (given.length > 10_000) return { bytes: undefined, faults }
  let text = given
  for (const { fault, undo } of SPELLINGS) {
    const changed = undo(text)
    if (changed !== text) faults.push(fault)
    text = changed
  }
  return { bytes: text === '' ? undefined : decodeBase64(text), faults }
}

/** A finding about the spelling of a signature. */
export function describeSpelling({ faults, bytes }: WrittenSignature, name: string): Finding[] {
  if (faults.length === 0 || bytes === undefined) return []
  const list = { en: faults.map(({ en }) => en).join('; '), zh: faults.map(({ zh }) => zh).join('；') }
  return [
    {
      check: 'signature',
      status: 'problem',
      text: {
        en: `${name} is not written as standard base64: ${list.en}.`,
        zh: `${name} 不是标准写法的 base64：${list.zh}。`,
      },
      remedy: {
        en: 'Write the bytes of the signature as base64 once, with +, / and =, on one line.',
        zh: '把签名的字节编码一次为标准 base64（含 +、/、=），写在一行里。',
      },
    },
  ]
}

function readHex(text: string): string {
  const bytes = text.match(/../g) ?? []
  return bytes.map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join('')
}
