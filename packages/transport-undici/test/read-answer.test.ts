import { gzipSync } from 'node:zlib'
import { createUndiciTransport, type UndiciTransportOptions } from '@wechatpay-kit/transport-undici'
import { expect, it, onTestFinished } from 'vitest'
import { codeOf, get, serve } from './servers.ts'

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
    const { status, body } = await create().readAnswer(`http://${host}/${path}`, get, {})
    expect([status, Buffer.compare(body, bytes)]).toEqual([200, 0])
  }
})

it('joins values of one name, so that none hides', async () => {
  const { host } = await serve((_, response) => {
    response.writeHead(403, ['Wechatpay-Nonce', 'one', 'Wechatpay-Nonce', 'two', 'X-Single', 'x']).end('{}')
  })
  const { status, headers } = await create().readAnswer(`http://${host}/`, get, {})
  expect([status, headers['wechatpay-nonce'], headers['x-single']]).toEqual([403, 'one, two', 'x'])
})

it('keeps the narrower of its own bounds and the caller’s', async () => {
  const { host } = await serve(({ url }, response) => {
    if (url === '/zeros') response.setHeader('Content-Encoding', 'gzip').end(gzipSync(new Uint8Array(5_000_000)))
  })
  const hang = `http://${host}/hang`
  const zeros = `http://${host}/zeros`
  expect(await codeOf(create().readAnswer(hang, get, { timeout: 50 }))).toBe('TIMED_OUT')
  expect(await codeOf(create({ timeout: 50 }).readAnswer(hang, get, { timeout: 60_000 }))).toBe('TIMED_OUT')
  expect(await codeOf(create().readAnswer(zeros, get, { maxResponseBytes: 1_000 }))).toBe('RESPONSE_TOO_LARGE')
  expect(await codeOf(create({ maxResponseBytes: 1_000 }).readAnswer(zeros, get, {}))).toBe('RESPONSE_TOO_LARGE')
})

it('follows no redirect, heeds its signal, and is refused after close', async () => {
  const { host } = await serve(({ url }, response) => {
    if (url === '/away') response.writeHead(302, { Location: '/' }).end()
  })
  const transport = create()
  expect(await codeOf(transport.readAnswer(`http://${host}/away`, get, {}))).toBe('REDIRECTED')
  const controller = new AbortController()
  const answer = codeOf(transport.readAnswer(`http://${host}/hang`, { ...get, signal: controller.signal }, {}))
  controller.abort()
  expect(await answer).toBe('ABORTED')
  await transport.close()
  expect(await codeOf(transport.readAnswer(`http://${host}/`, get, {}))).toBe('NETWORK_FAILED')
})
