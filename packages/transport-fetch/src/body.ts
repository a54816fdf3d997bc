import type { Attempt } from './attempt.ts'
import { FetchError } from './errors.ts'

/** The body of a response as a stream under the attempt's deadline and size limit; `null` where there is none. */
export async function limitBody(
  response: Response,
  attempt: Attempt,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | null> {
  refuseLength(response, attempt)
  // Some fetches give no stream; theirs is read in one piece.
  const stream = response.body ?? (await readAtOnce(response, attempt))
  if (!stream) {
    attempt.close()
    return null
  }
  const reader = stream.getReader()
  const next = countBytes(reader, attempt)
  return new ReadableStream({
    async pull(controller) {
      try {
        const value = await next()
        if (value) return controller.enqueue(value)
        attempt.close()
        controller.close()
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

/** The whole body of a response under the attempt's deadline and size limit; the bytes are a private copy. */
export async function readBody(response: Response, attempt: Attempt): Promise<Uint8Array<ArrayBuffer>> {
  refuseLength(response, attempt)
  const { headers } = response
  // What states its length and is not packed cannot grow while it is read; there is no need to count.
  const isBounded = headers.has('content-length') && !headers.has('content-encoding')
  if (isBounded || !response.body) {
    const bytes = new Uint8Array(await Promise.race([attempt.failure, response.arrayBuffer()]))
    if (bytes.length > attempt.maxBytes) throw tooLarge(attempt)
    return bytes.slice()
  }
  const reader = response.body.getReader()
  const next = countBytes(reader, attempt)
  const chunks: Uint8Array<ArrayBuffer>[] = []
  try {
    for (let chunk = await next(); chunk; chunk = await next()) chunks.push(chunk)
  } catch (error) {
    reader.cancel(error).catch(() => {})
    throw error
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer())
}

/** Gives the next bytes of a body, `undefined` at its end; throws as soon as they are too many. */
function countBytes(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  attempt: Attempt,
): () => Promise<Uint8Array<ArrayBuffer> | undefined> {
  let received = 0
  return async () => {
    const { value } = await Promise.race([attempt.failure, reader.read()])
    received += value?.length ?? 0
    if (received > attempt.maxBytes) throw tooLarge(attempt)
    return value
  }
}

/** The body of a response that has no stream, as one; `null` where it is empty. */
async function readAtOnce(
  response: Response,
  attempt: Attempt,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | null> {
  const bytes = new Uint8Array(await Promise.race([attempt.failure, response.arrayBuffer()]))
  return bytes.length > 0 ? new Response(bytes).body : null
}

function refuseLength({ headers }: Response, attempt: Attempt): void {
  if (Number(headers.get('content-length')) > attempt.maxBytes) throw tooLarge(attempt)
}

function tooLarge({ maxBytes }: Attempt): FetchError {
  return new FetchError('RESPONSE_TOO_LARGE', `The answer is larger than ${maxBytes} bytes.`)
}
