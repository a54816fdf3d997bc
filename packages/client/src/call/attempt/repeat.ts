import type { Deadline } from '@wechatpay-kit/transport-fetch'
import { ApiError, TransportError } from '../../errors/call-errors.ts'
import { readRequestId } from '../../errors/redact.ts'
import type { WechatPayError } from '../../errors/union.ts'
import type { ClientEvent } from '../events.ts'
import type { PreparedCall } from '../prepare/prepare.ts'
import type { Settings } from '../settings.ts'
import { explainFailure } from './attempt.ts'
import { computeDelay, isTransient } from './retry.ts'

/** The part of a response that events and repetitions need; of a file, too, which comes as a stream. */
interface Received {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Why the response cannot be trusted; `undefined` if its signature is good. */
  readonly signatureError: unknown
  /** The texts that no event may show. */
  readonly sensitiveValues: readonly string[]
}

/**
 * Makes attempts until one is judged a success, or no further attempt is allowed or could help. `judge` gives the result
 * of a success, and throws the error of anything else; `isUnsettled` tells it that an earlier attempt may have been
 * executed, so that a refusal of this one settles nothing.
 */
export async function repeat<Given extends Received, Result>(
  call: PreparedCall,
  settings: Settings,
  deadline: Deadline,
  attempt: (host: string) => Promise<Given>,
  judge: (response: Given, isUnsettled: boolean) => Result,
): Promise<Result> {
  const { findHosts, retry, now, onEvent } = settings
  const hosts = findHosts(call.target)
  const report = createReporter(call, settings)
  let index = hosts.choose()
  /** The error of the latest attempt that may have been executed. */
  let unsettled: WechatPayError | undefined
  for (let count = 1; ; count++) {
    const host = hosts.baseUrls[index] as string
    const start = performance.now()
    let response: Given | undefined
    let error: WechatPayError | undefined
    report({ type: 'attempt', host }, count)
    try {
      response = await attempt(host)
      hosts.record(index, true)
      const { status, headers } = response
      if (onEvent) {
        const requestId = readRequestId(headers, response.sensitiveValues)
        const verified = response.signatureError === undefined
        const duration = performance.now() - start
        report({ type: 'response', host, status, requestId, verified, duration }, count)
      }
      return judge(response, unsettled !== undefined && call.method !== 'GET')
    } catch (thrown) {
      error = thrown as WechatPayError
    } finally {
      // A success, or an error with which the other side is well.
      if (response && !isTransient(error)) retry.quota.giveBack(count > 1)
    }
    // An attempt that could not even be sent leaves what is known of the call as it was.
    if (unsettled && error.outcome === 'not-sent') throw report.failure(unsettled, count)
    if (error.outcome === 'unknown') unsettled = error

    const isUnreachable = error instanceof TransportError && error.outcome === 'unknown' && isTransient(error)
    if (isUnreachable) hosts.record(index, false)
    // What was not even sent had no time left, and another attempt has none.
    const isSent = error.outcome !== 'not-sent'
    const mayRepeat = isSent && call.isIdempotent && isTransient(error) && count < retry.maxAttempts
    if (!mayRepeat) throw report.failure(error, count)
    const delay = computeDelay(count, retry.baseDelay, response?.headers['retry-after'], now())
    if (delay >= deadline.remaining() || !retry.quota.take()) throw report.failure(error, count)
    report({ type: 'retry', delay, code: codeOf(error) }, count)
    await deadline.wait(delay).catch((thrown: unknown) => {
      // It was taken for an attempt that is not made.
      retry.quota.giveBack(true)
      throw report.failure(explainFailure(thrown, call, 'unknown'), count)
    })
    const next = isUnreachable ? hosts.choose(index) : index
    if (next !== index) report({ type: 'fail-over', from: host, to: hosts.baseUrls[next] as string }, count)
    index = next
  }
}

/** An event without the part that all events of a call share. */
type OwnPart<Event> = Event extends ClientEvent ? Omit<Event, 'method' | 'path' | 'attempt'> : never

/** Makes the function that tells the client's observer of a call's events. */
function createReporter({ method, path }: PreparedCall, { onEvent }: Settings) {
  const start = performance.now()
  const report = (event: OwnPart<ClientEvent>, attempt: number) =>
    onEvent?.({ method, path, attempt, ...event } as ClientEvent)
  const failure = (error: WechatPayError, attempt: number): WechatPayError => {
    report({ type: 'failure', name: error.name, code: codeOf(error), duration: performance.now() - start }, attempt)
    return error
  }
  return Object.assign(report, { failure })
}

/** Gives the code that tells errors of one kind apart. */
function codeOf(error: WechatPayError): string {
  return error instanceof ApiError ? (error.apiCode ?? `${error.code}_${error.status}`) : error.code
}
