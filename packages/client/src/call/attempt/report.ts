import { createNonce } from '@wechatpay-kit/crypto'
import { ApiError } from '../../errors/call-errors.ts'
import { readUnsignedWord } from '../../errors/redact.ts'
import type { WechatPayError } from '../../errors/union.ts'
import type { CallEvent, ClientEvent } from '../events.ts'
import type { AttemptedCall, Received, Settings } from '../settings.ts'

/** An event without the part that all events of a call share. */
type OwnPart<Event> = Event extends ClientEvent ? Omit<Event, keyof CallEvent> : never

/** Tells the client's observer of a call's events, and counts its attempts. */
export interface Reporter {
  report(event: OwnPart<ClientEvent>): void
  /** Tells that an attempt begins. */
  begin(host: string): void
  /** Tells of the response to the attempt that began last. */
  receive(host: string, response: Received): void
  /** Tells how the call ends. */
  end<Result>(result: Promise<Result>): Promise<Result>
}

/** Makes the reporter of a call, which begins now. */
export function createReporter(
  { method, path, operation }: AttemptedCall,
  onEvent: NonNullable<Settings['onEvent']>,
): Reporter {
  const callStart = performance.now()
  const shared = { callId: createNonce(), method, path, template: operation?.path }
  let count = 0
  let start = 0
  const report: Reporter['report'] = (event) => {
    try {
      // An asynchronous observer that fails would end a Node.js process.
      const result: unknown = onEvent({ ...shared, attempt: count, ...event } as ClientEvent)
      if (result !== undefined) Promise.resolve(result).catch(() => {})
    } catch {
      // An observer must not change the call that it observes.
    }
  }
  return {
    report,
    begin(host) {
      count++
      start = performance.now()
      report({ type: 'attempt', host })
    },
    receive(host, response) {
      const { status, headers, signatureError } = response
      const requestId = readUnsignedWord(headers['request-id'], response)
      const verified = signatureError === undefined
      report({ type: 'response', host, status, requestId, verified, duration: performance.now() - start })
    },
    async end(result) {
      try {
        const value = await result
        report({ type: 'success', duration: performance.now() - callStart })
        return value
      } catch (thrown) {
        const error = thrown as WechatPayError
        report({ type: 'failure', name: error.name, code: codeOf(error), duration: performance.now() - callStart })
        throw error
      }
    },
  }
}

/** Gives the code that tells errors of one kind apart. Of an error that nobody signed it is one of ours: its own may be anything. */
export function codeOf(error: WechatPayError): string {
  if (!(error instanceof ApiError)) return error.code
  return (error.verified && error.apiCode) || `${error.code}_${error.status}`
}
