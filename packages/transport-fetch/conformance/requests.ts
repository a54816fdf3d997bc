import type { ConformanceCase } from './case.ts'
import { check, checkEqual, GET, post } from './check.ts'
import { withServer } from './server.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

/** Cases of requests: nothing is changed on the way out. */
export const requestCases: readonly ConformanceCase[] = [
  {
    name: 'sends a text body as exactly its UTF-8 bytes, with their exact length',
    run: (transport) =>
      withServer(
        (response) => response.end('{}'),
        async ({ url, received }) => {
          for (const body of ['{"a": 1,\n "name":"张三 😀"}', '{"b":1.0,"a":"\\u5f20"}', '[]', '  {}  ']) {
            await (await transport(url, post(body))).text()
            const request = received.at(-1)
            checkEqual(request?.body, Uint8Array.from(bytesOf(body)), 'the body')
            checkEqual(request?.headers['content-length'], String(bytesOf(body).length), 'Content-Length')
          }
        },
      ),
  },
  {
    name: 'sends a body of bytes unchanged',
    run: (transport) =>
      withServer(
        (response) => response.end('{}'),
        async ({ url, received }) => {
          const body = Uint8Array.from({ length: 100_000 }, (_, index) => index & 0xff)
          await (await transport(url, post(body))).text()
          checkEqual(received[0]?.body, body, 'the body')
        },
      ),
  },
  {
    name: 'sends the path and the query as given',
    run: (transport) =>
      withServer(
        (response) => response.end('{}'),
        async ({ url, received }) => {
          const target = '/v3/a%2Fb/%E5%BC%A0?x=%20&y=a%26b&empty='
          await (await transport(new URL(url).origin + target, GET)).text()
          checkEqual(received[0]?.url, target, 'the request target')
        },
      ),
  },
  {
    name: 'sends headers unchanged, and none of the signed ones of its own',
    run: (transport) =>
      withServer(
        (response) => response.end('{}'),
        async ({ url, received }) => {
          const headers = {
            Accept: 'application/json',
            'Content-Type': 'application/json',
            'User-Agent': 'conformance/1.0',
            'Wechatpay-Serial': 'PUB_KEY_ID_01',
            Authorization:
              'WECHATPAY2-SHA256-RSA2048 mchid="1",nonce_str="a",signature="+/==",timestamp="1",serial_no="A"',
          }
          await (await transport(url, { ...post('{}'), headers })).text()
          for (const [name, value] of Object.entries(headers)) {
            checkEqual(received[0]?.headers[name.toLowerCase()], value, name)
          }
        },
      ),
  },
  ...['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => ({
    name: `sends ${method} without a body`,
    run: (transport: Parameters<ConformanceCase['run']>[0]) =>
      withServer(
        (response) => response.end('{}'),
        async ({ url, received }) => {
          await (await transport(url, { ...GET, method })).text()
          checkEqual(received[0]?.method, method, 'the method')
          checkEqual(received[0]?.body.length, 0, 'the length of the body')
        },
      ),
  })),
  ...['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => ({
    name: `sends ${method} with a body`,
    run: (transport: Parameters<ConformanceCase['run']>[0]) =>
      withServer(
        (response) => response.end('{}'),
        async ({ url, received }) => {
          await (await transport(url, { ...post('{"a":1}'), method })).text()
          checkEqual(received[0]?.method, method, 'the method')
          checkEqual(received[0]?.body, Uint8Array.from(bytesOf('{"a":1}')), 'the body')
        },
      ),
  })),
  {
    name: 'keeps the responses of calls at the same time apart',
    run: (transport) =>
      withServer(
        (response, { body }) => void setTimeout(() => response.end(body), body.length % 7),
        async ({ url }) => {
          const texts = Array.from({ length: 20 }, (_, index) => `{"n":${10 ** (index % 7)}${index}}`)
          const bodies = await Promise.all(texts.map(async (text) => (await transport(url, post(text))).text()))
          checkEqual(bodies, texts, 'the bodies')
        },
      ),
  },
  {
    name: 'works again after the server closed an idle connection',
    run: (transport) =>
      withServer(
        (response) => response.end('{}'),
        async ({ url, received }) => {
          for (let round = 0; round < 3; round++) {
            check((await transport(url, GET)).status === 200, 'a later call should work')
            await new Promise((resolve) => setTimeout(resolve, 30))
          }
          checkEqual(received.length, 3, 'the number of requests')
        },
      ),
  },
]
