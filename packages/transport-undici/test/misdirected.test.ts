import { createFetchTransport, type TransportRequest } from '@wechatpay-kit/transport-fetch'
import { createUndiciTransport } from '@wechatpay-kit/transport-undici'
import { describe, expect, it, onTestFinished } from 'vitest'
import { serve } from './servers.ts'

const METHODS = ['GET', 'POST', 'PATCH', 'DELETE'] as const

/** A server that knows no request for its own, and numbers its responses; with all that it got. */
async function serveMisdirected() {
  const received: string[] = []
  const { host } = await serve(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    const { method, url, headers } = request
    received.push(JSON.stringify([method, url, headers['authorization'], headers['content-length'], body]))
    response.writeHead(421).end(String(received.length))
  })
  return { url: `http://${host}/v3/x`, received }
}
const requestOf = (method: string): TransportRequest => ({
  method,
  headers: { Authorization: 'WECHATPAY2-SHA256-RSA2048 nonce_str="1"' },
  redirect: 'manual',
  ...(method === 'POST' || method === 'PATCH' ? { body: '{"out_trade_no":"1"}' } : {}),
})

describe.each(METHODS)('a %s that gets the status 421', (method) => {
  it('is sent once by undici', async () => {
    const { url, received } = await serveMisdirected()
    const transport = createUndiciTransport()
    onTestFinished(() => transport.close())
    const response = await transport(url, requestOf(method))
    expect([response.status, await response.text()]).toEqual([421, '1'])
    expect(received).toHaveLength(1)
  })

  // As the guide says; where a Node.js no longer does so, the guide is to be changed.
  it('is repeated by fetch, once and unchanged', async () => {
    const { url, received } = await serveMisdirected()
    const response = await createFetchTransport()(url, requestOf(method))
    expect([response.status, await response.text()]).toEqual([421, '2'])
    expect(received).toEqual([received[0], received[0]])
  })
})
