import { inspect } from 'node:util'
import { createUndiciTransport, type UndiciTransportOptions } from '@wechatpay-kit/transport-undici'
import { expect, it } from 'vitest'
import { createRoot } from './certificates.ts'

const root = createRoot()
const { cert, key } = root.issue('client', [])
const encrypted = '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----'

it.each<[name: string, options: object]>([
  ['timeout', { timeout: 0 }],
  ['timeout', { timeout: Number.NaN }],
  ['timeout', { timeout: '5000' }],
  ['maxResponseBytes', { maxResponseBytes: -1 }],
  ['maxResponseBytes', { maxResponseBytes: null }],
  ['connections', { connections: 0 }],
  ['connections', { connections: 1.5 }],
  ['connections', { connections: Number.POSITIVE_INFINITY }],
  ['keepAliveTimeout', { keepAliveTimeout: 0 }],
  ['keepAliveTimeout', { keepAliveTimeout: 2 ** 31 }],
  ['connectTimeout', { connectTimeout: -5 }],
  ['connectTimeout', { connectTimeout: 0.5 }],
  ['proxy', { proxy: '' }],
  ['proxy', { proxy: 'proxy.example:3128' }],
  ['proxy', { proxy: 'socks5://user:hidden@proxy.example' }],
  ['proxy', { proxy: 'http://user:hidden@proxy.example/path' }],
  ['proxy', { proxy: 'http://user:hidden@proxy.example/?x' }],
  ['proxy', { proxy: 'http://user:hidden@proxy.example/#x' }],
  ['proxy', { proxy: 'http://user:hidden%@proxy.example' }],
  ['proxy', { proxy: 'http://user:hidden@[proxy' }],
  ['proxy', { proxy: 8080 }],
  ['tls', { tls: null }],
  ['tls', { tls: 'x' }],
  ['tls.rejectUnauthorized', { tls: { rejectUnauthorized: false } }],
  ['tls.servername', { tls: { servername: '' } }],
  ['tls.servername', { tls: { servername: 1 } }],
  ['tls', { tls: { cert: 'no certificate' } }],
  ['tls.ca', { tls: { ca: 1 } }],
  ['tls.ca', { tls: { ca: '' } }],
  ['tls.ca', { tls: { ca: null } }],
  ['tls.ca', { tls: { ca: [] } }],
  ['tls.ca', { tls: { ca: 'no certificate' } }],
  ['tls.ca', { tls: { ca: [root.ca, new Uint8Array(9)] } }],
  ['tls', { tls: { cert: root.ca, key } }],
  ['tls', { tls: { key: encrypted, passphrase: 'hidden' } }],
  ['tls', { tls: { cert, key, minVersion: 'TLSv9' } }],
  ['tls', { tls: { key: encrypted, passphrase: { hidden: 'hidden' } } }],
  ['retries', { retries: 3 }],
])('refuses a wrong %s at once: %j', (name, options) => {
  let error: unknown
  try {
    createUndiciTransport(options as UndiciTransportOptions)
  } catch (thrown) {
    error = thrown
  }
  expect(error).toSatisfy((thrown) => thrown instanceof TypeError || thrown instanceof RangeError)
  expect((error as Error).message).toMatch(new RegExp(`^${name.replace('.', '\\.')} `))
  expect(inspect(error, { showHidden: true })).not.toContain('hidden')
})

it('takes options that are undefined as left out', async () => {
  const names = ['connections', 'keepAliveTimeout', 'connectTimeout', 'timeout', 'maxResponseBytes', 'proxy', 'tls']
  await createUndiciTransport(Object.fromEntries(names.map((name) => [name, undefined]))).close()
})
