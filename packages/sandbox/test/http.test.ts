import { connect, createServer } from 'node:net'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { serve } from '@wechatpay-kit/sandbox/node'
import { expect, it } from 'vitest'

/** Sends a request as raw text and gives the response as it travels. */
function exchange(url: string, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(request))
    let text = ''
    socket.setEncoding('utf8').on('data', (chunk) => {
      text += chunk
    })
    socket.on('end', () => resolve(text)).on('error', reject)
  })
}

const namesOf = (message: string) =>
  (message.split('\r\n\r\n')[0] ?? '')
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(':')[0] ?? '')

it('names the headers of responses as WeChat Pay spells them', async () => {
  const server = await serve(await createSandbox())
  const response = await exchange(server.url, 'GET /v3/certificates HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
  await server.close()
  expect(response).toMatch(/^HTTP\/1\.1 400 /)
  expect(namesOf(response)).toEqual(
    expect.arrayContaining([
      'Content-Type',
      'Request-ID',
      'Wechatpay-Nonce',
      'Wechatpay-Serial',
      'Wechatpay-Signature',
      'Wechatpay-Signature-Type',
      'Wechatpay-Timestamp',
    ]),
  )
})

it('names the headers of a fault in the same spelling', async () => {
  const sandbox = await createSandbox()
  const server = await serve(sandbox)
  sandbox.failNext({ status: 429, retryAfter: 2 })
  const response = await exchange(server.url, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
  await server.close()
  expect(namesOf(response)).toContain('Retry-After')
})

it('names the headers of notifications as WeChat Pay spells them', async () => {
  const { notify } = await createSandbox()
  let received = ''
  const receiver = createServer((socket) => {
    socket.setEncoding('utf8').once('data', (chunk) => {
      received = String(chunk)
      socket.end('HTTP/1.1 204 No Content\r\n\r\n')
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const { port } = receiver.address() as { port: number }
  await notify(`http://127.0.0.1:${port}/`, { event_type: 'REFUND.SUCCESS', resource: {} })
  receiver.close()
  expect(namesOf(received)).toEqual(
    expect.arrayContaining(['Wechatpay-Nonce', 'Wechatpay-Serial', 'Wechatpay-Signature', 'Wechatpay-Timestamp']),
  )
})
