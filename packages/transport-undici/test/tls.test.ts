import type { TLSSocket } from 'node:tls'
import { createUndiciTransport, type UndiciTransportOptions } from '@wechatpay-kit/transport-undici'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createRoot, dns, loopback } from './certificates.ts'
import { codeOf, errorOf, get, serveProxy, serveSecurely } from './servers.ts'

const create = (options?: UndiciTransportOptions) => {
  const transport = createUndiciTransport(options)
  onTestFinished(() => transport.close())
  return transport
}
const { ca, issue } = createRoot()
const identity = issue('127.0.0.1', [loopback])

describe('tls', () => {
  it('trusts a private root that it was given, and no other', async () => {
    const { host } = await serveSecurely(identity, (_, response) => response.end('{}'))
    expect(await (await create({ tls: { ca } })(`https://${host}/`, get)).text()).toBe('{}')
    expect(await (await create({ tls: { ca: [ca] } })(`https://${host}/`, get)).text()).toBe('{}')
    const error = await errorOf(create()(`https://${host}/`, get))
    expect(error).toMatchObject({ code: 'NETWORK_FAILED', cause: { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } })
  })

  it('cannot be switched off by the environment', async () => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
    onTestFinished(() => void delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'])
    const { host } = await serveSecurely(identity, (_, response) => response.end('{}'))
    const { host: proxy } = await serveProxy()
    for (const options of [{}, { proxy: `http://${proxy}` }]) {
      expect(await codeOf(create(options)(`https://${host}/`, get))).toBe('NETWORK_FAILED')
    }
  })

  it.each(['direct', 'proxied'])('checks the name, or the one that it was given: %s', async (way) => {
    const named = issue('gateway.internal', [dns('gateway.internal')])
    const names: (string | false | null | undefined)[] = []
    const { host } = await serveSecurely(named, ({ socket }, response) => {
      names.push((socket as TLSSocket).servername)
      response.end('{}')
    })
    const proxy = way === 'proxied' ? `http://${(await serveProxy()).host}` : undefined
    const error = await errorOf(create({ proxy, tls: { ca } })(`https://${host}/`, get))
    expect(error).toMatchObject({ code: 'NETWORK_FAILED', cause: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' } })
    const tls = { ca, servername: 'gateway.internal' }
    expect(await codeOf(create({ proxy, tls })(`https://${host}/`, get))).toBe('no error')
    expect(names).toEqual(['gateway.internal'])
  })

  it('shows the certificate that it was given', async () => {
    const { host } = await serveSecurely({ ...identity, ca, requestCert: true }, ({ socket }, response) =>
      response.end((socket as TLSSocket).getPeerCertificate().subject.CN),
    )
    const { host: proxy } = await serveProxy()
    const client = issue('shop', [])
    for (const options of [{}, { proxy: `http://${proxy}` }]) {
      const response = await create({ ...options, tls: { ca, ...client } })(`https://${host}/`, get)
      expect(await response.text()).toBe('shop')
    }
  })

  it('refuses a version older than allowed', async () => {
    const { host } = await serveSecurely({ ...identity, maxVersion: 'TLSv1.2' }, (_, response) => response.end('{}'))
    expect(await codeOf(create({ tls: { ca } })(`https://${host}/`, get))).toBe('no error')
    expect(await codeOf(create({ tls: { ca, minVersion: 'TLSv1.3' } })(`https://${host}/`, get))).toBe('NETWORK_FAILED')
  })

  it('speaks HTTP/1.1 even to a server that offers more', async () => {
    const { host } = await serveSecurely({ ...identity, ALPNProtocols: ['h2', 'http/1.1'] }, ({ socket }, response) =>
      response.end(String((socket as TLSSocket).alpnProtocol)),
    )
    expect(await (await create({ tls: { ca } })(`https://${host}/`, get)).text()).toBe('http/1.1')
  })
})
