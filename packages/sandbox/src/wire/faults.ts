import type { Bytes } from '@wechatpay-kit/transport-fetch'
import { type PlainResponse, toHtmlResponse, toJsonResponse } from './response.ts'

/**
 * A way to misbehave once.
 *
 * | fault | behaviour |
 * |---|---|
 * | `'drop'` | the call is executed, then the connection breaks without a response |
 * | `'drop-before'` | the connection breaks before the call is executed |
 * | `'truncate'` | the call is executed, then the connection breaks within the body |
 * | `'slow'` | the call is executed, then its response comes byte by byte, one every 20 ms |
 * | `'gzip'` | the call is executed; its response travels packed |
 * | `'redirect'` | a redirect to another path, signed, instead of executing the call |
 * | `'bom'` | the call is executed; its response begins with a byte order mark, which is signed |
 * | `'other-signature'` | the call is executed; its response carries the signature of another response |
 * | `'duplicate-header'` | the call is executed; its response carries `Wechatpay-Nonce` twice |
 * | `'unsigned'` | the response has no `Wechatpay-*` headers |
 * | `'wrong-signature'` | the signature belongs to another message |
 * | `'unknown-key'` | the response names a key that nobody knows |
 * | `'stale'` | the response was signed an hour ago |
 * | `'early'` | the response was signed an hour from now |
 * | `'probe'` | a SIGNTEST probe: a signature that is wrong on purpose |
 * | `{ delay }` | the response comes after so many milliseconds |
 * | `{ status, body, retryAfter }` | this error status instead of executing the call, signed; `body` is `'json'` (default), `'html'` or `'empty'`, `retryAfter` the seconds of `Retry-After` |
 * | `{ body }` | the call is executed and this body is signed and sent instead of its response |
 */
export type Fault =
  | 'drop'
  | 'drop-before'
  | 'truncate'
  | 'slow'
  | 'gzip'
  | 'redirect'
  | 'bom'
  | 'other-signature'
  | 'duplicate-header'
  | 'unsigned'
  | 'wrong-signature'
  | 'unknown-key'
  | 'stale'
  | 'early'
  | 'probe'
  | { readonly delay: number }
  | {
      readonly status: 429 | 500 | 502 | 503
      readonly body?: 'json' | 'html' | 'empty'
      readonly retryAfter?: number
    }
  | { readonly body: string }

/** The faults by name, all of them. */
const NAMES: Readonly<Record<Extract<Fault, string>, true>> = {
  drop: true,
  'drop-before': true,
  truncate: true,
  slow: true,
  gzip: true,
  redirect: true,
  bom: true,
  'other-signature': true,
  'duplicate-header': true,
  unsigned: true,
  'wrong-signature': true,
  'unknown-key': true,
  stale: true,
  early: true,
  probe: true,
}

/** Refuses a fault by a name that there is not: it would change nothing, and its test would prove nothing. */
export function checkFault(fault: Fault): Fault {
  if (typeof fault === 'string' && !Object.hasOwn(NAMES, fault))
    throw new TypeError(`'${fault}' is not a fault; the faults by name are ${Object.keys(NAMES).join(', ')}.`)
  if (typeof fault === 'object' && 'status' in fault && !['json', 'html', 'empty'].includes(fault.body ?? 'json'))
    throw new TypeError("The body of a fault with a status must be 'json', 'html' or 'empty'.")
  return fault
}

/** The faults by name that a request cannot have: they are of responses and of connections. */
const OF_RESPONSES: readonly unknown[] = ['drop', 'drop-before', 'truncate', 'slow', 'gzip', 'redirect']

/** Lists the faults by name that a notification can have. */
export function listNotificationFaults(): readonly Extract<Fault, string>[] {
  return (Object.keys(NAMES) as Extract<Fault, string>[]).filter((name) => !OF_RESPONSES.includes(name))
}

/** Refuses a fault that a notification cannot have, for the same reason. */
export function checkNotificationFault(fault: Fault | undefined): void {
  if (fault === undefined) return
  checkFault(fault)
  if (OF_RESPONSES.includes(fault) || (typeof fault === 'object' && ('status' in fault || 'delay' in fault)))
    throw new TypeError("A notification takes the faults of signatures, 'bom' and { body }; this one is of responses.")
}

/**
 * A broken connection: thrown to a client in process; over HTTP the server breaks the connection instead.
 *
 * @example
 * ```ts
 * import { ConnectionDropped, createSandbox } from '@wechatpay-kit/sandbox'
 *
 * const sandbox = await createSandbox()
 * sandbox.failNext('drop')
 * const error = await sandbox.fetch(new Request('https://sandbox.example/v3/certificates')).catch((error: unknown) => error)
 * console.log(error instanceof ConnectionDropped) // true
 * ```
 */
export class ConnectionDropped extends Error {
  override readonly name = 'ConnectionDropped'
}

const DROPPED = {
  'drop-before': 'before the sandbox executed the call.',
  drop: 'after the sandbox executed the call, before the response.',
  truncate: 'after the sandbox executed the call, within the body of the response.',
}

/** Makes the error of a fault that breaks the connection. */
export function createDropError(fault: keyof typeof DROPPED): ConnectionDropped {
  const toDo = 'The client has to treat the outcome as unknown: repeat the call if that is safe, or query its result.'
  return new ConnectionDropped(`The fault '${fault}' broke the connection ${DROPPED[fault]} ${toDo}`)
}

/** The response that a fault gives instead of executing the call. */
export function respondInstead(fault: Fault | undefined): PlainResponse | undefined {
  if (fault === 'redirect') return { ...toHtmlResponse(302, 'Found'), headers: { Location: '/v3/elsewhere' } }
  if (typeof fault !== 'object' || !('status' in fault)) return undefined
  const { status, body = 'json', retryAfter } = fault
  const responses = {
    json: toJsonResponse(status, errorBodyOf(status), 268435461),
    html: toHtmlResponse(status, 'Error'),
    empty: { ...toHtmlResponse(status, ''), body: '' },
  }
  return { ...responses[body], headers: retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) } }
}

const STATUS_CODES = {
  429: 'RATELIMIT_EXCEEDED',
  500: 'SYSTEM_ERROR',
  502: 'SERVICE_UNAVAILABLE',
  503: 'SERVICE_UNAVAILABLE',
}

/** The error body for a status. */
function errorBodyOf(status: keyof typeof STATUS_CODES): { code: string; message: string } {
  return { code: STATUS_CODES[status], message: status === 429 ? '请求频率超限' : '系统异常，请稍后重试' }
}

/** Streams half of a body, then breaks the connection. */
export function truncate(body: string | Bytes): ReadableStream<Bytes> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  let isHalfSent = false
  return new ReadableStream({
    pull(controller) {
      if (isHalfSent) return controller.error(createDropError('truncate'))
      isHalfSent = true
      controller.enqueue(bytes.subarray(0, bytes.length >> 1))
    },
  })
}

/** Streams a body byte by byte, one every 20 ms. */
export function trickle(body: string | Bytes): ReadableStream<Bytes> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  let sent = 0
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      if (sent === bytes.length) return controller.close()
      controller.enqueue(bytes.slice(sent, ++sent))
    },
  })
}
