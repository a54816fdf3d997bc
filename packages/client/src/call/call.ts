import { type Deadline, FetchError, isFetchError, withDeadline } from '@wechatpay-kit/transport-fetch'
import { attempt, explainFailure } from './attempt/attempt.ts'
import {
  type Call,
  type CheckedOptions,
  type GivenOptions,
  type ResponsePromise,
  readCallOptions,
  type TypedResponse,
} from './options.ts'
import { judge, type Success } from './outcome/outcome.ts'
import { type PreparedCall, prepareCall } from './prepare/prepare.ts'
import type { Router } from './prepare/router.ts'
import type { Settings } from './settings.ts'

/** Makes the function that calls the operations of a router, and any other path untyped. */
export function createCall(settings: Settings, router: Router): Call {
  return (method, path, given) =>
    run(settings, given, (options, deadline) => prepareCall(method, path, options, settings, router, deadline))
}

/** Prepares a call by its options; work that takes long looks whether the deadline has ended. */
type Prepare = (options: CheckedOptions, deadline: Deadline) => Promise<PreparedCall>

/** Runs a call, and offers its response and its JSON. `read` copies and checks its options. */
export function run(
  settings: Settings,
  options: GivenOptions,
  prepare: Prepare,
  read: (given: GivenOptions) => CheckedOptions = readCallOptions,
): ResponsePromise<unknown> {
  return new CallPromise(makeCall(settings, options, prepare, read))
}

/**
 * The promise of a call. Its response is made when somebody asks for it, because making one takes longer than all else that
 * is done with a response, and most take the JSON alone.
 */
class CallPromise extends Promise<TypedResponse<unknown>> {
  readonly #success: Promise<Success>
  /** Whether the JSON was asked for first. */
  #takesJson: boolean | undefined

  constructor(success: Promise<Success>) {
    // For the runtime's own code, which does not look at `then`: after json() it learns when the call ends, and how.
    super((resolve, reject) => {
      success.then((result) => resolve((this.#takesJson ? undefined : makeResponse(result)) as never), reject)
    })
    this.#success = success
  }

  /** The kind of promise that `then` gives: an ordinary one. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise, whose response `await`, `catch` and `finally` ask for here.
  override then<Given = TypedResponse<unknown>, Failed = never>(
    onSuccess?: ((response: TypedResponse<unknown>) => Given | PromiseLike<Given>) | null,
    onFailure?: ((error: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Given | Failed> {
    this.#takesJson ??= false
    return (this.#takesJson ? this.#success.then(makeResponse) : super.then()).then(onSuccess, onFailure)
  }

  readonly json = (): Promise<unknown> => {
    this.#takesJson ??= true
    // Who takes the JSON alone hears of a failure there.
    super.then(undefined, () => {})
    return this.#success.then((result) => result.readJson())
  }
}

const makeResponse = (success: Success) => success.makeResponse() as TypedResponse<unknown>

/** Prepares a call, attempts it as often as may help, and judges each response: all within one deadline. */
async function makeCall(
  settings: Settings,
  given: GivenOptions,
  prepare: Prepare,
  read: (given: GivenOptions) => CheckedOptions,
): Promise<Success> {
  const options = read(given)
  const { signal, timeout = 30_000 } = options
  return withDeadline(timeout, signal, async (deadline) => {
    const call = await prepareWithin(deadline, () => prepare(options, deadline))
    return settings.attempts.make(
      call,
      settings,
      deadline,
      (host) => attempt(call, host, settings, deadline),
      (response) => judge(response, call, settings),
    )
  })
}

/** Prepares a call; signers and key lookups can hang as well as networks. */
export async function prepareWithin<Prepared>(deadline: Deadline, prepare: () => Promise<Prepared>): Promise<Prepared> {
  try {
    return await deadline.race(prepare())
  } catch (error) {
    if (!isFetchError(error)) throw error
    // Without its cause: the reason of an abort may quote anything, and nothing is known yet that must be masked.
    const withoutCause = new FetchError(error.code, error.message)
    throw explainFailure(withoutCause, { isIdempotent: false, sensitiveValues: [] }, 'not-sent')
  }
}
