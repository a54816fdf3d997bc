import { constants, createHash, createPublicKey, publicDecrypt } from 'node:crypto'
import { DecryptionError, decryptResource, InputError } from '@wechatpay-kit/crypto'
import { readPem } from '@wechatpay-kit/test-vectors'
import { describe, expect, it } from 'vitest'
import { entries, rejection } from './backends.ts'
import { forgeCiphertexts, makeCiphertext } from './forgeries/ciphertexts.ts'
import { apiV3Key, forgeResources, makeResource, plaintext } from './forgeries/resources.ts'
import { forgeSignatures } from './forgeries/signatures.ts'

const message = 'POST\n/v3/gov/subsidy/zhejiang/qualifications/alter\n1700000000\nnonce\n{}\n'
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

describe.each(entries)('%s', (_, { importPrivateKey, importPublicKey }) => {
  it('refuses every forged signature', async () => {
    const valid = await (await importPrivateKey(readPem('merchant.private'))).sign(message)
    const keys = new Map<string, Awaited<ReturnType<typeof importPublicKey>>>()
    for (const name of ['merchant', 'cubic']) keys.set(name, await importPublicKey(readPem(`${name}.public`)))
    expect(await keys.get('merchant')?.verify(message, valid)).toBe(true)
    const forgeries = forgeSignatures(message)
    expect(forgeries.length).toBeGreaterThan(2048 + 50)
    const accepted = []
    for (const { name, key, signature } of forgeries) {
      if ((await keys.get(key)?.verify(message, signature)) !== false) accepted.push(name)
    }
    expect(accepted).toEqual([])
  })

  it('refuses every wrong ciphertext with the same error', async () => {
    const key = await importPrivateKey(readPem('merchant.private'))
    expect(text(await key.decrypt(makeCiphertext('plaintext')))).toBe('plaintext')
    expect(text(await key.decrypt(makeCiphertext('')))).toBe('')
    const errors = new Map<string, string>()
    for (const { name, ciphertext } of forgeCiphertexts()) {
      const error = (await rejection(key.decrypt(ciphertext))) as DecryptionError
      errors.set(
        name,
        error instanceof DecryptionError
          ? JSON.stringify([error.name, error.code, error.message, error.cause, Object.keys(error)])
          : String(error),
      )
    }
    expect(errors.size).toBeGreaterThan(60)
    expect(new Set(errors.values()).size, JSON.stringify([...errors])).toBe(1)
    expect([...errors.values()][0]).toContain('DECRYPTION_FAILED')
  })
})

describe('resources', () => {
  it('takes what OpenSSL made', async () => {
    for (const data of ['', 'transaction', '浙江']) {
      for (const nonce of ['abcdefghijkl', 'abcdefghijklmnop']) {
        expect(text(await decryptResource(makeResource(nonce, data), { apiV3Key }))).toBe(plaintext)
      }
    }
  })

  it('refuses every wrong one with the same error', async () => {
    const messages = new Set<string>()
    for (const { name, resource } of forgeResources()) {
      const error = await rejection(decryptResource(resource, { apiV3Key }))
      expect(error, name).toBeInstanceOf(DecryptionError)
      messages.add((error as Error).message)
    }
    expect(messages.size).toBe(1)
  })

  it.each([0, 1, 15, 16, 24, 31, 33, 64])('refuses a key of %i bytes', async (length) => {
    const result = decryptResource(makeResource('abcdefghijkl', ''), { apiV3Key: 'k'.repeat(length) })
    await expect(result).rejects.toBeInstanceOf(InputError)
  })
})

it('forges what it says: the cube root decrypts to a block that begins like a valid one', () => {
  const forged = forgeSignatures(message).find(({ key }) => key === 'cubic') ?? expect.fail()
  const key = createPublicKey(readPem('cubic.public'))
  const block = publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, Buffer.from(forged.signature, 'base64'))
  const digest = createHash('sha256').update(message).digest('hex')
  expect(block.toString('hex')).toMatch(new RegExp(`^0001ffffffffffffffff00.{38}${digest}`))
})
