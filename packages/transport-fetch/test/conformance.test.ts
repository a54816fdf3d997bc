import { createFetchTransport, type Transport } from '@wechatpay-kit/transport-fetch'
import { conformanceCases } from '@wechatpay-kit/transport-fetch/conformance'
import { describe, expect, it } from 'vitest'
import { axiosTransport } from '../../../examples/transports/axios.mjs'
import { fetchTransport } from '../../../examples/transports/fetch.mjs'
import { createGatewayTransport } from '../../../examples/transports/gateway.mjs'
import { nodeHttpTransport } from '../../../examples/transports/node-http.mjs'
import { undiciTransport } from '../../../examples/transports/undici.mjs'

const transports: Record<string, Transport> = {
  createFetchTransport: createFetchTransport(),
  fetch: fetchTransport,
  axios: axiosTransport,
  undici: undiciTransport,
  'node:http': nodeHttpTransport,
  // Each call finds its gateway where the case put its server.
  gateway: (url, request) =>
    createGatewayTransport(new URL(url).origin, fetchTransport)(
      url.replace(/^[^/]*\/\/[^/]*/, 'https://api.mch.weixin.qq.com'),
      request,
    ),
}

describe.each(Object.entries(transports))('%s', (_, transport) => {
  it.each(conformanceCases.map((one) => [one.name, one] as const))('%s', (_, { run }) => run(transport))
})

describe('the kit notices', () => {
  const brokenBy = async (transport: Transport) => {
    const broken: string[] = []
    for (const { name, run } of conformanceCases) await run(transport).catch(() => broken.push(name))
    return broken
  }

  it.each<[string, Transport, RegExp]>([
    [
      'a body written anew',
      (url, request) =>
        fetch(
          url,
          typeof request.body === 'string' ? { ...request, body: JSON.stringify(JSON.parse(request.body)) } : request,
        ),
      /exactly its UTF-8 bytes/,
    ],
    [
      'a header too many',
      (url, request) => fetch(url, { ...request, headers: { ...request.headers, Accept: '*/*' } }),
      /headers unchanged/,
    ],
    [
      'redirects followed',
      (url, request) => fetch(url, { ...request, redirect: 'follow' }),
      /does not follow the redirect 302/,
    ],
    ['a signal ignored', (url, { signal: _, ...request }) => fetch(url, request), /aborted before/],
    [
      'a response decoded as text',
      async (url, request) => {
        const { status, headers, text } = await fetch(url, request).then(async (response) => ({
          status: response.status,
          headers: response.headers,
          text: await response.text(),
        }))
        return new Response([204, 304].includes(status) ? null : text, { status, headers })
      },
      /body’s bytes unchanged/,
    ],
    [
      'error statuses thrown',
      async (url, request) => {
        const response = await fetch(url, request)
        if (!response.ok && response.status > 399) throw new Error('status')
        return response
      },
      /every status as a response/,
    ],
    [
      'a repeated request',
      async (url, request) => {
        const response = await fetch(url, request).catch(() => fetch(url, request))
        return response.status === 503 ? fetch(url, request) : response
      },
      /repeats nothing/,
    ],
  ])(
    '%s',
    async (_, transport, expected) => {
      expect((await brokenBy(transport)).join()).toMatch(expected)
    },
    60_000,
  )
})
