import type { State } from '../state/state.ts'
import type { NotificationContent } from '../wire/notification.ts'

/** A merchant that the sandbox knows, as a world sees it. */
export interface Merchant {
  readonly mchid: string
  /** The numbers of the sub-merchants (特约商户) of a partner. Without it, any number is one. */
  readonly subMchids?: readonly string[] | undefined
  /** The apps that are bound to the merchant. Without it, any app is. */
  readonly appids?: readonly string[] | undefined
}

/** A call as a world sees it: authenticated, validated, its sensitive fields decrypted. */
export interface WorldCall {
  /** The caller. */
  readonly merchant: Merchant
  /** Origin of the sandbox as it was called, for URLs in responses. */
  readonly origin: string
  /** Variables of the path. */
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly json: Readonly<Record<string, unknown>>
  /** The current time in milliseconds. */
  readonly now: number
}

/**
 * Executes a call: gives the JSON of the response, plain where the description encrypts it, or `undefined` for 204.
 * Throws a refusal.
 */
export type Handle = (call: WorldCall) => object | undefined | Promise<object | undefined>

/** A step that is not WeChat Pay's caller's, such as one of the payer: `POST /sandbox/<name>`. Throws a refusal. */
export type Command = (
  json: Readonly<Record<string, unknown>>,
  context: { readonly merchant: Merchant; readonly origin: string; readonly now: number },
) => object | Promise<object>

/** Executes something that has fallen due. */
export type Task = (payload: Readonly<Record<string, unknown>>, now: number) => void | Promise<void>

/** A part of WeChat Pay that remembers what it was told. */
export interface World {
  /** By operation, as `POST v3/pay/transactions/jsapi`, with variables as the catalogue writes them. */
  readonly handlers: Readonly<Record<string, Handle>>
  /** By name, such as `pay`. */
  readonly commands?: Readonly<Record<string, Command>>
  /** By name, such as `payments.expire`. */
  readonly tasks?: Readonly<Record<string, Task>>
}

/** Everything that a world needs of the sandbox. */
export interface WorldTools {
  readonly state: State
  /** Has a task executed at a time (milliseconds), with a payload of JSON; it is kept with the state. */
  readonly schedule: (name: string, due: number, payload: object) => void
  /** Sends a notification, and repeats it on WeChat Pay's schedule until it is acknowledged. */
  readonly notify: (merchant: Merchant, url: string, content: NotificationContent) => void
  readonly merchants: { find(mchid: string): Merchant | undefined }
}
