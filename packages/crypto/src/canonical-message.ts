import { type Bytes, concatenate, toBytes } from './bytes.ts'
import { check, invalid } from './errors.ts'

/** The authentication type of merchants, and of WeChat Pay's signatures for them. */
export const MERCHANT_SCHEME = 'WECHATPAY2-SHA256-RSA2048'
/** The authentication type of brands that call for themselves, and of WeChat Pay's signatures for them. */
export const BRAND_SCHEME = 'WECHATPAY-BRAND-SHA256-RSA2048'

/** A request, as far as its signature covers it. */
export interface SignableRequest {
  /** HTTP method in upper case. */
  readonly method: string
  /** The request target exactly as sent: path and query, percent-encoded, without scheme, host and fragment. */
  readonly target: string
  /** The body exactly as sent, as UTF-8 text or bytes; left out where nothing is sent. */
  readonly body?: string | Uint8Array | undefined
  /** Unix time in seconds. */
  readonly timestamp: number
  /** 1 to 32 letters, digits, `-` or `_`; `createNonce` makes one. */
  readonly nonce: string
}

/** A response or a notification, as far as its signature covers it. */
export interface SignedContent {
  /** Unix time in seconds: the header `Wechatpay-Timestamp`, as a number or as the text that came. */
  readonly timestamp: number | string
  /** The header `Wechatpay-Nonce`. */
  readonly nonce: string
  /** The body exactly as sent, as UTF-8 text or bytes. */
  readonly body: string | Uint8Array
}

/**
 * Composes the canonical message of a request (签名串): the bytes that the merchant signs.
 *
 * @param request - method, target, timestamp (seconds), nonce and body, exactly as sent.
 * @returns `method LF target LF timestamp LF nonce LF body LF` as UTF-8.
 * @throws InputError (`INPUT_INVALID`) if a value could change the meaning of the message.
 * @example
 * ```ts
 * import { requestMessage } from '@wechatpay-kit/crypto'
 *
 * const message = requestMessage({ method: 'GET', target: '/v3/certificates', timestamp: 1700000000, nonce: 'abc' })
 * console.log(new TextDecoder().decode(message) === 'GET\n/v3/certificates\n1700000000\nabc\n\n') // true
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012365336 | document 4012365336}, 构造签名串
 */
export function requestMessage({ method, target, timestamp, nonce, body = '' }: SignableRequest): Bytes {
  check('method', method, /^[A-Z]+$/, 'in capital letters, such as GET')
  // Printable ASCII without a fragment, which an HTTP client puts on the wire unchanged.
  check('target', target, /^\/[!"$-~]*$/, 'a path with its query, percent-encoded, without host and fragment')
  checkTimestamp(timestamp)
  checkIdentifier('nonce', nonce, 32)
  return endWithBody(`${method}\n${target}\n${timestamp}\n${nonce}\n`, body)
}

/**
 * Composes the canonical message of a response or a notification (验签名串): the bytes that WeChat Pay signs.
 *
 * @param content - timestamp (seconds), nonce and body, exactly as received.
 * @returns `timestamp LF nonce LF body LF` as UTF-8.
 * @throws InputError (`INPUT_INVALID`) if a value could change the meaning of the message.
 * @example
 * ```ts
 * import { signedMessage } from '@wechatpay-kit/crypto'
 *
 * const message = signedMessage({ timestamp: 1700000000, nonce: 'abc', body: '{}' })
 * console.log(new TextDecoder().decode(message) === '1700000000\nabc\n{}\n') // true
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4013053420 | document 4013053420}, 构造验签名串
 */
export function signedMessage({ timestamp, nonce, body }: SignedContent): Bytes {
  checkTimestamp(timestamp)
  check('nonce', nonce, /^[!-~]+$/, 'printable characters without spaces')
  return endWithBody(`${timestamp}\n${nonce}\n`, body)
}

/** Refuses an identifier that could end its line, or its place in quotation marks in a header. */
export function checkIdentifier(role: string, value: unknown, maxLength: number): void {
  const demand = `1 to ${maxLength} letters, digits, hyphens or underscores, without colons and spaces`
  check(role, value, /^[\w-]+$/, demand)
  if (String(value).length > maxLength) throw invalid(role, demand)
}

function checkTimestamp(timestamp: unknown): void {
  check('timestamp', timestamp, /^\d{1,11}$/, 'whole seconds: Math.floor(Date.now() / 1000)')
}

/** Ends a message with the body and the line feed after it. */
function endWithBody(head: string, body: string | Uint8Array): Bytes {
  return concatenate([toBytes(head, 'body'), toBytes(body, 'body'), [10]])
}
