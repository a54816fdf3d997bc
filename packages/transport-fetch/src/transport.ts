import type { Deadline } from './deadline.ts'

/**
 * Bytes in memory that nobody shares: `Uint8Array<ArrayBuffer>`, written so that TypeScript before 5.7 knows it too.
 */
export type Bytes = ReturnType<Uint8ArrayConstructor['of']>

/**
 * The request that one attempt sends. Plain data, so that nothing depends on one realm's `Request` class.
 */
export interface TransportRequest {
  /** HTTP method in upper case. */
  method: string
  /** Header names and values, sent unchanged. */
  headers: Record<string, string>
  /** The body exactly as it must be sent: these bytes were signed. A string is sent as UTF-8. */
  body?: string | Bytes
  /** Redirects are never followed. */
  redirect: 'manual'
  /** Aborts the attempt, the body of the response included. */
  signal?: AbortSignal
}

/** A response whose body was read to its end. */
export interface BufferedResponse {
  readonly status: number
  /** By names in lower case; several values of one name are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  /** After decompression; nobody else holds these bytes. */
  readonly body: Bytes
}

/** The bounds of one attempt: its time and the size of its response. */
export interface AttemptBounds {
  /** Deadline of one attempt in milliseconds, from the call to the last byte of the body. Default: 10 000. */
  readonly timeout?: number | undefined
  /** Largest body in bytes, after decompression. Default: 16 777 216 (16 MiB). */
  readonly maxResponseBytes?: number | undefined
  /**
   * Bytes of a response with an error status, from 400, that are read; the rest is cut off, and not waited for. Default:
   * all of them, within `maxResponseBytes`.
   */
  readonly maxErrorBytes?: number | undefined
  /** Deadline of the call that the attempt is part of: the attempt ends with it, whatever `timeout` allows. Default: none. */
  readonly deadline?: Deadline | undefined
}

/**
 * Moves bytes for one attempt: it does not retry, sign, follow redirects or re-serialise. Global `fetch` is one; so is
 * a short adapter of any HTTP client.
 *
 * @param url - absolute URL, percent-encoded.
 * @param request - method, headers and body to send.
 * @returns the response with any status, its body not yet read.
 */
export type Transport = (url: string, request: TransportRequest) => Promise<Response>

/** A second way that a transport may offer, cheaper than through a `Response`, where the whole body is wanted. */
export interface ResponseReader {
  /**
   * Makes an attempt and reads its whole response. It keeps deadline, size limit and redirects by itself, and fails with a
   * `FetchError`. `readResponse` hands it the deadline of the attempt in `bounds`: whoever needs a signal takes
   * `bounds.deadline.signal`.
   */
  readonly readResponse: (url: string, request: TransportRequest, bounds: AttemptBounds) => Promise<BufferedResponse>
}
