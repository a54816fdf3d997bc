type Bytes = Uint8Array<ArrayBuffer>

/** What a key can be imported for; each is a method of SubtleCrypto. */
export type Usage = 'sign' | 'verify' | 'encrypt' | 'decrypt'

/** Imports a key for one use, never to be exported, and gives that use. */
export async function importFor<Result = ArrayBuffer>(
  usage: Usage,
  format: 'raw' | 'pkcs8' | 'spki',
  bytes: Bytes,
  algorithm: RsaHashedImportParams | AesGcmParams,
): Promise<(...data: Bytes[]) => Promise<Result>> {
  const key = await crypto.subtle.importKey(format as 'raw', bytes, algorithm, false, [usage])
  type Use = (algorithm: Algorithm, key: CryptoKey, ...data: Bytes[]) => Promise<Result>
  return (...data) => (crypto.subtle[usage] as Use)(algorithm, key, ...data)
}
