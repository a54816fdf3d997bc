import type { HttpMethod } from '../operation/operation.ts'

/** The part that all events share. */
export interface CallEvent {
  /** Id of the call, 32 random characters: the same in all events of a call, and in those of no other. */
  readonly callId: string
  readonly method: HttpMethod
  /** The path as it was written, variables unfilled: `v3/pay/transactions/id/{transaction_id}`. */
  readonly path: string
  /**
   * The path of the operation, where the client knows one for the call: it holds no value, however the call was written.
   * `undefined` for paths that it does not know.
   */
  readonly template: string | undefined
  /** Number of the attempt, from 1. */
  readonly attempt: number
}

/**
 * Events of a client's calls, for logs and metrics; durations in milliseconds. Events carry no body, and no value of the
 * caller's but what was written into `path`: put values that must not be logged into `params`, or use `template` alone.
 * `code` is one of ours, or one that WeChat Pay signed: an error that nobody signed is `API_ERROR_` and its status.
 * `requestId` is the only header, and nobody signs it: `undefined` where it does not look like one, or holds a value of the
 * call of six characters or more. A call that is refused before anything is sent has no events; every other one has one
 * `success` or one `failure`, its last event.
 *
 * | type | when |
 * |---|---|
 * | `attempt` | before something is sent |
 * | `response` | a response came, whatever it says; `verified` tells whether its signature is good |
 * | `retry` | another attempt follows after `delay` |
 * | `fail-over` | the next attempt goes to another host |
 * | `success` | the call ended in a verified success |
 * | `failure` | the call ended in an error |
 *
 * @example
 * ```ts
 * import type { ClientEvent } from '@wechatpay-kit/client'
 *
 * const onEvent = (event: ClientEvent) => {
 *   if (event.type === 'response') console.log(event.path, event.status, event.requestId, event.duration)
 * }
 * ```
 */
export type ClientEvent =
  | (CallEvent & { readonly type: 'attempt'; readonly host: string })
  | (CallEvent & {
      readonly type: 'response'
      readonly host: string
      readonly status: number
      readonly requestId: string | undefined
      readonly verified: boolean
      readonly duration: number
    })
  | (CallEvent & { readonly type: 'retry'; readonly delay: number; readonly code: string })
  | (CallEvent & { readonly type: 'fail-over'; readonly from: string; readonly to: string })
  | (CallEvent & { readonly type: 'success'; readonly duration: number })
  | (CallEvent & { readonly type: 'failure'; readonly name: string; readonly code: string; readonly duration: number })
