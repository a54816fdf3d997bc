import type { Dispatcher } from 'undici'

/** Headers as undici reads them: names in lower case, a list where a name came more than once. */
export type ReceivedHeaders = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2]

/** The answer, as `fetch` would give it. */
export function createResponse(status: number, headers: ReceivedHeaders, body: BodyInit | null): Response {
  return new Response(body, { status, headers: toInit(headers) })
}

function toInit(headers: ReceivedHeaders): Record<string, string> | [string, string][] {
  const values = Object.values(headers)
  // Nearly always, and it saves a copy.
  if (values.every((value) => typeof value === 'string')) return headers as Record<string, string>
  return Object.entries(headers).flatMap(([name, value = []]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  )
}
