import type { Merchant } from '../merchants.ts'
import type { State } from '../state/state.ts'
import type { TaskHandler } from '../state/tasks.ts'
import type { NotificationContent } from '../wire/notification.ts'

/** A call as a world sees it: authenticated, validated, its sensitive fields decrypted. */
export interface WorldCall {
  /** The merchant that calls. */
  readonly merchant: Merchant
  /** Origin of the sandbox as it was called, for the URLs in responses. */
  readonly origin: string
  /** Variables of the path. */
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly json: Readonly<Record<string, unknown>>
  /** The current time in milliseconds. */
  readonly now: number
}

/**
 * Executes a call on a world's memory. Gives the JSON of the response, in plain text where the description encrypts, or
 * `undefined` for a response without content. Throws a refusal.
 */
export type Handle = (call: WorldCall) => object | undefined | Promise<object | undefined>

/** Does what a payer or user does, on the request of a person or a test. Gives what happened, or throws a refusal. */
export type Command = (
  json: Readonly<Record<string, unknown>>,
  context: { readonly merchant: Merchant; readonly origin: string; readonly now: number },
) => object | Promise<object>

/** A thing that a payer or user can do now, as the page of the sandbox offers it. */
export interface PendingAction {
  /** Name of the command. */
  readonly command: string
  /** Input of the command, `mchid` included. */
  readonly json: Readonly<Record<string, unknown>>
  /** A line that says which order or transfer it is. */
  readonly title: string
  /** A line with its amount and state. */
  readonly detail: string
  /** The `prepay_id` by which a page that is made for it alone names it. */
  readonly prepayId?: string | undefined
}

/** A part of WeChat Pay that remembers. */
export interface World {
  /** By method and path as the catalogue writes it: `POST v3/pay/transactions/jsapi`. */
  readonly handlers: Readonly<Record<string, Handle>>
  /** By name: `pay`. */
  readonly commands?: Readonly<Record<string, Command>>
  /** By name: `payments.expire`. */
  readonly tasks?: Readonly<Record<string, TaskHandler>>
  /** Lists what a payer or user can do now. */
  readonly listPending?: (now: number) => readonly PendingAction[]
}

/** Everything that a world needs of the sandbox. */
export interface WorldTools {
  readonly state: State
  /** Adds a task for a time in milliseconds; the memory keeps it, and a restart loses none. */
  readonly schedule: (name: string, due: number, payload: object) => void
  /** Sends a notification, and repeats it until it is acknowledged. */
  readonly notify: (merchant: Merchant, url: string, content: NotificationContent) => void
  readonly merchants: { find(mchid: string): Merchant | undefined }
}
