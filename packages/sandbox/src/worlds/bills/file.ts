import { createNonce } from '@wechatpay-kit/crypto'
import type { State } from '../../state/state.ts'
import { digest, encryptFile, pack } from '../../wire/bytes.ts'
import { Refusal } from '../../wire/response.ts'
import { FileContent } from '../file-content.ts'
import { refuseRequest } from '../refusals.ts'
import type { Handle } from '../world.ts'
import { type Bill, writeBillText } from './bill.ts'

/** Time in which a download address is valid, in milliseconds: five minutes. */
const VALIDITY = 300_000

/** The content of a token: it says all that the file is made of, so that nothing must be remembered. */
interface Token extends Bill {
  /** Milliseconds. */
  readonly issued: number
  /** Of an encrypted file: makes its key and its nonce. */
  readonly secret?: string
}

/** A file as it is published. */
interface PublishedFile {
  readonly hash_type: 'SHA1'
  /** Of the file as it is, neither packed nor encrypted. */
  readonly hash_value: string
  readonly download_url: string
}

/** Publishes a bill. Throws a refusal where there is none. */
export async function publishBill(
  state: State,
  bill: Bill,
  { origin, now, isPacked }: { readonly origin: string; readonly now: number; readonly isPacked: boolean },
): Promise<PublishedFile> {
  const { hash_value, token } = await publish(state, bill, now)
  return { hash_type: 'SHA1', hash_value, download_url: toUrl(origin, 'billdownload/file', token, isPacked) }
}

/** Publishes a bill whose file is encrypted, with the key and the nonce that decrypt it. */
export async function publishEncryptedBill(
  state: State,
  bill: Bill,
  { origin, now, isPacked }: { readonly origin: string; readonly now: number; readonly isPacked: boolean },
): Promise<PublishedFile & { readonly encrypt_key: string; readonly nonce: string }> {
  const secret = createNonce()
  const { hash_value, token } = await publish(state, bill, now, secret)
  const { key, nonce } = await deriveEncryption(secret)
  const download_url = toUrl(origin, 'bill/downloadurl', token, isPacked)
  return { hash_type: 'SHA1', hash_value, download_url, encrypt_key: key, nonce }
}

async function publish(state: State, bill: Bill, now: number, secret?: string) {
  const text = writeBillText(state, bill)
  if (text === undefined) throw new Refusal(400, 'NO_STATEMENT_EXIST', '请求的账单文件不存在')
  const token: Token = { ...bill, issued: now, ...(secret === undefined ? {} : { secret }) }
  return { hash_value: await digest('SHA-1', new TextEncoder().encode(text)), token }
}

function toUrl(origin: string, path: string, token: Token, isPacked: boolean): string {
  const bytes = new TextEncoder().encode(JSON.stringify(token))
  const text = btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')
  return `${origin}/v3/${path}?token=${text}${isPacked ? '&tartype=gzip' : ''}`
}

/** Makes the handler of downloads: it gives the file to the merchant that asked for it, and to no other. */
export function createDownload(state: State): Handle {
  return async ({ merchant, query, now }) => {
    const token = readToken(query['token'] ?? '')
    const isPacked = query['tartype'] !== undefined
    if (!token || token.mchid !== merchant.mchid) throw new Refusal(400, 'PARAM_ERROR', 'token错误')
    if (now > token.issued + VALIDITY) throw refuseRequest('下载地址已过期，请重新申请账单')
    const text = writeBillText(state, token)
    if (text === undefined) throw new Refusal(400, 'NO_STATEMENT_EXIST', '请求的账单文件不存在')
    const bytes = new TextEncoder().encode(text)
    const packed = isPacked ? await pack(bytes) : bytes
    const sent = token.secret === undefined ? packed : await encryptFile(packed, await deriveEncryption(token.secret))
    return new FileContent(sent, isPacked ? 'application/x-gzip' : 'text/plain')
  }
}

function readToken(text: string): Token | undefined {
  try {
    const bytes = Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (character) =>
      character.charCodeAt(0),
    )
    const token = JSON.parse(new TextDecoder().decode(bytes)) as Token
    return typeof token.day === 'string' && typeof token.issued === 'number' ? token : undefined
  } catch {
    return undefined
  }
}

/** The key and the nonce of a file, 32 and 12 characters. */
async function deriveEncryption(secret: string): Promise<{ readonly key: string; readonly nonce: string }> {
  const text = await digest('SHA-256', new TextEncoder().encode(secret))
  return { key: text.slice(0, 32), nonce: text.slice(32, 44) }
}
