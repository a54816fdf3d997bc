import { inspect } from 'node:util'
import { createUndiciTransport, type UndiciTransportOptions } from '@wechatpay-kit/transport-undici'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createRoot, dns, loopback } from './certificates.ts'
import { errorOf, get, serve, serveProxy, serveSecurely, serveSockets } from './servers.ts'

const create = (options?: UndiciTransportOptions) => {
  const transport = createUndiciTransport(options)
  onTestFinished(() => transport.close())
  return transport
}
const root = createRoot()
const identity = root.issue('127.0.0.1', [loopback, dns('localhost')])
const credentials = 'm%C3%BCller:p%40ss%3Aw%C3%B6rd'
const authorization = `Basic ${Buffer.from('müller:p@ss:wörd').toString('base64')}`
const secrets = /p@ss|p%40ss|bcO8bGxlcj/

describe('a proxy', () => {
  it('forwards http, and tunnels https without reading it', async () => {
    const plain = await serve(({ headers }, response) => response.end(JSON.stringify(headers)))
    const secure = await serveSecurely(identity, ({ headers }, response) => response.end(JSON.stringify(headers)))
    const proxy = await serveProxy({ authorization })
    const transport = create({ connections: 1, proxy: `http://${credentials}@${proxy.host}`, tls: { ca: root.ca } })
    for (const url of [`http://${plain.host}/a%2Fb?c=%20`, `https://${secure.host}/a`]) {
      for (let call = 0; call < 2; call++) {
        const request = { ...get, headers: Object.freeze({ ...get.headers }) }
        const headers = (await (await transport(url, request)).json()) as Record<string, string>
        expect(headers).toMatchObject({ host: new URL(url).host, accept: 'application/json' })
        expect(headers).not.toHaveProperty('proxy-authorization')
      }
    }
    expect(proxy.seen).toEqual([
      `GET http://${plain.host}/a%2Fb?c=%20`,
      `GET http://${plain.host}/a%2Fb?c=%20`,
      `CONNECT ${secure.host}`, // once: the tunnel is used again
    ])
    expect(secure.sockets).toHaveLength(1)
  })

  it('may itself be reached over TLS, with the same private root and without our certificate', async () => {
    const secure = await serveSecurely(identity, (_, response) => response.end('{}'))
    const plain = await serve((_, response) => response.end('{}'))
    const proxy = await serveProxy({ tls: identity })
    const uri = `https://${proxy.host.replace('127.0.0.1', 'localhost')}`
    const transport = create({ proxy: new URL(uri), tls: { ca: root.ca } })
    expect(await (await transport(`https://${secure.host}/`, get)).text()).toBe('{}')
    expect(await (await transport(`http://${plain.host}/`, get)).text()).toBe('{}')
    expect(proxy.seen).toContain(`CONNECT ${secure.host}`)
    const error = await errorOf(create({ proxy: uri })(`https://${secure.host}/`, get))
    expect(error).toMatchObject({ code: 'NETWORK_FAILED' })
  })

  it.each(['http', 'https'])(
    'that does not let us in is a network failure for %s, which shows no credentials',
    async (scheme) => {
      const proxy = await serveProxy({ authorization: 'Basic other' })
      const transport = create({ proxy: `http://${credentials}@${proxy.host}` })
      const error = await errorOf(transport(`${scheme}://127.0.0.1:1/`, get))
      expect(error).toMatchObject({ name: 'FetchError', code: 'NETWORK_FAILED', cause: expect.any(Error) })
      expect(inspect(error, { depth: 20 })).toContain('407')
      expect(inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error)).not.toMatch(secrets)
      expect(inspect(transport, { depth: 20, showHidden: true }) + JSON.stringify(transport)).not.toMatch(secrets)
    },
  )

  it.each(['http', 'https'])('that echoes what it was sent does not show it for %s', async (scheme) => {
    const { host } = await serveSockets((socket) => void socket.once('data', (head: Buffer) => socket.end(head)))
    const error = await errorOf(create({ proxy: `http://${credentials}@${host}` })(`${scheme}://api.example/`, get))
    expect(error).toMatchObject({ code: 'NETWORK_FAILED' })
    expect(inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error)).not.toMatch(secrets)
  })

  it.each(['http', 'https'])('that hangs up is asked once for %s', async (scheme) => {
    const { host, sockets } = await serveSockets((socket) => void socket.once('data', () => socket.destroy()))
    const error = await errorOf(create({ proxy: `http://${host}` })(`${scheme}://api.example/`, get))
    expect(error).toMatchObject({ code: 'NETWORK_FAILED' })
    expect(sockets).toHaveLength(1)
  })

  it('that says nothing has connectTimeout to open a tunnel', async () => {
    const { host } = await serveSockets(() => {})
    const error = await errorOf(create({ proxy: `http://${host}`, connectTimeout: 100 })('https://api.example/', get))
    expect(error).toMatchObject({ code: 'NETWORK_FAILED', cause: { message: 'The proxy opened no tunnel.' } })
  })

  it.each([
    ['http://x:99999/', {}],
    ['http://a:b:c/', {}],
    ['http://host/', { 'Proxy-Authorization': 'Basic hidden' }],
  ])('that undici refuses to ask for %s is a network failure, and nothing waits for it', async (url, headers) => {
    const transport = createUndiciTransport({ proxy: 'http://127.0.0.1:1', timeout: Number.POSITIVE_INFINITY })
    const error = await errorOf(transport(url, { ...get, headers }))
    expect(error).toMatchObject({ name: 'FetchError', code: 'NETWORK_FAILED', cause: expect.any(Error) })
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('hidden')
    await transport.close()
  })

  it('is not taken from the environment', async () => {
    const proxy = await serveProxy()
    const { host } = await serve((_, response) => response.end('{}'))
    process.env['HTTP_PROXY'] = `http://${proxy.host}`
    onTestFinished(() => void delete process.env['HTTP_PROXY'])
    await create()(`http://${host}/`, get)
    expect(proxy.seen).toEqual([])
  })
})
