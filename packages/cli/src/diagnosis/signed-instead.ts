import { listBodies } from './bodies.ts'
import { type Bytes, concatenate, toText, toUtf8 } from './bytes.ts'
import type { Text } from './language.ts'
import { listMethods, listMilliseconds, listTargets, listTimes, type Variant } from './variants.ts'

/** A message that was signed in place of the right one. */
export interface SignedInstead {
  readonly message: string
  readonly mistake: Text
  /** Whether the lines are put together wrongly, and no line alone is another. */
  readonly isForm?: boolean
}

/** The mistake of a body that ends with a line feed which was not signed. */
export const LINE_FEED: Text = { en: 'the body without its last line feed', zh: '去掉结尾换行符的报文体' }

/** The lines of a request's message; the body can be no UTF-8. */
export interface Lines {
  readonly method: string
  readonly target: string
  readonly timestamp: string
  readonly nonce: string
  readonly body: Bytes
}

/** A change of a message: of one line, or of how the lines are put together. */
interface Change {
  readonly kind: 'body' | 'form' | 'method' | 'target' | 'timestamp'
  readonly mistake: Text
  readonly apply: (lines: Lines) => Lines
  readonly compose?: (lines: Lines) => Bytes
}

/** Messages that are tried at most, and bytes of all of them together: a page stays awake. */
const LIMITS = { messages: 20_000, bytes: 40_000_000 }

/**
 * Finds the message that a signature belongs to among those that people sign by mistake: one line that differs, another
 * form of the message, or two of these at once.
 *
 * @param lines - the right ones: every other message is a change of them.
 * @param limit - messages that are tried at most, where a trial is dear.
 */
export async function findSigned(
  lines: Lines,
  host: string,
  isSigned: (message: Bytes) => Promise<boolean>,
  limit: number = LIMITS.messages,
): Promise<SignedInstead | undefined> {
  let [messages, bytes] = [0, 0]
  for (const changes of listChanges(lines, host)) {
    const message = composeChanged(lines, changes)
    messages += 1
    bytes += message.length
    if (await isSigned(message)) {
      const isForm = changes.some(({ kind }) => kind === 'form')
      return { message: toText(message), mistake: join(changes), isForm }
    }
    if (messages >= limit || bytes > LIMITS.bytes) return undefined
  }
  return undefined
}

/** Composes the message of lines, each with a line feed after it. */
export function composeLines({ method, target, timestamp, nonce, body }: Lines): Bytes {
  return concatenate(toUtf8(`${method}\n${target}\n${timestamp}\n${nonce}\n`), body, toUtf8('\n'))
}

function composeChanged(lines: Lines, changes: readonly Change[]): Bytes {
  const changed = changes.reduce((all, { apply }) => apply(all), lines)
  const { compose = composeLines } = changes.find((change) => change.compose) ?? {}
  return compose(changed)
}

/** One change, likeliest first; then two of different kinds. */
function* listChanges(lines: Lines, host: string): Generator<readonly Change[]> {
  const text = toText(lines.body)
  const change = (kind: Change['kind'] & keyof Lines, { value, bytes, mistake }: Variant): Change => ({
    kind,
    mistake,
    apply: (all) => ({ ...all, [kind]: kind === 'body' ? (bytes ?? toUtf8(value)) : value }),
  })
  const forms = listForms()
  const bodies = listBodies(lines.body).map((one) => change('body', one))
  const targets = listTargets(lines.target, host).map((one) => change('target', one))
  const methods = listMethods(lines.method).map((one) => change('method', one))
  const times = listTimes(lines.timestamp).map((one) => change('timestamp', one))
  // The same as a message without its last line feed, and likelier: editors and `echo` end what they write with one.
  if (text.endsWith('\n')) yield [change('body', { value: text.slice(0, -1), mistake: LINE_FEED })]
  const kinds = [forms, bodies, targets, methods, times]
  for (const changes of kinds) for (const one of changes) yield [one]
  for (const one of listMilliseconds(lines.timestamp)) yield [change('timestamp', one)]
  const pairs = [
    [targets, bodies],
    [methods, bodies],
    [times, bodies],
    [methods, targets],
    [times, targets],
    [times, methods],
    ...[bodies, targets, methods, times].map((others) => [others, forms] as const),
  ] as const
  for (const [some, others] of pairs) for (const one of some) for (const other of others) yield [one, other]
}

function listForms(): Change[] {
  const form = (en: string, zh: string, write: (lines: Lines, whole: string) => string): Change => ({
    kind: 'form',
    mistake: { en, zh },
    apply: (lines) => lines,
    compose: (lines) => toUtf8(write(lines, toText(composeLines(lines)))),
  })
  return [
    form('the message without its last line feed', '缺少最后一个换行符的待签名串', (_, all) => all.slice(0, -1)),
    form('the message with one more line feed', '多一个换行符的待签名串', (_, all) => `${all}\n`),
    form('the message with CRLF line ends', '以 CRLF 换行的待签名串', (_, all) => all.replaceAll('\n', '\r\n')),
    form('the message with \\n written out in place of line feeds', '把换行符写成字面 \\n 的待签名串', (_, all) =>
      all.replaceAll('\n', '\\n'),
    ),
    form('the message without line feeds', '没有换行符的待签名串', (_, all) => all.replaceAll('\n', '')),
    form('nonce before timestamp', '随机串与时间戳顺序颠倒', ({ method, target, nonce, timestamp, body }) =>
      [method, target, nonce, timestamp, toText(body), ''].join('\n'),
    ),
    form(
      'the message without the line of the body',
      '缺少请求体一行的待签名串',
      ({ method, target, timestamp, nonce }) => [method, target, timestamp, nonce, ''].join('\n'),
    ),
    form('the message of a response', '应答的验签名串', ({ timestamp, nonce, body }) =>
      [timestamp, nonce, toText(body), ''].join('\n'),
    ),
  ]
}

function join(changes: readonly Change[]): Text {
  const [first, second] = changes.map(({ mistake }) => mistake)
  if (!first || !second) return first ?? LINE_FEED
  return { en: `${first.en}, with ${second.en}`, zh: `${first.zh}，以及${second.zh}` }
}
