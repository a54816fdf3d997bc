import { createFetchTransport, FetchError, type Transport } from '@wechatpay-kit/transport-fetch'
import type { ConformanceCase } from './case.ts'
import { check, checkEqual, checkSoon, failureOf, GET, post } from './check.ts'
import { withServer } from './server.ts'

const read = async (response: Promise<Response>) => (await response).arrayBuffer()
const codeOf = async (call: Promise<unknown>, what: string) => {
  const error = await failureOf(call, what)
  return error instanceof FetchError ? error.code : String(error)
}

/** Puts the bounds of an attempt around a transport, as the client does. */
const limited = (transport: Transport, bounds: { timeout?: number; maxResponseBytes?: number }) =>
  createFetchTransport({ transport, ...bounds })

/** Cases of failures: each is told, and nothing is repeated. */
export const failureCases: readonly ConformanceCase[] = [
  {
    name: 'sends nothing when aborted before',
    run: (transport) =>
      withServer(
        (response) => response.end('{}'),
        async ({ url, received }) => {
          await failureOf(transport(url, { ...post('{}'), signal: AbortSignal.abort() }), 'an aborted call')
          checkEqual(received.length, 0, 'the number of requests')
        },
      ),
  },
  {
    name: 'fails and closes the connection when aborted before the headers',
    run: (transport) =>
      withServer(
        () => {},
        async ({ url, received, whenAbandoned }) => {
          const controller = new AbortController()
          const failure = failureOf(transport(url, { ...GET, signal: controller.signal }), 'an aborted call')
          while (received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
          controller.abort()
          await checkSoon(failure, 'an aborted call should fail at once')
          await checkSoon(whenAbandoned, 'an aborted call should close its connection')
        },
      ),
  },
  {
    name: 'fails and closes the connection when aborted within the body',
    run: (transport) =>
      withServer(
        (response) => void response.write('{"half":'),
        async ({ url, received, whenAbandoned }) => {
          const controller = new AbortController()
          const failure = failureOf(read(transport(url, { ...GET, signal: controller.signal })), 'an aborted call')
          while (received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
          setTimeout(() => controller.abort(), 30)
          await checkSoon(failure, 'an aborted call should fail at once')
          await checkSoon(whenAbandoned, 'an aborted call should close its connection')
        },
      ),
  },
  {
    name: 'lets the deadline close the connection, before the headers and within the body',
    run: async (transport) => {
      for (const start of [undefined, '{"half":']) {
        await withServer(
          (response) => void (start && response.write(start)),
          async ({ url, whenAbandoned }) => {
            const body = read(limited(transport, { timeout: 200 })(url, GET))
            checkEqual(await codeOf(body, 'a call past its deadline'), 'TIMED_OUT', 'the error')
            await checkSoon(whenAbandoned, 'the deadline should close the connection')
          },
        )
      }
    },
  },
  {
    name: 'gives no more than the limit of a large response',
    run: (transport) =>
      withServer(
        (response) => void response.end('x'.repeat(200_000)),
        async ({ url }) => {
          const body = read(limited(transport, { maxResponseBytes: 100_000 })(url, GET))
          checkEqual(await codeOf(body, 'a response above the limit'), 'RESPONSE_TOO_LARGE', 'the error')
        },
      ),
  },
  {
    name: 'fails where the connection is refused',
    run: async (transport) => {
      let closed = ''
      await withServer(
        () => {},
        async ({ url }) => {
          closed = url
        },
      )
      await failureOf(transport(closed, GET), 'a refused connection')
    },
  },
  {
    name: 'fails where the connection breaks before the headers',
    run: (transport) =>
      withServer(
        (response) => response.destroy(),
        async ({ url }) => void (await failureOf(read(transport(url, post('{}'))), 'a broken connection')),
      ),
  },
  {
    name: 'fails where the connection breaks within the body',
    run: async (transport) => {
      for (const headers of [{ 'Content-Length': '100' }, { 'Transfer-Encoding': 'chunked' }]) {
        await withServer(
          (response) => {
            response.writeHead(200, headers)
            response.write('{"half":')
            setTimeout(() => response.destroy(), 30)
          },
          async ({ url }) => void (await failureOf(read(transport(url, GET)), 'half a response')),
        )
      }
    },
  },
  {
    name: 'repeats nothing by itself',
    run: (transport) =>
      withServer(
        (response, { url }) => (url.endsWith('drop') ? response.destroy() : response.writeHead(503).end()),
        async ({ url, received }) => {
          await read(transport(url, GET))
          checkEqual(received.length, 1, 'the number of requests after 503')
          await failureOf(read(transport(`${url}&drop`, post('{}'))), 'a broken connection')
          check(received.length === 2, 'a POST whose connection broke must not be sent again')
        },
      ),
  },
]
