import { once } from 'node:events'
import { createServer, request as httpRequest, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { handleNotifications, type NotificationHandlerOptions, ValidationError } from '@wechatpay-kit/client'
import { type NodeHandler, type NodeRequest, toNodeHandler } from '@wechatpay-kit/client/node'
import { createSandbox, type Fault } from '@wechatpay-kit/sandbox'
import express4 from 'express-4'
import express5 from 'express-5'
import Fastify from 'fastify'
import Koa from 'koa'
import { afterEach, describe, expect, it, vi } from 'vitest'

const sandbox = await createSandbox()
const content = { event_type: 'TRANSACTION.SUCCESS', original_type: 'transaction', resource: { out_trade_no: '1' } }

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
  vi.restoreAllMocks()
})

/** A notification handler, the numbers of the orders that it handled, and its errors. */
function createHandler(more: Partial<NotificationHandlerOptions> = {}) {
  const handled: unknown[] = []
  const errors: unknown[] = []
  const { platformKeys: keys, apiV3Key } = sandbox
  const options = { keys, apiV3Key, onError: (error: unknown) => errors.push(error), ...more }
  const handle = handleNotifications<{ out_trade_no: string }>(options, ({ resource }) => {
    handled.push(resource.out_trade_no)
  })
  return { handle, handled, errors }
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/notifications`
}
const send = (url: string, fault?: Fault) => sandbox.notify(url, { ...content, fault })

/** Servers on each framework, with a parser of JSON before the handler where it is asked for. */
const frameworks: Record<string, (handle: NodeHandler, isParsed?: boolean) => Promise<string>> = {
  'node:http': (handle) => listen(createServer(handle)),
  'Express 4': (handle, isParsed) => {
    const app = express4()
    if (isParsed) app.use(express4.json())
    return listen(createServer(app.post('/notifications', handle) as RequestListener))
  },
  'Express 5': (handle, isParsed) => {
    const app = express5()
    if (isParsed) app.use(express5.json())
    return listen(createServer(app.post('/notifications', handle) as RequestListener))
  },
  Koa: (handle) => {
    const app = new Koa()
    app.use((context) => {
      context.respond = false
      return handle(context.req, context.res)
    })
    return listen(createServer(app.callback()))
  },
  Fastify: async (handle, isParsed) => {
    const app = Fastify()
    app.register(async (scope) => {
      if (!isParsed) {
        scope.removeAllContentTypeParsers()
        scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
      }
      scope.post('/notifications', (request, reply) => {
        reply.hijack()
        return handle(request.raw, reply.raw)
      })
    })
    ends.push(() => app.close())
    return `${await app.listen({ port: 0, host: '127.0.0.1' })}/notifications`
  },
}

describe.each(Object.entries(frameworks))('toNodeHandler on %s', (_, serve) => {
  it('responds to notifications, signed and not', async () => {
    const { handle, handled, errors } = createHandler()
    const url = await serve(toNodeHandler(handle))
    const response = await send(url)
    expect([response.status, await response.text(), handled]).toEqual([204, '', ['1']])
    const refused = await send(url, 'wrong-signature')
    expect(refused.status).toBe(401)
    expect(refused.headers.get('Content-Type')).toBe('application/json')
    expect(await refused.json()).toEqual({ code: 'FAIL', message: 'The notification cannot be trusted.' })
    expect(errors).toMatchObject([{ code: 'SIGNATURE_MISMATCH' }])
    expect(handled).toHaveLength(1)
  })

  it('holds the limit of the handler', async () => {
    const { handle, errors } = createHandler({ maxBytes: 64 })
    expect((await send(await serve(toNodeHandler(handle)))).status).toBe(413)
    expect(errors).toMatchObject([{ code: 'NOTIFICATION_TOO_LARGE' }])
  })
})

describe('toNodeHandler behind a parser', () => {
  it.each([
    ['4', express4],
    ['5', express5],
  ])('takes the bytes and the text that a raw-body parser of Express %s leaves', async (_version, express) => {
    const { handle, handled } = createHandler()
    const node = toNodeHandler(handle)
    const app = (express as typeof express5)()
    app.post('/raw/notifications', express.raw({ type: '*/*' }), node)
    app.post('/text/notifications', express.text({ type: '*/*' }), node)
    const keep = express.json({ verify: (request, _response, bytes) => Object.assign(request, { rawBody: bytes }) })
    app.post('/kept/notifications', keep, node)
    const url = await listen(createServer(app as RequestListener))
    for (const way of ['raw', 'text', 'kept'])
      expect((await send(url.replace('/notifications', `/${way}/notifications`))).status, way).toBe(204)
    expect(handled).toEqual(['1', '1', '1'])
  })

  it('reads the connection where a parser passed the type over and left an object', async () => {
    const { handle, handled } = createHandler()
    const app = express4().use(express4.raw({ type: 'text/plain' }))
    expect((await send(await listen(createServer(app.post('/notifications', toNodeHandler(handle)))))).status).toBe(204)
    expect(handled).toEqual(['1'])
  })

  it.each(['Express 4', 'Express 5'])('hands next an error that says what to do: %s', async (name) => {
    const shown = vi.spyOn(console, 'error').mockReturnValue()
    const { handle, handled, errors } = createHandler()
    const onError = vi.fn()
    const response = await send((await frameworks[name]?.(toNodeHandler(handle, { onError }), true)) ?? '')
    expect(response.status).toBe(500)
    expect(await response.text()).toContain('mount the handler before the parser')
    expect(handled).toEqual([])
    expect(errors).toEqual([])
    expect(onError).not.toHaveBeenCalled()
    expect(shown.mock.calls.flat().join('')).not.toContain('ciphertext')
  })

  it('tells onError where there is no next, and the response says what to do', async () => {
    const { handle } = createHandler()
    const onError = vi.fn(() => {
      throw new Error('An observer that fails.')
    })
    const response = await send((await frameworks['Fastify']?.(toNodeHandler(handle, { onError }), true)) ?? '')
    expect(response.status).toBe(500)
    expect(await response.json()).toEqual({
      code: 'FAIL',
      message: expect.stringMatching(
        /^body was read before this handler.*express\.raw.*rawBody: true \}\) on NestJS.*fastify-raw-body on Fastify.*ctx\.request on Koa, Midway and Egg\.$/,
      ),
    })
    expect(onError).toHaveBeenCalledExactlyOnceWith(expect.any(ValidationError))
  })
})

describe('toNodeHandler and requests of a framework', () => {
  // As the parsers of Koa, Midway and Egg do: they read the connection, and leave text in the framework's own request.
  const createKoa = (choose: (context: Koa.Context) => NodeRequest, node: NodeHandler) => {
    const app = new Koa()
    app.use(async (context, next) => {
      const rawBody = await text(context.req)
      Object.assign(context.request, { rawBody, body: JSON.parse(rawBody) })
      return next()
    })
    app.use((context) => {
      context.respond = false
      return node(choose(context), context.res)
    })
    return listen(createServer(app.callback()))
  }

  it('takes the raw body that a parser of Koa, Midway or Egg keeps in ctx.request', async () => {
    const { handle, handled } = createHandler()
    const url = await createKoa(({ request }) => request, toNodeHandler(handle))
    expect([(await send(url)).status, (await send(url, 'wrong-signature')).status, handled]).toEqual([204, 401, ['1']])
  })

  it('names ctx.request where it was given ctx.req, whose body is gone', async () => {
    const { handle, handled } = createHandler()
    const url = await createKoa(({ req }) => req, toNodeHandler(handle, { onError: () => {} }))
    const response = await send(url)
    expect([response.status, handled]).toEqual([500, []])
    expect(await response.text()).toContain('ctx.request on Koa, Midway and Egg')
  })

  it.each([
    ['kept', 204],
    ['lost', 500],
  ])('takes the request of Fastify, its raw body %s: %i', async (way, status) => {
    const { handle } = createHandler()
    const node = toNodeHandler(handle, { onError: () => {} })
    const app = Fastify()
    app.decorateRequest('rawBody', undefined)
    app.removeAllContentTypeParsers()
    // As fastify-raw-body does.
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, bytes, done) => {
      if (way === 'kept') Object.assign(request, { rawBody: bytes })
      done(null, JSON.parse(bytes.toString()))
    })
    app.post('/notifications', (request, reply) => {
      reply.hijack()
      return node(request, reply.raw)
    })
    ends.push(() => app.close())
    const response = await send(`${await app.listen({ port: 0, host: '127.0.0.1' })}/notifications`)
    expect(response.status).toBe(status)
    if (way === 'lost') expect(await response.text()).toContain('fastify-raw-body on Fastify')
  })
})

describe('toNodeHandler and connections', () => {
  it('keeps a connection for what comes next, after a refusal too', async () => {
    const { handle } = createHandler()
    const server = createServer(toNodeHandler(handle))
    const opened = vi.fn()
    server.on('connection', opened)
    const url = await listen(server)
    for (const [fault, status] of [
      ['unsigned', 401],
      [undefined, 204],
      [undefined, 204],
    ] as const) {
      const response = await send(url, fault)
      await response.arrayBuffer()
      expect(response.status).toBe(status)
    }
    expect(opened).toHaveBeenCalledOnce()
  })

  it.each([
    [{ 'Content-Length': '1000' }, 401, 'keep-alive'],
    [{ 'Transfer-Encoding': 'chunked' }, 401, 'close'],
    [{ 'Content-Length': '1000000000' }, 413, 'close'],
  ])('does not wait for a body that its headers are enough to refuse: %j', async (headers, status, connection) => {
    const { handle } = createHandler()
    const url = await listen(createServer(toNodeHandler(handle)))
    const request = httpRequest(url, { method: 'POST', headers })
    request.on('error', () => {})
    request.write('{')
    const [response] = await once(request, 'response')
    expect([response.statusCode, response.headers.connection]).toEqual([status, connection])
  })

  it('ends a body that does not come when the time is used up', async () => {
    const { handle, errors } = createHandler({ timeout: 200 })
    const url = await listen(createServer(toNodeHandler(handle)))
    const { headers } = await sandbox.createNotification(url, content)
    const request = httpRequest(url, {
      method: 'POST',
      headers: { ...Object.fromEntries(headers), 'transfer-encoding': 'chunked' },
    })
    request.on('error', () => {})
    request.removeHeader('content-length')
    request.write('{')
    const [response] = await once(request, 'response')
    expect(response.statusCode).toBe(500)
    expect(errors).toMatchObject([{ code: 'NOTIFICATION_HANDLER_TIMED_OUT' }])
  })

  it('survives a client that leaves, before its body is complete and before the response', async () => {
    const rejected = vi.fn()
    process.on('unhandledRejection', rejected)
    ends.push(() => process.off('unhandledRejection', rejected))
    let reported = () => {}
    const isReported = new Promise<void>((resolve) => {
      reported = resolve
    })
    const errors: unknown[] = []
    const { handle } = createHandler({
      onError: (error) => {
        errors.push(error)
        reported()
      },
    })
    const settled: Promise<void>[] = []
    const server = createServer((req, res) => void settled.push(toNodeHandler(handle)(req, res)))
    const url = await listen(server)
    const { headers } = await sandbox.createNotification(url, content)
    const request = httpRequest(url, { method: 'POST', headers: Object.fromEntries(headers) })
    request.on('error', () => {})
    request.write('{')
    await once(server, 'request')
    request.destroy()
    await isReported
    await Promise.all(settled)
    expect(errors).toMatchObject([{ code: 'NOTIFICATION_INCOMPLETE' }])

    let respond = (_: Response) => {}
    const slow = toNodeHandler(() => new Promise((resolve) => (respond = resolve)))
    let done: Promise<void> | undefined
    const other = createServer((req, res) => {
      done = slow(req, res)
    })
    const leaving = httpRequest(await listen(other), { method: 'POST' }).end()
    leaving.on('error', () => {})
    const [incoming] = await once(other, 'request')
    leaving.destroy()
    await new Promise((resolve) => incoming.once('close', resolve))
    respond(new Response('late'))
    await done
    expect(rejected).not.toHaveBeenCalled()
    expect((await send(url)).status).toBe(204)
  })

  it('leaves a response alone that somebody else has sent', async () => {
    const { handle } = createHandler()
    const node = toNodeHandler(handle)
    const url = await listen(
      createServer((req, res) => {
        res.writeHead(503).end('timed out')
        return node(req, res)
      }),
    )
    expect((await send(url)).status).toBe(503)
  })

  it('takes a connection that is read as text', async () => {
    const { handle, handled } = createHandler()
    const node = toNodeHandler(handle)
    const url = await listen(createServer((req, res) => node(req.setEncoding('utf8'), res)))
    const resource = { out_trade_no: '茶'.repeat(50_000) }
    expect((await sandbox.notify(url, { ...content, resource })).status).toBe(204)
    expect(handled).toEqual([resource.out_trade_no])
  })

  it.each([
    ['GET', 405, 'a b'],
    ['TRACE', 405, 'a b'],
    ['POST', 401, 'a b'],
    ['POST', 401, 'a:b@c'],
  ])('responds to %s with %i behind a strange address and host: %s', async (method, status, host) => {
    const { handle } = createHandler()
    const { port } = new URL(await listen(createServer(toNodeHandler(handle))))
    const socket = connect(Number(port), '127.0.0.1')
    socket.write(`${method} //// HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    const [chunk] = await once(socket, 'data')
    socket.destroy()
    expect(String(chunk)).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  })
})

describe('toNodeHandler and handlers that fail', () => {
  const failing = () => {
    throw new Error('The secret of the handler.')
  }

  it('hands their error to next', async () => {
    const next = vi.fn()
    await toNodeHandler(failing)({ headers: {} }, {} as never, next)
    expect(next).toHaveBeenCalledExactlyOnceWith(new Error('The secret of the handler.'))
  })

  it('never rejects, whatever next does', async () => {
    const errors: unknown[] = []
    const node = toNodeHandler(failing, { onError: (error) => errors.push(error) })
    const next = vi
      .fn()
      .mockRejectedValueOnce('rejected')
      .mockImplementationOnce(() => {
        throw 'thrown'
      })
    for (const _ of [1, 2]) await node({ headers: {} }, {} as never, next)
    expect(errors).toEqual(['rejected', 'thrown'])
  })

  it('responds 500 without a reason where there is no next, and says so once', async () => {
    const shown = vi.spyOn(console, 'error').mockReturnValue()
    const url = await listen(createServer(toNodeHandler(failing)))
    for (const _ of [1, 2]) {
      const response = await send(url)
      expect([response.status, await response.json()]).toEqual([
        500,
        { code: 'FAIL', message: 'The notification was not handled.' },
      ])
    }
    expect(shown).toHaveBeenCalledOnce()
  })

  it('refuses what is no handler, and options that it does not have', () => {
    expect(() => toNodeHandler({} as never)).toThrow('handler must be the function that handleNotifications returns.')
    expect(() => toNodeHandler(failing, { onerror: failing } as never)).toThrow('is not an option of toNodeHandler')
    expect(() => toNodeHandler(failing, { onError: 1 as never })).toThrow('onError must be a function')
  })
})
