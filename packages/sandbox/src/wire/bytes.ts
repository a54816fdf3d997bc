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
