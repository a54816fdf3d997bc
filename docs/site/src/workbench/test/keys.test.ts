import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { listConversions } from '../file/convert.ts'
import { openKeys } from '../keys/key-ring.ts'
import { arePair, chooseKeys, describeRole } from '../keys/roles.ts'
import { certificate, pem, ringOf, SERIAL } from './given.ts'

const PRIVATE = pem('merchant.private')
const bare = (text: string) => text.replace(/-----.*-----|\s/g, '')
const file = (bytes: Uint8Array | string) => ({
  name: 'file',
  bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes,
})

describe('a file', () => {
  it.each([
    ['PKCS#8', PRIVATE, 'private key', /私钥/],
    ['PKCS#1', pem('merchant.pkcs1'), 'private key', /私钥/],
    ['base64 of DER', bare(PRIVATE), 'private key', /私钥/],
    ['DER', new Uint8Array(Buffer.from(bare(PRIVATE), 'base64')), 'private key', /私钥/],
    ['line breaks written out', PRIVATE.replaceAll('\n', '\\n'), 'private key', /私钥/],
    ['a chat’s dashes and quotes', `“${PRIVATE.replaceAll('-----', '—–-')}”`, 'private key', /私钥/],
    ['UTF-16', new Uint8Array(Buffer.from(`\ufeff${PRIVATE}`, 'utf16le')), 'private key', /私钥/],
    ['a public key', pem('platform.public'), 'public key', /公钥/],
    ['PKCS#1 public', pem('merchant.pkcs1-public'), 'public key', /公钥/],
    ['a certificate', certificate('merchant.pem'), 'certificate', /证书/],
  ])('of %s is told, and its role', async (_, content, kind, role) => {
    const { keys, others } = await openKeys([file(content)], [])
    expect(others).toEqual([])
    expect(keys.map(({ description }) => description.kind)).toEqual([kind])
    expect(describeRole(keys[0] ?? expect.fail())?.zh).toMatch(role)
  })

  it.each([
    ['', /is empty/],
    ['hello', /no key and no certificate/],
    ['apiclient_key.pem', /name of a file/],
    [PRIVATE.slice(0, 400), /without its END line/],
    [PRIVATE.slice(-400), /without its BEGIN line/],
    [SERIAL, /serial number/],
    ['PUB_KEY_ID_0114232134912410000000000000', /id of WeChat Pay’s public key/],
    ['abcdefghijklmnopqrstuvwxyz012345', /APIv3 key/],
    [new Uint8Array([0x50, 0x4b, 3, 4]), /ZIP/],
    ['<!doctype html><title>x</title>', /web page/],
    [new Uint8Array(4096).map((_, index) => (index * 167) & 0xff), /no key and no certificate/],
  ])('that is none is told for what it is: %#', async (content, found) => {
    const { keys, others } = await openKeys([file(content)], [])
    expect([keys, others.length]).toEqual([[], 1])
    expect(others[0]?.found.en).toMatch(found)
    expect(others[0]?.remedy.zh).toMatch(/[一-鿿]/)
  })

  it('that is damaged, of another algorithm or too small cannot be used, and says why', async () => {
    const damaged = PRIVATE.split('\n')
      .filter((_, line) => line !== 9)
      .join('\n')
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' })
    for (const [content, problem] of [
      [damaged, /损坏/],
      [ec.toString(), /不是 RSA/],
      [pem('small.private'), /1024/],
      [pem('pss.public'), /不是 RSA/],
    ] as const) {
      const [key] = (await openKeys([file(content)], [])).keys
      expect(key?.description.problem?.zh).toMatch(problem)
      expect([key?.privateKey, key?.publicKey]).toEqual([undefined, undefined])
    }
  })
})

describe('a file with a password', () => {
  it.each(['rc2-fast.p12', '3des.p12', 'aes-fast.p12'])('%s opens with it, and has both halves', async (name) => {
    const sources = [file(certificate(name))]
    expect((await openKeys(sources, [])).password).toBe('absent')
    const wrong = await openKeys(sources, ['wrong'])
    expect([wrong.password, wrong.refusal?.command]).toEqual(['wrong', expect.stringMatching(/^openssl pkcs12 /)])
    expect(wrong.refusal?.reason.zh).toMatch(/密码/)
    const { keys, password } = await openKeys(sources, ['example'])
    expect([password, keys.map(({ description }) => description.kind)]).toEqual([
      'good',
      ['private key', 'certificate'],
    ])
    expect(keys[1]?.description.serialNumber).toBe(SERIAL)
    expect(await arePair(chooseKeys({ keys, others: [], password }))).toBe(true)
    expect(keys[0]?.privatePem).toBe(PRIVATE)
  })

  it('is a private key too, or one that openssl alone opens', async () => {
    const { keys } = await openKeys([file(pem('merchant.encrypted'))], ['example'])
    expect(keys[0]?.privateKey).toBeDefined()
    const scrypt = await openKeys([file(pem('merchant.encrypted-scrypt'))], ['example'])
    expect([scrypt.password, scrypt.refusal?.command]).toEqual(['wrong', expect.stringMatching(/^openssl pkey /)])
    const slow = await openKeys([file(pem('merchant.encrypted-slow'))], ['example'])
    expect(slow.refusal?.reason.zh).toMatch(/轮数过多/)
  })
})

describe('several files', () => {
  it('are told to be a pair, or not', async () => {
    expect(await arePair(chooseKeys(await ringOf(PRIVATE, certificate('merchant.pem'))))).toBe(true)
    expect(await arePair(chooseKeys(await ringOf(pem('stranger.private'), certificate('merchant.pem'))))).toBe(false)
    expect(await arePair(chooseKeys(await ringOf(PRIVATE)))).toBeUndefined()
  })

  it('are chosen by what they are, in any order', async () => {
    const ring = await ringOf(pem('platform.public'), certificate('merchant.pem'), pem('merchant.public'), PRIVATE)
    const { merchantKey, merchantCertificate, platformKey } = chooseKeys(ring)
    expect([merchantKey, merchantCertificate, platformKey].map((key) => key?.source)).toEqual([
      'file 4',
      'file 2',
      'file 1',
    ])
  })
})

describe('a conversion', () => {
  it.each([PRIVATE, pem('merchant.pkcs1'), bare(PRIVATE), PRIVATE.replaceAll('\n', '\r\n')])(
    'writes what OpenSSL reads: %#',
    async (content) => {
      const [key] = (await ringOf(content)).keys
      const [pkcs8, spki] = listConversions(key ?? expect.fail())
      expect(pkcs8).toMatchObject({ pem: PRIVATE, isSecret: true, fileName: 'apiclient_key.pem' })
      expect(createPrivateKey(pkcs8?.pem ?? '').asymmetricKeyDetails?.modulusLength).toBe(2048)
      expect(spki).toMatchObject({ pem: pem('merchant.public'), isSecret: false })
    },
  )

  it('writes a certificate in DER as PEM', async () => {
    const text = new TextDecoder().decode(certificate('merchant.pem'))
    const [key] = (await ringOf(new Uint8Array(Buffer.from(bare(text), 'base64')))).keys
    const pems = listConversions(key ?? expect.fail()).map(({ pem }) => pem)
    expect(pems).toEqual([pem('merchant.public'), /-----BEGIN[\s\S]*/.exec(text)?.[0]])
  })
})
