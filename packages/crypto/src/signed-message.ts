import { BRAND_SCHEME, MERCHANT_SCHEME, signedMessage } from './canonical-message.ts'
import { SignatureError, type SignatureErrorCode } from './errors.ts'
import type { Verifier } from './keys.ts'

/** A response or a notification as it came in. */
export interface SignedMessage {
  /**
   * Its headers: a `Headers`, or any plain object with names in any case. Two values for one of the signature's
   * headers are refused.
   */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>
  /** Its body exactly as received, before any parsing: UTF-8 text, or bytes. */
  readonly body: string | Uint8Array
}

/** Time and keys against which a signed message is checked. */
export interface VerificationOptions {
  /** The current time in milliseconds, as `Date.now()` gives it. */
  readonly now: number
  /** The key that belongs to an id (public key id, or serial number of a platform certificate), if it is known. */
  readonly keys: (id: string) => Verifier | undefined | Promise<Verifier | undefined>
  /** Longest distance of the timestamp from `now`, in milliseconds, in either direction. Default: 300 000, the protocol's. */
  readonly tolerance?: number | undefined
}

/**
 * Checks that a response or a notification was signed by WeChat Pay, and just now. Returns nothing: a message that
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
  const given: Iterable<Entry> | object = Object(message.headers)
  const headers: readonly Entry[] = [...(Symbol.iterator in given ? given : Object.entries(given))]
  const timestamp = findHeader(headers, 'Wechatpay-Timestamp')
  const nonce = findHeader(headers, 'Wechatpay-Nonce')
  const signature = findHeader(headers, 'Wechatpay-Signature')
  const serial = findHeader(headers, 'Wechatpay-Serial')
  const type = findHeader(headers, 'Wechatpay-Signature-Type', MERCHANT_SCHEME)
  // They name the same algorithm, and the key is chosen by its id.
  if (type !== MERCHANT_SCHEME && type !== BRAND_SCHEME) {
    throw new SignatureError(
      'SIGNATURE_TYPE_UNSUPPORTED',
      `Only ${MERCHANT_SCHEME} and ${BRAND_SCHEME} can be verified, not ${type}. Use RSA keys.`,
    )
  }
  checkAge(timestamp, options)
  const key = await options.keys(serial)
  if (!key?.verify) {
    const kind = serial.startsWith('PUB_KEY_ID_') ? 'WeChat Pay public key' : 'platform certificate'
    throw new SignatureError('SIGNATURE_KEY_UNKNOWN', `The key ${serial} is unknown. Give this ${kind} too.`)
  }
  if (signature.startsWith('WECHATPAY/SIGNTEST')) {
    throw new SignatureError(
      'SIGNATURE_PROBE',
      'WeChat Pay sent a wrong signature on purpose (SIGNTEST). Refuse the message.',
    )
  }
  if ((await key.verify(signedMessage({ timestamp, nonce, body: message.body }), signature)) !== true) {
    throw new SignatureError(
      'SIGNATURE_MISMATCH',
      `The signature does not belong to this body and the key ${serial}: the body is not as received (parsed, re-encoded, base64), or the key is not WeChat Pay's. Pass the raw bytes; compare the key with the merchant platform.`,
    )
  }
}

/** A header as it came: its name in any case, and its value or values. */
type Entry = readonly [name: string, value: string | readonly string[] | undefined]

/** Finds the value of a header, which comes once, and holds neither spaces nor commas. */
function findHeader(headers: readonly Entry[], name: string, absent?: string): string {
  const values: unknown[] = []
  for (const [key, value] of headers) {
    // Several values, those of a list too, are joined by commas, and refused for these; an empty list is none.
    if (key.toLowerCase() === name.toLowerCase()) values.push(value)
  }
  const value = values.flat().join() || absent
  if (!value) {
    throw new SignatureError(
      'SIGNATURE_HEADER_MISSING',
      `The header ${name} is missing: the message is not signed. Pass all headers as received.`,
    )
  }
  const pattern = name === 'Wechatpay-Timestamp' ? /^\d{1,11}$/ : /^[!-+--~]+$/
  if (!pattern.test(value)) {
    throw new SignatureError(
      'SIGNATURE_HEADER_INVALID',
      `The header ${name} came twice, or was changed. Pass all headers as received.`,
    )
  }
  return value
}

function checkAge(timestamp: string, { now, tolerance = 300_000 }: VerificationOptions): void {
  const age = now - Number(timestamp) * 1000
  // Written so that a time or tolerance that is not a number refuses.
  if (Math.abs(age) <= tolerance) return
  throw new SignatureError(
    'SIGNATURE_STALE',
    `The message was signed ${Math.abs(age) / 1000} seconds ${age < 0 ? 'after' : 'before'} this clock, and ${tolerance / 1000} are accepted. Set the clock, or refuse the message.`,
  )
}
