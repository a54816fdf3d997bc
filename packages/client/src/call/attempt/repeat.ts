import { ApiError, TransportError, type WechatPayError } from './errors.ts'
import type { ClientEvent } from './events.ts'
import { chooseHost, FRESH, type HostState, updateHost } from './hosts.ts'
import type { Limits } from './limits.ts'
import { concludeCall, type OutcomeContext, readRequestId, type Success } from './outcome.ts'
import type { PreparedCall } from './prepare.ts'
import { computeDelay, isTransient, type RetryOptions } from './retry.ts'
import { type Answer, type AttemptBounds, explain, type SendContext, sendOnce } from './send.ts'

/** What executing a call needs of the client. */
export interface ExecutionContext extends Omit<SendContext, 'baseUrl'>, OutcomeContext {
  readonly hosts: Hosts
  readonly retry: Required<{ [Name in keyof RetryOptions]: number }>
  readonly onEvent: ((event: ClientEvent) => void) | undefined
}

/** What one attempt needs of the client. */
export type AttemptContext = SendContext & OutcomeContext

/** The hosts of a client, and what it remembers of them. */
export interface Hosts {
  readonly baseUrls: readonly string[]
  choose(failed: number | undefined): number
  record(index: number, isAnswered: boolean): void
}

/** Starts with hosts of which nothing is known. */
export function createHosts(baseUrls: readonly string[]): Hosts {
  const states: HostState[] = baseUrls.map(() => FRESH)
  return {
    baseUrls,
    choose: (failed) => chooseHost(states, performance.now(), failed),
    record(index, isAnswered) {
      states[index] = updateHost(states[index] ?? FRESH, isAnswered, performance.now())
    },
  }
}

/** What came of one attempt, before it is judged. */
export interface Attempted<Result> {
  readonly status: number
  readonly headers: Answer['headers']
  readonly verified: boolean
  /** The success, or an error thrown. */
  conclude(): Result
}

/** An attempt whose answer is read whole and verified. */
export async function attemptVerified(
  call: PreparedCall,
  context: AttemptContext,
  limits: Limits,
  bounds: AttemptBounds,
): Promise<Attempted<Success>> {
  const answer = await sendOnce(call, context, limits, bounds)
  const conclude = () => concludeCall(answer, call, context)
  return { ...answer, verified: answer.distrust === undefined, conclude }
}

/** Makes attempts until there is a verified success, or no further attempt is allowed or could help. */
export async function executeCall<Result>(
  call: PreparedCall,
  context: ExecutionContext,
  limits: Limits,
  signal: AbortSignal | undefined,
  makeAttempt: (
    call: PreparedCall,
    context: AttemptContext,
    limits: Limits,
    bounds: AttemptBounds,
  ) => Promise<Attempted<Result>>,
): Promise<Result> {
  const { hosts, retry, now, onEvent } = context
  const start = performance.now()
  let attempt = 0
  let index = hosts.choose(undefined)
  const emit =
    onEvent && ((event: object) => onEvent({ method: call.method, path: call.path, attempt, ...event } as ClientEvent))
  const end = (error: WechatPayError) => {
    emit?.({ type: 'failure', name: error.name, code: codeOf(error), duration: performance.now() - start })
    return error
  }

  for (;;) {
    attempt++
    const host = hosts.baseUrls[index] as string
    const attemptStart = performance.now()
    let retryAfter: string | undefined
    let error: WechatPayError
    emit?.({ type: 'attempt', host })
    try {
      const bounds = { signal, timeout: retry.attemptTimeout }
      const { status, headers, verified, conclude } = await makeAttempt(
        call,
        { ...context, baseUrl: host },
        limits,
        bounds,
      )
      hosts.record(index, true)
      retryAfter = headers['retry-after']
      const duration = performance.now() - attemptStart
      emit?.({ type: 'answer', host, status, requestId: readRequestId(headers, call.secrets), verified, duration })
      return conclude()
    } catch (thrown) {
      error = thrown as WechatPayError
    }

    const isUnreachable = error instanceof TransportError && error.outcome === 'unknown' && isTransient(error)
    if (isUnreachable) hosts.record(index, false)
    if (!call.isIdempotent || !isTransient(error) || attempt >= retry.attempts) throw end(error)
    const delay = computeDelay(attempt, retry.baseDelay, retryAfter, now())
    if (delay >= limits.remaining()) throw end(error)
    emit?.({ type: 'retry', delay, code: codeOf(error) })
    await limits.wait(delay).catch((thrown: unknown) => {
      throw end(explain(thrown, call, 'unknown'))
    })
    const next = isUnreachable ? hosts.choose(index) : index
    if (next !== index) emit?.({ type: 'fail-over', from: host, to: hosts.baseUrls[next] })
    index = next
  }
}

/** What tells errors of one kind apart. */
function codeOf(error: WechatPayError): string {
  if (error instanceof TransportError) return error.reason
  return error instanceof ApiError ? (error.apiCode ?? `${error.code}_${error.status}`) : error.code
}
