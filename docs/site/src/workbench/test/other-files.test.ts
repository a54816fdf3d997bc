// Files that are no keys of WeChat Pay's, though they look like some, made by OpenSSL.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openKeys } from '../keys/key-ring.ts'
import { describeRole } from '../keys/roles.ts'
import { certificate, pem } from './given.ts'

const PRIVATE = pem('merchant.private')
const file = (bytes: Uint8Array | string) => ({
  name: 'file',
  bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes,
})

describe('a file of another kind', () => {
  const block = (label: string, content = 'MAMCAQA=') =>
    `-----BEGIN ${label}-----\n${content}\n-----END ${label}-----\n`
  const folder = mkdtempSync(join(tmpdir(), 'wechatpay-kit-keys-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder })

  it.each([
    ['OPENSSH PRIVATE KEY', /SSH/],
    ['CERTIFICATE REQUEST', /证书请求/],
    ['NEW CERTIFICATE REQUEST', /证书请求/],
    ['PKCS7', /PKCS#7/],
    ['DH PARAMETERS', /算法参数/],
    ['EC PARAMETERS', /算法参数/],
    ['PGP PRIVATE KEY BLOCK', /不是微信支付/],
  ])('%s is told by its label, and is neither damaged nor a key', async (label, problem) => {
    const { keys } = await openKeys([file(block(label))], [])
    expect(keys.map(({ description }) => description.kind)).toEqual(['unknown'])
    expect(keys[0]?.description.problem?.zh).toMatch(problem)
  })

  it('a certificate request in DER is no certificate', async () => {
    writeFileSync(join(folder, 'key.pem'), PRIVATE)
    openssl('req', '-new', '-key', 'key.pem', '-subj', '/CN=x', '-outform', 'DER', '-out', 'request.der')
    const { keys } = await openKeys([file(readFileSync(join(folder, 'request.der')))], [])
    expect(keys[0]?.description).toMatchObject({ kind: 'unknown', problem: { en: expect.stringContaining('CSR') } })
  })

  it('PKCS#12 with an empty password opens by itself', async () => {
    writeFileSync(join(folder, 'key.pem'), PRIVATE)
    writeFileSync(join(folder, 'certificate.pem'), certificate('merchant.pem'))
    openssl(
      'pkcs12',
      '-export',
      '-inkey',
      'key.pem',
      '-in',
      'certificate.pem',
      '-passout',
      'pass:',
      '-out',
      'empty.p12',
    )
    const { keys, password } = await openKeys([file(readFileSync(join(folder, 'empty.p12')))], [])
    expect([password, keys.map(({ description }) => description.kind)]).toEqual([
      'good',
      ['private key', 'certificate'],
    ])
    const closed = await openKeys([file(certificate('merchant.p12'))], [])
    expect([closed.password, closed.refusal]).toEqual(['absent', undefined])
  })

  it('the certificate of the authority is nobody’s', async () => {
    writeFileSync(join(folder, 'key.pem'), PRIVATE)
    openssl(
      'req',
      '-new',
      '-x509',
      '-key',
      'key.pem',
      '-subj',
      '/CN=Tenpay.com Root CA',
      '-days',
      '9',
      '-out',
      'root.pem',
    )
    const ring = await openKeys([file(readFileSync(join(folder, 'root.pem')))], [])
    expect(describeRole(ring.keys[0] ?? expect.fail())?.en).toContain('authority')
  })
})
