/** The bytes with one bit changed; bit 0 is the highest of the first byte. */
export function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const changed = Uint8Array.from(bytes)
  changed[bit >> 3] = (changed[bit >> 3] as number) ^ (0x80 >> (bit & 7))
  return changed
}

export const toNumber = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`)

/** A number as so many bytes, or more if it needs them. */
export const toBytes = (number: bigint, size: number): Buffer =>
  Buffer.from(number.toString(16).padStart(2 * size, '0'), 'hex')

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

export const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')
