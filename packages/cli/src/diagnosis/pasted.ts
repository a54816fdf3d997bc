import { decodeBase64, toUtf8 } from './bytes.ts'
import type { HttpMessage } from './http.ts'

/**
 * Reads a message in another notation than HTTP: a call of `fetch` as browsers copy it, an archive of a browser (HAR), an
 * event of a cloud function, or headers as JSON with the body after them. `undefined` where it is none of them.
 */
export function readPasted(text: string): HttpMessage | undefined {
  const [, url, options] = /^(?:await\s+)?fetch\(\s*("(?:[^"\\]|\\.)*")\s*,\s*(\{[\s\S]*\})\s*\)/.exec(text) ?? []
  if (url !== undefined && options !== undefined) return readFetch(parse(url), parse(options))
  const whole = parse(text)
  return whole === undefined ? readHeadersBefore(text) : (readArchive(whole) ?? readEvent(whole))
}

function readFetch(url: unknown, options: unknown): HttpMessage | undefined {
  const { method = 'GET', headers, body } = Object(options) as Record<string, unknown>
  if (typeof url !== 'string' || typeof method !== 'string') return undefined
  return { method, target: findTarget(url), headers: readHeaders(headers), body: toUtf8(String(body ?? '')) }
}

/** The first request of an archive that is signed. */
function readArchive(json: unknown): HttpMessage | undefined {
  const entries: unknown = Object(Object(json).log).entries
  const requests = (Array.isArray(entries) ? entries : [json]).map((entry) => Object(Object(entry).request))
  const signed = requests.filter(({ url, headers }) => typeof url === 'string' && Array.isArray(headers))
  const request = signed.find(({ headers }) => 'authorization' in readHeaders(headers)) ?? signed[0]
  if (!request) return undefined
  const { method, url, headers, postData } = request
  const body = toUtf8(String(Object(postData).text ?? ''))
  return { method: String(method), target: findTarget(url), headers: readHeaders(headers), body }
}

/** A request as cloud functions and frameworks write it into a log: an object of `headers` and `body`. */
function readEvent(json: unknown): HttpMessage | undefined {
  const { headers: given, body, isBase64Encoded } = Object(json) as Record<string, unknown>
  const headers = readHeaders(given)
  if (!isKnown(headers) || !(typeof body === 'string' || body === undefined)) return undefined
  const decoded = isBase64Encoded === true ? decodeBase64(body ?? '') : undefined
  return { ...findLine(json), headers, body: decoded ?? toUtf8(body ?? '') }
}

function findLine(json: unknown): { method: string; target: string } | undefined {
  const { method, httpMethod = method, url, path = url } = Object(json) as Record<string, unknown>
  return typeof httpMethod === 'string' && typeof path === 'string'
    ? { method: httpMethod, target: findTarget(path) }
    : undefined
}

/** Headers as a JSON object, and the body after it. */
function readHeadersBefore(text: string): HttpMessage | undefined {
  for (let end = text.indexOf('}'); end >= 0 && end < 10_000; end = text.indexOf('}', end + 1)) {
    const json = text.startsWith('{') ? parse(text.slice(0, end + 1)) : undefined
    if (json === undefined) continue
    const headers = readHeaders(json)
    if (!isKnown(headers)) return undefined
    return { headers, body: toUtf8(text.slice(end + 1).replace(/^\s+/, '')) }
  }
  return undefined
}

/** Headers by their names in lower case, of an object or of a list of names and values. */
function readHeaders(given: unknown): Record<string, string> {
  const pairs = Array.isArray(given)
    ? given.map((one) => [Object(one).name, Object(one).value])
    : Object.entries(Object(given))
  return Object.fromEntries(
    pairs.flatMap(([name, value]) => {
      const text = Array.isArray(value) ? value.join(', ') : value
      return typeof name === 'string' && typeof text === 'string' ? [[name.toLowerCase(), text]] : []
    }),
  )
}

function isKnown(headers: Readonly<Record<string, string>>): boolean {
  return 'wechatpay-signature' in headers || /^WECHATPAY/.test(headers['authorization'] ?? '')
}

function findTarget(url: string): string {
  return url.replace(/^https?:\/\/[^/?#]+/i, '').replace(/#.*$/s, '') || '/'
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined
  } catch {
    return undefined
  }
}
