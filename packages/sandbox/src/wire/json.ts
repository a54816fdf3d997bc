import { Refusal } from './response.ts'

/** Greatest depth of a body: that of the deepest documented one is 9. */
const MAX_DEPTH = 64

/** Parses the bytes of a body as JSON. Throws a refusal. */
export function parseJson(bytes: Uint8Array): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw refuseEncoding()
  }
  try {
    const json: unknown = JSON.parse(text)
    if (isWithinDepth(text)) return json
  } catch {
    // As for a body that is too deep.
  }
  throw new Refusal(400, 'PARAM_ERROR', '请求体不是合法的JSON')
}

/** Makes the refusal of a request that is not UTF-8. */
export function refuseEncoding(): Refusal {
  return new Refusal(400, 'INVALID_REQUEST', '请求内容传入了非UTF8参数')
}

/**
 * Tells whether no value of a JSON text lies too deep: whoever reads or writes such a value would run out of stack. The text
 * is JSON: where strings do not end, the search for their ends would take for ever.
 */
function isWithinDepth(text: string): boolean {
  let depth = 0
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') depth += 1
    if (token === ']' || token === '}') depth -= 1
    if (depth > MAX_DEPTH) return false
  }
  return true
}
