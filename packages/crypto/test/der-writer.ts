import { createPrivateKey } from 'node:crypto'
import { readPem } from '@wechatpay-kit/test-vectors'

// Writes DER, right or wrong, for tests that need files no tool would make.

type Bytes = Uint8Array<ArrayBuffer>
const join = (...parts: Uint8Array[]): Bytes => Uint8Array.from(Buffer.concat(parts))

const lengthOf = (length: number): Bytes => {
  if (length < 0x80) return Uint8Array.of(length)
  if (length < 0x100) return Uint8Array.of(0x81, length)
  if (length < 0x10000) return Uint8Array.of(0x82, length >> 8, length & 0xff)
  return Uint8Array.of(0x83, length >> 16, (length >> 8) & 0xff, length & 0xff)
}
export const tlv = (tag: number, ...contents: Uint8Array[]): Bytes => {
  const content = join(...contents)
  return join(Uint8Array.of(tag), lengthOf(content.length), content)
}
export const sequence = (...contents: Uint8Array[]): Bytes => tlv(0x30, ...contents)
export const octets = (...contents: Uint8Array[]): Bytes => tlv(0x04, ...contents)
export const bits = (...contents: Uint8Array[]): Bytes => tlv(0x03, Uint8Array.of(0), ...contents)
export const integer = (value: bigint): Bytes => {
  const hex = value.toString(16)
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return tlv(0x02, ...(value >= 0n && (bytes[0] as number) > 0x7f ? [Uint8Array.of(0)] : []), bytes)
}
export const rsaEncryption: Bytes = Uint8Array.from(Buffer.from('06092a864886f70d0101010500', 'hex'))
export const algorithm: Bytes = sequence(rsaEncryption)

export interface Numbers {
  n: bigint
  e: bigint
  d: bigint
  p: bigint
  q: bigint
  dp: bigint
  dq: bigint
  qi: bigint
}

/** The numbers of a private key of the test vectors. */
export function numbersOf(name: string): Numbers {
  const jwk = createPrivateKey(readPem(`${name}.private`)).export({ format: 'jwk' })
  return Object.fromEntries(
    (['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'] as const).map((number) => [
      number,
      BigInt(`0x${Buffer.from(jwk[number] as string, 'base64url').toString('hex')}`),
    ]),
  ) as unknown as Numbers
}

/** PKCS#1 of a private key. */
export const pkcs1 = ({ n, e, d, p, q, dp, dq, qi }: Numbers, version = 0n): Bytes =>
  sequence(...[version, n, e, d, p, q, dp, dq, qi].map(integer))

export const pkcs8 = (content: Uint8Array, ...rest: Uint8Array[]): Bytes =>
  sequence(integer(0n), algorithm, octets(content), ...rest)

export const spki = (n: bigint, e: bigint): Bytes => sequence(algorithm, bits(sequence(integer(n), integer(e))))
