import { BusinessError } from '../../errors/call-errors.ts'
import { quote, quoteCode, readUnsignedWord } from '../../errors/redact.ts'
import { SignatureError } from '../../errors/signature.ts'
import type { AttemptedResponse } from '../attempt/attempt.ts'
import { decodeText, findInexactNumber, parseJson } from '../json.ts'
import type { PreparedCall } from '../prepare/prepare.ts'
import type { Settings } from '../settings.ts'
import { takeTurn } from '../turns.ts'
import {
  createApiError,
  createResponseError,
  createUnreadableError,
  findIssue,
  hasCode,
  isErrorBody,
  UNKNOWN,
} from './api-error.ts'

/** Bytes of JSON for each of its values, about. */
const BYTES_PER_VALUE = 64

/** A verified success. */
export interface Success {
  /** Makes the response; the same one each time. */
  makeResponse(): Response
  /** Gives its body as JSON, anew each time, sensitive fields decrypted; `undefined` where there is none. */
  readJson(): Promise<unknown>
}

/** Gives the verified success of a response; throws the one error of anything else. */
export async function judge(response: AttemptedResponse, call: PreparedCall, settings: Settings): Promise<Success> {
  const { status, body, signatureError } = response
  // Written so that a status that is no number is no success.
  if (!(status >= 200 && status <= 299)) throw createApiError(response, call, settings)
  if (signatureError) throw explainSignatureError(signatureError, response, settings)
  let json = parseJson(body)
  const values = body.length / BYTES_PER_VALUE
  await takeTurn(values)
  if (body.length > 0 || call.operation?.response) checkJson(json, response, call)
  const inexact = findInexactNumber(json)
  const readJson = async () => {
    if (body.length === 0) return undefined
    if (inexact !== undefined) {
      throw createUnreadableError([inexact], 'is a number beyond what JavaScript holds exactly', response)
    }
    // Parsed once for the check; whoever asks again gets an object of his own.
    const given = json ?? JSON.parse(decodeText(body))
    json = undefined
    await takeTurn(values)
    if (call.operation) await settings.decryptResponse?.(given, call.operation, settings.merchant, response)
    return given
  }
  let made: Response | undefined
  const makeResponse = () => {
    made ??= replaceJson(createResponse(response), readJson)
    return made
  }
  return { makeResponse, readJson }
}

/** Makes a Response of what was verified. */
function createResponse({ status, headers, body }: AttemptedResponse): Response {
  // No Response of these statuses can have a body.
  const hasBody = body.length > 0 && status !== 204 && status !== 205
  // They describe the body as it travelled, before it was decoded.
  const { 'content-encoding': _, 'content-length': __, ...kept } = headers
  return new Response(hasBody ? body : null, { status, headers: kept })
}

/** Has a response, and its clones, give their JSON in another way: a Response's own neither decrypts nor takes an empty body. */
function replaceJson(response: Response, json: Success['readJson']): Response {
  const clone = () => replaceJson(Response.prototype.clone.call(response), json)
  return Object.defineProperties(response, { json: { value: json }, clone: { value: clone } })
}

function explainSignatureError(
  { code, message, cause }: SignatureError,
  { headers, sensitiveValues }: AttemptedResponse,
  { diagnostics, now }: Settings,
): SignatureError {
  const clock = code === 'SIGNATURE_STALE' ? diagnostics?.diagnoseClock(headers, now()) : undefined
  const sentence = `${clock ?? message} ${UNKNOWN}`
  return new SignatureError(code, quote(sentence, sensitiveValues), { cause })
}

/** Refuses the JSON of a verified success where it is another one than is documented, or declines the call. */
function checkJson(json: unknown, response: AttemptedResponse, { operation }: PreparedCall): void {
  const { status, body, sensitiveValues } = response
  const describe = (fault: string) => `WeChat Pay responded with ${status}, but ${fault}. ${UNKNOWN}`
  const malformed = (fault: string) => createResponseError('RESPONSE_MALFORMED', describe(fault), response)
  if (json === undefined) throw malformed(body.length > 0 ? 'its body is not JSON' : 'its body is empty')
  if (isErrorBody(json) && !hasCode(operation)) {
    const apiCode = quoteCode(json.code, sensitiveValues)
    const fault = `the signed body is an error, ${apiCode}: something on the way changed the status`
    throw createResponseError('STATUS_CONTRADICTED', describe(fault), response, { apiCode, verified: true })
  }
  const { resp_code: code, resp_desc: description } = Object(json) as Record<string, unknown>
  if (typeof code === 'string' && code !== '000000') {
    const respDesc = quote(typeof description === 'string' ? description : '', sensitiveValues)
    throw new BusinessError(quoteCode(code, sensitiveValues), respDesc, {
      requestId: readUnsignedWord(response.headers['request-id'], response),
      outcome: 'declined',
    })
  }
  const issue = findIssue(operation?.response, json)
  if (issue) {
    const field = (issue.path ?? []).map(({ key }) => String(key)).join('.') || '(root)'
    throw malformed(`its field ${quote(field, sensitiveValues)} is not as documented`)
  }
}
