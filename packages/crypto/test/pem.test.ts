import { inspect } from 'node:util'
import * as webcrypto from '@wechatpay-kit/crypto'
import { KeyFormatError } from '@wechatpay-kit/crypto'
import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto/pem'
import { readPem } from '@wechatpay-kit/test-vectors'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { der, rejection } from './backends.ts'
import * as write from './der-writer.ts'
import { merchant, privatePem, privateRefusals, publicRefusals } from './key-refusals.ts'

const publicPem = readPem('merchant.public')
const { n, e } = merchant
const encode = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const toPem = (bytes: Uint8Array, label: string) =>
  `-----BEGIN ${label}-----\n${encode(bytes)}\n-----END ${label}-----\n`
/** A file as a text with the right label, so that its content alone is wrong. */
const toText = (key: unknown, label: string) =>
  (key instanceof Uint8Array && !(key instanceof Uint16Array) ? toPem(key, label) : key) as string

const REMEDY =
  'The function of the same name in @wechatpay-kit/crypto reads other files, and tells what is wrong with one.'
const expected = { private: 'apiclient_key.pem (PRIVATE KEY', public: 'pub_key.pem (PUBLIC KEY' }
const refusal = (kind: keyof typeof expected, found = 'another or a damaged text') =>
  `Expected ${expected[kind]}, RSA of 2048 to 16384 bits), found ${found}. ${REMEDY}`

/** Keys whose numbers do not fit together, but with which a runtime may still do the right thing, as Node.js does with most. */
const REPAIRED = [
  'the modulus for one prime and 1 for the other',
  'd that does not fit',
  'd + lcm(p−1, q−1), beyond n',
  'p and q that are 1 and n',
  'p and q that are n and 1',
  'dP that does not fit',
  'dQ that does not fit',
  'qInv that does not fit',
  'qInv that is not reduced',
]

const right = await webcrypto.importPrivateKey(privatePem)
const signature = await right.sign('message')
const ciphertext = await (await webcrypto.importPublicKey(publicPem)).encrypt('text')

/** Whether a private key does what the undamaged one does. */
async function isRight(key: webcrypto.PrivateKey): Promise<boolean> {
  const plaintext = await key.decrypt(ciphertext)
  return (await key.sign('message')) === signature && new TextDecoder().decode(plaintext) === 'text'
}

describe('the two files', () => {
  const shapes: [name: string, change: (pem: string) => string][] = [
    ['plain', (pem) => pem],
    ['CRLF line ends', (pem) => pem.replaceAll('\n', '\r\n')],
    ['in one line', (pem) => pem.replaceAll('\n', '')],
    ['line breaks written out, as in environment variables', (pem) => pem.replaceAll('\n', '\\n')],
    ['CRLF written out', (pem) => pem.replaceAll('\n', '\\r\\n')],
    ['line breaks written out twice', (pem) => pem.replaceAll('\n', '\\\\n')],
    ['text around it', (pem) => `Bag Attributes\n  friendlyName: x\n${pem}text`],
    ['indented', (pem) => pem.replace(/^/gm, '  ')],
    ['base64 without the lines around it', (pem) => pem.replace(/-----.*-----/g, '')],
    ['the same, with line breaks written out', (pem) => pem.replace(/-----.*-----/g, '').replaceAll('\n', '\\n')],
  ]
  it.each(shapes)('are read: %s', async (_, change) => {
    expect(await isRight(await importPrivateKey(change(privatePem)))).toBe(true)
    const publicKey = await importPublicKey(change(publicPem))
    expect(await publicKey.verify('message', signature)).toBe(true)
    expect(publicKey.maxPlaintextBytes).toBe(214)
  })

  it('may hold keys of other lengths and exponents', async () => {
    const maxPlaintextBytes = async (bytes: Uint8Array) => (await importPublicKey(encode(bytes))).maxPlaintextBytes
    expect(await maxPlaintextBytes(der('large.public'))).toBe(342)
    expect(await maxPlaintextBytes(write.spki(n * 2n + 1n, e))).toBe(215)
    expect(await maxPlaintextBytes(write.spki(n, 2n ** 32n - 1n))).toBe(214)
    expect(await maxPlaintextBytes(write.spki(2n ** 16384n - 1n, e))).toBe(2006)
    for (const name of ['large', 'cubic']) {
      const signature = await (await importPrivateKey(readPem(`${name}.private`))).sign('message')
      expect(await (await importPublicKey(readPem(`${name}.public`))).verify('message', signature), name).toBe(true)
    }
  })
})

describe('anything else', () => {
  it.each(privateRefusals)('is no private key, or does what the undamaged one does: %s', async (name, key) => {
    const result = await importPrivateKey(toText(key, 'PRIVATE KEY')).catch((error: unknown) => error)
    if (!(result instanceof KeyFormatError)) {
      expect(REPAIRED).toContain(name)
      expect(await isRight(result as webcrypto.PrivateKey)).toBe(true)
      return
    }
    expect(result).toMatchObject({ name: 'KeyFormatError', code: 'KEY_FORMAT_INVALID' })
    expect(result.message).toContain(refusal('private').slice(0, 70))
  })

  it.each(publicRefusals)('is no public key, or verifies nothing: %s', async (name, key) => {
    const result = await importPublicKey(toText(key, 'PUBLIC KEY')).catch((error: unknown) => error)
    if (name === 'an even modulus' && !(result instanceof KeyFormatError)) {
      expect(await (result as webcrypto.PublicKey).verify('message', signature)).toBe(false)
      return
    }
    expect(result).toMatchObject({ name: 'KeyFormatError', code: 'KEY_FORMAT_INVALID' })
    expect((result as Error).message).toContain(refusal('public').slice(0, 60))
  })

  it.each<[given: string, key: unknown, found: string | undefined]>([
    ['PKCS#1', readPem('merchant.pkcs1'), 'BEGIN RSA PRIVATE KEY'],
    ['a public key', publicPem, 'BEGIN PUBLIC KEY'],
    ['a key with a passphrase', readPem('merchant.encrypted'), 'BEGIN ENCRYPTED PRIVATE KEY'],
    ['PKCS#1 that says to be PKCS#8', toPem(der('merchant.pkcs1'), 'PRIVATE KEY'), undefined],
    ['PKCS#8 that says to be PKCS#1', toPem(der('merchant.private'), 'RSA PRIVATE KEY'), 'BEGIN RSA PRIVATE KEY'],
    ['PKCS#8 with attributes', encode(write.pkcs8(write.pkcs1(merchant), write.tlv(0xa0))), undefined],
    ['DER', der('merchant.private'), 'a value of type object'],
    ['base64 of the file', btoa(privatePem), undefined],
    ['1024 bits', readPem('small.private'), undefined],
    [
      'the exponent 1',
      toPem(write.pkcs8(write.pkcs1({ ...merchant, e: 1n })), 'PRIVATE KEY'),
      '2048 bits and the exponent 1',
    ],
    ['no END line', privatePem.split('-----END')[0], undefined],
    ['a key in the place of the label', `-----BEGIN ${privatePem.split('\n')[1]}-----`, undefined],
    ['an unset variable', undefined, 'a value of type undefined'],
    ['the name of the file', 'apiclient_key.pem', undefined],
    [
      'numbers that do not fit together',
      toPem(write.pkcs8(write.pkcs1({ ...merchant, n: n + 2n })), 'PRIVATE KEY'),
      undefined,
    ],
    [
      'a number too few',
      toPem(write.pkcs8(write.sequence(...[0n, n, e].map(write.integer))), 'PRIVATE KEY'),
      undefined,
    ],
  ])('is told by its label, its length or its type, and by nothing that it holds: %s', async (_, key, found) => {
    const error = await rejection(importPrivateKey(key as string))
    expect(error).toMatchObject({ code: 'KEY_FORMAT_INVALID', message: refusal('private', found) })
  })

  it.each<[given: string, key: string, found: string | undefined]>([
    ['PKCS#1', readPem('merchant.pkcs1-public'), 'BEGIN RSA PUBLIC KEY'],
    ['2047 bits', toPem(write.spki(n >> 1n, e), 'PUBLIC KEY'), '2047 bits and the exponent 65537'],
    ['an exponent of 33 bits', encode(write.spki(n, 2n ** 32n + 1n)), '2048 bits and the exponent 4294967297'],
    [
      'no NULL for parameters',
      encode(
        write.sequence(
          write.sequence(write.rsaEncryption.subarray(0, -2)),
          write.bits(write.sequence(write.integer(n), write.integer(e))),
        ),
      ),
      undefined,
    ],
  ])('is told likewise of a public key: %s', async (_, key, found) => {
    const error = await rejection(importPublicKey(key))
    expect(error).toMatchObject({ code: 'KEY_FORMAT_INVALID', message: refusal('public', found) })
  })

  it('with any byte changed is refused, or does what the undamaged key does', async () => {
    const bytes = der('merchant.private')
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (position, change) => {
        const changed = Uint8Array.from(bytes)
        changed[position] = (changed[position] as number) ^ change
        const result = await importPrivateKey(encode(changed)).catch((error: unknown) => error)
        if (!(result instanceof KeyFormatError)) expect(await isRight(result as webcrypto.PrivateKey)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it('with any byte of the public key changed is refused, or verifies nothing that it did', async () => {
    const bytes = der('merchant.public')
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (position, change) => {
        const changed = Uint8Array.from(bytes)
        changed[position] = (changed[position] as number) ^ change
        const result = await importPublicKey(encode(changed)).catch((error: unknown) => error)
        if (result instanceof KeyFormatError) return
        expect(await (result as webcrypto.PublicKey).verify('message', signature)).toBe(false)
      }),
      { numRuns: 200 },
    )
  })

  it('never shows key material', async () => {
    const lines = privatePem.split('\n').slice(1, -2)
    const secrets = [...lines.map((line) => line.slice(0, 16)), String(merchant.d), merchant.d.toString(16)]
    const texts = [
      ...privateRefusals.map(([, key]) => toText(key, 'PRIVATE KEY')),
      ...lines.map((line) => `-----BEGIN ${line}-----`),
    ]
    const thrown = await Promise.all(texts.map((text) => rejection(importPrivateKey(text))))
    const key = await importPrivateKey(privatePem)
    for (const value of [key, key.sign, key.decrypt, ...thrown]) {
      const shown = [inspect(value, { depth: Infinity, showHidden: true }), JSON.stringify(value), String(value)].join()
      for (const secret of secrets) expect(shown).not.toContain(secret)
    }
  })
})

describe('runtimes', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  it('without SubtleCrypto are told to use the other entry', async () => {
    const message =
      'SubtleCrypto is missing or refuses the key: use https, Node.js 20 or later, or @wechatpay-kit/crypto/forge.'
    for (const crypto of [undefined, {}]) {
      vi.stubGlobal('crypto', crypto)
      await expect(importPrivateKey(privatePem)).rejects.toMatchObject({ code: 'KEY_FORMAT_INVALID', message })
      await expect(importPublicKey(publicPem)).rejects.toMatchObject({ code: 'KEY_FORMAT_INVALID', message })
    }
  })

  it('that refuse a key are quoted in our own words', async () => {
    vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new Error(privatePem))
    const error = await rejection(importPrivateKey(privatePem))
    expect(error).toMatchObject({ code: 'KEY_FORMAT_INVALID', message: refusal('private') })
    expect(inspect(error)).not.toContain('BEGIN')
  })

  it('never get a key that can be exported', async () => {
    const importKey = vi.spyOn(crypto.subtle, 'importKey')
    await importPrivateKey(privatePem)
    await importPublicKey(publicPem)
    const calls = importKey.mock.calls.map(([format, , , extractable]) => ({ format, extractable }))
    expect(calls.filter(({ format }) => format === 'pkcs8')).toHaveLength(3)
    expect(calls.map(({ extractable }) => extractable)).toEqual(calls.map(() => false))
  })

  it('that sign wrongly with numbers that do not fit together show no such signature', async () => {
    const wrong = Buffer.from(await right.sign('another message'), 'base64')
    vi.spyOn(crypto.subtle, 'sign').mockResolvedValue(Uint8Array.from(wrong).buffer)
    const refused = { code: 'KEY_FORMAT_INVALID', message: refusal('private') }
    await expect(importPrivateKey(privatePem)).rejects.toMatchObject(refused)
    vi.spyOn(crypto.subtle, 'sign').mockRejectedValue(new Error(privatePem))
    await expect(importPrivateKey(privatePem)).rejects.toMatchObject(refused)
  })

  it('that read another length or exponent are believed, and the key refused', async () => {
    const importKey = crypto.subtle.importKey.bind(crypto.subtle)
    const read = async (algorithm: object) => {
      vi.spyOn(crypto.subtle, 'importKey').mockImplementation(async (...args: unknown[]) => {
        const key = await importKey(...(args as Parameters<typeof importKey>))
        return Object.create(key, { algorithm: { value: { ...key.algorithm, ...algorithm } } })
      })
      return rejection(importPublicKey(publicPem))
    }
    const message = (found: string) => ({ message: refusal('public', found) })
    expect(await read({ modulusLength: 2047 })).toMatchObject(message('2047 bits and the exponent 65537'))
    expect(await read({ publicExponent: Uint8Array.of(2) })).toMatchObject(message('2048 bits and the exponent 2'))
  })
})
