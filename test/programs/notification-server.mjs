// A server of notifications in a process of its own, whose memory the tests look at: `web`, a Request over the incoming
// stream, as frameworks on Node.js make one; or `node-http`, the example.
import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { importPublicKey } from '@wechatpay-kit/crypto'
import { handleNotifications } from '@wechatpay-kit/endpoints'
import { createNotificationServer } from '../../examples/notifications/node-http.mjs'

/** @type {Record<string, typeof createNotificationServer>} */
const servers = {
  'node-http': createNotificationServer,
  web: (options, handler) => {
    const handle = handleNotifications(options, handler)
    return createServer(async (incoming, outgoing) => {
      const body = /** @type {ReadableStream} */ (Readable.toWeb(incoming))
      const headers = /** @type {Record<string, string>} */ (incoming.headers)
      const init = { method: 'POST', headers, body, duplex: 'half' }
      const { status } = await handle(new Request('http://localhost/', init))
      outgoing.writeHead(status).end()
    })
  },
}

const { kind, id, publicKey, apiV3Key, timeout } = JSON.parse(process.argv[2] ?? '')
const keys = [{ id, key: await importPublicKey(publicKey) }]
const server = servers[kind]?.({ keys, apiV3Key, timeout, onError: () => {} }, () => {})
/** @type {Set<import('node:net').Socket>} */
const sockets = new Set()
let received = 0
server?.on('connection', (socket) => {
  sockets.add(socket)
  socket.on('close', () => {
    sockets.delete(socket)
    received += socket.bytesRead
  })
})
process.on('message', () => {
  const open = [...sockets].reduce((sum, { bytesRead }) => sum + bytesRead, 0)
  // The most that it ever took, in bytes.
  process.send?.({ received: received + open, memory: process.resourceUsage().maxRSS * 1024 })
})
server?.listen(0, '127.0.0.1', () => process.send?.(server.address()))
// Whatever ends the process that started this one ends it too.
process.once('disconnect', () => process.exit())
