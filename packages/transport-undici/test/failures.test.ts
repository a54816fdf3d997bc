import { inspect } from 'node:util'
import { createUndiciTransport, type UndiciTransportOptions } from '@wechatpay-kit/transport-undici'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { codeOf, errorOf, get, serve, serveSockets } from './servers.ts'

const create = (options?: UndiciTransportOptions) => {
  const transport = createUndiciTransport(options)
  onTestFinished(() => transport.close())
  return transport
}
const read = (response: Response) => response.arrayBuffer()
const secret = 'WECHATPAY2-SHA256-RSA2048 signature="c2VjcmV0"'
const signed = { ...get, headers: { ...get.headers, Authorization: secret } }

const unhandled: unknown[] = []
const note = (reason: unknown) => unhandled.push(reason)
beforeEach(() => void process.on('unhandledRejection', note))
afterEach(async () => {
  await new Promise((resolve) => setTimeout(resolve, 20))
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})

describe('a server that', () => {
  it.each<[string, (head: string) => string | Uint8Array]>([
    ['speaks no HTTP', () => 'garbage\r\n\r\n'],
    ['echoes the request', (head) => head],
    ['echoes the request in a broken response', (head) => `HTTP/1.1 200 OK\r\nbad header ${head}`],
    ['sends bytes', () => new Uint8Array(1000).fill(0xff)],
    ['sends headers without end', () => `HTTP/1.1 200 OK\r\n${'X-A: aaaaaaaa\r\n'.repeat(10_000)}`],
    ['sends a status that fetch does not know', () => 'HTTP/1.1 799 X\r\nContent-Length: 2\r\n\r\n{}'],
    ['sends such a status and much', () => `HTTP/1.1 799 X\r\n\r\n${'x'.repeat(100_000)}`],
    ['sends two lengths', () => 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}x'],
    [
      'sends a length and chunks',
      () => 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['sends a broken chunk', () => 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n'],
    ['changes the protocol', () => 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'],
    ['continues unasked', () => 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'],
  ])('%s is a network failure that shows nothing', async (_, respond) => {
    const { host } = await serveSockets((socket) => {
      socket.once('data', (head: Buffer) => socket.end(respond(head.toString('latin1'))))
    })
    const error = await errorOf(create()(`http://${host}/`, signed).then(read))
    expect(error).toMatchObject({ name: 'FetchError', code: 'NETWORK_FAILED', cause: expect.any(Error) })
    expect(inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error)).not.toMatch(/c2VjcmV0|SHA256/)
  })

  it.each([
    ['a small body', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"half":'],
    ['a large body', `HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n${'x'.repeat(100_000)}`],
    ['a chunked body', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{"half":\r\n'],
  ])('resets the connection within %s is a network failure', async (_, part) => {
    const { host } = await serveSockets((socket) => {
      socket.once('data', () => {
        socket.write(part)
        setTimeout(() => socket.resetAndDestroy(), 30)
      })
    })
    expect(await codeOf(create()(`http://${host}/`, get).then(read))).toBe('NETWORK_FAILED')
  })

  it('responds twice is heard once', async () => {
    const response = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'
    const { host } = await serveSockets((socket) => void socket.on('data', () => socket.write(response + response)))
    const transport = create({ connections: 1 })
    expect(await (await transport(`http://${host}/`, get)).text()).toBe('{}')
  })

  it('does not listen is a network failure', async () => {
    expect(await codeOf(create()('http://127.0.0.1:1/', get))).toBe('NETWORK_FAILED')
    expect(await codeOf(create()('http://no-such-host.invalid/', get))).toBe('NETWORK_FAILED')
  })
})

describe('nothing is sent again', () => {
  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'POST'])('when a reused connection breaks under %s', async (method) => {
    let requests = 0
    const { host, sockets } = await serve((request, response) => {
      requests++
      if (request.url === '/drop') request.socket.resetAndDestroy()
      else response.end('{}')
    })
    const transport = create({ connections: 1 })
    await read(await transport(`http://${host}/`, get))
    expect(await codeOf(transport(`http://${host}/drop`, { ...get, method }))).toBe('NETWORK_FAILED')
    expect([requests, sockets.length]).toEqual([2, 1])
    // And the next attempt finds a new connection.
    expect(await codeOf(transport(`http://${host}/`, get))).toBe('no error')
    expect([requests, sockets.length]).toEqual([3, 2])
  })
})

describe('a request that cannot be sent', () => {
  it.each([
    '/v3/x',
    'ftp://host/x',
    'https://user:password@host/x',
    'https://host',
    'https://host/x#y',
    'https:///x',
    '',
  ])('to %j is refused, without showing it', async (url) => {
    const error = await errorOf(create()(url, get))
    expect(error).toMatchObject({ name: 'FetchError', code: 'NOT_SENT' })
    expect(inspect(error)).not.toContain('password')
  })

  it('for a header is refused, without showing its value', async () => {
    const { host, sockets } = await serve((_, response) => response.end('{}'))
    const headers = { Authorization: `${secret}\r\nX: 1` }
    const error = await errorOf(create()(`http://${host}/`, { ...get, headers }))
    expect(error).toMatchObject({ name: 'FetchError', code: 'NETWORK_FAILED' })
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('c2VjcmV0')
    expect(sockets).toHaveLength(0)
  })

  it('for a path with a line break is refused', async () => {
    expect(await codeOf(create()('http://127.0.0.1:1/a\r\nb', get))).toBe('NETWORK_FAILED')
  })
})
