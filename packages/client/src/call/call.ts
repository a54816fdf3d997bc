import { type Deadline, FetchError, isFetchError, startDeadline } from '@wechatpay-kit/transport-fetch'
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
  return offerResponse(makeCall(settings, options, prepare, read))
}

/** A promise of another kind than the runtime's, for which `await` looks at its `then`. */
class CallPromise extends Promise<TypedResponse<unknown>> {}

/**
 * Offers the response and the JSON of a success. The response is made when somebody asks for it: most take the JSON alone,
 * and to make one takes longer than all else that is done with what was received.
 */
function offerResponse(success: Promise<Success>): ResponsePromise<unknown> {
  const respond = (result: Success) => result.makeResponse() as TypedResponse<unknown>
  /** Whether the JSON was asked for first. */
  let takesJson: boolean | undefined
  const promise = new CallPromise((resolve, reject) => {
    // For the runtime's own code, which does not look at `then`: after json() it learns that the call ended, and how.
    success.then((result) => resolve((takesJson ? undefined : respond(result)) as never), reject)
  })
  const wait = promise.then.bind(promise)
  return Object.assign(promise, {
    // biome-ignore lint/suspicious/noThenProperty: it is that of a promise.
    then: ((...handlers) => {
      takesJson ??= false
      return takesJson ? success.then(respond).then(...handlers) : wait(...handlers)
    }) as typeof wait,
    json() {
      takesJson ??= true
      // Who takes the JSON alone hears of a failure there.
      wait(undefined, () => {})
      return success.then((result) => result.readJson())
    },
  })
}

/** Prepares a call, attempts it as often as may help, and judges each response: all within one deadline. */
async function makeCall(
  settings: Settings,
  given: GivenOptions,
  prepare: Prepare,
  read: (given: GivenOptions) => CheckedOptions,
): Promise<Success> {
  const options = read(given)
  const { signal, timeout = 30_000 } = options
  const deadline = startDeadline(timeout, signal)
  try {
    const call = await prepareWithin(deadline, prepare(options, deadline))
    return await settings.attempts.make(
      call,
      settings,
      deadline,
      (host) => attempt(call, host, settings, deadline),
      (response) => judge(response, call, settings),
    )
  } finally {
    deadline.close()
  }
}

/** Waits for the preparation of a call; signers and key lookups can hang as well as networks. */
export function prepareWithin<Prepared>(deadline: Deadline, preparation: Promise<Prepared>): Promise<Prepared> {
  return deadline.race(preparation).catch((error: unknown) => {
    if (!isFetchError(error)) throw error
    // Without its cause: the reason of an abort may quote anything, and nothing is known yet that must be masked.
    const withoutCause = new FetchError(error.code, error.message)
    throw explainFailure(withoutCause, { isIdempotent: false, sensitiveValues: [] }, 'not-sent')
  })
}
