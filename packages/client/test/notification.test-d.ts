// Checked by the compiler alone (npm run typecheck): a line under @ts-expect-error that compiled would fail the check.
import type { EventType, NotificationHandler } from '@wechatpay-kit/endpoints'

// Event types are an open set of texts.
export const eventTypes: EventType[] = ['TRANSACTION.SUCCESS', 'NEW.TYPE']
// @ts-expect-error
export const numeric: EventType = 1

// A resource is unknown until the caller says what it is.
export const typed: NotificationHandler<{ out_trade_no: string }> = ({ resource }) => resource.out_trade_no
// @ts-expect-error
export const untyped: NotificationHandler = ({ resource }) => resource.out_trade_no
