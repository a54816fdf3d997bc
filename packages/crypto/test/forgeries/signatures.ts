import { constants, createHash, createPrivateKey, privateEncrypt, sign } from 'node:crypto'
import { readPem } from '@wechatpay-kit/test-vectors'
import { numbersOf } from '../der-writer.ts'
import { base64, flip, hex, toBytes, toNumber } from './bytes.ts'

// Every class of forged SHA256withRSA signatures (RFC 8017 section 8.2) that this package promises to refuse. All blocks
// are signed with the real private key, so that the padding check alone stands between them and acceptance.

export interface Forgery {
  readonly name: string
  /** Name of the key of the test vectors that would have to accept it. */
  readonly key: string
  readonly signature: string
}

const SIZE = 256
const SHA256 = hex('30 31 30 0d 06 09 60 86 48 01 65 03 04 02 01 05 00 04 20')

/** 00 01 FF … FF 00 T: the block that a signature must encode. */
const block = (content: Uint8Array, size = SIZE) =>
  Buffer.concat([hex('00 01'), Buffer.alloc(size - 3 - content.length, 0xff), hex('00'), content])

/** Signs a block as it is. */
const signBlock = (block: Uint8Array) =>
  privateEncrypt({ key: createPrivateKey(readPem('merchant.private')), padding: constants.RSA_NO_PADDING }, block)

/** The largest number whose cube is not above another. */
function cubeRoot(number: bigint): bigint {
  let [low, high] = [0n, 1n << BigInt(Math.ceil(number.toString(2).length / 3))]
  while (low < high) {
    const middle = (low + high + 1n) / 2n
    if (middle ** 3n <= number) low = middle
    else high = middle - 1n
  }
  return low
}

export function forgeSignatures(message: string): Forgery[] {
  const digest = createHash('sha256').update(message).digest()
  const privateKey = createPrivateKey(readPem('merchant.private'))
  const valid = sign('sha256', Buffer.from(message), privateKey)
  const { n } = numbersOf('merchant')
  const number = toNumber(valid)
  const info = Buffer.concat([SHA256, digest])

  const numbers = {
    'all zero': Buffer.alloc(SIZE),
    'the number 0, short': hex('00'),
    'the number 1': toBytes(1n, SIZE),
    'the number n − 1': toBytes(n - 1n, SIZE),
    'the number n': toBytes(n, SIZE),
    'the number n + 1': toBytes(n + 1n, SIZE),
    's + n': toBytes(number + n, SIZE),
    'n − s': toBytes(n - number, SIZE),
  }
  const lengths = {
    'truncated at the end': valid.subarray(0, -1),
    'truncated at the beginning': valid.subarray(1),
    'half of it': valid.subarray(0, SIZE / 2),
    empty: Buffer.alloc(0),
    'extended at the end': Buffer.concat([valid, hex('00')]),
    'extended by a leading zero': Buffer.concat([hex('00'), valid]),
    twice: Buffer.concat([valid, valid]),
  }
  const blocks: Record<string, Buffer> = {
    'the identifier of SHA-1': block(Buffer.concat([hex('30 2d 30 09 06 05 2b 0e 03 02 1a 05 00 04 20'), digest])),
    'the identifier of SHA-512': block(Buffer.concat([Buffer.from(SHA256).fill(0x03, 14, 15), digest])),
    'no NULL parameters': block(Buffer.concat([hex('30 2f 30 0b 06 09 60 86 48 01 65 03 04 02 01 04 20'), digest])),
    'another element for the NULL parameters': block(
      Buffer.concat([hex('30 31 30 0d 06 09 60 86 48 01 65 03 04 02 01 04 00 04 20'), digest]),
    ),
    'parameters with content': block(
      Buffer.concat([hex('30 33 30 0f 06 09 60 86 48 01 65 03 04 02 01 05 02 00 00 04 20'), digest]),
    ),
    'a length in non-minimal DER, outside': block(Buffer.concat([hex('30 81 31'), SHA256.subarray(2), digest])),
    'a length in non-minimal DER, of the digest': block(
      Buffer.concat([hex('30 32 30 0d 06 09 60 86 48 01 65 03 04 02 01 05 00 04 81 20'), digest]),
    ),
    'an indefinite length': block(Buffer.concat([hex('30 80'), SHA256.subarray(2), digest, hex('00 00')])),
    'no DigestInfo, the digest alone': block(digest),
    'the digest alone as an octet string': block(Buffer.concat([hex('04 20'), digest])),
    'garbage within DigestInfo': block(Buffer.concat([hex('30 33'), SHA256.subarray(2), digest, hex('05 00')])),
    'a digest that is too short': block(
      Buffer.concat([hex('30 30'), SHA256.subarray(2, -1), hex('1f'), digest.subarray(1)]),
    ),
    'another digest': block(Buffer.concat([SHA256, createHash('sha256').update(`${message} `).digest()])),
    'short padding and garbage after the digest': Buffer.concat([
      hex('00 01 ff ff ff ff ff ff ff ff 00'),
      info,
      Buffer.alloc(SIZE - 11 - info.length, 0xaa),
    ]),
    'no padding and garbage after the digest': Buffer.concat([
      hex('00 01 00'),
      info,
      Buffer.alloc(SIZE - 3 - info.length),
    ]),
    'garbage between padding and digest': Buffer.concat([
      hex('00 01'),
      Buffer.alloc(SIZE - 4 - info.length, 0xff),
      hex('ab 00'),
      info,
    ]),
    'a zero within the padding': Buffer.from(block(info)).fill(0, 9, 10),
    'padding of zeros, type 0': Buffer.concat([Buffer.alloc(SIZE - info.length), info]),
    'padding for encryption, type 2': Buffer.from(block(info)).fill(0x02, 1, 2),
    'a first byte that is not zero': Buffer.from(block(info)).fill(0x01, 0, 1),
    'no separator': Buffer.from(block(info)).fill(0xff, SIZE - info.length - 1, SIZE - info.length),
    'padding shorter by one and a separator of two': Buffer.concat([
      hex('00 01'),
      Buffer.alloc(SIZE - 4 - info.length, 0xff),
      hex('00 00'),
      info,
    ]),
  }
  const text = base64(valid)
  const texts = {
    'whitespace at the end': `${text}\n`,
    'whitespace within': `${text.slice(0, 64)}\n${text.slice(64)}`,
    'a blank in front': ` ${text}`,
    'no padding': text.replace(/=+$/, ''),
    'too much padding': `${text}=`,
    'the URL-safe alphabet': Buffer.from(valid).toString('base64url'),
    'the URL-safe alphabet, padded': text.replaceAll('+', '-').replaceAll('/', '_'),
    'unused bits that are not zero': text.replace(/.==$/, (end) => `${String.fromCharCode(end.charCodeAt(0) + 1)}==`),
    hexadecimal: Buffer.from(valid).toString('hex'),
  }
  const schemes = {
    'PSS instead of PKCS#1 v1.5': sign('sha256', Buffer.from(message), {
      key: privateKey,
      padding: constants.RSA_PKCS1_PSS_PADDING,
    }),
    'SHA-1 instead of SHA-256': sign('sha1', Buffer.from(message), privateKey),
    'SHA-512 instead of SHA-256': sign('sha512', Buffer.from(message), privateKey),
    'another message': sign('sha256', Buffer.from(`${message} `), privateKey),
    'another key': sign('sha256', Buffer.from(message), createPrivateKey(readPem('stranger.private'))),
    'a key of another length': sign('sha256', Buffer.from(message), createPrivateKey(readPem('large.private'))),
  }

  // Without any private key: the cube of this number begins like a block with short padding, and the rest is garbage.
  const beginning = Buffer.concat([hex('00 01 ff ff ff ff ff ff ff ff 00'), info])
  const goal = toNumber(Buffer.concat([beginning, Buffer.alloc(SIZE - beginning.length, 0xff)]))
  const root = cubeRoot(goal)

  const entries = (classes: Record<string, Uint8Array>) =>
    Object.entries(classes).map(([name, bytes]) => ({ name, key: 'merchant', signature: base64(bytes) }))
  return [
    ...Array.from({ length: SIZE * 8 }, (_, bit) => ({
      name: `bit ${bit} flipped`,
      key: 'merchant',
      signature: base64(flip(valid, bit)),
    })),
    ...entries(numbers),
    ...entries(lengths),
    ...Object.entries(blocks).map(([name, bytes]) => ({
      name,
      key: 'merchant',
      signature: base64(signBlock(bytes)),
    })),
    ...Object.entries(texts).map(([name, signature]) => ({ name, key: 'merchant', signature })),
    ...entries(schemes),
    {
      name: 'a cube root for the exponent 3, made without the key',
      key: 'cubic',
      signature: base64(toBytes(root, SIZE)),
    },
  ]
}
