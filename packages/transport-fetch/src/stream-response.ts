import { ByteCollector } from './byte-collector.ts'
import type { Deadline } from './deadline.ts'
import type { Bytes } from './transport.ts'

/** Statuses with which no `Response` can be made that has a body (Fetch Standard, "null body status"). */
export const NULL_BODY_STATUSES: readonly number[] = [101, 103, 204, 205, 304]

/** The readers of a response, by what they make of its bytes. */
const READERS = {
  arrayBuffer: (bytes: Bytes) => bytes.buffer,
  bytes: (bytes: Bytes) => bytes,
  text: decodeText,
  json: (bytes: Bytes) => JSON.parse(decodeText(bytes)),
  blob: (bytes: Bytes, { headers }: Response) => new Response(bytes, { headers }).blob(),
  formData: (bytes: Bytes, { headers }: Response) => new Response(bytes, { headers }).formData(),
}

/**
 * Makes a response whose body comes piece by piece. Its readers hold no more than the body and its copy, however small the
 * pieces are, and fail with the body's own error, which browsers replace by a `TypeError`. A clone has those of the
 * runtime.
 *
 * @param next - gives the next bytes, `undefined` at the end; reading fails with whatever it throws.
 * @param cancel - called when nobody wants the rest.
 * @param init - status and headers.
 * @returns the response.
 * @example
 * ```ts
 * import { createStreamResponse } from '@wechatpay-kit/transport-fetch'
 *
 * const pieces = [Uint8Array.of(0x6f), Uint8Array.of(0x6b)]
 * const response = createStreamResponse(async () => pieces.shift(), () => {}, { status: 200 })
 * console.log(await response.text()) // ok
 * ```
 * @see {@link https://fetch.spec.whatwg.org/#concept-body | Fetch Standard}
 */
export function createStreamResponse(
  next: () => Promise<Bytes | undefined>,
  cancel: (reason: unknown) => unknown,
  init: ResponseInit,
): Response {
  let failure: unknown
  const stream = new ReadableStream<Bytes>({
    type: undefined, // written out, because runtimes look for it on Object.prototype too
    async pull(controller) {
      try {
        const bytes = await next()
        if (bytes) controller.enqueue(bytes)
        else controller.close()
      } catch (error) {
        failure = error
        controller.error(error)
      }
    },
    async cancel(reason) {
      await cancel(reason)
    },
  })
  const response = new Response(stream, init)
  for (const [name, convert] of Object.entries(READERS)) {
    const read = async () => {
      try {
        return await convert(await readWhole(response, stream), response)
      } catch (error) {
        throw failure ?? error
      }
    }
    Object.defineProperty(response, name, { value: read })
  }
  return response
}

/** The bytes of a body, and the way to drop them. */
export interface BodySource {
  /** Gives the next bytes, `undefined` at the end. */
  readonly next: () => Promise<Bytes | undefined>
  /** Drops whatever has not come yet. */
  readonly cancel: (reason: unknown) => Promise<unknown>
}

/**
 * Makes a response whose body comes within a deadline: as of {@link createStreamResponse}, and the deadline is closed with
 * the last byte, with the first failure, and when nobody wants the rest.
 *
 * @param deadline - the deadline; the source itself fails when it ends.
 * @param source - the bytes of the body, and the way to drop them.
 * @param explain - gives the error with which reading fails, of the one that the source threw.
 * @param init - status and headers.
 * @returns the response.
 * @example
 * ```ts
 * import { createResponseWithin, startDeadline } from '@wechatpay-kit/transport-fetch'
 *
 * const pieces = [Uint8Array.of(0x6f), Uint8Array.of(0x6b)]
 * const source = { next: async () => pieces.shift(), cancel: async () => {} }
 * const response = createResponseWithin(startDeadline(5_000), source, (error) => error as Error, { status: 200 })
 * console.log(await response.text()) // ok
 * ```
 * @see {@link https://fetch.spec.whatwg.org/#concept-body | Fetch Standard}
 */
export function createResponseWithin(
  deadline: Deadline,
  { next, cancel }: BodySource,
  explain: (error: unknown) => Error,
  init: ResponseInit,
): Response {
  const nextOrEnd = async () => {
    try {
      const bytes = await next()
      if (!bytes) deadline.close()
      return bytes
    } catch (error) {
      const failure = explain(error)
      deadline.close(failure)
      cancel(failure).catch(() => {})
      throw failure
    }
  }
  const cancelAll = (reason: unknown) => {
    const cancelled = cancel(reason)
    deadline.close(reason)
    return cancelled
  }
  return createStreamResponse(nextOrEnd, cancelAll, init)
}

/** Reads a body that nobody has read before; afterwards its stream stays locked, as every response's does. */
async function readWhole(response: Response, stream: ReadableStream<Bytes>): Promise<Bytes> {
  if (response.bodyUsed) throw new TypeError('The body of the response was read before.')
  const reader = stream.getReader()
  const collected = new ByteCollector()
  for (let next = await reader.read(); !next.done; next = await reader.read()) collected.add(next.value)
  return collected.take()
}

function decodeText(bytes: Bytes): string {
  return new TextDecoder().decode(bytes)
}
