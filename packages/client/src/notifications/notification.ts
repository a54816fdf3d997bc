import type { NotificationWith, OtherText } from './envelope.ts'
import type { NotificationsByEvent } from './events.ts'

/**
 * A notification (回调通知) that WeChat Pay signed, its resource decrypted: told apart by `event_type`, and by
 * `original_type` where one event has several kinds. New events come without notice: theirs is an
 * {@link UndocumentedNotification}.
 *
 * A field of a resource that the documents demand is there; the others are optional, and so are all fields where one event
 * is documented on several pages, whose demands differ.
 *
 * @example
 * ```ts
 * import type { Notification } from '@wechatpay-kit/client'
 *
 * declare const notification: Notification
 * if (notification.event_type === 'REFUND.SUCCESS') console.log(notification.resource.out_refund_no)
 * ```
 */
export type Notification = NotificationsByEvent[keyof NotificationsByEvent] | UndocumentedNotification

/** A notification of an event that is not documented, with the resource as it came. */
export type UndocumentedNotification = NotificationWith<unknown, OtherText>

/**
 * The event that a notification tells of: the documented types, and any other text, because new ones come without notice.
 */
export type EventType = keyof NotificationsByEvent | (string & {})

/**
 * The notification of one event, and of one of its kinds.
 *
 * @example
 * ```ts
 * import type { NotificationOf } from '@wechatpay-kit/client'
 *
 * type Payment = NotificationOf<'TRANSACTION.SUCCESS', 'transaction'>['resource']
 * export const readOrder = ({ out_trade_no }: Payment) => out_trade_no
 * ```
 */
export type NotificationOf<
  Event extends keyof NotificationsByEvent,
  OriginalType extends NotificationsByEvent[Event]['original_type'] = NotificationsByEvent[Event]['original_type'],
> = NotificationsByEvent[Event] extends infer Known
  ? Known extends { readonly original_type: infer Its }
    ? OriginalType extends Its
      ? Known
      : never
    : never
  : never
