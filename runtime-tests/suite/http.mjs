// Cases of the transports' contract that need no server of one's own, on the runtime's own fetch; the launcher's server responds.
import { createFetchTransport } from '@wechatpay-kit/transport-fetch'
import { check, equal, fails } from './check.mjs'

const text = JSON.stringify({ name: '张三 😀', number: 1.5 }, null, 1)

/** @param {string} origin @returns {import('./run.mjs').Case[]} */
export function httpCases(origin) {
  /** @param {string} path @param {Partial<import('@wechatpay-kit/transport-fetch').TransportRequest>} [request] */
  const send = (path, request, options = {}) =>
    createFetchTransport(options)(`${origin}/wire/${path}`, {
      method: 'GET',
      headers: {},
      redirect: 'manual',
      ...request,
    })
  return [
    ...['POST', 'PUT', 'PATCH', 'DELETE'].map(
      (method) =>
        /** @type {const} */ ([
          `fetch: sends ${method} with exactly these bytes`,
          async () => {
            for (const body of [text, new TextEncoder().encode(text)]) {
              const echo = await (await send('echo?a=%20&b=%E5%BC%A0', { method, body })).json()
              equal([echo.method, echo.url, echo.body], [method, '/wire/echo?a=%20&b=%E5%BC%A0', text])
            }
          },
        ]),
    ),
    [
      'fetch: sends headers unchanged',
      async () => {
        const headers = {
          accept: 'application/json',
          'content-type': 'application/json',
          authorization: 'WECHATPAY2-SHA256-RSA2048 mchid="1",signature="+/=="',
          'wechatpay-serial': 'PUB_KEY_ID_1',
        }
        const echo = await (await send('echo', { method: 'POST', headers, body: '{}' })).json()
        for (const [name, value] of Object.entries(headers)) equal(echo.headers[name], value, name)
      },
    ],
    [
      'fetch: gives back every status',
      async () => {
        for (const status of [200, 202, 204, 400, 401, 403, 404, 429, 500, 503]) {
          equal((await send(`status?${status}`)).status, status)
        }
      },
    ],
    ['fetch: decodes gzip once', async () => equal(await (await send('gzip')).text(), text)],
    [
      'fetch: shows a header that came twice',
      async () => {
        const value = String((await send('twice')).headers.get('wechatpay-nonce'))
        check(/one/.test(value) && /two/.test(value), 'a second value must not replace or hide the first')
      },
    ],
    ['fetch: follows no redirect', () => fails(() => send('redirect'), 'REDIRECTED')],
    [
      'fetch: stops at the size limit',
      () => fails(async () => (await send('large', {}, { maxResponseBytes: 1000 })).text(), 'RESPONSE_TOO_LARGE'),
    ],
    [
      'fetch: reports a response that breaks off',
      () => fails(async () => (await send('half')).text(), 'NETWORK_FAILED'),
    ],
    ['fetch: keeps its deadline', () => fails(() => send('never', {}, { timeout: 100 }), 'TIMED_OUT')],
    [
      'fetch: heeds its signal',
      () => {
        const controller = new AbortController()
        setTimeout(() => controller.abort(), 50)
        return fails(() => send('never', { signal: controller.signal }), 'ABORTED')
      },
    ],
  ]
}
