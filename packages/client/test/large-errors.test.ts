import { createServer } from 'node:http'
import { gzipSync } from 'node:zlib'
import { type ApiError, createClient } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import type { Transport } from '@wechatpay-kit/transport-fetch'
import { createUndiciTransport } from '@wechatpay-kit/transport-undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const path = 'v3/gov/subsidy/zhejiang/qualifications/alter'
const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
const sandbox = await createSandbox()
const PIECE = Buffer.from('x'.repeat(2 ** 14))

/** Bytes that were taken of the endless error, and whether its connection was closed. */
let taken = 0
let closed: Promise<void>

const server = createServer((request, response) => {
  const kind = new URL(request.url ?? '', 'http://localhost').searchParams.get('kind') ?? 'endless'
  if (kind === 'packed') {
    response.writeHead(500, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(2 ** 26, 'x')))
    return
  }
  if (kind === 'stated') {
    response.writeHead(413, { 'Content-Length': 2 ** 40 }).write(PIECE.subarray(0, 100))
    return
  }
  taken = 0
  closed = new Promise((resolve) => response.on('close', resolve))
  response.writeHead(502)
  const write = () => {
    while (!response.destroyed && response.write(PIECE)) taken += PIECE.length
    taken += PIECE.length
    if (!response.destroyed) response.once('drain', write)
  }
  write()
})
let url = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

describe.each<[string, () => Transport | undefined]>([
  ['the fetch of the runtime', () => undefined],
  ['a fetch that was given', () => (address, request) => fetch(address, request)],
  ['the undici transport', () => createUndiciTransport()],
])('over %s', (_, createTransport) => {
  const connect = () => {
    const { merchant, platformKeys } = sandbox
    const transport = createTransport()
    return createClient({ merchant, platformKeys, baseUrls: [url], retry: { maxAttempts: 1 }, transport })
  }
  const failWith = async (kind: string, timeout = 10_000): Promise<ApiError> =>
    connect()
      .chain('v3/x')
      .get({ query: { kind }, timeout })
      .then(
        () => expect.fail('data reached the caller'),
        (error: ApiError) => error,
      )

  it('an error without end is an error with its status, and nobody waits for the rest', async () => {
    expect(await failWith('endless')).toMatchObject({ name: 'ApiError', status: 502, verified: false })
    await closed
    // 64 KiB, and what sockets hold on both sides.
    expect(taken).toBeLessThan(2 ** 24)
  })

  it('so is one that unpacks to 64 MiB', async () => {
    expect(await failWith('packed')).toMatchObject({ name: 'ApiError', status: 500, verified: false })
  })

  it('one that breaks off is none', async () => {
    expect(await failWith('stated', 300).catch((error: unknown) => error)).toMatchObject({
      name: 'TransportError',
      code: 'TRANSPORT_TIMED_OUT',
    })
  })
})

describe('an error of any shape', () => {
  const failWith = async (body: string): Promise<ApiError> => {
    const { merchant, platformKeys } = sandbox
    const transport: Transport = async () => new Response(body, { status: 400 })
    const wxpay = createClient({ merchant, platformKeys, transport, retry: { maxAttempts: 1 } })
    return wxpay[path].post({ json }).then(
      () => expect.fail('data reached the caller'),
      (error: ApiError) => error,
    )
  }
  const withDetail = (detail: string) => failWith(`{"code":"X","message":"m","detail":${detail}}`)

  it('nested 30,000 deep is an error of the union', async () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const levels = open === '[' ? 30_000 : 8_000
      const error = await withDetail(`${open.repeat(levels)}1${close.repeat(levels)}`)
      expect(error).toMatchObject({ name: 'ApiError', status: 400 })
      expect(JSON.stringify(error.detail).length).toBeLessThan(1_000)
    }
  })

  it('with thousands of texts keeps the first ones', async () => {
    const { detail } = await withDetail(JSON.stringify(Array(15_000).fill('a')))
    expect(detail).toHaveLength(1_001)
    const names = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`n${index}`, index]))
    expect(Object.keys((await withDetail(JSON.stringify(names))).detail as object)).toHaveLength(1_000)
  })

  it('beyond 64 KiB says its status alone', async () => {
    const error = await withDetail(JSON.stringify('a'.repeat(2 ** 16)))
    expect(error).toMatchObject({ status: 400, apiCode: undefined, detail: undefined, verified: false })
  })
})

it('a signed success nested thousands deep reaches the caller', async () => {
  const { merchant, platformKeys, transport } = sandbox
  const deep = `{"resp_code":"000000","resp_desc":"","auth_code":"A","x":${'['.repeat(5_000)}${']'.repeat(5_000)}}`
  sandbox.failNext({ body: deep })
  const wxpay = createClient({ merchant, platformKeys, transport })
  expect(await (await wxpay[path].post({ json })).text()).toBe(deep)
})
