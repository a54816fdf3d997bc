import { createCipheriv } from 'node:crypto'
import { base64, flip } from './bytes.ts'

// Every class of wrong AEAD_AES_256_GCM resources (RFC 5116 section 5.2) that this package promises to refuse.

export const apiV3Key = '0123456789abcdef0123456789ABCDEF'
export const plaintext = '{"mchid":"1900007291"}'
const TAG = 16

export interface Resource {
  readonly algorithm: string
  readonly nonce: string
  readonly associated_data?: string | null
  readonly ciphertext: string
}

/** Encrypts with OpenSSL. */
export function makeResource(nonce: string, associatedData: string): Resource {
  const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce).setAAD(Buffer.from(associatedData))
  const bytes = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
  return { algorithm: 'AEAD_AES_256_GCM', nonce, associated_data: associatedData, ciphertext: base64(bytes) }
}

export function forgeResources(): { name: string; resource: Resource }[] {
  const valid = makeResource('abcdefghijkl', 'transaction')
  const bytes = Buffer.from(valid.ciphertext, 'base64')
  const tagStart = (bytes.length - TAG) * 8
  const ciphertexts: Record<string, Uint8Array> = {
    'no tag': bytes.subarray(0, -TAG),
    'a tag of zeros': Buffer.concat([bytes.subarray(0, -TAG), Buffer.alloc(TAG)]),
    'the tag alone': bytes.subarray(-TAG),
    'the tag in front': Buffer.concat([bytes.subarray(-TAG), bytes.subarray(0, -TAG)]),
    'a byte more at the end': Buffer.concat([bytes, Buffer.of(0)]),
    'a byte less at the beginning': bytes.subarray(1),
    empty: Buffer.alloc(0),
  }
  for (let length = 1; length < TAG; length++) {
    ciphertexts[`a tag truncated to ${length} bytes`] = bytes.subarray(0, length - TAG)
  }
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const name = bit < tagStart ? `bit ${bit} of the ciphertext` : `bit ${bit - tagStart} of the tag`
    ciphertexts[`${name} flipped`] = flip(bytes, bit)
  }
  return [
    ...Object.entries(ciphertexts).map(([name, bytes]) => ({
      name,
      resource: { ...valid, ciphertext: base64(bytes) },
    })),
    { name: 'other associated data', resource: { ...valid, associated_data: 'transactio' } },
    { name: 'empty associated data', resource: { ...valid, associated_data: '' } },
    { name: 'no associated data', resource: { ...valid, associated_data: null } },
    {
      name: 'associated data that was not there',
      resource: { ...makeResource(valid.nonce, ''), associated_data: 'x' },
    },
    { name: 'another nonce', resource: { ...valid, nonce: 'abcdefghijkm' } },
    ...[1, 8, 11, 13, 16, 100].map((length) => ({
      name: `a nonce of ${length} bytes`,
      resource: { ...valid, nonce: 'abcdefghijkl'.repeat(9).slice(0, length) },
    })),
    { name: 'whitespace in the ciphertext', resource: { ...valid, ciphertext: `${valid.ciphertext}\n` } },
    { name: 'the URL-safe alphabet', resource: { ...valid, ciphertext: bytes.toString('base64url') } },
    { name: 'not base64', resource: { ...valid, ciphertext: '*' } },
  ]
}
