import type { Bytes } from './transport.ts'

/** Statuses with which no `Response` can be made that has a body (Fetch Standard, "null body status"). */
export const NULL_BODY_STATUSES: readonly number[] = [101, 103, 204, 205, 304]

const READERS = ['arrayBuffer', 'blob', 'formData', 'json', 'text'] as const

/**
 * Makes a response whose body comes piece by piece, and whose readers fail with the body's own error: browsers replace it
 * by a `TypeError`.
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
  for (const name of READERS) {
    const read = async () => {
      try {
        return await Response.prototype[name].call(response)
      } catch (error) {
        throw failure ?? error
      }
    }
    Object.defineProperty(response, name, { value: read })
  }
  return response
}
