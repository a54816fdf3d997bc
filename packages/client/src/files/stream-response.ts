import type { Bytes } from '@wechatpay-kit/transport-fetch'

const READERS = ['arrayBuffer', 'blob', 'formData', 'json', 'text'] as const

/**
 * Makes a response whose body comes piece by piece, and whose readers fail with the body's own error: browsers replace it
 * by a `TypeError`. `next` gives the next bytes, `undefined` at the end; `cancel` is called when nobody wants the rest.
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
