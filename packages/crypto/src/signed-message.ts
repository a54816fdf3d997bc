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

const SIGNATURE_TYPE = 'WECHATPAY2-SHA256-RSA2048'
const PROBE = 'WECHATPAY/SIGNTEST/'
const HEADERS = ['timestamp', 'nonce', 'signature', 'serial', 'signature-type'].map((name) => `wechatpay-${name}`)

/**
 * Checks that an answer or a notification was signed by WeChat Pay, and just now. Returns nothing: a message that
 * cannot be trusted throws, so that no caller can forget to look at a verdict.
 *
 * @param message - headers and body as received.
 * @param options - the time in milliseconds, the known keys and the tolerance in milliseconds.
 * @throws SignatureError with one of the codes of {@link SignatureErrorCode}.
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
  const headers = readHeaders(message.headers)
  const [timestamp, nonce, signature, serial] = ['timestamp', 'nonce', 'signature', 'serial'].map((name) => {
    const value = headers.get(`wechatpay-${name}`)
    if (!value) throw refuse('HEADER_MISSING', `the header Wechatpay-${name} is missing: the message is unsigned`)
    return value
  }) as [string, string, string, string]

  const type = headers.get('wechatpay-signature-type') ?? SIGNATURE_TYPE
  if (type !== SIGNATURE_TYPE) throw refuse('TYPE_UNSUPPORTED', `its signature type is not ${SIGNATURE_TYPE}`)

  if (!/^\d{1,11}$/.test(timestamp)) throw refuse('HEADER_INVALID', 'Wechatpay-Timestamp is not a number of seconds')
  const { now, keys, tolerance = 300_000 } = options
  const age = Math.floor(now / 1000) - Number(timestamp)
  // Written so that a time or tolerance that is not a number refuses.
  if (!(Math.abs(age) * 1000 <= tolerance)) {
    throw refuse('STALE', `it was signed ${Math.abs(age)} s ${age < 0 ? 'in the future' : 'ago'}; check the clock`)
  }

  const key = await keys(serial)
  if (!key) throw refuse('KEY_UNKNOWN', `no known key has the id ${serial}`)
  if (signature.startsWith(PROBE)) throw refuse('PROBE', 'it is a SIGNTEST probe, wrong on purpose')
  if ((await key.verify(joinLines([timestamp, nonce], message.body), signature)) !== true) {
    throw refuse('MISMATCH', 'the signature does not belong to it')
  }
}

/** The signature's headers by lower-case name. */
function readHeaders(headers: SignedMessage['headers']): Map<string, string> {
  const entries = Symbol.iterator in headers ? (headers as Headers) : Object.entries(headers)
  const found = new Map<string, string>()
  for (const [key, value] of entries) {
    const name = key.toLowerCase()
    if (!HEADERS.includes(name) || value === undefined) continue
    const values = typeof value === 'string' ? [value] : value
    // A second value is a second entry, or joined by a comma, which no legitimate value holds.
    if (found.has(name) || values.length !== 1 || !/^[!-+\--~]*$/.test(String(values[0]))) {
      throw refuse('HEADER_INVALID', `the header ${name} occurs twice or holds characters that it cannot hold`)
    }
    found.set(name, String(values[0]))
  }
  return found
}

function refuse(code: string, reason: string): SignatureError {
  return new SignatureError(`SIGNATURE_${code}` as SignatureErrorCode, `The message cannot be trusted: ${reason}.`)
}
