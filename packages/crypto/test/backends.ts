import * as webcrypto from '@wechatpay-kit/crypto'
import * as forge from '@wechatpay-kit/crypto/forge'
import * as node from '@wechatpay-kit/crypto/node'
import * as lean from '@wechatpay-kit/crypto/pem'
import { readBytes, readPem } from '@wechatpay-kit/test-vectors'

type Entry<Module extends typeof webcrypto | typeof lean> = Pick<Module, 'importPrivateKey' | 'importPublicKey'>

/** Every key file goes through each. */
export const backends: [name: string, backend: Entry<typeof webcrypto>][] = [
  ['WebCrypto', webcrypto],
  ['node:crypto', node],
  ['node-forge', forge],
]

/** Every vector and every attack goes through these: the keys are of the two files that all of them read. */
export const entries: [name: string, entry: Entry<typeof lean>][] = [...backends, ['PEM alone', lean]]

/** The text of a file that a test vector names. */
export const pem = (path: string): string => new TextDecoder().decode(readBytes(path))

/** The DER of a key of the test vectors. */
export const der = (name: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.from(readPem(name).replace(/-----.*-----|\s/g, ''), 'base64'))

/** The reason with which a promise rejects. */
export const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  )
