import { withDeadline } from '@wechatpay-kit/transport-fetch'
import { NotificationError } from '../errors/notification.ts'
import { SignatureError } from '../errors/signature.ts'
import { readOwnOptions, refuse, refuseUnlessFunctions, ValidationError } from '../errors/validation.ts'
import type { NotificationWith } from './envelope.ts'
import { type NotificationHandler, type NotificationHandlers, readHandler } from './handlers.ts'
import { createReader, NOTIFICATION_OPTIONS, type NotificationOptions } from './read.ts'
import { createReporter } from './report.ts'
import { checkStore, type NotificationStore, readClaim } from './store.ts'

/** Options of {@link handleNotifications}, beside those of `readNotification`. */
export interface NotificationHandlerOptions extends NotificationOptions {
  /**
   * Remembers which notifications are being handled and which are done: WeChat Pay sends some more than once, even at the
   * same time. `createMemoryStore()` is for one process. Default: none, and every delivery is handled.
   */
  readonly store?: NotificationStore | undefined
  /** Most milliseconds from the request to the response. Default: 4500, because WeChat Pay waits for five seconds. */
  readonly timeout?: number | undefined
  /**
   * Milliseconds for which a claim holds in the store, and so the time that a handler has: a process that dies blocks its
   * notification as long. At least `timeout`. Default: 60 000.
   */
  readonly claimTimeout?: number | undefined
  /**
   * Observes every error behind a response, and handlers that fail later; errors that it throws are ignored. Default: the
   * first error of each kind goes to `console.error`.
   */
  readonly onError?: ((error: unknown) => unknown) | undefined
}

const OPTIONS = [...NOTIFICATION_OPTIONS, 'store', 'timeout', 'claimTimeout', 'onError']

/** Milliseconds for which a notification that is done is remembered: an hour longer than WeChat Pay repeats it. */
const KEEP = 25 * 3_600_000

/** Messages of responses to failures, which say nothing of the cause. */
const MESSAGES = {
  400: 'The notification is malformed.',
  401: 'The notification cannot be trusted.',
  405: 'Notifications are sent with POST.',
  413: 'The notification is too large.',
  500: 'The notification was not handled.',
  503: 'The notification is being handled.',
}

/**
 * Makes an endpoint for WeChat Pay's notifications: reads each with the checks of `readNotification`, hands it to the
 * handler, and responds. It never rejects.
 *
 * | status | when |
 * |---|---|
 * | 204 | the handler succeeded, now or before |
 * | 400 | signed, but not of the documented shape; or incomplete |
 * | 401 | not signed, wrongly signed, SIGNTEST probe, stale, unknown key |
 * | 405 | another method than POST |
 * | 413 | larger than `maxBytes` |
 * | 500 | the handler, the store, a key lookup or the decryption failed, its event has no handler, or the time is used up |
 * | 503 | another delivery of it is being handled |
 *
 * Headers come first: a notification that is unsigned, stale or of an unknown key by its headers is refused before its body
 * is read. A body that is still coming when the time is used up is cancelled. After anything but 204 WeChat Pay repeats the
 * notification, fifteen times within a day. Each is handled at least once, and acknowledged only when it is done: twice it
 * is handled only where a process died, a claim lapsed or the store failed. A handler whose time is used up may go on: once
 * it succeeds, the notification is done.
 *
 * @param options - those of `readNotification`; `store` against repetitions; `timeout` and `claimTimeout` in milliseconds;
 *   `onError`.
 * @param handler - handles one notification; throws if WeChat Pay shall repeat it. Or an object of such functions by event
 *   type, `default` for the others; without it, an event that has none is 500, and `onError` is told
 *   `NOTIFICATION_UNHANDLED`.
 * @returns a function from `Request` to `Response`, for Workers, Deno, Bun, Hono, Next.js and others.
 * @throws ValidationError (`VALIDATION_FAILED`) that names the option.
 * @example
 * ```ts
 * import { handleNotifications, type PlatformKey } from '@wechatpay-kit/client'
 *
 * declare const keys: PlatformKey[], apiV3Key: string
 * export default {
 *   fetch: handleNotifications(
 *     { keys, apiV3Key },
 *     {
 *       'TRANSACTION.SUCCESS': async ({ original_type, resource }) => {
 *         if (original_type === 'transaction') console.log(resource.out_trade_no)
 *       },
 *       'REFUND.SUCCESS': async ({ resource }) => console.log(resource.out_refund_no),
 *       default: async ({ event_type }) => console.log(event_type),
 *     },
 *   ),
 * }
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012071382 | document 4012071382}
 */
export function handleNotifications(
  options: NotificationHandlerOptions,
  handler: NotificationHandler | NotificationHandlers,
): (request: Request) => Promise<Response>
export function handleNotifications<Resource>(
  options: NotificationHandlerOptions,
  handler: NotificationHandler<NotificationWith<Resource>>,
): (request: Request) => Promise<Response>
export function handleNotifications(
  options: NotificationHandlerOptions,
  handler: unknown,
): (request: Request) => Promise<Response> {
  const own = readOwnOptions(options, OPTIONS, 'handleNotifications')
  const { store, timeout = 4500, claimTimeout = 60_000 } = own
  const read = createReader(own)
  if (store !== undefined) checkStore(store)
  if (!(timeout > 0)) refuse('timeout', 'must be a positive number of milliseconds')
  if (!(claimTimeout >= timeout)) refuse('claimTimeout', 'must be a number of milliseconds, at least timeout')
  refuseUnlessFunctions({ onError: own.onError })
  const handle = readHandler(handler)
  const report = createReporter(own.onError)

  const release = async (id: string, token: string) => {
    try {
      await store?.release(id, token)
    } catch (error) {
      await report(error)
    }
  }

  /** Claims a notification and handles it; gives the status. */
  const work = async (notification: NotificationWith<unknown>, signal: AbortSignal): Promise<204 | 503> => {
    const { id } = notification
    const claim = store ? readClaim(await store.claim(id, claimTimeout)) : undefined
    if (claim && claim.state !== 'claimed') return claim.state === 'done' ? 204 : 503
    try {
      signal.throwIfAborted()
      await handle(notification, { signal })
    } catch (error) {
      if (claim) await release(id, claim.token)
      throw error
    }
    if (claim) await store?.complete(id, claim.token, KEEP)
    return 204
  }

  const respond = async (request: Request, signal: AbortSignal): Promise<Response> => {
    let isRead = false
    try {
      const notification = await read(request, signal)
      isRead = true
      signal.throwIfAborted()
      const status = await work(notification, signal)
      return status === 204 ? new Response(null, { status, headers: {} }) : fail(status)
    } catch (error) {
      // The time's own error was reported when it was used up.
      if (!signal.aborted || error !== signal.reason) void report(error)
      // A handler may well throw a signature error, of a call that it made.
      return fail(isRead ? 500 : statusOf(error))
    }
  }

  return async (request: Request, ...more: unknown[]) => {
    if (typeof request?.headers?.get !== 'function') {
      void report(createFrameworkError())
      return endFrameworkResponse(more[0])
    }
    if (request.method !== 'POST') return fail(405, { Allow: 'POST' })
    const controller = new AbortController()
    // The response never rejects, so that only the deadline does.
    return withDeadline(timeout, undefined, (deadline) => deadline.race(respond(request, controller.signal))).catch(
      () => {
        const error = new NotificationError(
          'NOTIFICATION_HANDLER_TIMED_OUT',
          `The notification was not handled within ${timeout} ms, and WeChat Pay will repeat it: hand long work to a queue and return; where the handler never began, its body was read before or never came, or the store or a key lookup hangs.`,
        )
        void report(error)
        controller.abort(error)
        return fail(500)
      },
    )
  }
}

/** The error of an endpoint that a framework such as Express gave a request of its own. */
function createFrameworkError(): ValidationError {
  const message =
    'is no Request of the Fetch standard; on Express, Koa, Fastify and node:http mount toNodeHandler(handler) of @wechatpay-kit/client/node'
  return new ValidationError([{ field: 'request', message }])
}

/** Ends the response object of such a framework, which would otherwise wait for ever. */
function endFrameworkResponse(given: unknown): Response {
  const response = Object(given) as { statusCode?: number; end?: (text: string) => unknown }
  if (typeof response.end === 'function') {
    response.statusCode = 500
    response.end(JSON.stringify({ code: 'FAIL', message: MESSAGES[500] }))
  }
  return fail(500)
}

/** Chooses the status for a notification that could not be read. */
function statusOf(error: unknown): keyof typeof MESSAGES {
  if (error instanceof SignatureError) return 401
  if (!(error instanceof NotificationError)) return 500
  if (error.code === 'NOTIFICATION_TOO_LARGE') return 413
  return error.code === 'NOTIFICATION_DECRYPTION_FAILED' ? 500 : 400
}

function fail(status: keyof typeof MESSAGES, headers: Record<string, string> = {}): Response {
  return Response.json({ code: 'FAIL', message: MESSAGES[status] }, { status, headers })
}
