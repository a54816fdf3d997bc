/**
 * What somebody else's code threw, reduced to names, messages, codes and stacks. HTTP clients hang the whole request on
 * their errors, `Authorization` included, and errors end up in logs. Sensitive values of the call are masked.
 */
export function withoutPayload(error: unknown, secrets: readonly string[] = []): Error | undefined {
  try {
    return copyError(error, secrets, 0)
  } catch {
    // Something of it threw when it was read, and may quote anything.
    return undefined
  }
}

function copyError(error: unknown, secrets: readonly string[], depth: number): Error | undefined {
  if (!(error instanceof Error) && Object.prototype.toString.call(error) !== '[object DOMException]') return undefined
  const { name, message, code, stack, cause } = error as Error & { code?: unknown }
  const clean = (text: string) => redact(withoutCredentials(text), secrets)
  const inner = depth < 5 && cause !== undefined ? copyError(cause, secrets, depth + 1) : undefined
  const copy = new Error(clean(message), inner && { cause: inner })
  copy.name = clean(String(name))
  copy.stack = clean(String(stack ?? copy.stack))
  return Object.assign(copy, typeof code === 'string' ? { code: clean(code) } : {})
}

function withoutCredentials(text: string): string {
  return text.replace(/WECHATPAY2-\S+\s.*/g, 'WECHATPAY2-…').replace(/signature="[^"]*"/g, 'signature="…"')
}

/** A text without the call's sensitive values. */
export function redact(text: string, secrets: readonly string[]): string {
  // The longest first: one may be part of another.
  const sorted = [...secrets].sort((one, other) => other.length - one.length)
  return sorted.reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
}
