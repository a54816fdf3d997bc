// Notifications on plain node:http. The signature covers the raw body, so nothing may parse it first; and a stranger may
// send anything, so nothing reads it but handleNotifications, which ends at its limits of bytes and time.
import { createServer } from 'node:http'
import { toNodeHandler } from '@wechatpay-kit/client/node'
import { handleNotifications } from '@wechatpay-kit/endpoints'

/**
 * @param {import('@wechatpay-kit/endpoints').NotificationHandlerOptions} options
 * @param {import('@wechatpay-kit/endpoints').NotificationHandler | import('@wechatpay-kit/endpoints').NotificationHandlers} handlers
 */
export function createNotificationServer(options, handlers) {
  return createServer(toNodeHandler(handleNotifications(options, handlers)))
}
