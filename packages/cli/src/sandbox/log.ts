import type { Delivery, Sandbox } from '@wechatpay-kit/sandbox'
import type { CommandContext } from '../command.ts'
import { describeDelivery, hideQuery } from './play.ts'

/** A call that the sandbox responded to. */
interface SeenCall {
  readonly method: string
  readonly path: string
  /** Status of the response; without it, a fault broke the connection. */
  readonly status?: number
  /** Code, message and field of a refusal. */
  readonly code?: string
  readonly message?: string
  readonly field?: string
}

/** Tells of a delivery. */
export function logDelivery(delivery: Delivery, context: CommandContext): void {
  const url = hideQuery(delivery.url)
  tell(context, { event: 'delivery', ...delivery, url }, () => describeDelivery(delivery, context))
}

/** Has a sandbox tell of every call: of its path, without the query, and nothing of its body. */
export function logCalls({ fetch }: Pick<Sandbox, 'fetch'>, context: CommandContext): Pick<Sandbox, 'fetch'> {
  return {
    async fetch(request) {
      const { method } = request
      const path = hideOpenids(new URL(request.url).pathname)
      const log = (call: Omit<SeenCall, 'method' | 'path'>) => {
        const seen = { method, path, ...call }
        tell(context, { event: 'call', ...seen }, () => describeCall(seen))
      }
      try {
        const response = await fetch(request)
        log({ status: response.status, ...(response.status >= 400 ? await readRefusal(response) : {}) })
        return response
      } catch (error) {
        log({ message: (error as Error).message })
        throw error
      }
    },
  }
}

/** With `--json` a line of it on standard output; otherwise a line on standard error, because the output is the environment. */
function tell({ isJson, print, note }: CommandContext, json: object, text: () => string): void {
  if (isJson) print(json, text)
  else note(text())
}

/** Openids are people's, and stand in paths. */
function hideOpenids(path: string): string {
  return path.replace(/\/o[\w-]{27}(?=\/|$)/g, '/{openid}')
}

/** Reads code, message and field of a refusal; never its `value`, which may be a person's. */
async function readRefusal(response: Response): Promise<Pick<SeenCall, 'code' | 'message' | 'field'>> {
  if (!response.headers.get('content-type')?.startsWith('application/json')) return {}
  const { code, message, detail } = Object(
    await response
      .clone()
      .json()
      .catch(() => ({})),
  ) as Record<string, unknown>
  const { field } = Object(detail) as Record<string, unknown>
  return Object.fromEntries(Object.entries({ code, message, field }).filter(([, value]) => typeof value === 'string'))
}

function describeCall({ method, path, status, code, message, field }: SeenCall): string {
  return [method, path, status, code, message, field === undefined ? undefined : `(${field})`]
    .filter((part) => part !== undefined)
    .join(' ')
}
