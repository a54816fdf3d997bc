import { gzipSync } from 'node:zlib'
import { readResponse, startDeadline } from '@wechatpay-kit/transport-fetch'
import { createUndiciTransport, type UndiciTransportOptions } from '@wechatpay-kit/transport-undici'
import { expect, it, onTestFinished, vi } from 'vitest'
import { codeOf, errorOf, get, serve } from './servers.ts'

const create = (options?: UndiciTransportOptions) => {
  const transport = createUndiciTransport(options)
  onTestFinished(() => transport.close())
  return transport
}

it.each([0, 1, 65_536, 1_000_000])('reads %i bytes whole, packed or not', async (length) => {
  const bytes = new Uint8Array(length).map((_, index) => index * 31)
  const { host } = await serve(({ url }, response) => {
    if (url === '/packed') response.setHeader('Content-Encoding', 'gzip')
    response.end(url === '/packed' ? gzipSync(bytes) : bytes)
  })
  for (const path of ['plain', 'packed']) {
    const { status, body } = await create().readResponse(`http://${host}/${path}`, get, {})
    expect([status, Buffer.compare(body, bytes)]).toEqual([200, 0])
  }
})

it('joins values of one name, so that none hides', async () => {
  const { host } = await serve((_, response) => {
    response.writeHead(403, ['Wechatpay-Nonce', 'one', 'Wechatpay-Nonce', 'two', 'X-Single', 'x']).end('{}')
  })
  const { status, headers } = await create().readResponse(`http://${host}/`, get, {})
  expect([status, headers['wechatpay-nonce'], headers['x-single']]).toEqual([403, 'one, two', 'x'])
})

it('keeps the narrower of its own bounds and the caller’s', async () => {
  const { host } = await serve(({ url }, response) => {
    if (url === '/zeros') response.setHeader('Content-Encoding', 'gzip').end(gzipSync(new Uint8Array(5_000_000)))
  })
  const hang = `http://${host}/hang`
  const zeros = `http://${host}/zeros`
  expect(await codeOf(create().readResponse(hang, get, { timeout: 50 }))).toBe('TIMED_OUT')
  expect(await codeOf(create({ timeout: 50 }).readResponse(hang, get, { timeout: 60_000 }))).toBe('TIMED_OUT')
  expect(await codeOf(create().readResponse(zeros, get, { maxResponseBytes: 1_000 }))).toBe('RESPONSE_TOO_LARGE')
  expect(await codeOf(create({ maxResponseBytes: 1_000 }).readResponse(zeros, get, {}))).toBe('RESPONSE_TOO_LARGE')
})

it('is part of a call: it ends with the call’s deadline, by the same error, and closes its connection', async () => {
  const { host, sockets } = await serve((_, response) => void response.write('{"half":'))
  const controller = new AbortController()
  const deadline = startDeadline(60_000, controller.signal)
  const transport = create({ timeout: 30_000 })
  const errors = [
    errorOf(transport.readResponse(`http://${host}/`, get, { deadline })),
    errorOf(readResponse(`http://${host}/`, get, { transport, deadline })),
  ]
  await vi.waitFor(() => expect(sockets).toHaveLength(2))
  controller.abort()
  expect(await Promise.all(errors)).toEqual([deadline.ended, deadline.ended])
  await vi.waitFor(() => expect(sockets.every(({ destroyed }) => destroyed)).toBe(true))
})

it('ends after its own timeout where the call has more', async () => {
  const { host } = await serve(() => {})
  const deadline = startDeadline(60_000)
  expect(await codeOf(create({ timeout: 50 }).readResponse(`http://${host}/`, get, { deadline }))).toBe('TIMED_OUT')
  expect(deadline.ended).toBeUndefined()
  deadline.close()
})

it('says what is to be done about a redirect and a large response, as the fetch transport does', async () => {
  const { host } = await serve(({ url }, response) => {
    if (url === '/away') response.writeHead(302, { Location: '/' }).end()
    else response.end('more than ten bytes')
  })
  const bounds = { maxResponseBytes: 10 }
  for (const path of ['away', 'large']) {
    const url = `http://${host}/${path}`
    const error = await errorOf(create().readResponse(url, get, bounds))
    expect(error.message).toBe((await errorOf(readResponse(url, get, bounds))).message)
  }
})

it('follows no redirect, heeds its signal, and is refused after close', async () => {
  const { host } = await serve(({ url }, response) => {
    if (url === '/away') response.writeHead(302, { Location: '/' }).end()
  })
  const transport = create()
  expect(await codeOf(transport.readResponse(`http://${host}/away`, get, {}))).toBe('REDIRECTED')
  const controller = new AbortController()
  const code = codeOf(transport.readResponse(`http://${host}/hang`, { ...get, signal: controller.signal }, {}))
  controller.abort()
  expect(await code).toBe('ABORTED')
  await transport.close()
  expect(await codeOf(transport.readResponse(`http://${host}/`, get, {}))).toBe('NOT_SENT')
})
