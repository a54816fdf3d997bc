import { FetchError, isFetchError } from './errors.ts'

/** Longest delay of a timer in milliseconds; a longer one would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1

/**
 * The time within which work must end: that of a whole call, of one attempt, or of one exchange of a transport. It ends
 * when its time is up, when the caller's signal fires, or with its parent, whichever comes first.
 */
export interface Deadline {
  /** Aborted when the deadline ends or is closed with a reason; made when it is first read. */
  readonly signal: AbortSignal
  /** The error that ended it, `TIMED_OUT` or `ABORTED`; `undefined` while it runs, and after it was closed. */
  readonly ended: FetchError | undefined
  /** Milliseconds left, at least 1. */
  remaining(): number
  /** Resolves to the work's result, unless the deadline ends first: then it throws `ended`, and the work goes on unheeded. */
  race<Result>(work: Promise<Result>): Promise<Result>
  /** Waits this many milliseconds, unless the deadline ends first: then it throws `ended`. */
  wait(milliseconds: number): Promise<void>
  /**
   * Starts a deadline within this one, of at most `timeout` milliseconds: for one attempt of a call. It never outlives its
   * parent: where the parent is closed first, it ends with `ABORTED`.
   */
  child(timeout: number, signal?: AbortSignal): Deadline
  /** Calls the listener once when the deadline ends, at once if it has ended; returns a function that removes the listener. */
  onEnd(listener: (error: FetchError) => void): () => void
  /** Releases its timer and all listeners. With a reason, `signal` is aborted, so that whatever is still open is dropped. */
  close(reason?: unknown): void
}

/**
 * Starts a deadline. Whoever starts one closes it.
 *
 * @param timeout - milliseconds from now; `Infinity` is no limit.
 * @param signal - the caller's signal, which ends the deadline as well. Where it is the signal of another deadline, this
 * one ends with the same error.
 * @returns the deadline, already ended if `signal` has fired.
 * @throws RangeError if `timeout` is not a positive number.
 * @example
 * ```ts
 * import { startDeadline } from '@wechatpay-kit/transport-fetch'
 *
 * const deadline = startDeadline(5_000)
 * try {
 *   const response = await deadline.race(fetch('data:,ok', { signal: deadline.signal }))
 *   console.log(await response.text()) // ok
 * } finally {
 *   deadline.close()
 * }
 * ```
 * @see {@link https://dom.spec.whatwg.org/#interface-AbortSignal | DOM Standard, AbortSignal}
 */
export function startDeadline(timeout: number, signal?: AbortSignal): Deadline {
  return new RunningDeadline(timeout, undefined, signal)
}

/**
 * Does work within a deadline, which is closed when the work is done. Nothing is interrupted: the work races what may
 * hang, and hands the deadline's signal on.
 *
 * @param timeout - milliseconds from now; `Infinity` is no limit.
 * @param signal - the caller's signal, which ends the deadline as well.
 * @param work - a function that takes the deadline.
 * @returns the result of the work.
 * @throws RangeError if `timeout` is not a positive number; otherwise whatever the work throws.
 * @example
 * ```ts
 * import { withDeadline } from '@wechatpay-kit/transport-fetch'
 *
 * const text = await withDeadline(5_000, undefined, async (deadline) => {
 *   await deadline.wait(10)
 *   return deadline.race(Promise.resolve('done'))
 * })
 * console.log(text) // done
 * ```
 * @see {@link https://dom.spec.whatwg.org/#interface-AbortSignal | DOM Standard, AbortSignal}
 */
export async function withDeadline<Result>(
  timeout: number,
  signal: AbortSignal | undefined,
  work: (deadline: Deadline) => Promise<Result>,
): Promise<Result> {
  const deadline = startDeadline(timeout, signal)
  try {
    return await work(deadline)
  } finally {
    deadline.close()
  }
}

class RunningDeadline implements Deadline {
  ended: FetchError | undefined
  /** The time at which it ends, on the clock of `performance.now`. */
  readonly #end: number
  readonly #timer: ReturnType<typeof setTimeout> | undefined
  readonly #parent: RunningDeadline | undefined
  /** Removes the listener of the caller's signal, where there is one. */
  readonly #unlisten: (() => void) | undefined
  /** Listeners and children, in one set: of a thousand calls that wait, each has three deadlines. */
  readonly #dependents = new Set<((error: FetchError) => void) | RunningDeadline>()
  #controller: AbortController | undefined
  #isOver = false
  #abortReason: unknown

  constructor(timeout: number, parent?: RunningDeadline, callerSignal?: AbortSignal) {
    if (!(timeout > 0)) throw new RangeError('timeout must be a positive number of milliseconds.')
    const ownEnd = performance.now() + timeout
    this.#end = parent ? Math.min(ownEnd, parent.#end) : ownEnd
    this.#parent = parent
    if (parent) {
      if (parent.#isOver) {
        this.#finish(parent.ended ?? closedError())
        return
      }
      parent.#dependents.add(this)
    }
    // A child that cannot end before its parent needs no timer of its own.
    const endsFirst = !parent || ownEnd < parent.#end
    if (endsFirst && timeout <= LONGEST_TIMER) {
      this.#timer = setTimeout(() => this.#finish(timeoutError(timeout, parent !== undefined)), timeout)
    }
    if (!callerSignal) return
    const onAbort = () => this.#finish(abortError(callerSignal.reason))
    this.#unlisten = () => callerSignal.removeEventListener('abort', onAbort)
    callerSignal.addEventListener('abort', onAbort)
    if (callerSignal.aborted) onAbort()
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController()
      if (this.#abortReason !== undefined) this.#controller.abort(this.#abortReason)
    }
    return this.#controller.signal
  }

  remaining(): number {
    return Math.max(1, this.#end - performance.now())
  }

  race<Result>(work: Promise<Result>): Promise<Result> {
    // With a listener that goes when the work is done: Promise.race would keep every result as long as the deadline.
    return new Promise((resolve, reject) => {
      const removeListener = this.onEnd(reject)
      // Resolved first, because a transport of somebody else may give no promise.
      Promise.resolve(work).then(resolve, reject).then(removeListener)
    })
  }

  async wait(milliseconds: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const elapsed = new Promise<void>((resolve) => {
      if (milliseconds <= LONGEST_TIMER) timer = setTimeout(resolve, milliseconds)
    })
    try {
      await this.race(elapsed)
    } finally {
      clearTimeout(timer)
    }
  }

  child(timeout: number, signal?: AbortSignal): Deadline {
    return new RunningDeadline(timeout, this, signal)
  }

  onEnd(listener: (error: FetchError) => void): () => void {
    if (this.ended) listener(this.ended)
    else if (!this.#isOver) this.#dependents.add(listener)
    return () => {
      this.#dependents.delete(listener)
    }
  }

  close(reason?: unknown): void {
    this.#release(reason, undefined)
  }

  #finish(error: FetchError): void {
    this.#release(error, error)
  }

  /** Leaves nothing behind: no timer, no listener, no trace in its parent. Listeners hear of an error, children in any case. */
  #release(reason: unknown, error: FetchError | undefined): void {
    if (this.#isOver) return
    this.#isOver = true
    this.ended = error
    clearTimeout(this.#timer)
    this.#unlisten?.()
    if (this.#parent) this.#parent.#dependents.delete(this)
    const dependents = [...this.#dependents]
    this.#dependents.clear()
    if (error) for (const one of dependents) if (typeof one === 'function') one(error)
    this.#abortReason = reason
    if (reason !== undefined) this.#controller?.abort(reason)
    for (const one of dependents) if (typeof one !== 'function') one.#finish(error ?? closedError(reason))
  }
}

/** Makes the error of a caller's signal, which may be that of another deadline. */
function abortError(reason: unknown): FetchError {
  const isOfDeadline = isFetchError(reason) && (reason.code === 'TIMED_OUT' || reason.code === 'ABORTED')
  return isOfDeadline ? reason : new FetchError('ABORTED', 'The call was aborted by its signal.', { cause: reason })
}

function timeoutError(timeout: number, isChild: boolean): FetchError {
  const message = isChild
    ? `There was no complete response within the ${timeout} ms of one attempt. If the server needs longer, raise the timeout of an attempt (of a client: retry.attemptTimeout).`
    : `There was no complete response within ${timeout} ms. If the server needs longer, raise the option timeout.`
  return new FetchError('TIMED_OUT', message)
}

function closedError(cause?: unknown): FetchError {
  return new FetchError('ABORTED', 'The call was over before this attempt was.', { cause })
}
