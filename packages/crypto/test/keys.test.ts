import { inspect } from 'node:util'
import { importPrivateKey, importPublicKey, KeyFormatError } from '@wechatpay-kit/crypto'
import { readPem, readVectors } from '@wechatpay-kit/test-vectors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const der = (name: string) => Uint8Array.from(Buffer.from(readPem(name).replace(/-----.*-----|\s/g, ''), 'base64'))
const text = (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true }).decode(bytes)

describe('signatures', () => {
  it.each(readVectors('openssl/signatures').vectors)('$name: $valid', async ({ key, message, signature, valid }) => {
    const publicKey = await importPublicKey(readPem(`${key}.public`))
    expect(await publicKey.verify(message, signature)).toBe(valid)
    expect(await publicKey.verify(new TextEncoder().encode(message), signature)).toBe(valid)
    if (valid) expect(await (await importPrivateKey(readPem(`${key}.private`))).sign(message)).toBe(signature)
  })

  it.each(readVectors('published/pay-sign').vectors)('published: $name', async ({ message, signature }) => {
    const key = await importPublicKey(readVectors('published/pay-sign').publicKey)
    expect(await key.verify(message, signature)).toBe(true)
    expect(await key.verify(`${message} `, signature)).toBe(false)
  })

  it.each([
    ['empty', () => ''],
    ['not base64', () => '****'],
    ['with a line break', (signature: string) => `${signature}\n`],
    ['without padding', (signature: string) => signature.replace(/=+$/, '')],
    ['in the URL-safe alphabet', (signature: string) => signature.replaceAll('+', '-').replaceAll('/', '_')],
    [
      'with other unused bits',
      (signature: string) => signature.replace(/.==$/, (end) => `${end[0] === 'B' ? 'C' : 'B'}==`),
    ],
    ['truncated', (signature: string) => Buffer.from(signature, 'base64').subarray(1).toString('base64')],
    [
      'extended',
      (signature: string) => Buffer.concat([Buffer.from(signature, 'base64'), Buffer.of(0)]).toString('base64'),
    ],
    ['undefined', () => undefined as unknown as string],
  ])('refuses a signature that is %s', async (_, change) => {
    const { message, signature } =
      readVectors('openssl/signatures').vectors.find((vector) => vector.valid) ?? expect.fail()
    const key = await importPublicKey(readPem('merchant.public'))
    expect(await key.verify(message, signature)).toBe(true)
    expect(await key.verify(message, change(`+/${signature.slice(2)}`))).toBe(false)
    expect(await key.verify(message, change(signature))).toBe(false)
  })

  it('refuses to sign what is neither text nor bytes, or half a character', async () => {
    const key = await importPrivateKey(readPem('merchant.private'))
    await expect(key.sign(undefined as unknown as string)).rejects.toMatchObject({ code: 'INPUT_INVALID' })
    await expect(key.sign('\ud800')).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })
})

describe('field encryption', () => {
  it.each(readVectors('openssl/oaep-ciphertexts').vectors)(
    '$name: $valid',
    async ({ key, plaintext, ciphertext, valid }) => {
      const privateKey = await importPrivateKey(readPem(`${key}.private`))
      const result = privateKey.decrypt(ciphertext)
      if (valid) expect(text(await result)).toBe(plaintext)
      else await expect(result).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' })
    },
  )

  it('fails the same way whatever is wrong', async () => {
    const key = await importPrivateKey(readPem('merchant.private'))
    const { vectors } = readVectors('openssl/oaep-ciphertexts')
    const wrong = vectors.filter((vector) => !vector.valid).map((vector) => vector.ciphertext)
    const errors = await Promise.all(
      [...wrong, '', '*', 'AAAA', 'A'.repeat(344)].map((ciphertext) =>
        key.decrypt(ciphertext).catch((error: Error) => error),
      ),
    )
    const [first] = errors as [Error]
    for (const error of errors as Error[])
      expect({ ...error, message: error.message }).toEqual({ ...first, message: first.message })
  })

  it('encrypts what its own key decrypts, up to the limit, differently every time', async () => {
    const publicKey = await importPublicKey(readPem('merchant.public'))
    const privateKey = await importPrivateKey(readPem('merchant.private'))
    expect(publicKey.maxPlaintextBytes).toBe(214)
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 214 }), async (plaintext) => {
        const [one, two] = [await publicKey.encrypt(plaintext), await publicKey.encrypt(plaintext)]
        expect(one).not.toBe(two)
        expect(await privateKey.decrypt(one)).toEqual(plaintext)
      }),
      { numRuns: 50 },
    )
  })

  it('refuses one byte more than the key allows, counted in bytes', async () => {
    const key = await importPublicKey(readPem('merchant.public'))
    await expect(key.encrypt('x'.repeat(215))).rejects.toThrow('215 bytes; this key encrypts at most 214')
    await expect(key.encrypt('浙'.repeat(72))).rejects.toThrow('216 bytes')
    expect((await importPublicKey(readPem('large.public'))).maxPlaintextBytes).toBe(342)
  })
})

describe('import', () => {
  it('takes PEM with CRLF, indentation or text around it, and DER', async () => {
    const pem = readPem('merchant.private')
    const indented = pem.replace(/^/gm, '  ')
    const keys = [
      pem,
      pem.replaceAll('\n', '\r\n'),
      `Bag Attributes\n  friendlyName: x\n${pem}`,
      indented,
      der('merchant.private'),
    ]
    const signatures = await Promise.all(keys.map(async (key) => (await importPrivateKey(key)).sign('message')))
    expect(new Set(signatures).size).toBe(1)
    const spki = await importPublicKey(der('merchant.public'))
    expect(await spki.verify('message', signatures[0] as string)).toBe(true)
  })

  const privateKey = readPem('merchant.private')
  const lines = privateKey.split('\n')
  it.each<[string, unknown, RegExp]>([
    ['a public key', readPem('merchant.public'), /found a public key.*apiclient_key/],
    ['a public key as DER', der('merchant.public'), /found a public key/],
    ['PKCS#1', readPem('merchant.pkcs1'), /PKCS#1.*openssl pkcs8/],
    ['PKCS#1 as DER', der('merchant.pkcs1'), /PKCS#1/],
    ['PKCS#1 under the label of PKCS#8', readPem('merchant.pkcs1').replaceAll('RSA PRIVATE', 'PRIVATE'), /PKCS#1/],
    ['an encrypted key', readPem('merchant.encrypted'), /encrypted private key/],
    ['an encrypted key as DER', der('merchant.encrypted'), /encrypted private key/],
    ['a certificate', readPem('merchant.certificate'), /certificate.*openssl x509/],
    ['a certificate as DER', der('merchant.certificate'), /certificate/],
    ['an EC key', readPem('ec.private'), /not an RSA key: its algorithm is EC/],
    ['an RSA-PSS key', readPem('pss.private'), /not an RSA key: its algorithm is RSA-PSS/],
    ['1024 bits', readPem('small.private'), /1024 bits; at least 2048/],
    ['no END line', lines.slice(0, -2).join('\n'), /truncated/],
    ['a missing line', lines.toSpliced(5, 1).join('\n'), /truncated/],
    ['a character that is not base64', privateKey.replace('M', '*'), /not base64/],
    ['\\n for line breaks', privateKey.replaceAll('\n', '\\n'), /replaceAll/],
    ['two blocks', privateKey + readPem('merchant.certificate'), /2 PEM blocks \(PRIVATE KEY, CERTIFICATE\)/],
    ['plain base64', lines.slice(1, -2).join(''), /not PEM/],
    ['nothing', '', /not PEM/],
    ['undefined', undefined, /found undefined/],
    ['null', null, /found null/],
    ['no bytes', new Uint8Array(), /truncated/],
    ['bytes after the key', Uint8Array.of(...der('merchant.private'), 0), /bytes follow/],
    ['random bytes', Uint8Array.from({ length: 100 }, (_, index) => index * 7), /malformed/],
  ])('refuses as a private key: %s', async (_, key, message) => {
    const error = await importPrivateKey(key as string).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(KeyFormatError)
    expect((error as Error).message).toMatch(message)
    expect(error).toMatchObject({ code: 'KEY_FORMAT_INVALID' })
  })

  it.each<[string, unknown, RegExp]>([
    ['a private key', privateKey, /found a private key.*pub_key/],
    ['a private key as DER', der('merchant.private'), /found a private key/],
    ['PKCS#1', readPem('merchant.pkcs1-public'), /PKCS#1 public/],
    ['a certificate', readPem('merchant.certificate'), /certificate/],
    ['an EC key', readPem('ec.public'), /algorithm is EC/],
    ['an RSA-PSS key', readPem('pss.public'), /RSA-PSS/],
    ['1024 bits', readPem('small.public'), /1024 bits/],
    ['half of it', der('merchant.public').subarray(0, 100), /truncated/],
  ])('refuses as a public key: %s', async (_, key, message) => {
    await expect(importPublicKey(key as string)).rejects.toThrow(message)
    await expect(importPublicKey(key as string)).rejects.toBeInstanceOf(KeyFormatError)
  })

  it('gives a key or a KeyFormatError for any change of any byte', async () => {
    const original = der('merchant.public')
    await fc.assert(
      fc.asyncProperty(fc.nat(original.length - 1), fc.integer({ min: 1, max: 255 }), async (position, change) => {
        const bytes = original.slice()
        bytes[position] = (bytes[position] as number) ^ change
        const result = await importPublicKey(bytes).catch((error: unknown) => error)
        if (result instanceof Error) expect(result).toBeInstanceOf(KeyFormatError)
      }),
      { numRuns: 300 },
    )
  })

  it('never shows key material', async () => {
    const key = await importPrivateKey(privateKey)
    const shown = inspect(key, { depth: Infinity, showHidden: true }) + JSON.stringify(key)
    for (const line of lines.slice(1, -2)) expect(shown).not.toContain(line.slice(0, 16))
    const error = (await importPrivateKey(lines.toSpliced(5, 1).join('\n')).catch((error: unknown) => error)) as Error
    const thrown = inspect(error, { depth: Infinity, showHidden: true }) + String(error.stack)
    for (const line of lines.slice(1, -2)) expect(thrown).not.toContain(line.slice(0, 16))
  })
})
