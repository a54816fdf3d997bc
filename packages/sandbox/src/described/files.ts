import type { Bytes } from '@wechatpay-kit/transport-fetch'
import { digest, encryptFile, pack } from '../wire/bytes.ts'
import type { PlainResponse } from '../wire/response.ts'
import type { Description } from './description.ts'
import { isObject } from './given.ts'
import { hashCharacters } from './hash.ts'

/** Beginning of the tokens of described files; those of encrypted ones have an `e` after it. */
const TOKEN = 'described-'
const ENCRYPTED = `${TOKEN}e`

/**
 * Gives the addresses of files in a response, wherever they stand: `<origin>/v3/billdownload/file?token=…`. A hash beside
 * one is that of the file before it was packed or encrypted; an `encrypt_key` and a `nonce` beside one are its own.
 */
export async function linkFiles(
  json: unknown,
  request: Readonly<Record<string, unknown>>,
  origin: string,
): Promise<void> {
  if (Array.isArray(json)) await Promise.all(json.map((item) => linkFiles(item, request, origin)))
  if (!isObject(json)) return
  await Promise.all(Object.values(json).map((value) => linkFiles(value, request, origin)))
  const object = json as Record<string, unknown>
  if (typeof object['download_url'] !== 'string') return
  const isEncrypted = typeof object['encrypt_key'] === 'string'
  const token = `${isEncrypted ? ENCRYPTED : TOKEN}${hashCharacters(object['download_url'], 24)}`
  if (isEncrypted) {
    const { key, nonce } = deriveEncryption(token)
    Object.assign(object, { encrypt_key: key, nonce })
  }
  const isPacked = request['tar_type'] === 'GZIP'
  object['download_url'] = `${origin}/v3/billdownload/file?token=${token}${isPacked ? '&tartype=gzip' : ''}`
  if (typeof object['hash_value'] !== 'string') return
  const isLong = /256/.test(String(object['hash_type']))
  object['hash_value'] = await digest(isLong ? 'SHA-256' : 'SHA-1', writeFile(token))
}

/** Gives the file of a token that a described response named, unsigned; `undefined` for any other address. */
export async function readDescribedFile({ pathname, searchParams }: URL): Promise<PlainResponse | undefined> {
  const token = searchParams.get('token') ?? ''
  if (pathname !== '/v3/billdownload/file' || !token.startsWith(TOKEN)) return undefined
  const isPacked = searchParams.has('tartype')
  const plain = isPacked ? await pack(writeFile(token)) : writeFile(token)
  const body = token.startsWith(ENCRYPTED) ? await encryptFile(plain, deriveEncryption(token)) : plain
  return { status: 200, body, contentType: isPacked ? 'application/x-gzip' : 'text/plain', reason: 0, isUnsigned: true }
}

/** Gives the file that a described call responds with: statements are signed by their hash, all others are unsigned. */
export async function createDescribedFile({ operation }: Description, target: string): Promise<PlainResponse> {
  const { produces = [], responseHeaders = [] } = operation
  const body = writeFile(target)
  const file = { status: 200, body, contentType: produces[0] ?? chooseType(operation.path), reason: 0 }
  if (!responseHeaders.includes('Wechatpay-Statement-Sha1')) return { ...file, isUnsigned: true }
  const sha1 = await digest('SHA-1', body)
  return { ...file, signedText: JSON.stringify({ sha1 }), headers: { 'Wechatpay-Statement-Sha1': sha1 } }
}

function chooseType(path: string): string {
  return path.includes('/images/') ? 'image/png' : 'text/plain'
}

/** The key and the nonce of a file: made of its token, so that nothing must be remembered. */
function deriveEncryption(token: string): { key: string; nonce: string } {
  return { key: hashCharacters(`key ${token}`, 32), nonce: hashCharacters(`nonce ${token}`, 12) }
}

function writeFile(token: string): Bytes {
  return new TextEncoder().encode(`编号,内容\r\n\`1,\`${token}\r\n`)
}
