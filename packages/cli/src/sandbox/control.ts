import { CommandError } from '../errors.ts'

/** JSON of what a sandbox did. */
export type ControlResult = Readonly<Record<string, unknown>>

/** A sandbox refused: its code and message, and the names that it knows in place of a wrong one. */
export class SandboxRefusal extends CommandError {
  override readonly name = 'SandboxRefusal'
  readonly nearest: readonly string[]

  constructor(code: string, message: string, nearest: readonly string[]) {
    super(code, message)
    this.nearest = nearest
  }
}

/** Posts JSON to `/sandbox/<command>`; gives the JSON of the response. */
export async function postControl(
  sandbox: URL,
  command: string,
  json: object,
  signal: AbortSignal,
): Promise<ControlResult> {
  const { status, text } = await post(new URL(`/sandbox/${command}`, sandbox), JSON.stringify(json), signal)
  const body = parse(text)
  if (status === 200 && body) return body
  const { code, message, detail } = body ?? {}
  if (typeof code === 'string' && typeof message === 'string') {
    const { nearest } = Object(detail) as { readonly nearest?: unknown }
    throw new SandboxRefusal(code, message, Array.isArray(nearest) ? nearest.map(String) : [])
  }
  throw new CommandError(
    'NOT_A_SANDBOX',
    `${sandbox.origin} responded with ${status}, and not as a sandbox does. Name the sandbox with --base-url, or start one: wechatpay-kit sandbox.`,
  )
}

async function post(url: URL, body: string, signal: AbortSignal): Promise<{ status: number; text: string }> {
  try {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' })
    return { status: response.status, text: await response.text() }
  } catch (error) {
    signal.throwIfAborted()
    const { cause } = error as Error
    const { code } = Object(cause) as { readonly code?: unknown }
    throw new CommandError(
      'SANDBOX_UNREACHABLE',
      `No sandbox responds at ${url.origin}${code ? ` (${String(code)})` : ''}. Start one (wechatpay-kit sandbox), or name its address with --base-url or WECHATPAY_BASE_URL.`,
    )
  }
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
