import { InputError, requestMessage } from '@wechatpay-kit/crypto'
import type { Authorization } from './authorization.ts'
import { describeBody } from './body-state.ts'
import type { Bytes } from './bytes.ts'
import type { Finding } from './finding.ts'
import type { HttpMessage } from './http.ts'
import { findMeta } from './multipart.ts'
import type { Lines } from './signed-instead.ts'
import { translateInput } from './translate.ts'

/** The lines that a request's signature is of, and what stands in the way of signing them. */
export interface ComposedRequest {
  readonly findings: Finding[]
  /** `undefined` where nothing can be signed. */
  readonly lines?: Lines
}

/**
 * Composes the lines of a request. What cannot be signed as it is, is told, and taken as it should have been: so a second
 * fault is found beside it.
 */
export function composeRequest(request: HttpMessage, { timestamp, nonce }: Authorization): ComposedRequest {
  const { method = '', target = '' } = request
  const upload = findMeta(request)
  const body = (upload?.meta ?? new Uint8Array(request.body)) as Bytes
  const notes = upload ? [upload.note] : describeBody(body)
  const findings = [...notes]
  const sent = timestamp.trim()
  const inSeconds = /^\d{13}$/.test(sent) ? sent.slice(0, 10) : sent
  const attempt = (values: { method: string; target: string }) =>
    check(() => requestMessage({ ...values, body, timestamp: Number(inSeconds), nonce }))
  const refused = attempt({ method, target })
  const right = { method: method.toUpperCase(), target: encodeTarget(target) }
  if (refused) {
    findings.push(refused)
    if (attempt(right)) return { findings }
  }
  return { findings, lines: { ...right, timestamp: sent, nonce, body } }
}

function check(compose: () => unknown): Finding | undefined {
  try {
    compose()
    return undefined
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { check: 'message', status: 'problem', text: translateInput(error) }
  }
}

/** Encodes what cannot stand in a request line, as a client does; what is encoded stays so. */
export function encodeTarget(target: string): string {
  return target.replace(/[^!-~]/gu, (character) =>
    // Half of a surrogate pair has no encoding.
    /^[\ud800-\udfff]$/u.test(character) ? character : encodeURIComponent(character),
  )
}
