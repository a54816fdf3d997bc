// Connections that break under a call, after the other side has read it.
import { once } from 'node:events'
import { createServer } from 'node:net'
import { isWechatPayError } from '@wechatpay-kit/endpoints'
import { GROUP } from './repetition.mjs'
import { settle } from './scene.mjs'

/** @typedef {import('./context.mjs').Context} Context */

/** A server that responds to the first request of a connection, and hangs up on the second after it has read it. @param {Context} context */
export async function attackConnections({ scene, tally, scale }) {
  let posts = 0
  /** @type {import('node:net').Socket[]} */
  const sockets = []
  const server = createServer((socket) => {
    sockets.push(socket)
    let count = 0
    socket
      .setEncoding('latin1')
      .on('error', () => {})
      .on('data', async (chunk) => {
        // Requests are so small that each comes in one piece, or in two of which the first holds its head.
        if (/^POST /.test(String(chunk))) posts++
        if (!/^(GET|POST) /.test(String(chunk))) return
        if (++count > 1) return void socket.destroy()
        const { headers, body } = await scene.sign(200, '{"a":1}')
        const lines = Object.entries({ ...headers, 'Content-Length': body.length }).map(
          ([name, value]) => `${name}: ${value}\r\n`,
        )
        socket.write(`HTTP/1.1 200 OK\r\n${lines.join('')}\r\n{"a":1}`)
      })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  for (let round = 0; round < 20 * scale; round++) {
    const wxpay = scene.connect({
      transport: undefined,
      baseUrls: [`http://127.0.0.1:${port}`],
      retry: { maxAttempts: 3, baseDelay: 0 },
    })
    await settle(wxpay.chain('v3/a').get())
    posts = 0
    const { error } = await settle(wxpay.chain('v3/refund/domestic/refunds').post({ json: { out_refund_no: '1' } }))
    tally.count(
      GROUP,
      'one attempt is one request, though the connection breaks under it',
      posts === 1,
      `${posts} requests`,
    )
    if (error) tally.count(GROUP, 'every failure is one error of the union', isWechatPayError(error), String(error))
  }
  server.close()
  for (const socket of sockets) socket.destroy()
}
