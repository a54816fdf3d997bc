import { createNonce, type Encrypter } from '@wechatpay-kit/crypto'
import type { Bytes } from '@wechatpay-kit/transport-fetch'
import { writeFundFlowBill, writeTradeBill } from './bill-text.ts'
import type { IncomingRequest } from './wire/authentication.ts'
import { digest, pack } from './wire/bytes.ts'
import { type Part, readParts } from './wire/multipart.ts'
import { type PlainResponse, Refusal, toJsonResponse } from './wire/response.ts'

/** The form of an upload. */
interface Upload {
  /** The JSON text that is signed, as bytes: name and digest of the file. */
  readonly meta: Bytes
  readonly file: Part
}

/** Reads the form of an upload; gives `undefined` for a body of any other type. Throws a refusal. */
export function readUpload(request: IncomingRequest): Upload | undefined {
  const type = request.headers.get('content-type') ?? ''
  if (!type.toLowerCase().startsWith('multipart/form-data')) return undefined
  const parts = readParts(request.body, type) ?? []
  const [meta, file] = ['meta', 'file'].map((name) => parts.find((part) => part.name === name))
  if (!meta || file?.filename === undefined) throw new Refusal(400, 'PARAM_ERROR', '表单须包含meta与file')
  return { meta: meta.bytes, file }
}

/** Executes `POST /v3/merchant/media/upload`: the file has to be the one that the signed text names. */
export async function executeUpload({ meta, file }: Upload): Promise<PlainResponse> {
  const sha256 = await digest('SHA-256', file.bytes)
  const named = parseMeta(new TextDecoder().decode(meta))
  if (named.sha256 !== sha256 || !named.filename || named.filename !== file.filename) {
    throw new Refusal(400, 'PARAM_ERROR', '文件与meta不一致', { detail: { field: '/meta/sha256', location: 'body' } })
  }
  return toJsonResponse(200, { media_id: createNonce() })
}

function parseMeta(meta: string): { filename?: string; sha256?: string } {
  try {
    return Object(JSON.parse(meta))
  } catch {
    return {}
  }
}

/**
 * Executes the calls of bills: `GET /v3/bill/tradebill` and `GET /v3/bill/sub-merchant-fundflowbill`, whose files are
 * encrypted, name a file; `GET /v3/billdownload/file` and `GET /v3/bill/downloadurl` give it, unsigned.
 */
export async function executeBill(
  { origin, pathname, searchParams }: URL,
  merchant: Encrypter,
): Promise<PlainResponse> {
  const [date = '', secret] = (searchParams.get('bill_date') ?? searchParams.get('token') ?? '').split('.')
  const isPacked = searchParams.has('tar_type') || searchParams.has('tartype')
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) throw new Refusal(400, 'PARAM_ERROR', '账单日期格式错误')
  const isFundFlow = pathname === '/v3/bill/sub-merchant-fundflowbill' || secret !== undefined
  const bill = new TextEncoder().encode(isFundFlow ? writeFundFlowBill(date) : writeTradeBill(date))
  const hash = { hash_type: 'SHA1', hash_value: await digest('SHA-1', bill) }
  const tarType = isPacked ? '&tartype=gzip' : ''
  if (pathname === '/v3/bill/tradebill') {
    return toJsonResponse(200, { ...hash, download_url: `${origin}/v3/billdownload/file?token=${date}${tarType}` })
  }
  if (pathname === '/v3/bill/sub-merchant-fundflowbill') {
    if (searchParams.get('algorithm') !== 'AEAD_AES_256_GCM') throw new Refusal(400, 'PARAM_ERROR', '加密算法不支持')
    const fresh = createNonce()
    const { key, nonce } = await deriveEncryption(fresh)
    const download_url = `${origin}/v3/bill/downloadurl?token=${date}.${fresh}${tarType}`
    const entry = { bill_sequence: 1, ...hash, download_url, encrypt_key: await merchant.encrypt(key), nonce }
    return toJsonResponse(200, { download_bill_count: 1, download_bill_list: [entry] })
  }
  const plain = isPacked ? await pack(bill) : bill
  const body = secret === undefined ? plain : await encrypt(plain, secret)
  const contentType = isPacked ? 'application/x-gzip' : 'text/plain'
  return { status: 200, body, contentType, reason: 0, isUnsigned: true }
}

/** The key and the nonce of a bill, 32 and 12 characters: made of its token, so that nothing must be remembered. */
async function deriveEncryption(secret: string): Promise<{ readonly key: string; readonly nonce: string }> {
  const text = await digest('SHA-256', new TextEncoder().encode(secret))
  return { key: text.slice(0, 32), nonce: text.slice(32, 44) }
}

async function encrypt(plain: Bytes, secret: string): Promise<Bytes> {
  const { key, nonce } = await deriveEncryption(secret)
  const encoder = new TextEncoder()
  const imported = await crypto.subtle.importKey('raw', encoder.encode(key), 'AES-GCM', false, ['encrypt'])
  const algorithm = { name: 'AES-GCM', iv: encoder.encode(nonce) }
  return new Uint8Array(await crypto.subtle.encrypt(algorithm, imported, plain))
}
