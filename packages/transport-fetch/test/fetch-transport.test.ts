import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { createFetchTransport, FetchError, type TransportRequest } from '@wechatpay-kit/transport-fetch'
import fetchMock from 'fetch-mock'
import { afterEach, describe, expect, it, vi } from 'vitest'

const get: TransportRequest = { method: 'GET', headers: { Accept: 'application/json' }, redirect: 'manual' }
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof FetchError ? error.code : String(error)),
  )

describe('over a mocked fetch', () => {
  const url = 'https://api.mch.weixin.qq.com/v3/certificates'

  it('hands over method, headers and body unchanged, and forbids redirects', async () => {
    const mock = fetchMock.createInstance().post(url, { status: 200, body: '{"a":1}', headers: { 'Request-ID': 'x' } })
    const transport = createFetchTransport({ fetch: mock.fetchHandler })
    const body = '{ "name":"张三" }'
    const response = await transport(url, { ...get, method: 'POST', headers: { 'X-Test': '1' }, body })
    expect([response.status, response.headers.get('request-id'), await response.text()]).toEqual([200, 'x', '{"a":1}'])
    const { options } = mock.callHistory.lastCall() ?? expect.fail()
    expect(options).toMatchObject({ method: 'post', body, redirect: 'manual', headers: { 'x-test': '1' } })
  })

  it.each([301, 302, 303, 307, 308])('refuses the redirect %i', async (status) => {
    const mock = fetchMock.createInstance().get(url, { status, headers: { Location: '/elsewhere' } })
    expect(await codeOf(createFetchTransport({ fetch: mock.fetchHandler })(url, get))).toBe('REDIRECTED')
    expect(mock.callHistory.calls()).toHaveLength(1)
  })

  it.each([400, 401, 404, 429, 500, 503])('hands back the status %i as an answer', async (status) => {
    const mock = fetchMock.createInstance().get(url, { status, body: 'text' })
    const response = await createFetchTransport({ fetch: mock.fetchHandler })(url, get)
    expect([response.status, await response.text()]).toEqual([status, 'text'])
  })

  it.each([204, 304])('hands back %i without a body', async (status) => {
    const mock = fetchMock.createInstance().get(url, { status })
    const response = await createFetchTransport({ fetch: mock.fetchHandler })(url, get)
    expect([response.status, response.body]).toEqual([status, null])
  })

  it('says that the network failed, and keeps the cause', async () => {
    const cause = new TypeError('fetch failed')
    const mock = fetchMock.createInstance().get(url, { throws: cause })
    const error = await createFetchTransport({ fetch: mock.fetchHandler })(url, get).catch((error: unknown) => error)
    expect(error).toMatchObject({ name: 'FetchError', code: 'NETWORK_FAILED', cause })
  })

  it('keeps its deadline even if fetch does not heed the signal', async () => {
    const never = () => new Promise<Response>(() => {})
    expect(await codeOf(createFetchTransport({ fetch: never, timeout: 20 })(url, get))).toBe('TIMED_OUT')
    const stuck = async () =>
      new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) }))
    const transport = createFetchTransport({ fetch: stuck, timeout: 20 })
    expect(await codeOf(transport(url, get).then((response) => response.text()))).toBe('TIMED_OUT')
  })

  it('uses the global fetch of the moment', async () => {
    const transport = createFetchTransport()
    vi.stubGlobal('fetch', fetchMock.createInstance().get(url, 'mocked').fetchHandler)
    expect(await (await transport(url, get)).text()).toBe('mocked')
    vi.unstubAllGlobals()
  })

  it.each([
    { timeout: 0 },
    { timeout: Number.NaN },
    { timeout: -1 },
    { maxResponseBytes: 0 },
    { maxResponseBytes: Number.NaN },
  ])('refuses %o at once', (options) => expect(() => createFetchTransport(options)).toThrow(RangeError))
})

describe('against a real server', () => {
  let server: Server
  const serve = async (listener: RequestListener) => {
    server = createServer(listener)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  }
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })
  const read = (response: Response) => response.text()

  it('puts exactly the given bytes on the wire', async () => {
    const seen: Buffer[] = []
    const url = await serve((request, response) => {
      request
        .on('data', (chunk: Buffer) => seen.push(chunk))
        .on('end', () => response.end(JSON.stringify(request.headers)))
    })
    const body = new TextEncoder().encode(' {"name" : "张三"}\r\n')
    const response = await createFetchTransport()(url, { ...get, method: 'POST', body })
    expect(JSON.parse(await response.text())).toMatchObject({
      accept: 'application/json',
      'content-length': String(body.length),
    })
    expect(Uint8Array.from(Buffer.concat(seen))).toEqual(body)
  })

  it('decodes gzip once', async () => {
    const url = await serve((_, response) => response.setHeader('Content-Encoding', 'gzip').end(gzipSync('成功')))
    expect(await (await createFetchTransport()(url, get)).text()).toBe('成功')
  })

  it('times out before the headers', async () => {
    const url = await serve(() => {})
    expect(await codeOf(createFetchTransport({ timeout: 50 })(url, get))).toBe('TIMED_OUT')
  })

  it('times out within the body', async () => {
    const url = await serve((_, response) => void response.write('{"half":'))
    expect(await codeOf(createFetchTransport({ timeout: 200 })(url, get).then(read))).toBe('TIMED_OUT')
  })

  it('does not time out an answer that was read in time', async () => {
    const url = await serve((_, response) => response.end('done'))
    const response = await createFetchTransport({ timeout: 500 })(url, get)
    expect(await response.text()).toBe('done')
  })

  it.each(['before', 'during'])('stops when aborted %s the call', async (when) => {
    const url = await serve((_, response) => void response.write('{"half":'))
    const controller = new AbortController()
    if (when === 'before') controller.abort()
    const result = createFetchTransport()(url, { ...get, signal: controller.signal }).then((response) => {
      controller.abort(new Error('enough'))
      return response.text()
    })
    expect(await codeOf(result)).toBe('ABORTED')
  })

  it('refuses a body that is announced to be too large, and one that turns out to be', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/announced') response.setHeader('Content-Length', 1000)
      response.write('x'.repeat(500))
      response.end('x'.repeat(500))
    })
    const transport = createFetchTransport({ maxResponseBytes: 999 })
    expect(await codeOf(transport(`${url}announced`, get))).toBe('RESPONSE_TOO_LARGE')
    expect(await codeOf(transport(url, get).then(read))).toBe('RESPONSE_TOO_LARGE')
    expect(await (await createFetchTransport({ maxResponseBytes: 1000 })(url, get)).text()).toHaveLength(1000)
  })

  it('counts the decompressed bytes', async () => {
    const url = await serve((_, response) =>
      response.setHeader('Content-Encoding', 'gzip').end(gzipSync('x'.repeat(100_000))),
    )
    expect(await codeOf(createFetchTransport({ maxResponseBytes: 10_000 })(url, get).then(read))).toBe(
      'RESPONSE_TOO_LARGE',
    )
  })

  it('does not follow a redirect', async () => {
    const paths: (string | undefined)[] = []
    const url = await serve((request, response) => {
      paths.push(request.url)
      response.writeHead(302, { Location: '/elsewhere' }).end()
    })
    expect(await codeOf(createFetchTransport()(url, get))).toBe('REDIRECTED')
    expect(paths).toEqual(['/'])
  })

  it('says so when the connection is refused, or breaks within the body', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'Content-Length': 100 })
      response.write('half')
      setTimeout(() => response.destroy(), 50)
    })
    expect(await codeOf(createFetchTransport()(url, get).then(read))).toBe('NETWORK_FAILED')
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    expect(await codeOf(createFetchTransport()(url, get))).toBe('NETWORK_FAILED')
  })

  it('lets a cancelled body go', async () => {
    let closed: () => void
    const whenClosed = new Promise<void>((resolve) => {
      closed = resolve
    })
    const url = await serve((_, response) => {
      response.on('close', () => closed())
      response.write('half')
    })
    const response = await createFetchTransport()(url, get)
    await response.body?.cancel()
    await whenClosed
  })
})
