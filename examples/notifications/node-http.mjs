// Notifications on plain node:http: the signature covers the raw body, so nothing may parse it first.
import { createServer } from 'node:http'
import { isWechatPayError, readNotification } from '@wechatpay-kit/endpoints'

/**
 * @param {import('@wechatpay-kit/endpoints').NotificationOptions} options
 * @param {(notification: import('@wechatpay-kit/endpoints').Notification) => unknown} handler
 */
export function createNotificationServer(options, handler) {
  return createServer(async (request, response) => {
    try {
      const chunks = []
      for await (const chunk of request) chunks.push(chunk)
      await handler(await readNotification({ headers: request.headers, body: Buffer.concat(chunks) }, options))
      response.writeHead(204).end()
    } catch (error) {
      const isForged = isWechatPayError(error) && error.name === 'SignatureError'
      response.writeHead(isForged ? 401 : 500).end(JSON.stringify({ code: 'FAIL', message: 'not handled' }))
    }
  })
}
