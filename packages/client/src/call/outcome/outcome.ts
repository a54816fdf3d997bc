import { SignatureError } from '@wechatpay-kit/crypto'
import * as v from 'valibot'
import { redact } from './cause.ts'
import type { Diagnostics } from './diagnosis.ts'
import { ApiError, BusinessError } from './errors.ts'
import type { PreparedCall } from './prepare.ts'
import type { Answer } from './send.ts'

/** What judging an answer needs of the client. */
export interface OutcomeContext {
  readonly diagnostics: Diagnostics | undefined
  readonly now: () => number
}

/** A verified success. */
export interface Success {
  readonly response: Response
  /** Its body as JSON, anew each time; `undefined` where there is none. */
  json(): unknown
}

/** A verified success; everything else is one error. */
export function concludeCall(answer: Answer, call: PreparedCall, context: OutcomeContext): Success {
  const { status, headers, body, distrust } = answer
  // Written so that what is no status is no success.
  if (!(status >= 200 && status <= 299)) throw toApiError(answer, call, context)
  if (distrust) {
    const clock =
      distrust.code === 'SIGNATURE_STALE' ? context.diagnostics?.diagnoseClock(headers, context.now()) : undefined
    const message = `${distrust.message}${clock ? ` ${clock}` : ''} The call may have been executed; ask for its state before repeating it.`
    throw new SignatureError(distrust.code, redact(message, call.secrets), { cause: distrust.cause })
  }
  if (body.length > 0 || call.operation) checkJson(answer, call)
  // No Response of these statuses can have a body.
  const hasBody = body.length > 0 && status !== 204 && status !== 205
  const response = createResponse(status, headers, hasBody ? body : null)
  return { response, json: () => (hasBody ? JSON.parse(decode(body)) : undefined) }
}

function createResponse(status: number, received: Answer['headers'], body: Answer['body'] | null): Response {
  // They describe the body as it travelled, before it was decoded.
  const { 'content-encoding': _, 'content-length': __, ...headers } = received
  return new Response(body, { status, headers })
}

function checkJson(answer: Answer, { operation, secrets }: PreparedCall): void {
  const { status, headers } = answer
  const requestId = readRequestId(headers, secrets)
  const malformed = (what: string) =>
    new ApiError('RESPONSE_MALFORMED', `WeChat Pay answered ${status}, but ${what}. The call may have been executed.`, {
      status,
      apiCode: undefined,
      detail: undefined,
      requestId,
      verified: true,
      diagnosis: undefined,
    })
  const json = parseJson(answer.body)
  if (json === undefined) throw malformed(answer.body.length > 0 ? 'its body is not JSON' : 'its body is empty')
  const { resp_code: code, resp_desc: description } = Object(json) as Record<string, unknown>
  if (typeof code === 'string' && code !== '000000') {
    throw new BusinessError(redactCode(code, secrets), redact(String(description ?? ''), secrets), requestId)
  }
  if (!operation) return
  const result = v.safeParse(operation.response, json)
  if (result.success) return
  const [{ path = [] }] = result.issues
  throw malformed(`its field ${path.map(({ key }) => String(key)).join('.') || '(root)'} is not what is documented`)
}

function toApiError(
  answer: Answer,
  { secrets, sensitiveFields }: PreparedCall,
  { diagnostics, now }: OutcomeContext,
): ApiError {
  const { status, headers, body, distrust, signedMessage } = answer
  const json = Object(parseJson(body)) as Record<string, unknown>
  const { code } = json
  const apiCode =
    typeof code === 'string' && /^[A-Z][A-Z0-9_]{0,63}$/.test(code) ? redactCode(code, secrets) : undefined
  const text = typeof json['message'] === 'string' ? redact(json['message'], secrets) : 'no JSON error body'
  const found =
    apiCode === 'SIGN_ERROR'
      ? (diagnostics?.diagnoseClock(headers, now()) ?? diagnostics?.diagnoseSignature(json['detail'], signedMessage))
      : undefined
  const diagnosis = found && redact(found, secrets)
  return new ApiError(
    'API_ERROR',
    `WeChat Pay answered ${status}${apiCode ? ` ${apiCode}` : ''}: ${text}${distrust ? ' (unverified)' : ''}${diagnosis ? ` ${diagnosis}` : ''}`,
    {
      status,
      apiCode,
      detail: redactDetail(maskValue(json['detail'], sensitiveFields), secrets),
      requestId: readRequestId(headers, secrets),
      verified: distrust === undefined,
      diagnosis,
    },
  )
}

let decoder: TextDecoder | undefined

function decode(body: Uint8Array): string {
  decoder ??= new TextDecoder('utf-8', { fatal: true })
  return decoder.decode(body)
}

/** The JSON of a body, or `undefined` if it is none. */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(decode(body))
  } catch {
    return undefined
  }
}

/** `Request-ID` of an answer, without the call's sensitive values. */
export function readRequestId(headers: Answer['headers'], secrets: readonly string[]): string | undefined {
  const { 'request-id': id } = headers
  return id === undefined ? undefined : redactCode(id, secrets)
}

/** Callers branch on codes, so a one-letter name must not mask letters of them; no code holds Chinese. */
function redactCode(code: string, secrets: readonly string[]): string {
  return redact(
    code,
    secrets.filter((secret) => secret.length > 5 || /[^ -~]/.test(secret)),
  )
}

/** Details may quote the value of the field that they name, as WeChat Pay decrypted it. */
function maskValue(detail: unknown, sensitiveFields: readonly string[]): unknown {
  if (typeof detail !== 'object' || detail === null || !('value' in detail) || !('field' in detail)) return detail
  const field = `/${String(detail.field).replace(/^\//, '')}`
  return sensitiveFields.includes(field) ? { ...detail, value: '***' } : detail
}

function redactDetail(detail: unknown, secrets: readonly string[]): unknown {
  if (typeof detail === 'string') return redact(detail, secrets)
  if (typeof detail === 'number') return secrets.includes(String(detail)) ? '***' : detail
  if (Array.isArray(detail)) return detail.map((item) => redactDetail(item, secrets))
  if (typeof detail !== 'object' || detail === null) return detail
  return Object.fromEntries(
    Object.entries(detail).map(([key, value]) => [redactCode(key, secrets), redactDetail(value, secrets)]),
  )
}
