// A Hono app with a route for notifications; Hono hands over the standard Request.
import { handleNotifications } from '@wechatpay-kit/endpoints'
import { Hono } from 'hono'

/**
 * @param {import('@wechatpay-kit/endpoints').NotificationHandlerOptions} options
 * @param {(notification: import('@wechatpay-kit/endpoints').Notification) => unknown} handler
 */
export function createApp(options, handler) {
  const handle = handleNotifications(options, handler)
  return new Hono().post('/notifications', (context) => handle(context.req.raw))
}
