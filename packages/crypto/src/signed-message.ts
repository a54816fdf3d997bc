import { joinLines } from './bytes.ts'
import { SignatureError, type SignatureErrorCode } from './errors.ts'
import type { Verifier } from './keys.ts'

/** An answer or a notification as it came in. */
export interface SignedMessage {
  /**
   * Its headers: a `Headers`, or any plain object with names in any case. Two values for one of the signature's
   * headers are refused.
   */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>
  /** Its body exactly as received, before any parsing: UTF-8 text, or bytes. */
  readonly body: string | Uint8Array
}

/** What a signed message is checked against. */
export interface VerificationOptions {
  /** The current time in milliseconds, as `Date.now()` gives it. */
  readonly now: number
  /** The key that belongs to an id (public key id, or serial number of a platform certificate), if it is known. */
  readonly keys: (id: string) => Verifier | undefined | Promise<Verifier | undefined>
  /** How far the timestamp may be from `now`, in milliseconds, in either direction. Default: 300 000, the protocol's. */
  readonly tolerance?: number | undefined
}

const TYPE = 'WECHATPAY2-SHA256-RSA2048'

/**
 * Checks that an answer or a notification was signed by WeChat Pay, and just now. Returns nothing: a message that
 * cannot be trusted throws, so that no caller can forget to look at a verdict.
 *
 * @param message - headers and body as received.
 * @param options - the time in milliseconds, the known keys and the tolerance in milliseconds.
 * @throws SignatureError with one of the codes of {@link SignatureErrorCode}.
 * @throws InputError (`INPUT_INVALID`) if the body is neither a string nor a Uint8Array.
 * @example
 * ```ts
 * import { importPublicKey, verifySignedMessage } from '@wechatpay-kit/crypto'
 *
 * declare const pem: string, response: Response
 * const key = await importPublicKey(pem)
 * const body = new Uint8Array(await response.arrayBuffer())
 * await verifySignedMessage(
 *   { headers: response.headers, body },
 *   { now: Date.now(), keys: (id) => (id === 'PUB_KEY_ID_0114232134912410000000000000' ? key : undefined) },
 * )
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4013053420 | document 4013053420}, 如何验证签名
 */
export async function verifySignedMessage(message: SignedMessage, options: VerificationOptions): Promise<void> {
  const { headers, body } = message
  const entries = [...(Symbol.iterator in Object(headers) ? (headers as Headers) : Object.entries(headers ?? {}))]
  const read = (name: string, absent = '') => {
    // A second value comes after a comma, which no legitimate value holds.
    const found = entries
      .filter(([key]) => key.toLowerCase() === name.toLowerCase())
      .flatMap(([, value]) => value ?? [])
    const value = found.join() || absent
    if (!value) throw refuse('HEADER_MISSING', `it is unsigned, ${name} is missing`)
    if (/[^!-+\--~]/.test(value)) throw refuse('HEADER_INVALID', `${name} is malformed or occurs twice`)
    return value
  }
  const timestamp = read('Wechatpay-Timestamp')
  const nonce = read('Wechatpay-Nonce')
  const signature = read('Wechatpay-Signature')
  const serial = read('Wechatpay-Serial')
  if (read('Wechatpay-Signature-Type', TYPE) !== TYPE) throw refuse('TYPE_UNSUPPORTED', `its type is not ${TYPE}`)

  if (!/^\d{1,11}$/.test(timestamp)) throw refuse('HEADER_INVALID', 'Wechatpay-Timestamp is malformed')
  const age = Math.floor(options.now / 1000) - Number(timestamp)
  // Written so that a time or tolerance that is not a number refuses.
  if (!(Math.abs(age) * 1000 <= (options.tolerance ?? 300_000))) {
    throw refuse('STALE', `it is ${age} s old, check the clock`)
  }

  const key = await options.keys(serial)
  if (typeof key?.verify !== 'function') throw refuse('KEY_UNKNOWN', `no key has the id ${serial}`)
  if (signature.startsWith('WECHATPAY/SIGNTEST/')) throw refuse('PROBE', 'it is a SIGNTEST probe, wrong on purpose')
  if ((await key.verify(joinLines([timestamp, nonce], body), signature)) !== true) {
    throw refuse('MISMATCH', 'the signature does not match')
  }
}

function refuse(code: string, reason: string): SignatureError {
  return new SignatureError(`SIGNATURE_${code}` as SignatureErrorCode, `The message cannot be trusted: ${reason}.`)
}
