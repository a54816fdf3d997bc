import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { type Bytes, createStreamResponse } from '@wechatpay-kit/transport-fetch'
import type { Dispatcher } from 'undici'

/** Headers as undici reads them: names in lower case, a list where a name came more than once. */
export type ReceivedHeaders = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2]

/** A stream that unpacks a body. */
export type Decoder = ReturnType<typeof createGunzip>

const DECODERS = new Map<string, () => Decoder>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
])

/** Makes the response as `fetch` would give it; that of a stream has readers of its own, which mind no small pieces. */
export function createResponse(
  status: number,
  headers: ReceivedHeaders,
  body: ReadableStream<Bytes> | Bytes | null,
): Response {
  const init = { status, headers: isPlain(headers) ? headers : toPairs(headers) }
  if (!(body instanceof ReadableStream)) return new Response(body, init)
  const reader = body.getReader()
  const next = async () => (await reader.read()).value
  return createStreamResponse(next, (reason) => reader.cancel(reason), init)
}

/** Joins several values of one name, as `Headers` does. */
export function joinValues(headers: ReceivedHeaders): Record<string, string> {
  if (isPlain(headers)) return headers
  return Object.fromEntries(Object.entries(headers).map(([name, value = []]) => [name, [value].flat().join(', ')]))
}

/** Opens the stream that unpacks a body; `undefined` for one that is not packed, or in a way that nobody knows. */
export function createDecoder({ 'content-encoding': encoding }: ReceivedHeaders): Decoder | undefined {
  return typeof encoding === 'string' ? DECODERS.get(encoding.trim().toLowerCase())?.() : undefined
}

function toPairs(headers: ReceivedHeaders): [string, string][] {
  return Object.entries(headers).flatMap(([name, value = []]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  )
}

/** Nearly always, and it saves a copy. */
function isPlain(headers: ReceivedHeaders): headers is Record<string, string> {
  return Object.values(headers).every((value) => typeof value === 'string')
}
