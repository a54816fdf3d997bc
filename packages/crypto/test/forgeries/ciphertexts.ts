import { constants, createHash, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto'
import { readPem } from '@wechatpay-kit/test-vectors'
import { numbersOf } from '../der-writer.ts'
import { base64, flip, hex, toBytes } from './bytes.ts'

// Every class of wrong RSAES-OAEP ciphertexts (RFC 8017 section 7.1) that this package promises to refuse, all with the
// same error. The blocks are encrypted with the real public key, so that the padding check alone stands in the way.

const SIZE = 256

const mask = (seed: Uint8Array, length: number, hash: string): Buffer => {
  const blocks = Array.from({ length: Math.ceil(length / createHash(hash).digest().length) }, (_, counter) =>
    createHash(hash)
      .update(seed)
      .update(toBytes(BigInt(counter), 4))
      .digest(),
  )
  return Buffer.concat(blocks).subarray(0, length)
}
const xor = (one: Uint8Array, other: Uint8Array) =>
  Buffer.from(one.map((byte, index) => byte ^ (other[index] as number)))

interface Options {
  readonly plaintext?: string
  /** Digest of the label; OAEP compares it. */
  readonly labelHash?: Uint8Array
  /** Between the label's digest and the plaintext; zeros as many as fit, and 01. */
  readonly separator?: Uint8Array
  readonly firstByte?: number
  readonly hash?: string
  readonly maskHash?: string
}

/** Builds a block (section 7.1.1 step 2) with one part or the other as asked, and encrypts it without padding. */
function encrypt({
  plaintext = 'plaintext',
  hash = 'sha1',
  maskHash = hash,
  labelHash = createHash(hash).digest(),
  separator = hex('01'),
  firstByte = 0,
}: Options): Buffer {
  const seed = randomBytes(createHash(hash).digest().length)
  const content = Buffer.concat([separator, Buffer.from(plaintext)])
  const zeros = Buffer.alloc(SIZE - 1 - seed.length - labelHash.length - content.length)
  const data = Buffer.concat([labelHash, zeros, content])
  const maskedData = xor(data, mask(seed, data.length, maskHash))
  const maskedSeed = xor(seed, mask(maskedData, seed.length, maskHash))
  const block = Buffer.concat([Buffer.of(firstByte), maskedSeed, maskedData])
  return encryptBlock(block)
}

const encryptBlock = (block: Uint8Array) =>
  publicEncrypt({ key: createPublicKey(readPem('merchant.public')), padding: constants.RSA_NO_PADDING }, block)

/** A right one, to show that the generator makes what OAEP demands when nothing is asked otherwise. */
export const makeCiphertext = (plaintext: string): string => base64(encrypt({ plaintext }))

export function forgeCiphertexts(): { name: string; ciphertext: string }[] {
  const valid = encrypt({})
  const { n } = numbersOf('merchant')
  const oneHash = createHash('sha1').update('label').digest()
  const classes: Record<string, Buffer> = {
    'the hash of another label': encrypt({ labelHash: oneHash }),
    'a label hash with one bit flipped': encrypt({ labelHash: flip(createHash('sha1').digest(), 0) }),
    'a label hash with the last bit flipped': encrypt({ labelHash: flip(createHash('sha1').digest(), 159) }),
    'a label hash that is too short': encrypt({ labelHash: createHash('sha1').digest().subarray(1) }),
    'a label hash that is too long': encrypt({ labelHash: Buffer.concat([createHash('sha1').digest(), hex('02')]) }),
    'a label hash of SHA-256': encrypt({ labelHash: createHash('sha256').digest() }),
    'no label hash': encrypt({ labelHash: Buffer.alloc(20) }),
    'a first byte that is not zero': encrypt({ firstByte: 1 }),
    'no separator': encrypt({ plaintext: '', separator: hex('') }),
    'a separator of 02': encrypt({ separator: hex('02') }),
    'a separator of ff': encrypt({ separator: hex('ff') }),
    'something among the zeros': encrypt({ separator: hex('80 00 01') }),
    'SHA-256 instead of SHA-1': encrypt({ hash: 'sha256' }),
    'SHA-256 in the mask alone': encrypt({ maskHash: 'sha256' }),
    'padding of PKCS#1 v1.5': publicEncrypt(
      { key: createPublicKey(readPem('merchant.public')), padding: constants.RSA_PKCS1_PADDING },
      Buffer.from('plaintext'),
    ),
    'no padding': encryptBlock(Buffer.concat([Buffer.alloc(SIZE - 9), Buffer.from('plaintext')])),
    'for another key': publicEncrypt(
      { key: createPublicKey(readPem('stranger.public')), padding: constants.RSA_PKCS1_OAEP_PADDING },
      Buffer.from('plaintext'),
    ),
    'for a key of another length': publicEncrypt(
      { key: createPublicKey(readPem('large.public')), padding: constants.RSA_PKCS1_OAEP_PADDING },
      Buffer.from('plaintext'),
    ),
    'a byte too short': valid.subarray(1),
    'a byte too long': Buffer.concat([hex('00'), valid]),
    empty: Buffer.alloc(0),
    'the number 0': Buffer.alloc(SIZE),
    'the number 1': toBytes(1n, SIZE),
    'the number n − 1': toBytes(n - 1n, SIZE),
    'the number n': toBytes(n, SIZE),
    'the number n + 1': toBytes(n + 1n, SIZE),
    'the largest number': Buffer.alloc(SIZE, 0xff),
  }
  // Not every bit: each costs a private key operation in pure JavaScript.
  for (let bit = 0; bit < SIZE * 8; bit += 61) classes[`bit ${bit} flipped`] = Buffer.from(flip(valid, bit))
  const text = base64(valid)
  return [
    ...Object.entries(classes).map(([name, bytes]) => ({ name, ciphertext: base64(bytes) })),
    { name: 'whitespace', ciphertext: `${text}\n` },
    { name: 'no base64 padding', ciphertext: text.replace(/=+$/, '') },
    { name: 'not base64', ciphertext: '*' },
  ]
}
