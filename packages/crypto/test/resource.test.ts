import { DecryptionError, decryptResource, encryptResource, InputError } from '@wechatpay-kit/crypto'
import { readVectors, toBytes } from '@wechatpay-kit/test-vectors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const algorithm = 'AEAD_AES_256_GCM'
const apiV3Key = '0123456789abcdef0123456789ABCDEF'
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

describe('resources', () => {
  const vectors = [...readVectors('resources/published').vectors, ...readVectors('resources/made').vectors]
  it.each(vectors)('$comment: $result', async ({ input: { apiV3Key, ...resource }, output, reason }) => {
    const result = decryptResource(resource, { apiV3Key })
    if (!output) return expect(result).rejects.toMatchObject({ code: reason })
    expect(await result).toEqual(toBytes(output.plaintext))
    const { nonce, associated_data: associatedData } = resource
    expect(await encryptResource(toBytes(output.plaintext), { apiV3Key, nonce, associatedData })).toEqual(resource)
  })

  it('takes absent, null and empty associated data for the same', async () => {
    const { associated_data: _, ...resource } = await encryptResource('text', { apiV3Key })
    for (const data of [{}, { associated_data: null }, { associated_data: undefined }, { associated_data: '' }]) {
      expect(text(await decryptResource({ ...resource, ...data }, { apiV3Key }))).toBe('text')
    }
  })

  it('decrypts what it encrypted, with a fresh nonce every time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 20_000 }), fc.string(), async (plaintext, associatedData) => {
        const [one, two] = [
          await encryptResource(plaintext, { apiV3Key, associatedData }),
          await encryptResource(plaintext, { apiV3Key, associatedData }),
        ]
        expect(one.nonce).toHaveLength(12)
        expect(one.nonce).not.toBe(two.nonce)
        expect(await decryptResource(one, { apiV3Key })).toEqual(plaintext)
      }),
      { numRuns: 50 },
    )
  })

  it('refuses every flipped bit of ciphertext and tag, and another key', async () => {
    const resource = await encryptResource('text', { apiV3Key })
    const bytes = Buffer.from(resource.ciphertext, 'base64')
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7))
      const result = decryptResource({ ...resource, ciphertext: changed.toString('base64') }, { apiV3Key })
      await expect(result).rejects.toBeInstanceOf(DecryptionError)
    }
    await expect(decryptResource(resource, { apiV3Key: apiV3Key.toLowerCase() })).rejects.toBeInstanceOf(
      DecryptionError,
    )
    await expect(decryptResource({ ...resource, nonce: 'x' }, { apiV3Key })).rejects.toBeInstanceOf(DecryptionError)
  })

  it.each<[string, object, object]>([
    ['algorithm', { algorithm: 'AEAD_SM4_GCM' }, {}],
    ['nonce', { nonce: '' }, {}],
    ['nonce', { nonce: undefined }, {}],
    ['apiV3Key', {}, { apiV3Key: apiV3Key.slice(1) }],
    ['apiV3Key', {}, { apiV3Key: undefined }],
    ['apiV3Key', {}, { apiV3Key: '浙'.repeat(32) }],
  ])('names a bad %s without showing it', async (name, resource, options) => {
    const good = await encryptResource('text', { apiV3Key })
    const error = await decryptResource({ ...good, ...resource }, { apiV3Key, ...options }).catch(
      (error: unknown) => error,
    )
    expect(error).toBeInstanceOf(InputError)
    expect((error as Error).message).toContain(name)
    expect((error as Error).message).not.toContain(apiV3Key.slice(1))
  })

  it.each<[string, object]>([
    ['algorithm must be AEAD_AES_256_GCM.', { algorithm: 'AEAD_SM4_GCM' }],
    ['nonce must be a text of 12 bytes.', { nonce: '' }],
    ['nonce must be well-formed text or bytes.', { nonce: 1 }],
    ['associated_data must be well-formed text or bytes.', { associated_data: 1 }],
  ])('says: %s', async (message, change) => {
    const good = await encryptResource('text', { apiV3Key })
    await expect(decryptResource({ ...good, ...change }, { apiV3Key })).rejects.toMatchObject({ message })
  })

  it('says what is wrong with what it is to encrypt', async () => {
    const rejected = (plaintext: unknown, options: object) =>
      expect(encryptResource(plaintext as string, { apiV3Key, ...options })).rejects
    await rejected(1, {}).toMatchObject({ message: 'plaintext must be well-formed text or bytes.' })
    await rejected('', { nonce: '' }).toMatchObject({ message: 'nonce must be a text of 12 bytes.' })
    await rejected('', { apiV3Key: 'k' }).toMatchObject({
      name: 'InputError',
      message: 'apiV3Key must be 32 bytes, as set on the merchant platform, not 1.',
    })
  })

  it('fails to decrypt with one sentence, which helps nobody to guess', async () => {
    const resource = await encryptResource('text', { apiV3Key })
    const error = await decryptResource({ ...resource, nonce: 'abcdefghijkl' }, { apiV3Key }).catch((error) => error)
    expect(error).toMatchObject({
      name: 'DecryptionError',
      code: 'DECRYPTION_FAILED',
      message: 'The ciphertext was made for another key, or is damaged. Compare the key with the merchant platform.',
    })
  })

  it.each(['', '*', 'AAAA', 'AAAAAAAAAAAAAAAAAAAAAA'])('refuses the ciphertext “%s”', async (ciphertext) => {
    await expect(
      decryptResource({ algorithm, nonce: 'abcdefghijkl', ciphertext }, { apiV3Key }),
    ).rejects.toBeInstanceOf(DecryptionError)
  })
})
