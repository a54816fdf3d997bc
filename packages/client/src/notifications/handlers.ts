import { NotificationError } from '../errors/notification.ts'
import { quote } from '../errors/redact.ts'
import { refuse } from '../errors/validation.ts'
import type { NotificationsByEvent } from './events.ts'
import type { Notification } from './notification.ts'

/** Handles one notification; WeChat Pay repeats it if this throws. `signal` fires when the time is used up. */
export type NotificationHandler<Received = Notification> = (
  notification: Received,
  context: { readonly signal: AbortSignal },
) => unknown

/**
 * Handlers by event type, each given the notification of its event; `default` is given the others. Without `default`, the
 * others are not acknowledged, so that WeChat Pay repeats them.
 *
 * @example
 * ```ts
 * import type { NotificationHandlers } from '@wechatpay-kit/client'
 *
 * export const handlers: NotificationHandlers = {
 *   'REFUND.SUCCESS': ({ resource }) => console.log(resource.out_refund_no),
 *   default: ({ event_type }) => console.log(event_type),
 * }
 * ```
 */
export type NotificationHandlers = {
  readonly [Event in keyof NotificationsByEvent]?: NotificationHandler<NotificationsByEvent[Event]>
} & { readonly default?: NotificationHandler }

/** Any handler, as the checks at run time know it. */
type AnyHandler = NotificationHandler<{ readonly event_type: string }>

/** Checks a handler, or handlers by event type, and makes one of them. */
export function readHandler(handler: unknown): AnyHandler {
  if (typeof handler === 'function') return handler as AnyHandler
  if (typeof handler !== 'object' || handler === null || Array.isArray(handler)) {
    refuse('handler', 'must be a function, or an object of functions by event type')
  }
  // Own members alone, in a map: the name of an event that is sent must find nothing that an object inherits.
  const handlers = new Map<string, AnyHandler>(Object.entries(handler))
  if (handlers.size === 0) refuse('handler', 'must hold a handler: a function by event type, or default')
  for (const [event, candidate] of handlers) {
    if (typeof candidate !== 'function') refuse(`handler.${event}`, 'must be a function')
  }
  return (notification, context) => {
    const { event_type } = notification
    const found = handlers.get(event_type) ?? handlers.get('default')
    if (!found) throw createUnhandledError(event_type)
    return found(notification, context)
  }
}

function createUnhandledError(event: string): NotificationError {
  return new NotificationError(
    'NOTIFICATION_UNHANDLED',
    `A notification of the event ${quote(event, [])} has no handler, and WeChat Pay will repeat it: add a handler of that name, or default.`,
  )
}
