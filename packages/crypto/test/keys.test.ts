import { readPem, readVectors, toBytes } from '@wechatpay-kit/test-vectors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entries, pem } from './backends.ts'

const text = (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true }).decode(bytes)

describe.each(entries)('%s: signatures', (_, { importPrivateKey, importPublicKey }) => {
  it.each(readVectors('signatures/openssl').vectors)('$comment: $result', async ({ input, result }) => {
    const { publicKey, privateKey, message, signature } = input
    const key = await importPublicKey(pem(publicKey))
    for (const form of [toBytes(message), ...(typeof message === 'string' ? [message] : [])]) {
      expect(await key.verify(form, signature)).toBe(result === 'valid')
      if (privateKey) expect(await (await importPrivateKey(pem(privateKey))).sign(form)).toBe(signature)
    }
  })

  it.each(readVectors('signatures/published').vectors)(
    '$comment',
    async ({ input: { publicKey, message, signature } }) => {
      const key = await importPublicKey(pem(publicKey))
      expect(await key.verify(message as string, signature)).toBe(true)
      expect(await key.verify(`${message} `, signature)).toBe(false)
    },
  )

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
    const { vectors } = readVectors('signatures/openssl')
    const { message, signature } = (vectors.find(({ result }) => result === 'valid') ?? expect.fail()).input
    const key = await importPublicKey(readPem('merchant.public'))
    expect(await key.verify(toBytes(message), signature)).toBe(true)
    expect(await key.verify(toBytes(message), change(`+/${signature.slice(2)}`))).toBe(false)
    expect(await key.verify(toBytes(message), change(signature))).toBe(false)
  })

  it('refuses to sign what is neither text nor bytes, or half a character', async () => {
    const key = await importPrivateKey(readPem('merchant.private'))
    await expect(key.sign(undefined as unknown as string)).rejects.toMatchObject({ code: 'INPUT_INVALID' })
    await expect(key.sign('\ud800')).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })
})

describe.each(entries)('%s: field encryption', (_, { importPrivateKey, importPublicKey }) => {
  it.each(readVectors('ciphertexts/openssl').vectors)('$comment: $result', async ({ input, output, reason }) => {
    if (input.ciphertext === undefined) {
      const encrypted = (await importPublicKey(pem(input.publicKey))).encrypt(toBytes(input.plaintext))
      return expect(encrypted).rejects.toMatchObject({ code: reason })
    }
    const result = (await importPrivateKey(pem(input.privateKey))).decrypt(input.ciphertext)
    if (output) expect(await result).toEqual(toBytes(output.plaintext))
    else await expect(result).rejects.toMatchObject({ code: reason })
  })

  it('fails the same way whatever is wrong', async () => {
    const key = await importPrivateKey(readPem('merchant.private'))
    const { vectors } = readVectors('ciphertexts/openssl')
    const wrong = vectors.flatMap(({ input, result }) => (result === 'invalid' ? (input.ciphertext ?? []) : []))
    expect(wrong.length).toBeGreaterThan(12)
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

  it('encrypts exactly as much as the key allows', async () => {
    const publicKey = await importPublicKey(readPem('merchant.public'))
    const privateKey = await importPrivateKey(readPem('merchant.private'))
    expect(text(await privateKey.decrypt(await publicKey.encrypt('x'.repeat(214))))).toBe('x'.repeat(214))
  })

  it('refuses one byte more than the key allows, counted in bytes', async () => {
    const key = await importPublicKey(readPem('merchant.public'))
    await expect(key.encrypt('x'.repeat(215))).rejects.toThrow('plaintext must be at most 214 bytes long.')
    await expect(key.encrypt('浙'.repeat(72))).rejects.toThrow('214 bytes')
    expect((await importPublicKey(readPem('large.public'))).maxPlaintextBytes).toBe(342)
  })
})

describe.each(entries)('%s: values', (_, { importPrivateKey, importPublicKey }) => {
  it.each([undefined, null, 1, {}, ['text'], new Uint16Array(2), '\ud800', 'a\udc00'])(
    'refuses as a message or a plaintext: %o',
    async (value) => {
      const privateKey = await importPrivateKey(readPem('merchant.private'))
      const publicKey = await importPublicKey(readPem('merchant.public'))
      const expected = (role: string) => ({
        name: 'InputError',
        code: 'INPUT_INVALID',
        message: `${role} must be well-formed text or bytes.`,
      })
      await expect(privateKey.sign(value as string)).rejects.toMatchObject(expected('message'))
      await expect(publicKey.encrypt(value as string)).rejects.toMatchObject(expected('plaintext'))
      const signature = await privateKey.sign('')
      await expect(publicKey.verify(value as string, signature)).rejects.toMatchObject(expected('message'))
    },
  )

  it.each([undefined, null, 1, {}])('refuses as a signature or a ciphertext: %o', async (value) => {
    const privateKey = await importPrivateKey(readPem('merchant.private'))
    const publicKey = await importPublicKey(readPem('merchant.public'))
    expect(await publicKey.verify('', value as string)).toBe(false)
    await expect(privateKey.decrypt(value as string)).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' })
  })
})
