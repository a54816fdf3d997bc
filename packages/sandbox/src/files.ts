import { createNonce } from '@wechatpay-kit/crypto'
import type { Bytes } from '@wechatpay-kit/transport-fetch'
import type { IncomingRequest } from './wire/authentication.ts'
import { digest } from './wire/bytes.ts'
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
