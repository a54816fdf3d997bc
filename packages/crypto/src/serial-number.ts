/**
 * Whether two serial numbers of certificates, or two key ids, are the same: case and leading zeros do not count in
 * hexadecimal numbers, and everything counts in public key ids (`PUB_KEY_ID_…`).
 *
 * @param one - upper- or lower-case hexadecimal, or a public key id.
 * @param other - likewise.
 * @returns whether they name the same key.
 * @example
 * ```ts
 * import { isSameSerialNumber } from '@wechatpay-kit/crypto'
 *
 * console.log(isSameSerialNumber('0c4aef34', 'C4AEF34')) // true
 * ```
 */
export function isSameSerialNumber(one: string, other: string): boolean {
  return canonicalize(one) === canonicalize(other)
}

const canonicalize = (id: string) => (/^[\da-f]+$/i.test(id) ? BigInt(`0x${id}`) : id)
