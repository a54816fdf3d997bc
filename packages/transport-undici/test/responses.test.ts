import { randomBytes } from 'node:crypto'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { createUndiciTransport, type UndiciTransportOptions } from '@wechatpay-kit/transport-undici'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { codeOf, errorOf, get, serve, serveSockets } from './servers.ts'

const create = (options?: UndiciTransportOptions) => {
  const transport = createUndiciTransport(options)
  onTestFinished(() => transport.close())
  return transport
}
const read = (response: Response) => response.arrayBuffer()
/** Serves every request with these bytes, HTTP or not. */
const serveBytes = (...pieces: (string | Uint8Array)[]) =>
  serveSockets((socket) => {
    socket.once('data', async () => {
      for (const piece of pieces) {
        socket.write(piece)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    })
  })
const pattern = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 0xff)

describe('a response', () => {
  it.each([1, 1_000, 65_536, 65_537, 200_000, 5_000_000])('of %i bytes arrives unchanged', async (length) => {
    const bytes = pattern(length)
    const { host } = await serve(({ url }, response) => {
      if (url === '/announced') response.setHeader('Content-Length', length)
      response.end(bytes)
    })
    for (const path of ['announced', 'chunked']) {
      const response = await create()(`http://${host}/${path}`, get)
      expect(Buffer.compare(new Uint8Array(await read(response)), bytes)).toBe(0)
    }
  })

  it('that is small is there as a whole, however it came', async () => {
    const pieces = [
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
      '2\r\n{"\r\n',
      '3\r\na":\r\n',
      '2\r\n1}\r\n0\r\n\r\n',
    ]
    const { host } = await serveBytes(...pieces)
    expect(await (await create()(`http://${host}/`, get)).json()).toEqual({ a: 1 })
  })

  it.each([
    ['plain', (bytes: Uint8Array) => bytes],
    ['packed', gzipSync],
  ])('that is large streams, and is held back while nobody reads: %s', async (how, pack) => {
    let written = 0
    let isHeldBack = false
    const piece = pack(randomBytes(65_536))
    const { host } = await serve((_, response) => {
      if (how === 'packed') response.setHeader('Content-Encoding', 'gzip')
      const send = () => {
        while (response.write(piece)) written += piece.length
        isHeldBack = true
        response.once('drain', send)
      }
      send()
    })
    const transport = create({ maxResponseBytes: 2 ** 40 })
    const { body } = await transport(`http://${host}/`, get)
    await vi.waitFor(() => expect(isHeldBack).toBe(true))
    // Once all buffers between us are full, nothing more is written.
    let before = -1
    await vi.waitFor(
      () => {
        const isStill = before === written
        before = written
        expect(isStill).toBe(true)
      },
      { interval: 200, timeout: 10_000 },
    )
    expect(written).toBeLessThan(32 * 2 ** 20)
    const reader = body?.getReader()
    let received = 0
    while (received < written + 2 ** 20) received += (await reader?.read())?.value?.length ?? expect.fail()
    await reader?.cancel()
  })

  it('that is large can be read piece by piece, as it comes', async () => {
    let go = () => {}
    const { host } = await serve((_, response) => {
      response.write(pattern(100_000))
      go = () => response.end('end')
    })
    const { body } = await create()(`http://${host}/`, get)
    const reader = body?.getReader()
    let received = 0
    while (received < 100_000) received += (await reader?.read())?.value?.length ?? expect.fail()
    const next = reader?.read()
    go()
    expect(new TextDecoder().decode((await next)?.value)).toBe('end')
    expect((await reader?.read())?.done).toBe(true)
  })

  it('whose body is cancelled gives its connection up', async () => {
    const { host, sockets } = await serve((_, response) => void response.write(new Uint8Array(100_000)))
    const response = await create()(`http://${host}/`, get)
    await response.body?.cancel()
    await vi.waitFor(() => expect(sockets[0]?.destroyed).toBe(true))
  })

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('packed with %s is unpacked, small or large', async (encoding, pack) => {
    const { host } = await serve(({ url }, response) => {
      response.setHeader('Content-Encoding', encoding).end(pack(pattern(Number(url?.slice(1)))))
    })
    const transport = create()
    for (const length of [0, 10, 1_000_000]) {
      const response = await transport(`http://${host}/${length}`, get)
      expect(Buffer.compare(new Uint8Array(await read(response)), pattern(length))).toBe(0)
    }
  })

  it.each([200, 204, 304])('without a body is not unpacked, status %i', async (status) => {
    const { host } = await serve((_, response) => response.writeHead(status, { 'Content-Encoding': 'gzip' }).end())
    expect((await read(await create()(`http://${host}/`, get))).byteLength).toBe(0)
  })

  it('of status 205 has no body, even where one was sent', async () => {
    const { host } = await serve((_, response) => response.writeHead(205, { 'Content-Length': 3 }).end('abc'))
    const { status, body } = await create()(`http://${host}/`, get)
    expect([status, body]).toEqual([205, null])
    expect((await create().readResponse(`http://${host}/`, get, {})).body).toHaveLength(0)
  })

  it('packed in a way that nobody knows stays as it is', async () => {
    const { host } = await serve((_, response) => response.setHeader('Content-Encoding', 'odd').end('x'))
    expect(await (await create()(`http://${host}/`, get)).text()).toBe('x')
  })

  it.each([
    ['half', gzipSync(pattern(1_000)).subarray(0, -50)],
    ['no', Buffer.from('{"a":1}')],
    ['large and half', gzipSync(pattern(1_000_000)).subarray(0, -50)],
  ])('of %s gzip is a failure', async (_, bytes) => {
    const { host } = await serve((_, response) => response.setHeader('Content-Encoding', 'gzip').end(bytes))
    expect(await codeOf(create()(`http://${host}/`, get).then(read))).toBe('NETWORK_FAILED')
  })

  it('shows headers that came twice', async () => {
    const twice =
      'HTTP/1.1 200 OK\r\nWechatpay-Nonce: one\r\nWechatpay-Nonce: two\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n'
    const { host } = await serveBytes(`${twice}Content-Length: 0\r\n\r\n`)
    const { headers } = await create()(`http://${host}/`, get)
    expect(headers.get('wechatpay-nonce')).toBe('one, two')
    expect(headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })

  it('that tells of hints first is not taken for them', async () => {
    const { host } = await serveBytes(
      'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n',
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}',
    )
    expect(await (await create()(`http://${host}/`, get)).text()).toBe('{}')
  })

  it.each([300, 301, 302, 303, 307, 308])('that is the redirect %i is refused', async (status) => {
    const { host } = await serve((_, response) => response.writeHead(status, { Location: '/elsewhere' }).end('x'))
    expect(await codeOf(create()(`http://${host}/`, get))).toBe('REDIRECTED')
  })
})

describe('the size limit', () => {
  const maxResponseBytes = 100_000

  it.each([99_999, 100_000, 100_001, 1_000_000])('holds for %i bytes, announced, chunked or packed', async (length) => {
    const { host } = await serve(({ url }, response) => {
      if (url === '/announced') response.setHeader('Content-Length', length)
      if (url === '/packed') response.setHeader('Content-Encoding', 'gzip').end(gzipSync(pattern(length)))
      else response.end(pattern(length))
    })
    const expected = length > maxResponseBytes ? 'RESPONSE_TOO_LARGE' : 'no error'
    const transport = create({ maxResponseBytes })
    for (const path of ['announced', 'chunked', 'packed']) {
      expect(await codeOf(transport(`http://${host}/${path}`, get).then(read))).toBe(expected)
    }
  })

  it('holds below the size up to which a response is taken as a whole', async () => {
    const { host } = await serve((_, response) => {
      response.write(pattern(6))
      response.end(pattern(6))
    })
    expect(await codeOf(create({ maxResponseBytes: 10 })(`http://${host}/`, get))).toBe('RESPONSE_TOO_LARGE')
    expect((await read(await create({ maxResponseBytes: 12 })(`http://${host}/`, get))).byteLength).toBe(12)
  })

  it('ends a response without end, and its connection', async () => {
    const { host, sockets } = await serve((_, response) => {
      const send = () => {
        while (!response.destroyed && response.write(new Uint8Array(16_384)));
        response.once('drain', send)
      }
      send()
    })
    expect(await codeOf(create({ maxResponseBytes })(`http://${host}/`, get).then(read))).toBe('RESPONSE_TOO_LARGE')
    await vi.waitFor(() => expect(sockets[0]?.destroyed).toBe(true))
  })

  it('stops a gzip bomb before it fills the memory', async () => {
    const member = gzipSync(new Uint8Array(2 ** 24))
    const { host } = await serve((_, response) => {
      response.setHeader('Content-Encoding', 'gzip')
      // 1 GiB of zeros.
      for (let index = 0; index < 64; index++) response.write(member)
      response.end()
    })
    const before = process.memoryUsage().rss
    expect(await codeOf(create()(`http://${host}/`, get).then(read))).toBe('RESPONSE_TOO_LARGE')
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 28)
  })
})

describe('the deadline and the signal', () => {
  it.each([
    ['before the headers', []],
    ['within the headers', ['HTTP/1.1 200 OK\r\nContent-Le']],
    ['within a small body', ['HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"half":']],
    ['within a large body', ['HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n', new Uint8Array(100_000)]],
  ])('end a response that stops %s', async (_, pieces) => {
    const { host, sockets } = await serveBytes(...pieces)
    expect(await codeOf(create({ timeout: 150 })(`http://${host}/`, get).then(read))).toBe('TIMED_OUT')
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('enough')), 100)
    const error = await errorOf(create()(`http://${host}/`, { ...get, signal: controller.signal }).then(read))
    expect(error).toMatchObject({ name: 'FetchError', code: 'ABORTED', cause: { message: 'enough' } })
    await vi.waitFor(() => expect(sockets.every(({ destroyed }) => destroyed)).toBe(true))
  })

  it('end a response that drips without end', async () => {
    const { host } = await serve((_, response) => {
      const timer = setInterval(() => response.write('x'), 10)
      response.on('close', () => clearInterval(timer))
    })
    expect(await codeOf(create({ timeout: 150 })(`http://${host}/`, get).then(read))).toBe('TIMED_OUT')
  })

  it('end a large body that nobody reads', async () => {
    const { host, sockets } = await serve((_, response) => void response.write(new Uint8Array(5_000_000)))
    const response = await create({ timeout: 150 })(`http://${host}/`, get)
    await vi.waitFor(() => expect(sockets[0]?.destroyed).toBe(true))
    expect(await codeOf(read(response))).toBe('TIMED_OUT')
  })

  it('hold for a packed body', async () => {
    const packed = gzipSync(pattern(1_000_000))
    const { host } = await serve((_, response) => {
      response.setHeader('Content-Encoding', 'gzip').write(packed.subarray(0, -10))
    })
    expect(await codeOf(create({ timeout: 300 })(`http://${host}/`, get).then(read))).toBe('TIMED_OUT')
  })

  it('send nothing of what still waits for a connection, and leave the connection alone', async () => {
    const seen: (string | undefined)[] = []
    const { host, sockets } = await serve(({ url }, response) => {
      seen.push(url)
      setTimeout(() => response.end('{}'), url === '/first' ? 200 : 0)
    })
    const transport = create({ connections: 1 })
    const first = transport(`http://${host}/first`, get)
    expect(await codeOf(transport(`http://${host}/second`, { ...get, signal: AbortSignal.timeout(50) }))).toBe(
      'ABORTED',
    )
    await first
    await transport(`http://${host}/third`, get)
    expect([seen, sockets.length]).toEqual([['/first', '/third'], 1])
  })

  it('may be longer than a timer can wait', async () => {
    const { host } = await serve((_, response) => void setTimeout(() => response.end('{}'), 50))
    for (const timeout of [2 ** 31, Number.POSITIVE_INFINITY]) {
      expect(await codeOf(create({ timeout })(`http://${host}/`, get))).toBe('no error')
    }
  })

  it('leave nothing behind', async () => {
    const { host } = await serve(({ url }, response) => {
      if (url === '/drop') response.destroy()
      else response.end(new Uint8Array(url === '/large' ? 100_000 : 2))
    })
    const { signal } = new AbortController()
    const [add, remove] = [vi.spyOn(signal, 'addEventListener'), vi.spyOn(signal, 'removeEventListener')]
    const transport = create()
    for (const path of ['small', 'large', 'drop']) {
      await codeOf(transport(`http://${host}/${path}`, { ...get, signal }).then(read))
    }
    expect(add).toHaveBeenCalledTimes(3)
    expect(remove.mock.calls.map(([, listener]) => listener)).toEqual(add.mock.calls.map(([, listener]) => listener))
  })
})
