import type { Answer } from './send.ts'

/** What tells why WeChat Pay refused a signature; the core entry goes without. */
export interface Diagnostics {
  readonly diagnoseSignature: (detail: unknown, signed: string) => string | undefined
  readonly diagnoseClock: (headers: Answer['headers'], now: number) => string | undefined
}

/** Names of the lines of a signed message, in order. */
const LINES = ['method', 'path and query', 'timestamp', 'nonce', 'body']

/**
 * What differs between the message that WeChat Pay checked, of which its error shows the length and the beginning, and
 * the one that was signed. `undefined` if the error does not say.
 */
export function diagnoseSignature(detail: unknown, signed: string): string | undefined {
  const information = Object(Object(detail).sign_information) as Record<string, unknown>
  const { truncated_sign_message: beginning, sign_message_length: length } = information
  if (typeof beginning !== 'string' || typeof length !== 'number') return undefined
  const [theirs, ours] = [beginning.split('\n'), signed.split('\n')]
  const bodyOf = (lines: readonly string[]) => lines.slice(LINES.length - 1).join('\n')
  const beginningOfBody = bodyOf(theirs).replace(/\n$/, '')
  for (const [index, name] of LINES.entries()) {
    const isBody = index === LINES.length - 1
    const [one = '', other = ''] = isBody ? [beginningOfBody, bodyOf(ours)] : [theirs[index], ours[index]]
    // They show the beginning of the body alone.
    if (isBody ? other.startsWith(one) : one === other) continue
    return isBody
      ? 'WeChat Pay received another body than was signed: something on the way rewrites it.'
      : `WeChat Pay received another ${name} than was signed: ${shorten(one)} instead of ${shorten(other)}.`
  }
  const { length: signedLength } = new TextEncoder().encode(signed)
  if (length !== signedLength) {
    return `WeChat Pay received a message of ${length} bytes, but ${signedLength} were signed: something on the way rewrites the body.`
  }
  return 'WeChat Pay received exactly what was signed: the private key does not belong to the merchant’s certificate with this serial number.'
}

/** How far a clock is off, in words; `undefined` if it is right, or the answer does not tell the time. */
export function diagnoseClock(headers: Answer['headers'], now: number): string | undefined {
  const { date = '', 'wechatpay-timestamp': stamp } = headers
  const time = stamp && /^\d{1,11}$/.test(stamp) ? Number(stamp) * 1000 : Date.parse(date)
  const offset = Math.round((now - time) / 1000)
  // Less is within the protocol's tolerance; NaN is no time at all.
  if (!(Math.abs(offset) >= 300)) return undefined
  return `This clock is ${Math.abs(offset)} s ${offset > 0 ? 'ahead of' : 'behind'} WeChat Pay’s: set it.`
}

const shorten = (text: string) => (text.length > 80 ? `${text.slice(0, 80)}…` : text)
