/** Masks sensitive values in a text, and an `Authorization` that it quotes. */
export function redact(text: string, sensitiveValues: readonly string[]): string {
  // The longest first: one may be part of another.
  const sorted = [...sensitiveValues].sort((one, other) => other.length - one.length)
  const rest = sorted.reduce((rest, value) => rest.replaceAll(value, '***'), text)
  return rest.replace(/WECHATPAY2-\S{1,64}\s+mchid=.*/g, 'WECHATPAY2-…').replace(/signature="[^"]*"/g, 'signature="…"')
}

/** Masks sensitive values in a code. Callers branch on codes, so a one-letter name must not mask letters of them. */
export function redactCode(code: string, sensitiveValues: readonly string[]): string {
  return redact(
    code,
    // No code holds Chinese: a name is masked however short it is.
    sensitiveValues.filter((value) => value.length > 5 || /[^ -~]/.test(value)),
  )
}

/** Deepest nesting of a JSON value that is kept; nobody has verified it, and a very deep one would overflow the stack. */
const MAX_DEPTH = 32

/** Masks sensitive values in every text, name and number of a JSON value. */
export function redactJson(json: unknown, sensitiveValues: readonly string[], depth = 0): unknown {
  if (typeof json === 'string') return redact(json, sensitiveValues)
  if (typeof json === 'number') return sensitiveValues.includes(String(json)) ? '***' : json
  if (typeof json !== 'object' || json === null) return json
  if (depth > MAX_DEPTH) return '…'
  if (Array.isArray(json)) return json.map((item) => redactJson(item, sensitiveValues, depth + 1))
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [
      redactCode(name, sensitiveValues),
      redactJson(value, sensitiveValues, depth + 1),
    ]),
  )
}

/** Reads the `Request-ID` of a response, sensitive values masked. */
export function readRequestId(
  headers: Readonly<Record<string, string>>,
  sensitiveValues: readonly string[],
): string | undefined {
  const { 'request-id': id } = headers
  return id === undefined ? undefined : redactCode(id, sensitiveValues)
}

/**
 * Copies an error of somebody else's code, reduced to names, messages, codes and stacks. HTTP clients hang the whole
 * request on their errors, `Authorization` included, and errors end up in logs. Sensitive values are masked.
 */
export function redactError(error: unknown, sensitiveValues: readonly string[] = []): Error | undefined {
  try {
    return copyError(error, sensitiveValues, 0)
  } catch {
    // A transport's error that throws when it is read may quote anything.
    return undefined
  }
}

function copyError(error: unknown, sensitiveValues: readonly string[], depth: number): Error | undefined {
  if (!(error instanceof Error) && Object.prototype.toString.call(error) !== '[object DOMException]') return undefined
  const { name, message, code, stack, cause } = error as Error & { code?: unknown }
  const clean = (text: string) => redact(redactCredentials(text), sensitiveValues)
  const inner = depth < 5 && cause !== undefined ? copyError(cause, sensitiveValues, depth + 1) : undefined
  const copy = new Error(clean(message), inner && { cause: inner })
  copy.name = clean(String(name))
  copy.stack = clean(String(stack ?? copy.stack))
  return Object.assign(copy, typeof code === 'string' ? { code: clean(code) } : {})
}

function redactCredentials(text: string): string {
  // With a bound: without one, a long text of nothing but such beginnings would take quadratic time.
  return text.replace(/WECHATPAY2-\S{1,64}\s.*/g, 'WECHATPAY2-…')
}
