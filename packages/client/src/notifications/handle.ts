import { SignatureError } from '@wechatpay-kit/crypto'
import { withDeadline } from '@wechatpay-kit/transport-fetch'
import { NotificationError } from '../errors/notification.ts'
import { refuse, refuseUnknown, refuseUnlessFunctions } from '../errors/validation.ts'
import { createRunOnce } from './once.ts'
import { createReader, NOTIFICATION_OPTIONS, type Notification, type NotificationOptions } from './read.ts'

/** Options of {@link handleNotifications}, beside those of `readNotification`. */
export interface NotificationHandlerOptions extends NotificationOptions {
  /**
   * Remembers a notification's id, in one step, and says whether it is new: `false` responds with 204 without the handler.
   * WeChat Pay sends some notifications more than once, even at the same time.
   */
  readonly remember?: ((id: string) => boolean | Promise<boolean>) | undefined
  /** Forgets an id whose handler failed, so that its repetition is handled. Needed with `remember`. */
  readonly forget?: ((id: string) => unknown) | undefined
  /** Most milliseconds from the request to the response. Default: 4500, because WeChat Pay waits for five seconds. */
  readonly timeout?: number | undefined
  /** Observes every error behind a response, and handlers that fail later; errors that it throws are ignored. */
  readonly onError?: ((error: unknown) => unknown) | undefined
}

/** Handles one notification; WeChat Pay repeats it if this throws. `signal` fires when the time is used up. */
export type NotificationHandler<Resource = unknown> = (
  notification: Notification<Resource>,
  context: { readonly signal: AbortSignal },
) => unknown

const OPTIONS = [...NOTIFICATION_OPTIONS, 'remember', 'forget', 'timeout', 'onError']

/** Messages of responses to failures, which say nothing of the cause. */
const MESSAGES = {
  400: 'The notification is malformed.',
  401: 'The notification cannot be trusted.',
  405: 'Notifications are sent with POST.',
  413: 'The notification is too large.',
  500: 'The notification was not handled.',
}

/**
 * Makes an endpoint for WeChat Pay's notifications: reads each with the checks of `readNotification`, hands it to the
 * handler, and responds. It never rejects.
 *
 * | status | when |
 * |---|---|
 * | 204 | the handler succeeded, or `remember` said that it did before |
 * | 400 | signed, but not of the documented shape; or incomplete |
 * | 401 | not signed, wrongly signed, SIGNTEST probe, stale, unknown key |
 * | 405 | another method than POST |
 * | 413 | larger than `maxBytes` |
 * | 500 | the handler, `remember`, a key lookup or the decryption failed, or the time is used up |
 *
 * After anything but 204 WeChat Pay repeats the notification, fifteen times within a day. A handler whose time is used
 * up may go on: if it succeeds, it stays remembered; if it fails, it is forgotten.
 *
 * @param options - those of `readNotification`; `remember` and `forget` against repetitions; `timeout` in milliseconds;
 *   `onError`.
 * @param handler - handles one notification; throws if WeChat Pay shall repeat it.
 * @returns a function from `Request` to `Response`, for Workers, Deno, Bun, Hono, Next.js and others.
 * @throws ValidationError (`VALIDATION_FAILED`) that names the option.
 * @example
 * ```ts
 * import { handleNotifications, type PlatformKey } from '@wechatpay-kit/client'
 *
 * declare const keys: PlatformKey[], apiV3Key: string
 * export default {
 *   fetch: handleNotifications<{ out_trade_no: string }>({ keys, apiV3Key }, async ({ event_type, resource }) => {
 *     if (event_type === 'TRANSACTION.SUCCESS') console.log(resource.out_trade_no)
 *   }),
 * }
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012071382 | document 4012071382}
 */
export function handleNotifications<Resource = unknown>(
  options: NotificationHandlerOptions,
  handler: NotificationHandler<Resource>,
): (request: Request) => Promise<Response> {
  refuseUnknown(options, OPTIONS, 'handleNotifications')
  const { remember, forget, timeout = 4500, onError } = options
  const read = createReader<Resource>(options)
  refuseUnlessFunctions({ remember, forget, onError })
  if (remember && !forget) refuse('forget', 'is needed with remember: else a notification whose handler failed is lost')
  if (!(timeout > 0)) refuse('timeout', 'must be a positive number of milliseconds')
  if (typeof handler !== 'function') refuse('handler', 'must be a function')

  const report = async (error: unknown) => {
    try {
      await onError?.(error)
    } catch {
      // An observer must not change what it observes.
    }
  }

  const run = remember && forget ? createRunOnce({ remember, forget, report }) : runAlways

  const respond = async (request: Request, signal: AbortSignal): Promise<Response> => {
    let isRead = false
    try {
      const notification = await read(request)
      isRead = true
      signal.throwIfAborted()
      await run(notification.id, async () => {
        signal.throwIfAborted()
        await handler(notification, { signal })
      })
      return new Response(null, { status: 204 })
    } catch (error) {
      // The time's own error was reported when it was used up.
      if (!signal.aborted || error !== signal.reason) void report(error)
      // A handler may well throw a signature error, of a call that it made.
      return fail(isRead ? 500 : statusOf(error))
    }
  }

  return async (request) => {
    if (request.method !== 'POST') return fail(405, { Allow: 'POST' })
    const controller = new AbortController()
    // The response never rejects, so that only the deadline does.
    return withDeadline(timeout, undefined, (deadline) => deadline.race(respond(request, controller.signal))).catch(
      () => {
        const error = new NotificationError(
          'NOTIFICATION_HANDLER_TIMED_OUT',
          `The notification was not handled within ${timeout} ms, and WeChat Pay will repeat it: hand long work to a queue and return.`,
        )
        void report(error)
        controller.abort(error)
        return fail(500)
      },
    )
  }
}

function runAlways(_: string, work: () => Promise<unknown>): Promise<unknown> {
  return work()
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
