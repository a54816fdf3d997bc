// Notifications on plain node:http. The signature covers the raw body, so nothing may parse it first; and a stranger may
// send anything, so nothing reads it but handleNotifications, which ends at its limits of bytes and time.
import { createServer } from 'node:http'
import { ReadableStream } from 'node:stream/web'
import { handleNotifications } from '@wechatpay-kit/endpoints'

/**
 * @param {import('@wechatpay-kit/endpoints').NotificationHandlerOptions} options
 * @param {import('@wechatpay-kit/endpoints').NotificationHandler | import('@wechatpay-kit/endpoints').NotificationHandlers} handlers
 */
export function createNotificationServer(options, handlers) {
  const handle = handleNotifications(options, handlers)
  return createServer(async (incoming, outgoing) => {
    if (incoming.method !== 'POST') return outgoing.writeHead(405, { Allow: 'POST' }).end()
    const response = await handle(toRequest(incoming))
    // Of a body that was refused, the rest is not taken in: the connection ends after the response.
    if (!incoming.complete) outgoing.setHeader('Connection', 'close')
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text())
  })
}

/** A Request over the incoming stream, which is read as it is asked for. @param {import('node:http').IncomingMessage} incoming */
function toRequest(incoming) {
  // Readable.toWeb would destroy the connection of a cancelled body, before the response was sent.
  const stream = ReadableStream.from(incoming.iterator({ destroyOnReturn: false }))
  const body = /** @type {globalThis.ReadableStream} */ (stream)
  const headers = /** @type {Record<string, string>} */ (incoming.headers)
  const init = { method: 'POST', headers, body, duplex: 'half' }
  return new Request('http://localhost/', init)
}
