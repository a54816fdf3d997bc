import type { Bytes } from '@wechatpay-kit/transport-fetch'
import type { PlatformKey } from '../../keys/platform-keys.ts'
import type { HttpMethod, Operation } from '../../operation/operation.ts'

/** A call that is ready to be signed and sent; its body is serialised once and never again. */
export interface PreparedCall {
  readonly method: HttpMethod
  /** The path as it was written, its variables unfilled. */
  readonly path: string
  /** The request target: path and query, percent-encoded. */
  readonly target: string
  readonly body: string | Bytes | undefined
  /** The part of the body that is signed: all of it, but for uploads. */
  readonly signedBody: string
  readonly headers: Readonly<Record<string, string>>
  readonly operation: Operation | undefined
  /** Places of its sensitive fields, as WeChat Pay names them: `/cert_no`. */
  readonly sensitiveFields: readonly string[]
  /** Plain sensitive values of this call, which no error may show. */
  readonly sensitiveValues: readonly string[]
  /** Whether a second execution would do no harm. */
  readonly isIdempotent: boolean
}

/** The parts of a call; those left out are as of a GET without a body. */
interface CallParts extends Pick<PreparedCall, 'method' | 'path' | 'target'> {
  readonly body?: string | Bytes | undefined
  /** Default: the body, if it is text. */
  readonly signedBody?: string | undefined
  /** Default: JSON. */
  readonly contentType?: string | undefined
  /** Default: JSON. */
  readonly accept?: string | undefined
  /** The caller's own headers. */
  readonly headers?: Iterable<readonly [name: string, value: string]> | undefined
  readonly operation?: Operation | undefined
  readonly sensitiveFields?: readonly string[] | undefined
  readonly sensitiveValues?: readonly string[] | undefined
  /** Default: whether the method is GET. */
  readonly isIdempotent?: boolean | undefined
}

/** Builds a call of its parts: the last step of every preparation. */
export function buildCall(
  parts: CallParts,
  { userAgent }: { readonly userAgent: string },
  key: Pick<PlatformKey, 'id'> | undefined,
): PreparedCall {
  const { method, path, target, body, operation } = parts
  return {
    method,
    path,
    target,
    body,
    signedBody: parts.signedBody ?? (typeof body === 'string' ? body : ''),
    operation,
    sensitiveFields: parts.sensitiveFields ?? [],
    sensitiveValues: parts.sensitiveValues ?? [],
    isIdempotent: parts.isIdempotent ?? method === 'GET',
    headers: {
      ...Object.fromEntries(parts.headers ?? []),
      Accept: parts.accept ?? 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': parts.contentType ?? 'application/json' }),
      'User-Agent': userAgent,
      ...(key === undefined ? {} : { 'Wechatpay-Serial': key.id }),
    },
  }
}
