import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { createFetchTransport, FetchError, readResponse, type TransportRequest } from '@wechatpay-kit/transport-fetch'
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
    const transport = createFetchTransport({ transport: mock.fetchHandler })
    const body = '{ "name":"张三" }'
    const response = await transport(url, { ...get, method: 'POST', headers: { 'X-Test': '1' }, body })
    expect([response.status, response.headers.get('request-id'), await response.text()]).toEqual([200, 'x', '{"a":1}'])
    const { options } = mock.callHistory.lastCall() ?? expect.fail()
    expect(options).toMatchObject({ method: 'post', body, redirect: 'manual', headers: { 'x-test': '1' } })
  })

  it.each([301, 302, 303, 307, 308])('refuses the redirect %i', async (status) => {
    const mock = fetchMock.createInstance().get(url, { status, headers: { Location: '/elsewhere' } })
    expect(await codeOf(createFetchTransport({ transport: mock.fetchHandler })(url, get))).toBe('REDIRECTED')
    expect(mock.callHistory.calls()).toHaveLength(1)
  })

  it.each([400, 401, 404, 429, 500, 503])('hands back the status %i as a response', async (status) => {
    const mock = fetchMock.createInstance().get(url, { status, body: 'text' })
    const response = await createFetchTransport({ transport: mock.fetchHandler })(url, get)
    expect([response.status, await response.text()]).toEqual([status, 'text'])
  })

  it.each([204, 304])('hands back %i without a body', async (status) => {
    const mock = fetchMock.createInstance().get(url, { status })
    const response = await createFetchTransport({ transport: mock.fetchHandler })(url, get)
    expect([response.status, response.body]).toEqual([status, null])
  })

  it('says that the network failed, and keeps the cause', async () => {
    const cause = new TypeError('fetch failed')
    const mock = fetchMock.createInstance().get(url, { throws: cause })
    const error = await createFetchTransport({ transport: mock.fetchHandler })(url, get).catch(
      (error: unknown) => error,
    )
    expect(error).toMatchObject({ name: 'FetchError', code: 'NETWORK_FAILED', cause })
  })

  it('keeps its deadline even if fetch does not heed the signal', async () => {
    const never = () => new Promise<Response>(() => {})
    expect(await codeOf(createFetchTransport({ transport: never, timeout: 20 })(url, get))).toBe('TIMED_OUT')
    const stuck = async () =>
      new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) }))
    const transport = createFetchTransport({ transport: stuck, timeout: 20 })
    expect(await codeOf(transport(url, get).then((response) => response.text()))).toBe('TIMED_OUT')
  })

  it('sends nothing once the signal has fired, and hands its reason on', async () => {
    let calls = 0
    const fetch = async () => {
      calls++
      return new Response('')
    }
    const reason = new Error('enough')
    const error = await createFetchTransport({ transport: fetch })(url, {
      ...get,
      signal: AbortSignal.abort(reason),
    }).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'ABORTED', cause: reason })
    expect(calls).toBe(0)
  })

  it('aborts what is still open, whatever ends the attempt', async () => {
    const signals: AbortSignal[] = []
    const responding = (response: () => Response) => async (_: string, request: TransportRequest) => {
      signals.push(request.signal as AbortSignal)
      return response()
    }
    const endless = () =>
      new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(10)) }))
    const read = (response: Response) => response.arrayBuffer()
    const large = createFetchTransport({ transport: responding(endless), maxResponseBytes: 100 })
    expect(await codeOf(large(url, get).then(read))).toBe('RESPONSE_TOO_LARGE')
    const redirect = createFetchTransport({ transport: responding(() => new Response(null, { status: 302 })) })
    expect(await codeOf(redirect(url, get))).toBe('REDIRECTED')
    const never = () => new Response(new ReadableStream({}))
    expect(await codeOf(createFetchTransport({ transport: responding(never), timeout: 20 })(url, get).then(read))).toBe(
      'TIMED_OUT',
    )
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true])
  })

  it('leaves the signal of a fetch that has failed alone', async () => {
    let signal: AbortSignal | undefined
    const fetch = (_: string, request: TransportRequest) => {
      signal = request.signal
      return Promise.reject(new TypeError('fetch failed'))
    }
    const controller = new AbortController()
    const transport = createFetchTransport({ transport: fetch, timeout: 20 })
    expect(await codeOf(transport(url, { ...get, signal: controller.signal }))).toBe('NETWORK_FAILED')
    controller.abort()
    await new Promise((resolve) => setTimeout(resolve, 40))
    expect(signal?.aborted).toBe(false)
  })

  it('cancels a body that nobody will read', async () => {
    const cancelled: string[] = []
    const body = (name: string) =>
      new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(10)),
        cancel: () => void cancelled.push(name),
      })
    const large = createFetchTransport({ transport: async () => new Response(body('large')), maxResponseBytes: 100 })
    await codeOf(large(url, get).then((response) => response.text()))
    const redirect = createFetchTransport({ transport: async () => new Response(body('redirect'), { status: 300 }) })
    expect(await codeOf(redirect(url, get))).toBe('REDIRECTED')
    await vi.waitFor(() => expect(cancelled).toEqual(['large', 'redirect']))
  })

  it.each(['while somebody reads', 'while nobody reads', 'before the response'])(
    'cancels a body when the time is up %s, and asks for no more',
    async (when) => {
      for (const end of ['deadline', 'signal']) {
        let pulls = 0
        const cancel = vi.fn()
        const pull = async (controller: ReadableStreamDefaultController) => {
          pulls++
          await new Promise((resolve) => setTimeout(resolve, 5))
          if (!cancel.mock.calls.length) controller.enqueue(new Uint8Array(1))
        }
        // A transport that does not heed its signal.
        const fetch = async () => {
          if (when === 'before the response') await new Promise((resolve) => setTimeout(resolve, 100))
          return new Response(new ReadableStream({ pull, cancel }, { highWaterMark: 0 }))
        }
        const signal = end === 'signal' ? AbortSignal.timeout(40) : new AbortController().signal
        const transport = createFetchTransport({ transport: fetch, timeout: end === 'signal' ? 10_000 : 40 })
        const response = transport(url, { ...get, signal })
        if (when === 'while somebody reads') await codeOf(response.then((given) => given.text()))
        else await response.catch(() => {})
        await vi.waitFor(() => expect(cancel).toHaveBeenCalledTimes(1))
        const before = pulls
        await new Promise((resolve) => setTimeout(resolve, 30))
        expect(pulls).toBe(before)
        if (when === 'while somebody reads') continue
        const code = await codeOf(response.then((given) => given.text()))
        expect(code).toBe(end === 'signal' ? 'ABORTED' : 'TIMED_OUT')
      }
    },
  )

  it('refuses the opaque redirect of a browser, and forbids redirects whatever it is told', async () => {
    const opaque = Object.defineProperties(new Response(null), {
      type: { value: 'opaqueredirect' },
      status: { value: 0 },
    })
    let asked: unknown
    const fetch = async (_: string, request: TransportRequest) => {
      asked = request.redirect
      return opaque
    }
    expect(
      await codeOf(createFetchTransport({ transport: fetch })(url, { ...get, redirect: 'follow' as 'manual' })),
    ).toBe('REDIRECTED')
    expect(asked).toBe('manual')
  })

  it('keeps deadline and size limit for a response without a stream', async () => {
    const responding = (arrayBuffer: () => Promise<ArrayBuffer>) => async () =>
      ({ status: 200, headers: new Headers(), body: undefined, arrayBuffer }) as unknown as Response
    const read = (response: Response) => response.arrayBuffer()
    const never = createFetchTransport({ transport: responding(() => new Promise(() => {})), timeout: 20 })
    expect(await codeOf(never(url, get).then(read))).toBe('TIMED_OUT')
    const sized = createFetchTransport({ transport: responding(async () => new ArrayBuffer(100)), maxResponseBytes: 5 })
    expect(await codeOf(sized(url, get).then(read))).toBe('RESPONSE_TOO_LARGE')
    const small = createFetchTransport({ transport: responding(async () => new ArrayBuffer(5)), maxResponseBytes: 5 })
    expect((await small(url, get).then(read)).byteLength).toBe(5)
  })

  it('keeps the status text', async () => {
    const fetch = async () => new Response('x', { status: 201, statusText: 'Made' })
    expect((await createFetchTransport({ transport: fetch })(url, get)).statusText).toBe('Made')
  })

  it('leaves no timer and no listener behind', async () => {
    vi.useFakeTimers()
    try {
      const { signal } = new AbortController()
      const [add, remove] = [vi.spyOn(signal, 'addEventListener'), vi.spyOn(signal, 'removeEventListener')]
      const run = async (fetch: () => Promise<Response>, end: (response: Response) => unknown) => {
        const transport = createFetchTransport({ transport: fetch })
        await transport(url, { ...get, signal })
          .then(end)
          .catch(() => {})
        expect(vi.getTimerCount()).toBe(0)
      }
      await run(
        async () => new Response('text'),
        (response) => response.text(),
      )
      await run(
        async () => new Response(null, { status: 204 }),
        () => {},
      )
      await run(
        async () => new Response('text'),
        (response) => response.body?.cancel(),
      )
      await run(
        async () => new Response(null, { status: 302 }),
        () => {},
      )
      await run(
        () => Promise.reject(new Error('down')),
        () => {},
      )
      const broken = new ReadableStream({ start: (controller) => controller.error(new Error('broken')) })
      await run(
        async () => new Response(broken),
        (response) => response.text(),
      )
      expect(add).toHaveBeenCalledTimes(6)
      expect(new Set(remove.mock.calls.map(([, listener]) => listener)).size).toBe(6)
    } finally {
      vi.useRealTimers()
    }
  })

  it('has a deadline of ten seconds and a limit of 16 MiB by default', async () => {
    vi.useFakeTimers()
    try {
      let code = ''
      const call = codeOf(createFetchTransport({ transport: () => new Promise(() => {}) })(url, get)).then((ended) => {
        code = ended
      })
      await vi.advanceTimersByTimeAsync(9_999)
      expect(code).toBe('')
      await vi.advanceTimersByTimeAsync(1)
      await call
      expect(code).toBe('TIMED_OUT')
    } finally {
      vi.useRealTimers()
    }
    const sized = (bytes: number) =>
      createFetchTransport({ transport: async () => new Response(new Uint8Array(bytes)) })(url, get).then((response) =>
        response.arrayBuffer(),
      )
    expect((await sized(2 ** 24)).byteLength).toBe(2 ** 24)
    expect(await codeOf(sized(2 ** 24 + 1))).toBe('RESPONSE_TOO_LARGE')
  })

  it('says what ended it first', async () => {
    const controller = new AbortController()
    const heeding = (_: string, { signal }: TransportRequest) =>
      new Promise<Response>((_, reject) => {
        signal?.addEventListener('abort', () => {
          controller.abort()
          reject(new DOMException('aborted', 'AbortError'))
        })
      })
    const transport = createFetchTransport({ transport: heeding, timeout: 20 })
    expect(await codeOf(transport(url, { ...get, signal: controller.signal }))).toBe('TIMED_OUT')
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

  it('counts what a fetch of somebody else brings, whatever length it states', async () => {
    let given = 0
    const pull = (stream: ReadableStreamDefaultController<Uint8Array>) => {
      given += 10_000
      stream.enqueue(new Uint8Array(10_000))
      if (given === 1_000_000) stream.close()
    }
    const fetch = async () => new Response(new ReadableStream({ pull }), { headers: { 'content-length': '2' } })
    const response = readResponse('https://host/', get, { transport: fetch, maxResponseBytes: 15_000 })
    expect(await codeOf(response)).toBe('RESPONSE_TOO_LARGE')
    expect(given).toBeLessThanOrEqual(40_000)
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

  it('does not time out a response that was read in time', async () => {
    const url = await serve((_, response) => response.end('done'))
    const response = await createFetchTransport({ timeout: 10_000 })(url, get)
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
