import { gzipSync } from 'node:zlib'
import type { ConformanceCase } from './case.ts'
import { check, checkEqual, GET } from './check.ts'
import { withServer } from './server.ts'

const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer())

/** Cases of responses: nothing is changed on the way back. */
export const responseCases: readonly ConformanceCase[] = [
  {
    name: 'gives back every status as a response, with its body',
    run: (transport) =>
      withServer(
        (response, { url }) => response.writeHead(Number(url.slice(-3))).end('{"code":"X"}'),
        async ({ url }) => {
          for (const status of [200, 201, 202, 400, 401, 403, 404, 429, 500, 502, 503]) {
            const response = await transport(`${url}&status=${status}`, GET)
            checkEqual(response.status, status, 'the status')
            checkEqual(await response.text(), '{"code":"X"}', 'the body')
          }
        },
      ),
  },
  {
    name: 'gives back headers as they came',
    run: (transport) =>
      withServer(
        (response) => response.writeHead(200, { 'Wechatpay-Nonce': 'aB+/=', 'Request-ID': 'X-1' }).end('{}'),
        async ({ url }) => {
          const { headers } = await transport(url, GET)
          checkEqual([headers.get('wechatpay-nonce'), headers.get('REQUEST-ID')], ['aB+/=', 'X-1'], 'the headers')
        },
      ),
  },
  {
    name: 'shows both values of a header that came twice',
    run: (transport) =>
      withServer(
        (response) =>
          response
            .writeHead(
              200,
              [
                ['Wechatpay-Nonce', 'one'],
                ['Wechatpay-Nonce', 'two'],
              ].flat(),
            )
            .end('{}'),
        async ({ url }) => {
          const value = (await transport(url, GET)).headers.get('wechatpay-nonce') ?? ''
          check(/one/.test(value) && /two/.test(value), 'a second value must not replace or hide the first')
        },
      ),
  },
  {
    name: 'gives back the body’s bytes unchanged, JSON or not',
    run: (transport) => {
      const bodies = [
        Buffer.from('{ "b" : 1.0,\r\n "a": "\\u5f20" }\n'),
        Buffer.from('\ufeff{}'),
        Buffer.from(Uint8Array.from({ length: 70_000 }, (_, index) => index & 0xff)),
        Buffer.alloc(0),
      ]
      let index = 0
      return withServer(
        (response) => response.setHeader('Content-Type', 'application/json').end(bodies[index]),
        async ({ url }) => {
          for (const body of bodies) {
            checkEqual(await bytesOf(await transport(url, GET)), Uint8Array.from(body), 'the body')
            index++
          }
        },
      )
    },
  },
  {
    name: 'decodes gzip once',
    run: (transport) =>
      withServer(
        (response, { url }) => {
          const once = gzipSync('{"resp_desc":"成功"}')
          response.setHeader('Content-Encoding', 'gzip').end(url.endsWith('twice') ? gzipSync(once) : once)
        },
        async ({ url }) => {
          checkEqual(await (await transport(url, GET)).text(), '{"resp_desc":"成功"}', 'the body')
          const twice = await bytesOf(await transport(`${url}&twice`, GET))
          checkEqual([...twice.subarray(0, 2)], [0x1f, 0x8b], 'the beginning of a body that was packed twice')
        },
      ),
  },
  ...[204, 304].map((status) => ({
    name: `gives back ${status}, which has no body`,
    run: (transport: Parameters<ConformanceCase['run']>[0]) =>
      withServer(
        (response) => response.writeHead(status).end(),
        async ({ url }) => {
          const response = await transport(url, GET)
          checkEqual([response.status, (await bytesOf(response)).length], [status, 0], 'status and length')
        },
      ),
  })),
  ...[301, 302, 303, 307, 308].map((status) => ({
    name: `does not follow the redirect ${status}`,
    run: (transport: Parameters<ConformanceCase['run']>[0]) =>
      withServer(
        (outgoing) => outgoing.writeHead(status, { Location: '/v3/elsewhere' }).end(),
        async ({ url, received }) => {
          const response = await transport(url, GET).catch(() => undefined)
          checkEqual(received.length, 1, 'the number of requests')
          check(
            response === undefined || response.status === status || response.type === 'opaqueredirect',
            'the redirect should show',
          )
        },
      ),
  })),
]
