import { createNonce } from '@wechatpay-kit/crypto'
import type { Bytes } from '@wechatpay-kit/transport-fetch'
import type { IncomingRequest } from './wire/authentication.ts'
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

/** Executes `GET /v3/bill/tradebill` and `GET /v3/billdownload/file`; the response of the latter is not signed. */
export async function executeBill(url: URL): Promise<PlainResponse> {
  const date = url.searchParams.get('bill_date') ?? url.searchParams.get('token') ?? ''
  const isPacked = url.searchParams.has('tar_type') || url.searchParams.has('tartype')
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) throw new Refusal(400, 'PARAM_ERROR', '账单日期格式错误')
  // Long enough to come in several pieces.
  const rows = Array.from({ length: 2000 }, (_, row) => `\`${date},\`${row},\`0.01`)
  const bill = new TextEncoder().encode(`\ufeff交易时间,商户订单号,金额\r\n${rows.join('\r\n')}\r\n`)
  if (url.pathname === '/v3/bill/tradebill') {
    const download_url = `${url.origin}/v3/billdownload/file?token=${date}${isPacked ? '&tartype=gzip' : ''}`
    const json = { hash_type: 'SHA1', hash_value: await digest('SHA-1', bill), download_url }
    return toJsonResponse(200, json)
  }
  const body = isPacked ? await pack(bill) : bill
  const contentType = isPacked ? 'application/x-gzip' : 'text/plain'
  return { status: 200, body, contentType, reason: 0, isUnsigned: true }
}

async function pack(bytes: Bytes): Promise<Bytes> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

async function digest(algorithm: string, bytes: Bytes): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest(algorithm, bytes))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
