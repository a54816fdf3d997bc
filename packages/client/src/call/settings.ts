import type { SignableRequest } from '@wechatpay-kit/crypto'
import type { readResponse, Transport } from '@wechatpay-kit/transport-fetch'
import type { Brand, Merchant } from '../keys/merchant.ts'
import type { DescribeMistakenId } from '../keys/mistaken-ids.ts'
import type { PlatformKeys } from '../keys/platform-keys.ts'
import type { ClientEvent } from './events.ts'

/** The checked options of a client, and all that it remembers from call to call. */
export interface Settings {
  readonly merchant: Merchant | Brand
  readonly platformKeys: PlatformKeys
  /** Moves the bytes of one attempt; `undefined` is the runtime's `fetch`. */
  readonly transport: Transport | undefined
  /** Makes one attempt and reads its response; that of the core entry asks every transport for a `Response`. */
  readonly readResponse: typeof readResponse
  /** Finds the hosts that serve a request target. */
  readonly findHosts: (target: string) => Hosts
  readonly retry: RetrySettings
  readonly acceptedSignatures: AcceptedSignatures
  /** Gives the current time in milliseconds. */
  readonly now: () => number
  readonly userAgent: string
  readonly onEvent: ((event: ClientEvent) => void) | undefined
  /** Explains mistakes and refused signatures; the core entry goes without. */
  readonly diagnostics: Diagnostics | undefined
}

/** Hosts that serve the same calls, and what a client remembers of them. */
export interface Hosts {
  readonly baseUrls: readonly string[]
  /**
   * Chooses the host for the next attempt, by its index: within a call, after a failure, the one after the host that
   * failed; else the first in the client's order that does not rest.
   */
  choose(failed?: number): number
  /** Records whether an attempt got a complete response; one, whatever it says, forgives everything. */
  record(index: number, hasResponded: boolean): void
}

/** Memory of the signatures that a client accepted, for as long as they would be fresh enough to be accepted again. */
export interface AcceptedSignatures {
  /** Remembers the signature of a verified response; tells whether it is the first time. */
  accept(headers: Readonly<Record<string, string>>, now: number): boolean
}

/** Bounds of how often and how long a call is attempted; times in milliseconds. */
export interface RetrySettings {
  readonly maxAttempts: number
  readonly baseDelay: number
  readonly attemptTimeout: number
  readonly quota: RetryQuota
}

/** The repetitions that all calls of a client share, so that they do not prolong an outage. */
export interface RetryQuota {
  /** Takes one for a repetition; tells whether one was left. */
  take(): boolean
  /**
   * Gives back, after a response that is no reason to repeat, what was taken for its attempt; a fifth where that was the
   * first one of its call, for which nothing was taken.
   */
  giveBack(isRepetition: boolean): void
}

/** The part of a response that explanations need, and the request as it was signed. */
interface Received {
  readonly headers: Readonly<Record<string, string>>
  readonly signed: SignableRequest
}

/** Explanations of what went wrong, kinder than the refusal alone. */
export interface Diagnostics {
  readonly describeMistakenId: DescribeMistakenId
  /** Explains an error that says so. */
  readonly diagnoseError: (
    apiCode: unknown,
    detail: unknown,
    received: Received,
    now: () => number,
  ) => string | undefined
  readonly diagnoseClock: (headers: Readonly<Record<string, string>>, now: number) => string | undefined
}
