import { requestMessage, type SignableRequest } from '@wechatpay-kit/crypto'
import { describeMistakenId } from '../../keys/mistaken-ids.ts'
import type { Diagnostics } from '../settings.ts'

/** Names of the lines of a signed message, in order. */
const LINES = ['method', 'path and query', 'timestamp', 'nonce', 'body']

/**
 * Explains the difference between the message that WeChat Pay checked, of which its error shows the length and the
 * beginning, and the one that was signed; `undefined` if the error does not say.
 */
function diagnoseSignature(detail: unknown, request: SignableRequest): string | undefined {
  const information = Object(Object(detail).sign_information) as Record<string, unknown>
  const { truncated_sign_message: beginning, sign_message_length: length } = information
  if (typeof beginning !== 'string' || typeof length !== 'number') return undefined
  const message = requestMessage(request)
  const signed = new TextDecoder().decode(message)
  const [theirs, ours] = [beginning.split('\n'), signed.split('\n')]
  const bodyOf = (lines: readonly string[]) => lines.slice(LINES.length - 1).join('\n')
  // It may be cut within a character.
  const beginningOfBody = bodyOf(theirs).replace(/\ufffd*\n?$/, '')
  for (const [index, name] of LINES.entries()) {
    const isBody = index === LINES.length - 1
    const [one = '', other = ''] = isBody ? [beginningOfBody, bodyOf(ours)] : [theirs[index], ours[index]]
    // They show the beginning of the body alone.
    if (isBody ? other.startsWith(one) : one === other) continue
    return `WeChat Pay received another ${name} than was signed${describe(one, other)}: something on the way rewrites it.`
  }
  if (length !== message.length) {
    return `WeChat Pay received a message of ${length} bytes, but ${message.length} were signed: something on the way rewrites the body.`
  }
  return 'WeChat Pay received exactly what was signed: the private key does not belong to the merchant’s certificate with this serial number.'
}

/** Describes how far a clock is off; `undefined` if it is right, or the response does not tell the time. */
function diagnoseClock(headers: Readonly<Record<string, string>>, now: number): string | undefined {
  const { date = '', 'wechatpay-timestamp': stamp } = headers
  const time = stamp && /^\d{1,11}$/.test(stamp) ? Number(stamp) * 1000 : Date.parse(date)
  const offset = Math.round((now - time) / 1000)
  // Less is within the protocol's tolerance; NaN is no time at all.
  if (!(Math.abs(offset) >= 300)) return undefined
  return `This clock is ${Math.abs(offset)} s ${offset > 0 ? 'ahead of' : 'behind'} WeChat Pay’s: set it.`
}

/** Describes where two texts begin to differ, without showing either: paths and queries hold people's data. */
function describe(theirs: string, ours: string): string {
  let place = 0
  while (place < theirs.length && theirs[place] === ours[place]) place++
  return place === theirs.length ? '' : ` from its character ${place + 1} on`
}

/** The innermost code of an error and its causes, such as `ECONNREFUSED`. */
function findCode(error: unknown): string | undefined {
  const { code, cause } = Object(error) as { code?: unknown; cause?: unknown }
  const inner = Object.hasOwn(Object(error), 'cause') ? findCode(cause) : undefined
  return inner ?? (typeof code === 'string' && /^[A-Z][A-Z\d_]{1,63}$/.test(code) ? code : undefined)
}

/** All explanations. */
export const diagnostics: Diagnostics = {
  describeMistakenId,
  diagnoseClock,
  findCode,
  diagnoseError: (apiCode, detail, { headers, signed }, now) =>
    apiCode === 'SIGN_ERROR' ? (diagnoseClock(headers, now()) ?? diagnoseSignature(detail, signed)) : undefined,
}
