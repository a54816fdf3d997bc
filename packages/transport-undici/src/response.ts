import type { Dispatcher } from 'undici'

/** Headers as undici reads them: names in lower case, a list where a name came more than once. */
export type ReceivedHeaders = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2]

/** The answer, as `fetch` would give it. */
export function createResponse(status: number, headers: ReceivedHeaders, body: BodyInit | null): Response {
  return new Response(body, { status, headers: isPlain(headers) ? headers : toPairs(headers) })
}

/** The headers with several values of one name joined, as `Headers` joins them. */
export function joinValues(headers: ReceivedHeaders): Record<string, string> {
  if (isPlain(headers)) return headers
  return Object.fromEntries(Object.entries(headers).map(([name, value = []]) => [name, [value].flat().join(', ')]))
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
