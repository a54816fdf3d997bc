import { signedMessage } from './canonical-message.ts'
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
  const headers = Object(message.headers)
  // By name in lower case, each value after a comma.
  const values: Record<string, string> = Object.create(null)
  for (const [name, value] of Symbol.iterator in headers ? headers : Object.entries(headers)) {
    values[name.toLowerCase()] = `${values[name.toLowerCase()] ?? ''},${value ?? ''}`
  }
  const [timestamp, nonce, signature, serial, type] = [
    'timestamp',
    'nonce',
    'signature',
    'serial',
    'signature-type',
  ].map((name) => {
    const value = (values[`wechatpay-${name}`] ?? '').slice(1)
    refuseUnless(value || name === 'signature-type', 'HEADER_MISSING', name)
    // No legitimate value holds a comma, so that a second one is refused.
    refuseUnless(!/[^!-+--~]/.test(value), 'HEADER_INVALID', name)
    return value
  }) as [string, string, string, string, string]
  refuseUnless(!type || type === 'WECHATPAY2-SHA256-RSA2048', 'TYPE_UNSUPPORTED', type)
  refuseUnless(/^\d{1,11}$/.test(timestamp), 'HEADER_INVALID', 'timestamp')

  const age = options.now - +timestamp * 1000
  // Written so that a time or tolerance that is not a number refuses.
  refuseUnless(Math.abs(age) <= (options.tolerance ?? 300_000), 'STALE', `${age} ms, check the clock`)
  const key = await options.keys(serial)
  refuseUnless(key?.verify, 'KEY_UNKNOWN', serial)
  refuseUnless(!/^WECHATPAY\/SIGNTEST/.test(signature), 'PROBE', serial)
  refuseUnless(
    (await key.verify(signedMessage({ timestamp, nonce, body: message.body }), signature)) === true,
    'MISMATCH',
    serial,
  )
}

function refuseUnless(condition: unknown, code: string, found: string): asserts condition {
  if (condition) return
  throw new SignatureError(`SIGNATURE_${code}` as SignatureErrorCode, `Untrusted: ${code} ${found}.`)
}
