import { createFetchTransport, readResponse, type Transport } from '@wechatpay-kit/transport-fetch'
import { afterEach, describe, expect, it, vi } from 'vitest'

const url = 'https://api.mch.weixin.qq.com/v3/x'
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Replaces the global `fetch`, and records the method and the client of each request. */
function recordFetch() {
  const sent: [method: string, client: unknown][] = []
  const fetch: Transport = async (_, request) => {
    sent.push([request.method, Object(request)['client']])
    return new Response('{}')
  }
  vi.stubGlobal('fetch', fetch)
  return { sent, fetch }
}

const ways: [string, (method: string, transport?: Transport) => Promise<unknown>][] = [
  ['createFetchTransport', (method, transport) => createFetchTransport({ transport })(url, requestOf(method))],
  ['readResponse', (method, transport) => readResponse(url, requestOf(method), { transport })],
]
const requestOf = (method: string) => ({ method, headers: {}, redirect: 'manual' }) as const

afterEach(() => vi.unstubAllGlobals())

describe.each(ways)('%s, where Deno is', (_, send) => {
  it('refuses all but GET where Deno has no client that keeps no connection', async () => {
    vi.stubGlobal('Deno', {})
    const { sent } = recordFetch()
    for (const method of METHODS.slice(1)) {
      const call = send(method)
      await expect(call).rejects.toMatchObject({
        code: 'NOT_SENT',
        message: expect.stringContaining('createHttpClient'),
      })
    }
    expect(sent).toEqual([])
    await send('GET')
    expect(sent).toEqual([['GET', undefined]])
  })

  it('leaves a transport of the caller’s own alone', async () => {
    vi.stubGlobal('Deno', {})
    const { sent, fetch } = recordFetch()
    await send('POST', (url, request) => fetch(url, request))
    expect(sent).toEqual([['POST', undefined]])
  })
})

it('all but GET go through one client that keeps no connection, made once, where Deno is', async () => {
  const clients: object[] = []
  const createHttpClient = (options: object) => {
    clients.push(options)
    return options
  }
  vi.stubGlobal('Deno', { createHttpClient })
  const { sent, fetch } = recordFetch()
  for (const [, send] of ways) {
    for (const method of METHODS) {
      await send(method)
      // The global fetch is the same, whether it is named or not.
      await send(method, fetch)
    }
  }
  expect(clients).toEqual([{ poolMaxIdlePerHost: 0 }])
  for (const [method, client] of sent) expect(client).toBe(method === 'GET' ? undefined : clients[0])
  expect(sent).toHaveLength(20)
})
