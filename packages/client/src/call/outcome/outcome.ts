import { SignatureError } from '@wechatpay-kit/crypto'
import * as v from 'valibot'
import { ApiError, BusinessError } from '../../errors/call-errors.ts'
import { readRequestId, redact, redactCode, redactJson } from '../../errors/redact.ts'
import type { Operation } from '../../operation/operation.ts'
import type { AttemptedResponse } from '../attempt/attempt.ts'
import { decodeText, findInexactNumber, parseJson } from '../json.ts'
import type { PreparedCall } from '../prepare/prepare.ts'
import type { Settings } from '../settings.ts'

/** A verified success. */
export interface Success {
  readonly response: Response
  /** Gives its body as JSON, anew each time; `undefined` where there is none. */
  readJson(): unknown
}

/** Gives the verified success of a response; throws the one error of anything else. */
export function judge(response: AttemptedResponse, call: PreparedCall, settings: Settings): Success {
  const { status, headers, body, signatureError } = response
  // Written so that a status that is no number is no success.
  if (!(status >= 200 && status <= 299)) throw toApiError(response, call, settings)
  if (signatureError) throw explainSignatureError(signatureError, response, call, settings)
  let json = body.length > 0 || call.operation ? checkJson(response, call) : undefined
  const inexact = findInexactNumber(json)
  // No Response of these statuses can have a body.
  const hasBody = body.length > 0 && status !== 204 && status !== 205
  // They describe the body as it travelled, before it was decoded.
  const { 'content-encoding': _, 'content-length': __, ...kept } = headers
  const success = new Response(hasBody ? body : null, { status, headers: kept })
  const readJson = () => {
    if (!hasBody) return undefined
    if (inexact !== undefined) throw createInexactError(inexact, response, call)
    // Parsed once for the check; whoever asks again gets an object of his own.
    const given = json ?? JSON.parse(decodeText(body))
    json = undefined
    return given
  }
  if (inexact !== undefined) Object.defineProperty(success, 'json', { value: async () => readJson() })
  return { response: success, readJson }
}

/** The error of reading a number as JSON that JavaScript would round: the call itself succeeded. */
function createInexactError(place: string, { status, headers }: AttemptedResponse, call: PreparedCall): ApiError {
  return new ApiError(
    'RESPONSE_MALFORMED',
    `The call succeeded, but the number in the field ${place} of its response is beyond what JavaScript holds exactly. Read the response with text().`,
    {
      status,
      apiCode: undefined,
      detail: undefined,
      requestId: readRequestId(headers, call.sensitiveValues),
      verified: true,
      diagnosis: undefined,
    },
  )
}

function explainSignatureError(
  { code, message, cause }: SignatureError,
  { headers }: AttemptedResponse,
  { sensitiveValues }: PreparedCall,
  { diagnostics, now }: Settings,
): SignatureError {
  const clock = code === 'SIGNATURE_STALE' ? diagnostics?.diagnoseClock(headers, now()) : undefined
  const sentence = `${clock ?? message} The call may have been executed; ask for its state before repeating it.`
  return new SignatureError(code, redact(sentence, sensitiveValues), { cause })
}

/** Gives the JSON of a verified success; throws where it is another one than is documented, or declines the call. */
function checkJson(response: AttemptedResponse, { operation, sensitiveValues }: PreparedCall): unknown {
  const { status, headers, body } = response
  const requestId = readRequestId(headers, sensitiveValues)
  const malformed = (fault: string) =>
    new ApiError(
      'RESPONSE_MALFORMED',
      `WeChat Pay responded with ${status}, but ${fault}. The call may have been executed; ask for its state before repeating it.`,
      { status, apiCode: undefined, detail: undefined, requestId, verified: true, diagnosis: undefined },
    )
  const json = parseJson(body)
  if (json === undefined) throw malformed(body.length > 0 ? 'its body is not JSON' : 'its body is empty')
  const { resp_code: code, resp_desc: description } = Object(json) as Record<string, unknown>
  if (typeof code === 'string' && code !== '000000') {
    const respDesc = redact(typeof description === 'string' ? description : '', sensitiveValues)
    throw new BusinessError(redactCode(code, sensitiveValues), respDesc, requestId)
  }
  const [issue] = (operation && checkResponse(operation, json)) ?? []
  if (issue) {
    const field = (issue.path ?? []).map(({ key }) => String(key)).join('.') || '(root)'
    throw malformed(`its field ${field} is not as documented`)
  }
  return json
}

/** Checks a response against the schema of its operation; a schema that throws fits nothing. */
function checkResponse({ response }: Operation, json: unknown): readonly v.BaseIssue<unknown>[] | undefined {
  try {
    return v.safeParse(response, json).issues
  } catch {
    return v.safeParse(v.never(), json).issues
  }
}

function toApiError(response: AttemptedResponse, call: PreparedCall, settings: Settings): ApiError {
  const { status, headers, body, signatureError } = response
  const { sensitiveFields, sensitiveValues } = call
  const { code, message, detail } = Object(parseJson(body)) as Record<string, unknown>
  const apiCode =
    typeof code === 'string' && /^[A-Z][A-Z0-9_]{0,63}$/.test(code) ? redactCode(code, sensitiveValues) : undefined
  const diagnosis = apiCode === 'SIGN_ERROR' ? diagnose(detail, response, settings) : undefined
  const redactedDiagnosis = diagnosis && redact(diagnosis, sensitiveValues)
  const absent = status === 404 ? 'no JSON error body; check the path' : 'no JSON error body'
  const parts = [
    `WeChat Pay responded with ${status}${apiCode ? ` ${apiCode}` : ''}:`,
    typeof message === 'string' ? redact(message, sensitiveValues) : absent,
    signatureError && '(unverified)',
  ]
  const sentence = parts.filter(Boolean).join(' ')
  return new ApiError('API_ERROR', redactedDiagnosis ? `${sentence}. ${redactedDiagnosis}` : sentence, {
    status,
    apiCode,
    detail: redactJson(maskValue(detail, sensitiveFields), sensitiveValues),
    requestId: readRequestId(headers, sensitiveValues),
    verified: signatureError === undefined,
    diagnosis: redactedDiagnosis,
  })
}

function diagnose(
  detail: unknown,
  { headers, signed }: AttemptedResponse,
  { diagnostics, now }: Settings,
): string | undefined {
  return diagnostics?.diagnoseClock(headers, now()) ?? diagnostics?.diagnoseSignature(detail, signed)
}

/** Masks the value in a detail, which may quote the field that it names as WeChat Pay decrypted it. */
function maskValue(detail: unknown, sensitiveFields: readonly string[]): unknown {
  if (typeof detail !== 'object' || detail === null || !('value' in detail) || !('field' in detail)) return detail
  // Nobody has verified an error yet: a field may be anything.
  if (typeof detail.field !== 'string') return detail
  const field = `/${detail.field.replace(/^\//, '')}`
  return sensitiveFields.includes(field) ? { ...detail, value: '***' } : detail
}
