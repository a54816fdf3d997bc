/**
 * What somebody else's code threw, reduced to names, messages, codes and stacks. HTTP clients hang the whole request on
 * their errors, `Authorization` included, and errors end up in logs.
 */
export function withoutPayload(error: unknown, depth = 0): Error | undefined {
  if (!(error instanceof Error) && Object.prototype.toString.call(error) !== '[object DOMException]') return undefined
  const { name, message, code, stack, cause } = error as Error & { code?: unknown }
  const inner = depth < 5 && cause !== undefined ? withoutPayload(cause, depth + 1) : undefined
  const copy = new Error(withoutCredentials(message), inner && { cause: inner })
  copy.name = name
  copy.stack = withoutCredentials(String(stack ?? copy.stack))
  return Object.assign(copy, typeof code === 'string' ? { code } : {})
}

function withoutCredentials(text: string): string {
  return text.replace(/WECHATPAY2-\S+ .*/g, 'WECHATPAY2-…')
}
