import { toHex } from './bytes.ts'

/**
 * A fresh nonce for a request: 128 random bits as 32 hexadecimal characters, from the runtime's secure
 * random source.
 *
 * @returns 32 characters of `0-9a-f`, the most that the protocol allows.
 * @example
 * ```ts
 * import { createNonce } from '@wechatpay-kit/crypto'
 *
 * console.log(createNonce().length) // 32
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012365336 | document 4012365336}, 请求随机串
 */
export function createNonce(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(16)))
}
