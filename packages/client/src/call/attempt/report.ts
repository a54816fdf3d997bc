import { ApiError } from '../../errors/call-errors.ts'
import { readRequestId } from '../../errors/redact.ts'
import type { WechatPayError } from '../../errors/union.ts'
import type { ClientEvent } from '../events.ts'
import type { AttemptedCall, Received, Settings } from '../settings.ts'

/** An event without the part that all events of a call share. */
type OwnPart<Event> = Event extends ClientEvent ? Omit<Event, 'method' | 'path' | 'attempt'> : never

/** Tells the client's observer of a call's events. */
export interface Reporter {
  report(event: OwnPart<ClientEvent>, count: number): void
  /** Makes the attempt of this number, and tells of it and of its response. */
  attempt<Given extends Received>(
    attempt: (host: string) => Promise<Given>,
    host: string,
    count: number,
  ): Promise<Given>
  /** Tells of the error in which the call ends, and gives it. */
  failure(error: WechatPayError, count: number): WechatPayError
}

/** Makes the reporter of a call. */
export function createReporter({ method, path }: AttemptedCall, { onEvent }: Settings): Reporter {
  const callStart = performance.now()
  const report: Reporter['report'] = (event, count) => {
    try {
      // An asynchronous observer that fails would end a Node.js process.
      const result: unknown = onEvent?.({ method, path, attempt: count, ...event } as ClientEvent)
      if (result !== undefined) Promise.resolve(result).catch(() => {})
    } catch {
      // An observer must not change the call that it observes.
    }
  }
  return {
    report,
    async attempt(attempt, host, count) {
      const start = performance.now()
      report({ type: 'attempt', host }, count)
      const response = await attempt(host)
      if (onEvent) {
        const { status, headers, signatureError, sensitiveValues } = response
        const requestId = readRequestId(headers, sensitiveValues)
        const duration = performance.now() - start
        report({ type: 'response', host, status, requestId, verified: signatureError === undefined, duration }, count)
      }
      return response
    },
    failure(error, count) {
      const duration = performance.now() - callStart
      report({ type: 'failure', name: error.name, code: codeOf(error), duration }, count)
      return error
    },
  }
}

/** Gives the code that tells errors of one kind apart. */
export function codeOf(error: WechatPayError): string {
  return error instanceof ApiError ? (error.apiCode ?? `${error.code}_${error.status}`) : error.code
}
