import type * as v from 'valibot'
import { ApiError, type ApiErrorCode } from '../../errors/call-errors.ts'
import { endSentence, quote, quoteCode, readUnsignedWord, redactJson } from '../../errors/redact.ts'
import type { Operation } from '../../operation/operation.ts'
import { runSchema } from '../../operation/request.ts'
import type { AttemptedResponse } from '../attempt/attempt.ts'
import { parseJson } from '../json.ts'
import type { PreparedCall } from '../prepare/prepare.ts'
import type { DecryptResponse, Settings } from '../settings.ts'

/** The sentence of an error that does not settle whether its call was executed. */
export const UNKNOWN = 'The call may have been executed; ask for its state before repeating it.'

/** The body of an error, as WeChat Pay documents it. */
interface ErrorBody {
  readonly code: string
  readonly message: string
}

/**
 * Codes of errors that settle nothing, whatever their status is: of a system that failed half-way, of a bank or a payer
 * that may still decide, of a rate limit, after which the documentation of refunds asks for a query, and of a number that
 * was used before: by an earlier call with it, or by this one, if something on the way sent it twice.
 */
const UNSETTLED =
  /^((SYSTEM|INTERNAL|BANK)_?(SERVER_?)?ERROR|SERVICE_UNAVAILABLE|USER_?PAYING|BIZ_?ERR_NEED_RETRY|(RATE|FREQU?ENCY)_?LIMIT)|_USED$|^ORDER_?PAID$|(^|_)ALREADY_EXISTS?$|DUPLICATE/

/** Tells whether a JSON value is the body of an error. */
export function isErrorBody(json: unknown): json is ErrorBody {
  const { code, message } = Object(json) as Record<string, unknown>
  return isErrorCode(code) && typeof message === 'string' && code !== 'SUCCESS' && code !== 'OK'
}

function isErrorCode(code: unknown): code is string {
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{0,63}$/.test(code)
}

/** Tells whether the responses of an operation hold a `code` of their own, so that it is no sign of an error. */
export function hasCode(operation: Operation | undefined): boolean {
  const isOwn = (schema: unknown): boolean => {
    const { entries = {}, options = [] } = Object(schema) as { entries?: object; options?: readonly unknown[] }
    return Object.hasOwn(entries, 'code') || options.some(isOwn)
  }
  return isOwn(operation?.response)
}

/** A fault of a response; its path is that of the root where there is none. */
type ResponseIssue = Pick<v.BaseIssue<unknown>, 'path'>

/** Checks a JSON value against a schema; gives the first fault. A schema that throws fits nothing. */
export function findIssue(schema: v.GenericSchema | undefined, json: unknown): ResponseIssue | undefined {
  try {
    return schema && runSchema(schema, json).issues?.[0]
  } catch {
    return {}
  }
}

/** The part of a response that every error of one needs. */
type ResponseOfError = Parameters<DecryptResponse>[3]

/** Makes the error of a response; without members it settles nothing. */
export function createResponseError(
  code: ApiErrorCode,
  message: string,
  response: ResponseOfError,
  members?: Partial<Pick<ApiError, 'apiCode' | 'detail' | 'verified' | 'outcome' | 'diagnosis'>>,
  options?: ErrorOptions,
): ApiError {
  const { status, headers } = response
  const requestId = readUnsignedWord(headers['request-id'], response)
  return new ApiError(code, message, { status, requestId, ...members }, options)
}

/** Makes the error of a verified success of which a field cannot be handed out; `problem` ends a sentence that begins with it. */
export function createUnreadableError(
  path: readonly string[],
  problem: string,
  response: ResponseOfError,
  options?: ErrorOptions,
): ApiError {
  const field = quote(path.join('.'), response.sensitiveValues) || '(root)'
  const text = `WeChat Pay responded with ${response.status}, but its field ${field} ${problem}: the call succeeded; read its response with text().`
  return createResponseError('RESPONSE_MALFORMED', text, response, undefined, options)
}

/** Makes the error of a response that has the status of one. */
export function createApiError(response: AttemptedResponse, call: PreparedCall, settings: Settings): ApiError {
  const { status, body, signatureError, sensitiveValues } = response
  const json = parseJson(body)
  const { code, message, detail } = Object(json) as Record<string, unknown>
  const isSigned = signatureError === undefined
  const isError = isErrorBody(json)
  // The status is not signed: whoever changes it must not turn a success into a refusal. An empty body is one of 204.
  const isContradicted = isSigned && !isError && (json !== undefined || body.length === 0)
  // It would be the documented success as well, of an operation with a code of its own.
  const isAmbiguous = isError && hasCode(call.operation) && !findIssue(call.operation?.response, json)
  const verified = isSigned && isError && !isAmbiguous
  const apiCode = isErrorCode(code)
    ? isSigned
      ? quoteCode(code, sensitiveValues)
      : readUnsignedWord(code, response)
    : undefined
  const explanation = settings.diagnostics?.diagnoseError(code, detail, response, settings.now)
  const diagnosis = explanation && quote(explanation, sensitiveValues)
  const isRefused = verified && status < 500 && status !== 429 && !UNSETTLED.test(code as string)
  const sentence = isContradicted
    ? `WeChat Pay responded with ${status}, but the signed body is that of a success: something on the way changed the status`
    : describeError(message, apiCode, response)
  // A GET executes nothing, so that there is no state to ask for.
  const mayBeExecuted = isContradicted || isAmbiguous || (!isRefused && call.method !== 'GET')
  const text = [endSentence(sentence), diagnosis, mayBeExecuted && UNKNOWN].filter(Boolean).join(' ')
  return createResponseError(isContradicted ? 'STATUS_CONTRADICTED' : 'API_ERROR', text, response, {
    apiCode,
    detail: redactJson(maskValue(detail, call.sensitiveFields), sensitiveValues),
    verified,
    outcome: isRefused ? 'refused' : 'unknown',
    diagnosis,
  })
}

/** Describes an error by its status and code, and what it says itself. */
function describeError(
  message: unknown,
  apiCode: string | undefined,
  { status, signatureError, sensitiveValues }: AttemptedResponse,
): string {
  const absent = status === 404 ? 'no JSON error body; check the path' : 'no JSON error body'
  const text = typeof message === 'string' ? quote(message, sensitiveValues) : absent
  const code = apiCode === undefined ? '' : ` ${apiCode}`
  return `WeChat Pay responded with ${status}${code}: ${text}${signatureError ? ' (unverified)' : ''}`
}

/** Masks the value in a detail, which may quote the field that it names as WeChat Pay decrypted it. */
function maskValue(detail: unknown, sensitiveFields: readonly string[]): unknown {
  // Nobody has verified an error yet: a field may be anything.
  const { field, value }: { readonly field?: unknown; readonly value?: unknown } = Object(detail)
  const isSensitive = typeof field === 'string' && sensitiveFields.includes(field.replace(/^\//, ''))
  return isSensitive && value !== undefined ? { ...(detail as object), value: '***' } : detail
}
