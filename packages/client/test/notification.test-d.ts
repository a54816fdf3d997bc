// Checked by the compiler alone (npm run typecheck): a line under @ts-expect-error that compiled would fail the check.
import {
  type EventType,
  handleNotifications,
  type Notification,
  type NotificationHandler,
  type NotificationHandlerOptions,
  type NotificationOf,
  type NotificationWith,
  readNotification,
  type UndocumentedNotification,
} from '@wechatpay-kit/endpoints'

declare const notification: Notification
declare const options: NotificationHandlerOptions
declare const request: Request

type Text = string | undefined

// Event types are an open set of texts.
export const eventTypes: EventType[] = ['TRANSACTION.SUCCESS', 'NEW.TYPE']
// @ts-expect-error
export const numeric: EventType = 1

// One kind: the event tells the resource.
if (notification.event_type === 'REFUND.SUCCESS') {
  const refund: Text = notification.resource.out_refund_no
  const total: number | undefined = notification.resource.amount?.total
  const original: Text = notification.original_type
  console.log(refund, total, original)
  // @ts-expect-error
  notification.resource.out_refund_number
  // @ts-expect-error
  notification.resource.out_refund_no = ''
  // Known values are completed, others are possible.
  console.log(notification.resource.refund_status === 'SUCCESS', notification.resource.refund_status === 'NEW')
}

// A field that one page demands is there; what the union of several pages demands is not promised.
if (notification.event_type === 'ABNORMAL_FUND_PROCESSING.TRANSFER.SUCCESS') {
  const total: number = notification.resource.transfer_amount.total
  console.log(total)
}
// @ts-expect-error
if (notification.event_type === 'REFUND.SUCCESS') notification.resource.out_refund_no.length

// Several kinds: original_type tells them apart.
if (notification.event_type === 'TRANSACTION.SUCCESS') {
  // @ts-expect-error
  notification.resource.out_trade_no
  if (notification.original_type === 'transaction') {
    const total: number | undefined = notification.resource.amount?.total
    console.log(
      total,
      notification.resource.mchid,
      notification.resource.payer?.openid,
      notification.resource.sub_orders,
    )
  } else if (notification.original_type === 'profitsharing') {
    const received: number | undefined = notification.resource.receiver?.amount
    console.log(received)
    // @ts-expect-error
    notification.resource.out_trade_no
  } else {
    const resource: unknown = notification.resource
    console.log(resource)
    // @ts-expect-error
    notification.resource.out_trade_no
  }
}

// The same in a switch, and of members that were taken apart.
export function tell({ event_type, original_type, resource }: Notification): Text {
  switch (event_type) {
    case 'TRANSACTION.SUCCESS':
      return original_type === 'transaction' ? resource.out_trade_no : undefined
    case 'PROFITSHARING.RETURN':
      return resource.order_id
    // @ts-expect-error
    case 'NEW.TYPE':
      return undefined
    default:
      return event_type
  }
}

export function rest(one: Notification): string {
  if (one.event_type === 'REFUND.SUCCESS' || one.event_type === 'REFUND.CLOSED') return one.resource.refund_id ?? ''
  // An undocumented one is a text like any other.
  const type: string = one.event_type
  return type === 'NEW.TYPE' ? one.id : type
}
declare const undocumented: UndocumentedNotification
export const asNotification: Notification = undocumented
export const anyText: string = undocumented.event_type
// @ts-expect-error
undocumented.resource.out_trade_no

// The notification of one event, and of one kind.
export const orderOf = ({ resource }: NotificationOf<'TRANSACTION.SUCCESS', 'transaction'>): Text =>
  resource.out_trade_no
export const sameRefundOf = ({ resource }: NotificationOf<'REFUND.SUCCESS', 'refund'>): Text => resource.out_refund_no
export const anyOf = (one: NotificationOf<'TRANSACTION.SUCCESS'>): Notification => one
export const refundOf = ({ resource }: NotificationOf<'REFUND.SUCCESS'>): Text => resource.out_refund_no
// @ts-expect-error
export type Misspelt = NotificationOf<'REFUND.SUCESS'>
// @ts-expect-error
export type OtherKind = NotificationOf<'TRANSACTION.SUCCESS', 'refund'>

// Reading gives the union; with a type argument, the resource is the caller's word.
const read = await readNotification(request, options)
if (read.event_type === 'SECURITY_ECHO.SUCCESS') console.log(read.resource.echo_message)
const { event_type, resource } = await readNotification(request, options)
if (event_type === 'SECURITY_ECHO.SUCCESS') console.log(resource.echo_message)
// @ts-expect-error
read.resource.echo_message
const own: string = (await readNotification<{ own_field: string }>(request, options)).resource.own_field
console.log(own)

// A handler is given the union, or what the caller says.
handleNotifications(options, (one) => (one.event_type === 'REFUND.SUCCESS' ? one.resource.refund_id : one.id))
handleNotifications(options, async ({ event_type, resource }, { signal }) => {
  if (event_type === 'REFUND.SUCCESS' && !signal.aborted) console.log(resource.refund_id)
})
handleNotifications<{ own_field: string }>(options, ({ resource }) => resource.own_field)
export const typed: NotificationHandler<NotificationWith<{ own_field: string }>> = ({ resource }) => resource.own_field
// @ts-expect-error
export const untyped: NotificationHandler = ({ resource }) => resource.own_field

// Handlers by event: each has its resource, `default` has the union.
handleNotifications(options, {
  'TRANSACTION.SUCCESS': async ({ original_type, resource }, { signal }) => {
    if (original_type === 'transaction') console.log(resource.out_trade_no, signal.aborted)
  },
  'REFUND.SUCCESS': ({ event_type, resource }) => {
    const event: 'REFUND.SUCCESS' = event_type
    console.log(event, resource.out_refund_no)
  },
  default: (one) => {
    const same: Notification = one
    console.log(same, tell(one))
  },
})
handleNotifications(options, { default: ({ id }) => id })
// @ts-expect-error
handleNotifications(options, { 'REFUND.SUCCESS': ({ resource }) => resource.out_refund_number })
// @ts-expect-error
handleNotifications(options, { 'REFUND.SUCCESS': 'refund' })
// @ts-expect-error
handleNotifications(options, { 'REFUND.SUCESS': () => {} })
// @ts-expect-error
handleNotifications(options, { 'REFUND.SUCCESS': () => {}, 'REFUND.SUCESS': () => {} })
// @ts-expect-error
handleNotifications(options, 'REFUND.SUCCESS')
