import { readPem } from '@wechatpay-kit/test-vectors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entries } from './backends.ts'

const pairs = entries.flatMap(([one, a]) => entries.map(([other, b]) => [one, other, a, b] as const))
const message = fc.oneof(
  fc.uint8Array({ maxLength: 100_000 }),
  fc.string({ unit: 'grapheme', maxLength: 1000 }),
  // Lengths around a block of SHA-256, where its padding changes.
  fc.integer({ min: 50, max: 130 }).map((length) => new Uint8Array(length).fill(length)),
)
const plaintext = fc.oneof(fc.uint8Array({ maxLength: 214 }), fc.string({ unit: 'grapheme', maxLength: 20 }))
const utf8 = (value: string | Uint8Array) => (typeof value === 'string' ? new TextEncoder().encode(value) : value)

describe.each(pairs)('%s and %s', (_one, _other, one, other) => {
  it('what one signs, the other verifies, and signs the same', async () => {
    const [privateKey, sameKey] = [
      await one.importPrivateKey(readPem('merchant.private')),
      await other.importPrivateKey(readPem('merchant.private')),
    ]
    const publicKey = await other.importPublicKey(readPem('merchant.public'))
    await fc.assert(
      fc.asyncProperty(message, message, async (message, another) => {
        const signature = await privateKey.sign(message)
        expect(await sameKey.sign(message)).toBe(signature)
        expect(await publicKey.verify(message, signature)).toBe(true)
        const isSame = Buffer.compare(utf8(message), utf8(another)) === 0
        expect(await publicKey.verify(another, signature)).toBe(isSame)
      }),
      { numRuns: 25 },
    )
  })

  it('what one encrypts, the other decrypts', async () => {
    const publicKey = await one.importPublicKey(readPem('merchant.public'))
    const privateKey = await other.importPrivateKey(readPem('merchant.private'))
    await fc.assert(
      fc.asyncProperty(plaintext, async (plaintext) => {
        expect(await privateKey.decrypt(await publicKey.encrypt(plaintext))).toEqual(utf8(plaintext))
      }),
      { numRuns: 25 },
    )
  })
})
