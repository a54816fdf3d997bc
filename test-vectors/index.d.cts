/** Text as UTF-8, or bytes that are no UTF-8, as standard base64. */
export type TextOrBytes = string | { base64: string }

/** The verdict of a vector: what is computed of it, or that it must, or may, be refused. */
export type Expectation<Output> =
  | { result: 'valid' | 'acceptable'; output: Output; reason?: undefined }
  | { result: 'invalid'; reason: Reason; output?: undefined }

/** Reasons for which a vector is refused; PROTOCOL.md defines each. */
export type Reason =
  | 'INPUT_INVALID'
  | 'KEY_FORMAT_INVALID'
  | 'DECRYPTION_FAILED'
  | 'SIGNATURE_HEADER_MISSING'
  | 'SIGNATURE_HEADER_INVALID'
  | 'SIGNATURE_TYPE_UNSUPPORTED'
  | 'SIGNATURE_STALE'
  | 'SIGNATURE_KEY_UNKNOWN'
  | 'SIGNATURE_PROBE'
  | 'SIGNATURE_MISMATCH'

/** A vector: a value that goes in, and its verdict. Names of files begin at the folder of the package. */
export type Vector<Input, Output> = { id: string; comment: string; input: Input } & Expectation<Output>

/** A vector whose input has everything; its verdict is all that comes out. */
export type Verdict<Input> = { id: string; comment: string; input: Input } & (
  | { result: 'valid'; reason?: undefined }
  | { result: 'invalid'; reason: Reason }
)

/** A file of vectors. */
export interface VectorFile<Item> {
  kind: string
  origin: string
  license: string
  vectors: Item[]
}

/** A request, as far as its signature covers it. */
export interface RequestInput {
  method: string
  target: string
  timestamp: number
  nonce: string
  body: TextOrBytes
}

/**
 * Reads a file of vectors.
 *
 * @param path - kind and origin, the path below `vectors/` without extension.
 * @returns its content; `schemas/<kind>.schema.json` defines it.
 * @throws an error of `node:fs` with `code: 'ENOENT'` if there is no such file.
 * @example
 * ```ts
 * import { readVectors } from '@wechatpay-kit/test-vectors'
 *
 * for (const { id, input, result } of readVectors('signatures/openssl').vectors) console.log(id, input.message, result)
 * ```
 */
export function readVectors(
  path: 'signatures/openssl' | 'signatures/published',
): VectorFile<Verdict<{ publicKey: string; privateKey?: string; message: TextOrBytes; signature: string }>>
export function readVectors(
  path: 'canonical-messages/made' | 'canonical-messages/published',
): VectorFile<
  Vector<
    ({ type: 'request' } & RequestInput) | { type: 'response'; timestamp: string; nonce: string; body: TextOrBytes },
    { message: TextOrBytes; signature?: string; publicKey?: string }
  >
>
export function readVectors(path: 'signed-messages/openssl'): VectorFile<
  Verdict<{
    headers: Record<string, string | string[]>
    body: TextOrBytes
    now: number
    keys: Record<string, string>
  }>
>
export function readVectors(
  path: 'ciphertexts/openssl',
): VectorFile<
  Vector<
    | { privateKey: string; publicKey?: string; ciphertext: string; plaintext?: undefined }
    | { publicKey: string; plaintext: TextOrBytes; ciphertext?: undefined },
    { plaintext: TextOrBytes }
  >
>
export function readVectors(
  path: 'resources/made' | 'resources/published',
): VectorFile<
  Vector<
    { algorithm: string; apiV3Key: string; nonce: string; associated_data: string; ciphertext: string },
    { plaintext: TextOrBytes }
  >
>
export function readVectors(
  path: 'authorization-headers/openssl',
): VectorFile<
  Vector<
    RequestInput & { mchid?: string; brandId?: string; serialNumber: string; privateKey: string },
    { authorization: string }
  >
>
export function readVectors(path: 'pay-parameters/openssl'): VectorFile<
  Vector<
    {
      type: 'jsapi' | 'mini-program' | 'app'
      appid: string
      mchid?: string
      prepayId: string
      timestamp: number
      nonce: string
      privateKey: string
    },
    Record<string, string>
  >
>
export function readVectors(
  path: 'key-files/made',
): VectorFile<
  Vector<
    { purpose: 'private' | 'public'; file: string; passphrase?: string },
    { publicKey: string } | { privateKey: string }
  >
>
export function readVectors(
  path: 'certificates/openssl',
): VectorFile<
  Vector<
    { file: string; password?: string },
    { serialNumber: string; notBefore?: string; notAfter?: string; publicKey: string }
  >
>
export function readVectors(
  path: 'serial-numbers/made',
): VectorFile<Vector<{ one: string; other: string }, { same: boolean }>>

/**
 * Reads the PEM text of a key.
 *
 * @param name - file name below `keys/` without extension: `merchant.private`.
 * @returns the text of the file.
 * @throws an error of `node:fs` with `code: 'ENOENT'` if there is no such file.
 * @example
 * ```ts
 * import { readPem } from '@wechatpay-kit/test-vectors'
 *
 * console.log(readPem('merchant.public').split('\n')[0]) // -----BEGIN PUBLIC KEY-----
 * ```
 */
export function readPem(name: string): string

/**
 * Reads the bytes of a file that a vector names.
 *
 * @param path - path below the folder of the package: `certificates/merchant.pem`.
 * @returns the bytes of the file.
 * @throws an error of `node:fs` with `code: 'ENOENT'` if there is no such file.
 * @example
 * ```ts
 * import { readBytes } from '@wechatpay-kit/test-vectors'
 *
 * console.log(readBytes('certificates/merchant.p12').length)
 * ```
 */
export function readBytes(path: string): Uint8Array<ArrayBuffer>

/**
 * Gives the bytes of a message, a body or a plaintext of a vector.
 *
 * @param value - text, which becomes UTF-8, or an object with base64.
 * @returns the bytes.
 * @example
 * ```ts
 * import { readVectors, toBytes } from '@wechatpay-kit/test-vectors'
 *
 * const [vector] = readVectors('signatures/openssl').vectors
 * if (vector) console.log(toBytes(vector.input.message).length)
 * ```
 */
export function toBytes(value: TextOrBytes): Uint8Array<ArrayBuffer>
