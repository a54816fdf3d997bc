/** The content of a vector file, by path without extension: `published/pay-sign`. */
export function readVectors(path: 'openssl/signatures'): VectorFile<{
  name: string
  key: 'merchant' | 'large'
  message: string
  signature: string
  valid: boolean
}>
export function readVectors(path: 'openssl/oaep-ciphertexts'): VectorFile<{
  name: string
  key: 'merchant' | 'large'
  plaintext: string
  ciphertext: string
  valid: boolean
}>
export function readVectors(path: 'openssl/signed-messages'): VectorFile<{
  name: string
  timestamp: string
  nonce: string
  serial: string
  signature: string
  body: string
  valid: boolean
  code: string
}>
export function readVectors(path: 'published/aes-256-gcm'): VectorFile<{
  name: string
  apiV3Key: string
  nonce: string
  associatedData: string
  ciphertext: string
  plaintext: string
  valid: boolean
  code?: string
}>
export function readVectors(path: 'published/request-signing'): VectorFile<{
  name: string
  method: string
  target: string
  timestamp: number
  nonce: string
  body: string
  signature: string
}> & { mchid: string; serialNumber: string; publicKey: string }
export function readVectors(
  path: 'published/pay-sign',
): VectorFile<{ name: string; message: string; signature: string }> & { publicKey: string }
export function readVectors(path: 'published/zhejiang'): {
  operations: Record<
    string,
    { summary: string; request: Record<string, string>; response: Record<string, string> } | undefined
  >
}

/** The PEM text of a key, by file name without extension: `merchant.private`. */
export function readPem(name: string): string

/** The bytes of a file, by path: `certificates/merchant.pem`. */
export function readBytes(path: string): Uint8Array<ArrayBuffer>

interface VectorFile<Vector> {
  origin: string
  license: string
  vectors: Vector[]
}
