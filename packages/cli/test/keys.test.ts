import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readPem } from '@wechatpay-kit/test-vectors'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runCommand, runIntoClosedPipe, vector } from './command.ts'

const keysOf = async (path: string, env: Record<string, string> = {}, input = '') => {
  const { code, stdout, stderr } = await runCommand(['keys', path, '--json'], { env, input })
  if (code !== 0) return JSON.parse(stderr)
  return (JSON.parse(stdout) as { keys: Record<string, unknown>[] }).keys
}
const fingerprint = createHash('sha256')
  .update(createPublicKey(readPem('merchant.public')).export({ format: 'der', type: 'spki' }))
  .digest('hex')
const PASSWORD = { WECHATPAY_P12_PASSWORD: 'example' }
const PRIVATE = { kind: 'private key', algorithm: 'RSA 2048', fingerprint, variables: ['WECHATPAY_PRIVATE_KEY'] }
const SECRET = readPem('merchant.private').split('\n')[5] as string

describe('keys', () => {
  it.each([
    ['keys/merchant.private.pem', { ...PRIVATE, form: 'PKCS#8', encoding: 'PEM' }],
    ['keys/merchant.pkcs1.pem', { ...PRIVATE, form: 'PKCS#1' }],
    [
      'keys/merchant.public.pem',
      { kind: 'public key', form: 'SPKI', fingerprint, variables: ['WECHATPAY_PUBLIC_KEY'] },
    ],
    ['keys/merchant.pkcs1-public.pem', { kind: 'public key', form: 'PKCS#1', fingerprint }],
    [
      'keys/merchant.encrypted.pem',
      { kind: 'private key', isEncrypted: true, variables: [], problem: expect.any(String) },
    ],
    [
      'keys/ec.sec1.pem',
      { form: 'SEC1', algorithm: 'EC prime256v1', variables: [], problem: expect.stringContaining('RSA') },
    ],
    ['keys/small.private.pem', { algorithm: 'RSA 1024', problem: expect.stringContaining('1024') }],
    ['keys/pss.public.pem', { kind: 'public key', problem: expect.any(String) }],
    ['certificates/rc2-fast.p12', { kind: 'PKCS#12 file', isEncrypted: true, variables: ['WECHATPAY_P12_FILE'] }],
    ['certificates/ec.pem', { kind: 'certificate', variables: [], problem: expect.stringContaining('RSA') }],
  ])('tells what %s is', async (path, expected) => {
    expect(await keysOf(vector(path))).toEqual([expect.objectContaining(expected)])
  })

  it('shows a certificate’s serial number, dates and owner, and that its key is that of the private key', async () => {
    const certificate = {
      kind: 'certificate',
      serialNumber: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB',
      subject: expect.stringContaining('CN=1900007291'),
      notAfter: expect.stringMatching(/^20\d\d-/),
      fingerprint,
      variables: ['WECHATPAY_CERTIFICATE'],
    }
    const path = vector('certificates/merchant.pem')
    expect(await keysOf(path)).toEqual([expect.objectContaining(certificate)])
    const { stdout } = await runCommand(['keys', path], { env: { LANG: 'zh_CN' } })
    expect(stdout).toMatch(/^ {2}序列号 +408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB$/m)
    // The same file as base64, as DER, and together with the key.
    const pem = readFileSync(path, 'utf8')
    const base64 = Buffer.from(pem).toString('base64')
    const der = pem.replace(/-----.*-----|\s/g, '')
    expect(await keysOf('-', {}, base64)).toEqual([
      expect.objectContaining({ ...certificate, encoding: 'base64 of PEM' }),
    ])
    expect(await keysOf('-', {}, der)).toEqual([expect.objectContaining({ ...certificate, encoding: 'base64 of DER' })])
    const both = `Bag Attributes\n${readPem('merchant.private')}${pem}`
    expect(await keysOf('-', {}, both)).toEqual([PRIVATE, certificate].map((one) => expect.objectContaining(one)))
  })

  it('reads what Windows, a chat or a browser made of a file', async () => {
    const pem = readPem('merchant.private')
    const dashes = pem.replaceAll('-----', '—--').replaceAll('/', '／')
    const urlSafe = pem
      .replace(/-----.*-----|\s/g, '')
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replace(/=+$/, '')
    for (const changed of [dashes, urlSafe, pem.replaceAll('\n', '\u00a0\n'), `私钥：${pem}谢谢`])
      expect(await keysOf('-', {}, changed), changed.slice(0, 40)).toEqual([expect.objectContaining(PRIVATE)])
    const folder = mkdtempSync(join(tmpdir(), 'wechatpay-kit-keys-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, 'utf16.pem'), Buffer.from(`\ufeff${pem}`, 'utf16le'))
    expect(await keysOf(join(folder, 'utf16.pem'))).toEqual([expect.objectContaining(PRIVATE)])
    writeFileSync(join(folder, 'key.zip'), Buffer.from([0x50, 0x4b, 3, 4]))
    expect(await keysOf(join(folder, 'key.zip'))).toMatchObject({ message: expect.stringMatching(/ZIP.*Unpack/) })
  })

  it('tells damage, and the algorithm of a key that is none of RSA', async () => {
    const pem = readPem('merchant.private')
    const cut = pem
      .split('\n')
      .filter((_, line) => line !== 9)
      .join('\n')
    expect(await keysOf('-', {}, cut)).toEqual([
      expect.objectContaining({ variables: [], problem: expect.stringMatching(/damaged/) }),
    ])
    const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
    expect(await keysOf('-', {}, jwk)).toEqual([
      expect.objectContaining({ kind: 'private key', algorithm: 'ED25519', problem: expect.stringMatching(/RSA/) }),
    ])
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    const spki = createHash('sha256')
      .update(publicKey.export({ format: 'der', type: 'spki' }))
      .digest('hex')
    for (const type of ['pkcs8', 'sec1'] as const) {
      const ec = privateKey.export({ format: 'pem', type }).toString()
      expect(await keysOf('-', {}, ec)).toEqual([
        expect.objectContaining({ algorithm: 'EC secp384r1', fingerprint: spki, variables: [] }),
      ])
    }
  })

  it('opens PKCS#12 and encrypted keys with the password of the environment or of standard input', async () => {
    const p12 = vector('certificates/rc2-fast.p12')
    const opened = [
      expect.objectContaining({ kind: 'private key', fingerprint }),
      expect.objectContaining({ kind: 'certificate', serialNumber: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB' }),
    ]
    expect(await keysOf(p12, PASSWORD)).toEqual(opened)
    expect(await keysOf(p12, {}, 'example\n')).toEqual(opened)
    expect(await keysOf(p12, { WECHATPAY_P12_PASSWORD: 'wrong' })).toMatchObject({ code: 'KEY_FORMAT_INVALID' })
    expect(await keysOf(vector('keys/merchant.encrypted-aes256.pkcs1.pem'), PASSWORD)).toEqual([
      expect.objectContaining({ isEncrypted: true, fingerprint }),
    ])
  })

  it.each([
    'keys/merchant.pkcs1.pem',
    'keys/merchant.private.pem',
    'keys/merchant.encrypted.pem',
    'certificates/rc2-fast.p12',
  ])('converts %s, and prints a key only then', async (path) => {
    const converted = await runCommand(['keys', vector(path), '--to', 'pkcs8'], { env: PASSWORD })
    expect(converted).toEqual({ code: 0, stdout: readPem('merchant.private'), stderr: '' })
    const publicKey = await runCommand(['keys', vector(path), '--to', 'public'], { env: PASSWORD })
    expect(publicKey.stdout).toBe(readPem('merchant.public'))
    const shown = await runCommand(['keys', vector(path)], { env: PASSWORD })
    expect([shown.code, shown.stdout.includes(SECRET), shown.stdout.includes('example')]).toEqual([0, false, false])
  })

  it.each([
    [['nowhere.pem'], '', 1, /FILE_UNREADABLE.*nowhere\.pem does not exist/],
    [['.'], '', 1, /is a directory/],
    [['-'], '', 1, /is empty/],
    [['-'], '0123456789abcdef0123456789ABCDEF\n', 1, /APIv3 key.*WECHATPAY_APIV3_KEY/],
    [['-'], '-----BEGIN PRIVATE KEY-----\nMIIE', 1, /END line/],
    [['-'], 'hello', 1, /no key and no certificate/],
    [['-'], 'PUB_KEY_ID_0114232134912410000000000000', 1, /id of WeChat Pay’s public key/],
    [['-'], '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB', 1, /serial number/],
    [['-'], 'C:\\cert\\apiclient_key.pem', 1, /name of a file/],
    [['-'], 'MIIE\n-----END PRIVATE KEY-----', 1, /BEGIN line/],
    [[], '', 2, /FILE/],
    [[vector('keys/merchant.private.pem'), '--to', 'jwk'], '', 2, /pkcs8, public/],
    [[vector('keys/merchant.public.pem'), '--to', 'pkcs8'], '', 1, /KEY_ABSENT/],
    [[vector('certificates/rc2-fast.p12'), '--to', 'pkcs8'], '', 2, /WECHATPAY_P12_PASSWORD/],
  ])('%j is refused', async (args, input, code, message) => {
    const outcome = await runCommand(['keys', ...args], { input })
    expect([outcome.code, outcome.stdout]).toEqual([code, ''])
    expect(outcome.stderr).toMatch(message)
    expect(outcome.stderr).not.toContain('0123456789abcdef')
  })

  it('ends silently in a closed pipe', async () => {
    const path = vector('keys/merchant.private.pem')
    expect(await runIntoClosedPipe(['keys', path])).toEqual({ code: 0, stderr: '' })
  })
})
