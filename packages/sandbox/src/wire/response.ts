import { createNonce } from '@wechatpay-kit/crypto'
import type { Bytes } from '@wechatpay-kit/transport-fetch'

/** Reason number of errors that have none of their own. */
const UNSPECIFIED = 268435461

/** A response before it is signed. */
export interface PlainResponse {
  readonly status: number
  readonly body: string | Bytes
  /** The text that is signed in place of the body, as for statements. */
  readonly signedText?: string
  /** Whether the protocol leaves it unsigned, as files are. */
  readonly isUnsigned?: boolean
  readonly contentType: string
  /** The number after the dash of `Request-ID`; 0 is success. */
  readonly reason: number
  /** Headers besides those that every response has. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Makes a JSON response. */
export function toJsonResponse(status: number, json: object, reason = 0): PlainResponse {
  return { status, body: JSON.stringify(json), contentType: 'application/json; charset=utf-8', reason }
}

/** Makes a response without content. */
export function toEmptyResponse(status: number): PlainResponse {
  return { status, body: '', contentType: 'application/json; charset=utf-8', reason: 0 }
}

/** Makes the response that is a file. */
export function toFileResponse({
  bytes,
  contentType,
}: {
  readonly bytes: Bytes
  readonly contentType: string
}): PlainResponse {
  return { status: 200, body: bytes, contentType, reason: 0, isUnsigned: true }
}

/** Makes the page that WeChat Pay's web server gives for a path or method that does not exist. */
export function toHtmlResponse(status: number, title: string): PlainResponse {
  const body = `<html>\n<head><title>${status} ${title}</title></head>\n<body><h1>${status} ${title}</h1></body>\n</html>\n`
  return { status, body, contentType: 'text/html', reason: UNSPECIFIED }
}

/** A response with an error status, thrown by the check that finds the reason. */
export class Refusal extends Error {
  readonly status: number
  readonly body: { readonly code: string; readonly message: string; readonly detail?: object }
  /** The number after the dash of `Request-ID`, which tells support the reason. */
  readonly reason: number

  constructor(status: number, code: string, message: string, options: { detail?: object; reason?: number } = {}) {
    super(message)
    this.status = status
    this.body = { code, message, ...(options.detail ? { detail: options.detail } : {}) }
    this.reason = options.reason ?? UNSPECIFIED
  }
}

/** Makes the response of a thrown refusal; throws any other error again. */
export function toRefusalResponse(error: unknown): PlainResponse {
  if (!(error instanceof Refusal)) throw error
  return toJsonResponse(error.status, error.body, error.reason)
}

/** Makes a Response that nobody signs. */
export function toResponse({ status, body, contentType, headers = {} }: PlainResponse): Response {
  return new Response(body, { status, headers: { ...headers, 'Content-Type': contentType } })
}

/** Makes a request id as WeChat Pay writes it: an id, a dash, and the reason's number. */
export function createRequestId(reason: number): string {
  return `${createNonce().toUpperCase()}-${reason}`
}

/** Writes a date as WeChat Pay does: RFC 3339 in China's time zone. */
export function toTime(date: Date): string {
  return new Date(date.getTime() + 8 * 3_600_000).toISOString().replace(/\.\d+Z$/, '+08:00')
}
