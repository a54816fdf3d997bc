import type { Bytes } from '@wechatpay-kit/transport-fetch'

/** Makes the hash of bytes, in lower-case hexadecimal. */
export async function digest(algorithm: string, bytes: Bytes): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest(algorithm, bytes))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Packs bytes as gzip does. */
export async function pack(bytes: Bytes): Promise<Bytes> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/** Encrypts a file as bills are: AES-256-GCM with a key of 32 and a nonce of 12 characters, and no associated data. */
export async function encryptFile(plain: Bytes, { key, nonce }: { key: string; nonce: string }): Promise<Bytes> {
  const encoder = new TextEncoder()
  const imported = await crypto.subtle.importKey('raw', encoder.encode(key), 'AES-GCM', false, ['encrypt'])
  const algorithm = { name: 'AES-GCM', iv: encoder.encode(nonce) }
  return new Uint8Array(await crypto.subtle.encrypt(algorithm, imported, plain))
}
