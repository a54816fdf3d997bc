import { inspect } from 'node:util'
import * as webcrypto from '@wechatpay-kit/crypto'
import { KeyFormatError } from '@wechatpay-kit/crypto'
import * as forge from '@wechatpay-kit/crypto/forge'
import { readBytes, readPem } from '@wechatpay-kit/test-vectors'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { backends, der, rejection } from './backends.ts'
import * as write from './der-writer.ts'

const certificate = new TextDecoder().decode(readBytes('certificates/merchant.pem'))
const privatePem = readPem('merchant.private')
const lines = privatePem.split('\n')
const base64 = lines.slice(1, -2).join('\n')
const relabel = (pem: string, label: string) => pem.replace(/(-----(?:BEGIN|END)) [A-Z ]+/g, `$1 ${label}`)
const MALFORMED = 'malformed file: copy it again'
const NO_BLOCK = 'no PEM block: copy it again'
const ENTRY = '@wechatpay-kit/crypto/certificate'

const merchant = write.numbersOf('merchant')
const { n, e, d, p, q } = merchant
const changed = (change: Partial<write.Numbers>) => write.pkcs8(write.pkcs1({ ...merchant, ...change }))
const bytes = (...values: number[]) => Uint8Array.from(values)
/** A friendlyName, as Windows writes it. */
const attribute = write.sequence(
  Uint8Array.from(Buffer.from('06092a864886f70d010914', 'hex')),
  write.tlv(0x31, write.tlv(0x1e, Uint8Array.of(0, 0x78))),
)
const concat = (...parts: Uint8Array[]) => Uint8Array.from(Buffer.concat(parts))

const privateRefusals: [given: string, key: unknown, found: string][] = [
  ['a public key', readPem('merchant.public'), 'PUBLIC KEY'],
  ['a public key as DER', der('merchant.public'), 'PUBLIC KEY'],
  ['PKCS#1', readPem('merchant.pkcs1'), `RSA PRIVATE KEY: use toPkcs8 of ${ENTRY}`],
  ['PKCS#1 as DER', der('merchant.pkcs1'), `RSA PRIVATE KEY: use toPkcs8 of ${ENTRY}`],
  [
    'PKCS#1 labelled PKCS#8',
    relabel(readPem('merchant.pkcs1'), 'PRIVATE KEY'),
    `RSA PRIVATE KEY: use toPkcs8 of ${ENTRY}`,
  ],
  ['an encrypted PKCS#1 key', readPem('merchant.encrypted-aes256.pkcs1'), `RSA PRIVATE KEY: use toPkcs8 of ${ENTRY}`],
  ['an encrypted key', readPem('merchant.encrypted'), `ENCRYPTED PRIVATE KEY: use toPkcs8 of ${ENTRY}`],
  ['an encrypted key as DER', der('merchant.encrypted'), `ENCRYPTED PRIVATE KEY: use toPkcs8 of ${ENTRY}`],
  ['a certificate', certificate, `CERTIFICATE: use readCertificate of ${ENTRY}`],
  ['an EC key', readPem('ec.private'), 'EC'],
  ['an EC key in its own form', readPem('ec.sec1'), 'EC PRIVATE KEY'],
  ['an EC key in its own form as DER', der('ec.sec1'), 'EC'],
  ['an RSA-PSS key', readPem('pss.private'), 'RSA-PSS'],
  [
    'an Ed25519 key',
    write.sequence(write.integer(0n), write.sequence(bytes(6, 3, 0x2b, 0x65, 0x70)), write.octets(bytes(4, 0))),
    MALFORMED,
  ],
  ['1024 bits', readPem('small.private'), '1024 bits, not 2048-16384'],
  ['no END line', lines.slice(0, -2).join('\n'), NO_BLOCK],
  ['the END line of something else', privatePem.replace('END PRIVATE', 'END PUBLIC'), NO_BLOCK],
  ['a missing line', lines.toSpliced(5, 1).join('\n'), MALFORMED],
  ['a character that is not base64', privatePem.replace('M', '*'), MALFORMED],
  ['an empty block', '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----', MALFORMED],
  ['two blocks', privatePem + certificate, 'PEM blocks: copy one'],
  ['DER as base64 text', base64, 'base64: decode it'],
  ['base64 of something else', 'AAAA', NO_BLOCK],
  ['nothing', '', NO_BLOCK],
  ['undefined', undefined, 'undefined'],
  ['an object', {}, 'object'],
  ['wide numbers', new Uint16Array(100), 'object'],
  ['text that is not base64', '***', NO_BLOCK],
  ['a BEGIN line and nothing else', '-----BEGIN PRIVATE KEY', NO_BLOCK],
  ['no bytes', new Uint8Array(), NO_BLOCK],
  ['one byte', bytes(0x30), MALFORMED],
  ['an empty sequence', bytes(0x30, 0), MALFORMED],
  ['another tag', concat(bytes(0x31), der('merchant.private').subarray(1)), NO_BLOCK],
  ['bytes after the key', concat(der('merchant.private'), bytes(5, 0)), MALFORMED],
  ['an empty sequence before the key', concat(bytes(0x30, 0), der('merchant.private')), MALFORMED],
  ['DER as indented base64 text', `\n  ${base64}`, 'base64: decode it'],
  ['an indefinite length', concat(bytes(0x30, 0x80), der('merchant.private').subarray(4), bytes(0, 0)), MALFORMED],
  ['a length with a leading zero', concat(bytes(0x30, 0x83, 0), der('merchant.private').subarray(2)), MALFORMED],
  ['a long form of a short length', bytes(0x30, 0x81, 2, 5, 0), MALFORMED],
  ['a length of four bytes', concat(bytes(0x30, 0x84, 1, 0, 0, 0), new Uint8Array(1 << 24)), MALFORMED],
  ['a length beyond the end', bytes(0x30, 3, 5, 0), MALFORMED],
  [
    'an element before the version',
    write.sequence(write.octets(), write.integer(0n), write.algorithm, write.octets(write.pkcs1(merchant))),
    MALFORMED,
  ],
  ['attributes', write.pkcs8(write.pkcs1(merchant), write.tlv(0xa0, attribute)), MALFORMED],
  ['empty attributes', write.pkcs8(write.pkcs1(merchant), write.tlv(0xa0)), MALFORMED],
  ['attributes that are no DER', write.pkcs8(write.pkcs1(merchant), write.tlv(0xa0, bytes(0xff))), MALFORMED],
  ['the modulus for one prime and 1 for the other', changed({ p: n, q: 1n }), MALFORMED],
  ['attributes of a wrong tag', write.pkcs8(write.pkcs1(merchant), write.tlv(0xa1)), MALFORMED],
  ['two sets of attributes', write.pkcs8(write.pkcs1(merchant), write.tlv(0xa0), write.tlv(0xa0)), MALFORMED],
  [
    'parameters that are not NULL',
    write.sequence(
      write.integer(0n),
      write.sequence(write.rsaEncryption.subarray(0, -2)),
      write.octets(write.pkcs1(merchant)),
    ),
    MALFORMED,
  ],
  [
    'PKCS#8 of version 1',
    write.sequence(write.integer(1n), write.algorithm, write.octets(write.pkcs1(merchant))),
    MALFORMED,
  ],
  ['PKCS#8 in PKCS#8', write.pkcs8(der('merchant.private')), 'PRIVATE KEY'],
  [
    'an element of more than 64 KiB',
    write.pkcs8(write.pkcs1(merchant), write.tlv(0xa0, new Uint8Array(1 << 16))),
    MALFORMED,
  ],
  ['a path instead of the file', 'apiclient_key.pem', NO_BLOCK],
  ['PEM and half a block', `${privatePem}-----BEGIN `, 'PEM blocks: copy one'],
  ['a String object', Object(privatePem), 'object'],
  ['three primes', write.pkcs8(write.pkcs1(merchant, 1n)), MALFORMED],
  ['a number too many', write.pkcs8(write.sequence(...Array(10).fill(write.integer(0n)))), MALFORMED],
  ['a number too few', write.pkcs8(write.sequence(...[0n, n, e, d, p, q].map(write.integer))), MALFORMED],
  ['another element for a number', write.pkcs8(write.sequence(write.octets(bytes(0)))), MALFORMED],
  ['an empty number', write.pkcs8(write.sequence(bytes(2, 0))), MALFORMED],
  ['a negative number', write.pkcs8(write.sequence(bytes(2, 1, 0x80))), MALFORMED],
  ['a number with a leading zero', write.pkcs8(write.sequence(bytes(2, 2, 0, 1))), MALFORMED],
  ['n that is not p·q', changed({ n: n + 2n }), MALFORMED],
  ['an even exponent', changed({ e: 65536n }), MALFORMED],
  ['the exponent 1', changed({ e: 1n, d: 1n, dp: 1n, dq: 1n }), MALFORMED],
  ['d that fits q alone', changed({ d: d + (q - 1n), dp: (d + (q - 1n)) % (p - 1n) }), MALFORMED],
  ['d that fits p alone', changed({ d: d + (p - 1n), dq: (d + (p - 1n)) % (q - 1n) }), MALFORMED],
  ['d that does not fit', changed({ d: d + 2n }), MALFORMED],
  ['d + lcm(p−1, q−1), beyond n', changed({ d: d + n * (p - 1n) * (q - 1n) }), MALFORMED],
  ['p and q that are 1 and n', changed({ p: 1n, q: n }), MALFORMED],
  ['p and q that are n and 1', changed({ p: n, q: 1n }), MALFORMED],
  ['p and q that are 0', changed({ p: 0n, q: 0n }), MALFORMED],
  ['dP that does not fit', changed({ dp: merchant.dp + 2n }), MALFORMED],
  ['dQ that does not fit', changed({ dq: merchant.dq + 2n }), MALFORMED],
  ['qInv that does not fit', changed({ qi: merchant.qi + 1n }), MALFORMED],
  ['qInv that is not reduced', changed({ qi: merchant.qi + p }), MALFORMED],
]

const publicRefusals: typeof privateRefusals = [
  ['a private key', privatePem, 'PRIVATE KEY'],
  ['a private key as DER', der('merchant.private'), 'PRIVATE KEY'],
  ['PKCS#1', readPem('merchant.pkcs1-public'), 'RSA PUBLIC KEY'],
  ['PKCS#1 as DER', der('merchant.pkcs1-public'), 'RSA PUBLIC KEY'],
  ['a certificate', certificate, `CERTIFICATE: use readCertificate of ${ENTRY}`],
  [
    'a certificate as DER',
    Uint8Array.from(Buffer.from(certificate.replace(/-----.*-----/g, ''), 'base64')),
    `CERTIFICATE: use readCertificate of ${ENTRY}`,
  ],
  ['an EC key', readPem('ec.public'), 'EC'],
  ['an RSA-PSS key', readPem('pss.public'), 'RSA-PSS'],
  [
    'an RSA-PSS key with parameters',
    write.sequence(
      write.sequence(bytes(6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10), write.sequence()),
      write.bits(bytes(0)),
    ),
    'RSA-PSS',
  ],
  ['1024 bits', readPem('small.public'), '1024 bits, not 2048-16384'],
  ['2047 bits', write.spki(n >> 1n, e), '2047 bits, not 2048-16384'],
  ['16385 bits', write.spki(2n ** 16384n + 1n, e), '16385 bits, not 2048-16384'],
  ['half of it', der('merchant.public').subarray(0, 100), MALFORMED],
  ['an even modulus', write.spki(n + 1n, e), MALFORMED],
  ['an even exponent', write.spki(n, 4n), MALFORMED],
  ['the exponent 1', write.spki(n, 1n), MALFORMED],
  ['an exponent of 33 bits', write.spki(n, 2n ** 32n + 1n), MALFORMED],
  [
    'a third number',
    write.sequence(write.algorithm, write.bits(write.sequence(...[n, e, e].map(write.integer)))),
    MALFORMED,
  ],
  [
    'unused bits',
    write.sequence(write.algorithm, write.tlv(3, bytes(1), write.sequence(write.integer(n), write.integer(e)))),
    MALFORMED,
  ],
  [
    'an element before the algorithm',
    write.sequence(write.octets(), write.algorithm, write.bits(write.sequence(write.integer(n), write.integer(e)))),
    MALFORMED,
  ],
  [
    'an element after the key',
    write.sequence(write.algorithm, write.bits(write.sequence(write.integer(n), write.integer(e))), write.integer(0n)),
    MALFORMED,
  ],
  [
    'something before what looks like a certificate',
    write.sequence(write.octets(), write.sequence(), write.sequence(), write.bits()),
    MALFORMED,
  ],
  [
    'something before what looks like an EC key',
    write.sequence(write.octets(), write.integer(1n), write.octets()),
    MALFORMED,
  ],
  ['an empty bit string', write.sequence(write.algorithm, write.tlv(3)), MALFORMED],
]

describe.each(backends)('%s: import', (_, { importPrivateKey, importPublicKey }) => {
  it('takes PEM in every shape it travels in, and DER', async () => {
    const keys = {
      plain: privatePem,
      'CRLF line ends': privatePem.replaceAll('\n', '\r\n'),
      'in one line': privatePem.replaceAll('\n', ''),
      'line breaks written out, as in environment variables': privatePem.replaceAll('\n', '\\n'),
      'CRLF written out': privatePem.replaceAll('\n', '\\r\\n'),
      'text around it': `Bag Attributes\n  friendlyName: x\n${privatePem}text`,
      indented: privatePem.replace(/^/gm, '  '),
      DER: der('merchant.private'),
      'PEM in a Buffer': Buffer.from(privatePem),
      'DER in a Buffer': Buffer.from(der('merchant.private')),
    }
    for (const [shape, key] of Object.entries(keys)) {
      const signature = await (await importPrivateKey(key)).sign('message')
      expect(await (await importPublicKey(der('merchant.public'))).verify('message', signature), shape).toBe(true)
    }
  })

  it('takes keys of other lengths and exponents, and says how much they encrypt', async () => {
    const maxPlaintextBytes = async (key: string | Uint8Array) => (await importPublicKey(key)).maxPlaintextBytes
    expect(await maxPlaintextBytes(readPem('large.public'))).toBe(342)
    expect(await maxPlaintextBytes(readPem('cubic.public'))).toBe(214)
    expect(await maxPlaintextBytes(write.spki(n * 2n + 1n, e))).toBe(215)
    expect(await maxPlaintextBytes(write.spki(n, 2n ** 32n - 1n))).toBe(214)
    expect(await maxPlaintextBytes(write.spki(2n ** 16384n - 1n, e))).toBe(2006)
    const signature = await (await importPrivateKey(readPem('cubic.private'))).sign('message')
    expect(await (await importPublicKey(readPem('cubic.public'))).verify('message', signature)).toBe(true)
  })

  it.each(privateRefusals)('refuses as a private key: %s', async (_, key, found) => {
    const error = await rejection(importPrivateKey(key as string))
    const message = `Expected PRIVATE KEY, found ${found}.`
    expect(error).toBeInstanceOf(KeyFormatError)
    expect(error).toMatchObject({ name: 'KeyFormatError', code: 'KEY_FORMAT_INVALID', message })
  })

  it.each(publicRefusals)('refuses as a public key: %s', async (_, key, found) => {
    const error = await rejection(importPublicKey(key as string))
    const message = `Expected PUBLIC KEY, found ${found}.`
    expect(error).toBeInstanceOf(KeyFormatError)
    expect(error).toMatchObject({ name: 'KeyFormatError', code: 'KEY_FORMAT_INVALID', message })
  })

  it('does not change the bytes it is given, nor notice when they change later', async () => {
    const bytes = der('merchant.private')
    const key = await importPrivateKey(bytes)
    expect(bytes).toEqual(der('merchant.private'))
    const before = await key.sign('message')
    bytes.fill(0)
    expect(await key.sign('message')).toBe(before)
  })

  it('never shows key material', async () => {
    const secrets = [...lines.slice(1, -2).map((line) => line.slice(0, 16)), String(d), d.toString(16), String(p)]
    const key = await importPrivateKey(privatePem)
    const thrown = await Promise.all(privateRefusals.map(([, bad]) => rejection(importPrivateKey(bad as string))))
    for (const value of [key, key.sign, key.decrypt, ...thrown]) {
      const shown = [inspect(value, { depth: Infinity, showHidden: true }), JSON.stringify(value), String(value)]
      for (const secret of secrets) expect(shown.join()).not.toContain(secret)
    }
  })
})

it('gives the same verdict in both backends for any change of any byte', async () => {
  const verdict = (promise: Promise<object>) =>
    promise.then(
      () => 'accepted',
      (error: Error) => `${error.constructor.name}: ${error.message}`,
    )
  const position = fc.nat(der('merchant.public').length - 1)
  await fc.assert(
    fc.asyncProperty(position, fc.integer({ min: 1, max: 255 }), async (position, change) => {
      for (const name of ['merchant.public', 'merchant.private']) {
        const bytes = der(name)
        bytes[position] = (bytes[position] as number) ^ change
        const verdicts = backends.map(([, { importPrivateKey, importPublicKey }]) =>
          verdict(name.endsWith('public') ? importPublicKey(bytes) : importPrivateKey(bytes)),
        )
        expect(new Set(await Promise.all(verdicts)).size).toBe(1)
      }
    }),
    { numRuns: 500 },
  )
})

describe('runtimes', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  it('without SubtleCrypto are told to use the other entry', async () => {
    const message = 'SubtleCrypto fails (https?): use @wechatpay-kit/crypto/forge.'
    for (const crypto of [undefined, {}]) {
      vi.stubGlobal('crypto', crypto)
      const error = { code: 'KEY_FORMAT_INVALID', message }
      await expect(webcrypto.importPrivateKey(privatePem)).rejects.toMatchObject(error)
      await expect(webcrypto.importPublicKey(readPem('merchant.public'))).rejects.toMatchObject(error)
    }
    vi.unstubAllGlobals()
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
    const signature = await (await forge.importPrivateKey(privatePem)).sign('text')
    expect(await (await forge.importPublicKey(readPem('merchant.public'))).verify('text', signature)).toBe(true)
  })

  it('that refuse a key are quoted in our own words', async () => {
    vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new Error(privatePem))
    const error = await rejection(webcrypto.importPrivateKey(privatePem))
    const message = 'SubtleCrypto fails (https?): use @wechatpay-kit/crypto/forge.'
    expect(error).toMatchObject({ code: 'KEY_FORMAT_INVALID', message })
    expect(inspect(error)).not.toContain('BEGIN')
  })

  it('never get a key that can be exported', async () => {
    const importKey = vi.spyOn(crypto.subtle, 'importKey')
    await webcrypto.importPrivateKey(privatePem)
    await webcrypto.importPublicKey(readPem('merchant.public'))
    await webcrypto.encryptResource('', { apiV3Key: 'k'.repeat(32) })
    expect(importKey.mock.calls.map(([, , , extractable]) => extractable)).toEqual(Array(7).fill(false))
  })

  it('without a secure random source use no secret of node-forge, rather than Math.random', async () => {
    const publicKey = await forge.importPublicKey(readPem('merchant.public'))
    const signature = await (await forge.importPrivateKey(privatePem)).sign('text')
    for (const crypto of [undefined, {}]) {
      vi.stubGlobal('crypto', crypto)
      const message =
        'This runtime has no secure random source (crypto.getRandomValues); node-forge cannot be used in it.'
      const error = { code: 'INPUT_INVALID', message }
      await expect(publicKey.encrypt('text')).rejects.toMatchObject(error)
      await expect(forge.importPrivateKey(privatePem)).rejects.toMatchObject(error)
      // Verification needs no random numbers.
      expect(await publicKey.verify('text', signature)).toBe(true)
    }
  })

  it('use their secure random source in node-forge, and nothing else', async () => {
    const random = vi.spyOn(Math, 'random')
    const getRandomValues = vi.spyOn(crypto, 'getRandomValues')
    await (await forge.importPublicKey(readPem('merchant.public'))).encrypt('text')
    expect(getRandomValues).toHaveBeenCalled()
    expect(random).not.toHaveBeenCalled()
  })
})
