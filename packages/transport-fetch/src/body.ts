import { type Attempt, explain } from './attempt.ts'
import { FetchError } from './errors.ts'
import { createStreamResponse, NULL_BODY_STATUSES } from './stream-response.ts'
import type { Bytes } from './transport.ts'

/** The same answer, its body under the attempt's deadline and size limit as it streams. */
export async function limitResponse(response: Response, attempt: Attempt): Promise<Response> {
  refuseLength(response, attempt)
  const { status, statusText, headers } = response
  // A response of our own, so that nobody can change it afterwards.
  const init = { status, statusText, headers }
  // Some fetches give no stream; theirs is read in one piece. Some give one where there is no body.
  const isEmpty = NULL_BODY_STATUSES.includes(status)
  const stream = isEmpty ? null : (response.body ?? (await readAtOnce(response, attempt)))
  if (!stream) {
    attempt.deadline.close()
    return new Response(null, init)
  }
  const reader = stream.getReader()
  const next = countBytes(reader, attempt)
  const nextOrEnd = async () => {
    try {
      const bytes = await next()
      if (!bytes) attempt.deadline.close()
      return bytes
    } catch (error) {
      const explained = explain(error, attempt.deadline)
      attempt.deadline.close(explained)
      reader.cancel(explained).catch(() => {})
      throw explained
    }
  }
  const cancel = (reason: unknown) => {
    attempt.deadline.close()
    return reader.cancel(reason)
  }
  return createStreamResponse(nextOrEnd, cancel, init)
}

/**
 * The whole body of a response under the attempt's deadline and size limit; the bytes are a private copy.
 *
 * @param isTrue - whether the headers are those that travelled.
 */
export async function readBody(response: Response, attempt: Attempt, isTrue: boolean): Promise<Bytes> {
  refuseLength(response, attempt)
  const { headers, type } = response
  // What states its length, and travels neither packed nor in chunks, cannot grow while it is read: no need to count.
  // Browsers do not show all headers of another origin.
  const isBounded =
    isTrue &&
    type !== 'cors' &&
    headers.has('content-length') &&
    !headers.has('content-encoding') &&
    !headers.has('transfer-encoding')
  if (isBounded || !response.body) {
    const bytes = new Uint8Array(await attempt.deadline.race(response.arrayBuffer()))
    if (bytes.length > attempt.maxBytes) throw tooLarge(attempt.maxBytes)
    return new Uint8Array(bytes)
  }
  const reader = response.body.getReader()
  const next = countBytes(reader, attempt)
  const chunks: Bytes[] = []
  try {
    for (let chunk = await next(); chunk; chunk = await next()) chunks.push(chunk)
  } catch (error) {
    reader.cancel(error).catch(() => {})
    throw error
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer())
}

/** Gives the next bytes of a body, `undefined` at its end; throws as soon as they are too many. */
function countBytes(reader: ReadableStreamDefaultReader<Bytes>, attempt: Attempt): () => Promise<Bytes | undefined> {
  let received = 0
  return async () => {
    const { value } = await attempt.deadline.race(reader.read())
    if (value && !ArrayBuffer.isView(value)) throw new TypeError('The body is not made of bytes.')
    received += value?.byteLength ?? 0
    if (received > attempt.maxBytes) throw tooLarge(attempt.maxBytes)
    return value
  }
}

/** The body of a response that has no stream, as one; `null` where it is empty. */
async function readAtOnce(response: Response, attempt: Attempt): Promise<ReadableStream<Bytes> | null> {
  const bytes = new Uint8Array(await attempt.deadline.race(response.arrayBuffer()))
  return bytes.length > 0 ? new Response(bytes).body : null
}

function refuseLength({ headers }: Response, attempt: Attempt): void {
  if (Number(headers.get('content-length')) > attempt.maxBytes) throw tooLarge(attempt.maxBytes)
}

/** The error for a body of more bytes than allowed. */
export function tooLarge(maxBytes: number): FetchError {
  return new FetchError('RESPONSE_TOO_LARGE', `The answer is larger than ${maxBytes} bytes.`)
}
