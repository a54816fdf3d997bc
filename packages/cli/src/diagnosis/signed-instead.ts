import type { Text } from './language.ts'
import { splitMessage } from './received.ts'
import { listBodies, listMethods, listTargets, type Variant } from './variants.ts'

/** A message that was signed in place of the right one. */
export interface SignedInstead {
  readonly message: string
  readonly mistake: Text
}

/** The mistake of a body that ends with a line feed which was not signed. */
export const LINE_FEED: Text = { en: 'the body without its last line feed', zh: '去掉结尾换行符的报文体' }

/**
 * Finds the message that a signature belongs to among those that people sign by mistake: one line that differs, another
 * form of the message, or target and body at once.
 *
 * @param message - the right one, as `requestMessage` composed it: every other is a change of this.
 */
export async function findSigned(
  message: string,
  host: string,
  isSigned: (message: string) => Promise<boolean>,
): Promise<SignedInstead | undefined> {
  for (const candidate of listMessages(message, host)) if (await isSigned(candidate.message)) return candidate
  return undefined
}

function* listMessages(message: string, host: string): Generator<SignedInstead> {
  const lines = splitMessage(message)
  const body = lines.body.slice(0, -1)
  const replace = (changes: Partial<typeof lines>) => Object.values({ ...lines, ...changes }).join('\n')
  const bodies = listBodies(body)
  const targets = listTargets(lines.target, host)
  const methods = listMethods(lines.method)
  // The same as a message without its last line feed, and likelier: editors and `echo` end what they write with one.
  if (body.endsWith('\n')) yield { message: message.slice(0, -1), mistake: LINE_FEED }
  yield* listForms(message, lines)
  for (const { value, mistake } of bodies) yield { message: replace({ body: `${value}\n` }), mistake }
  for (const { value, mistake } of targets) yield { message: replace({ target: value }), mistake }
  for (const { value, mistake } of methods) yield { message: replace({ method: value }), mistake }
  for (const { value, mistake } of listTimes(lines.timestamp)) yield { message: replace({ timestamp: value }), mistake }
  for (const target of targets) {
    for (const other of bodies) {
      const mistake = join(target, other)
      yield { message: replace({ target: target.value, body: `${other.value}\n` }), mistake }
    }
  }
}

function listForms(message: string, lines: ReturnType<typeof splitMessage>): SignedInstead[] {
  const { method, target, timestamp, nonce, body } = lines
  const forms: [string, string, string][] = [
    [message.slice(0, -1), 'the message without its last line feed', '缺少最后一个换行符的待签名串'],
    [`${message}\n`, 'the message with one more line feed', '多一个换行符的待签名串'],
    [message.replaceAll('\n', '\r\n'), 'the message with CRLF line ends', '以 CRLF 换行的待签名串'],
    [
      message.replaceAll('\n', '\\n'),
      'the message with \\n written out in place of line feeds',
      '把换行符写成字面 \\n 的待签名串',
    ],
    [message.replaceAll('\n', ''), 'the message without line feeds', '没有换行符的待签名串'],
    [[method, target, nonce, timestamp, body].join('\n'), 'nonce before timestamp', '随机串与时间戳顺序颠倒'],
    [
      [method, target, timestamp, nonce, ''].join('\n'),
      'the message without the line of the body',
      '缺少请求体一行的待签名串',
    ],
    [[timestamp, nonce, body].join('\n'), 'the message of a response', '应答的验签名串'],
  ]
  return forms.map(([form, en, zh]) => ({ message: form, mistake: { en, zh } }))
}

/** A clock that was read twice, and one in milliseconds. */
function listTimes(timestamp: string): Variant[] {
  return [-3, -2, -1, 1, 2, 3].map((offset) => ({
    value: String(Number(timestamp) + offset),
    mistake: {
      en: `a timestamp that is ${Math.abs(offset)} s ${offset < 0 ? 'earlier' : 'later'} than the one that was sent`,
      zh: `比所发时间戳${offset < 0 ? '早' : '晚'} ${Math.abs(offset)} 秒的时间戳`,
    },
  }))
}

function join(one: Variant, other: Variant): Text {
  return {
    en: `${one.mistake.en}, with ${other.mistake.en}`,
    zh: `${one.mistake.zh}，以及${other.mistake.zh}`,
  }
}
