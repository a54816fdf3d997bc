import { SignatureError } from '@wechatpay-kit/crypto'
import { NotificationError, refuse } from './errors.ts'
import {
  checkNotificationOptions,
  type Notification,
  type NotificationOptions,
  readNotification,
} from './notification.ts'

/** How {@link handleNotifications} works. */
export interface NotificationHandlerOptions extends NotificationOptions {
  /**
   * Keeps the id of a notification before it is handled; `false` if it was kept already, so that a repetition is answered
   * and not handled. Needs {@link NotificationHandlerOptions.forget}.
   */
  readonly remember?: ((id: string) => boolean | Promise<boolean>) | undefined
  /** Undoes `remember` after the handler failed: WeChat Pay sends the notification again, and it is handled then. */
  readonly forget?: ((id: string) => unknown) | undefined
  /** Time for everything in milliseconds; WeChat Pay waits five seconds. Default: 4 500. */
  readonly timeout?: number | undefined
  /** Told why a notification was not answered with success; what it throws is ignored. */
  readonly onError?: ((error: unknown) => void) | undefined
}

/**
 * Answers notifications (回调通知) as WeChat Pay wants it, in any runtime that knows `Request` and `Response`.
 *
 * | answer | when |
 * |---|---|
 * | 204 | the handler succeeded, or the id was remembered |
 * | 400 | signed by WeChat Pay, and not readable |
 * | 401 | unsigned, wrongly signed, stale, under an unknown key, or a SIGNTEST probe |
 * | 405 | not a POST |
 * | 500 | the handler, a hook or the keys failed, or the time is over |
 *
 * WeChat Pay repeats everything but a 204, up to 15 times within a day.
 *
 * @param options - keys, APIv3 key, and where they do not fit: hooks for replays, time in milliseconds, clock.
 * @param handler - what to do; its `signal` is aborted when the time is over.
 * @returns the route's function; it never rejects.
 * @throws ValidationError (`VALIDATION_FAILED`) that names the option.
 * @example
 * ```ts
 * import { handleNotifications, type PlatformKey } from '@wechatpay-kit/endpoints'
 *
 * declare const platformKey: PlatformKey, apiV3Key: string
 * const seen = new Set<string>()
 * export default {
 *   fetch: handleNotifications(
 *     {
 *       keys: [platformKey],
 *       apiV3Key,
 *       remember: (id) => !seen.has(id) && Boolean(seen.add(id)),
 *       forget: (id) => seen.delete(id),
 *     },
 *     async ({ event_type, resource }) => console.log(event_type, resource),
 *   ),
 * }
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4013053420 | document 4013053420}
 */
export function handleNotifications<Resource = unknown>(
  options: NotificationHandlerOptions,
  handler: (notification: Notification<Resource>, context: { readonly signal: AbortSignal }) => unknown,
): (request: Request) => Promise<Response> {
  checkNotificationOptions(options)
  const { remember, forget, timeout = 4_500, onError } = options
  if (typeof handler !== 'function') refuse('handler', 'must be a function')
  for (const [name, hook] of Object.entries({ remember, forget, onError }))
    if (hook !== undefined && typeof hook !== 'function') refuse(name, 'must be a function')
  if (remember && !forget) refuse('forget', 'is missing: without it, a notification whose handler failed would be lost')
  if (!(timeout > 0 && timeout < 2 ** 31)) refuse('timeout', 'must be a positive number of milliseconds')

  const work = async (notification: Notification<Resource>, signal: AbortSignal): Promise<void> => {
    if (remember && (await remember(notification.id)) === false) return
    try {
      signal.throwIfAborted()
      await handler(notification, { signal })
    } catch (error) {
      await forget?.(notification.id)
      throw error
    }
  }

  return async (request) => {
    if (request.method !== 'POST') return fail(405, 'use POST')
    const budget = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const over = new Promise<never>((_, reject) => {
      const error = new DOMException(`The notification was not handled within ${timeout} ms.`, 'TimeoutError')
      timer = setTimeout(() => {
        budget.abort(error)
        reject(error)
      }, timeout)
    })
    const report = (error: unknown, answer: Response) => {
      try {
        onError?.(error)
      } catch {
        // An observer must not change what it observes.
      }
      return answer
    }
    try {
      const reading = readNotification<Resource>(request, options)
      const notification = await Promise.race([reading, over]).catch((error: unknown) =>
        report(error, toFailure(error)),
      )
      if (notification instanceof Response) return notification
      await Promise.race([work(notification, budget.signal), over])
      return new Response(null, { status: 204 })
    } catch (error) {
      return report(error, fail(500, 'the notification was not handled'))
    } finally {
      clearTimeout(timer)
    }
  }
}

/** The answer to what could not be read. */
function toFailure(error: unknown): Response {
  if (error instanceof SignatureError) return fail(401, 'the signature cannot be trusted')
  const isMalformed = error instanceof NotificationError && error.code !== 'DECRYPTION_FAILED'
  return isMalformed ? fail(400, 'the notification cannot be read') : fail(500, 'the notification was not handled')
}

function fail(status: number, message: string): Response {
  return Response.json({ code: 'FAIL', message }, { status })
}
