import * as webcrypto from '@wechatpay-kit/crypto'
import * as forge from '@wechatpay-kit/crypto/forge'
import { readPem } from '@wechatpay-kit/test-vectors'

type Backend = Pick<typeof webcrypto, 'importPrivateKey' | 'importPublicKey'>

/** Every vector and every attack goes through both. */
export const backends: [name: string, backend: Backend][] = [
  ['WebCrypto', webcrypto],
  ['node-forge', forge],
]

/** The DER of a key of the test vectors. */
export const der = (name: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.from(readPem(name).replace(/-----.*-----|\s/g, ''), 'base64'))

/** The reason with which a promise rejects. */
export const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  )
