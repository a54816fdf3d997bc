import { createNonce } from '@wechatpay-kit/crypto'
import type { Deadline } from '@wechatpay-kit/transport-fetch'
import { ApiError, TransportError } from '../../errors/call-errors.ts'
import { readRequestId } from '../../errors/redact.ts'
import type { WechatPayError } from '../../errors/union.ts'
import type { CallEvent, ClientEvent } from '../events.ts'
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
  const report = createReporter(call, settings)
  const start = performance.now()
  try {
    const result = await makeAttempts(call, settings, deadline, attempt, judge, report)
    report({ type: 'success', duration: performance.now() - start })
    return result
  } catch (thrown) {
    const error = thrown as WechatPayError
    report({ type: 'failure', name: error.name, code: codeOf(error), duration: performance.now() - start })
    throw error
  }
}

/** Makes the attempts of {@link repeat}, which reports how they end. */
async function makeAttempts<Given extends Received, Result>(
  call: PreparedCall,
  settings: Settings,
  deadline: Deadline,
  attempt: (host: string) => Promise<Given>,
  judge: (response: Given, isUnsettled: boolean) => Result,
  report: (event: OwnPart<ClientEvent>) => void,
): Promise<Result> {
  const { findHosts, retry, now, onEvent } = settings
  const hosts = findHosts(call.target)
  let index = hosts.choose()
  /** The error of the latest attempt that may have been executed. */
  let unsettled: WechatPayError | undefined
  for (let count = 1; ; count++) {
    const host = hosts.baseUrls[index] as string
    const start = performance.now()
    let response: Given | undefined
    let error: WechatPayError | undefined
    report({ type: 'attempt', host })
    try {
      response = await attempt(host)
      hosts.record(index, true)
      if (onEvent) report(describeResponse(response, host, start))
      return judge(response, unsettled !== undefined && call.method !== 'GET')
    } catch (thrown) {
      error = thrown as WechatPayError
    } finally {
      // A success, or an error with which the other side is well.
      if (response && !isTransient(error)) retry.quota.giveBack(count > 1)
    }
    // An attempt that could not even be sent leaves what is known of the call as it was.
    if (unsettled && error.outcome === 'not-sent') throw unsettled
    if (error.outcome === 'unknown') unsettled = error

    const isUnreachable = error instanceof TransportError && error.outcome === 'unknown' && isTransient(error)
    if (isUnreachable) hosts.record(index, false)
    // What was not even sent had no time left, and another attempt has none.
    const isSent = error.outcome !== 'not-sent'
    const mayRepeat = isSent && call.isIdempotent && isTransient(error) && count < retry.maxAttempts
    if (!mayRepeat) throw error
    const delay = computeDelay(count, retry.baseDelay, response?.headers['retry-after'], now())
    if (delay >= deadline.remaining() || !retry.quota.take()) throw error
    report({ type: 'retry', delay, code: codeOf(error) })
    await deadline.wait(delay).catch((thrown: unknown) => {
      // It was taken for an attempt that is not made.
      retry.quota.giveBack(true)
      throw explainFailure(thrown, call, 'unknown')
    })
    const next = isUnreachable ? hosts.choose(index) : index
    if (next !== index) report({ type: 'fail-over', from: host, to: hosts.baseUrls[next] as string })
    index = next
  }
}

/** An event without the part that all events of a call share. */
type OwnPart<Event> = Event extends ClientEvent ? Omit<Event, keyof CallEvent> : never

/** Makes the function that tells the client's observer of a call's events, and counts its attempts. */
function createReporter({ method, path, operation }: PreparedCall, { onEvent }: Settings) {
  const shared = onEvent && { callId: createNonce(), method, path, template: operation?.path }
  let attempt = 0
  return (event: OwnPart<ClientEvent>): void => {
    if (event.type === 'attempt') attempt++
    onEvent?.({ ...shared, attempt, ...event } as ClientEvent)
  }
}

function describeResponse({ status, headers, sensitiveValues, signatureError }: Received, host: string, start: number) {
  return {
    type: 'response',
    host,
    status,
    requestId: readRequestId(headers, sensitiveValues),
    verified: signatureError === undefined,
    duration: performance.now() - start,
  } as const
}

/** Gives the code that tells errors of one kind apart. */
function codeOf(error: WechatPayError): string {
  return error instanceof ApiError ? (error.apiCode ?? `${error.code}_${error.status}`) : error.code
}
