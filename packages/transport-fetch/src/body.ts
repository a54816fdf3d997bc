import type { Attempt } from './attempt.ts'
import { FetchError } from './errors.ts'

/** The body of a response under the attempt's deadline and a size limit; `null` where there is none. */
export async function limitBody(
  response: Response,
  maxBytes: number,
  attempt: Attempt,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | null> {
  const tooLarge = () => new FetchError('RESPONSE_TOO_LARGE', `The answer is larger than ${maxBytes} bytes.`)
  if (Number(response.headers.get('content-length')) > maxBytes) throw tooLarge()
  // Some fetches give no stream; theirs is read in one piece.
  const stream = response.body ?? (await readWhole(response, attempt))
  if (!stream) {
    attempt.close()
    return null
  }
  const reader = stream.getReader()
  let received = 0
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await Promise.race([attempt.failure, reader.read()])
        if (done) {
          attempt.close()
          return controller.close()
        }
        received += value.length
        if (received > maxBytes) throw tooLarge()
        controller.enqueue(value)
      } catch (error) {
        const explained = attempt.explain(error)
        attempt.close(explained)
        controller.error(explained)
        reader.cancel(explained).catch(() => {})
      }
    },
    cancel(reason) {
      attempt.close()
      return reader.cancel(reason)
    },
  })
}

/** The body of a response that has no stream, as one; `null` where it is empty. */
async function readWhole(
  response: Response,
  attempt: Attempt,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | null> {
  const bytes = new Uint8Array(await Promise.race([attempt.failure, response.arrayBuffer()]))
  return bytes.length > 0 ? new Response(bytes).body : null
}
