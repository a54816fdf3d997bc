import type { SignableRequest } from '@wechatpay-kit/crypto'
import type { Deadline, readResponse, Transport } from '@wechatpay-kit/transport-fetch'
import type { Brand, CallerKeys, Merchant } from '../keys/merchant.ts'
import type { DescribeMistakenId } from '../keys/mistaken-ids.ts'
import type { PlatformKeys } from '../keys/platform-keys.ts'
import type { HttpMethod, Operation } from '../operation/operation.ts'
import type { ClientEvent } from './events.ts'

/** The checked options of a client, and all that it remembers from call to call. */
export interface Settings {
  readonly merchant: Merchant | Brand
  readonly platformKeys: PlatformKeys
  /** Moves the bytes of one attempt; `undefined` is the runtime's `fetch`. */
  readonly transport: Transport | undefined
  /** Makes one attempt and reads its response; that of the core entry asks every transport for a `Response`. */
  readonly readResponse: typeof readResponse
  /** Finds the origins that serve a request target, the preferred one first. */
  readonly findBaseUrls: (target: string) => readonly string[]
  readonly attempts: Attempts
  /** Decrypts the fields of responses. */
  readonly decryptResponse: DecryptResponse | undefined
  /** Refuses operations that the client cannot call: without `decryptResponse`, those whose responses have encrypted fields. */
  readonly checkOperation?: ((operation: Operation) => void) | undefined
  readonly acceptedSignatures: AcceptedSignatures
  /** Gives the current time in milliseconds. */
  readonly now: () => number
  readonly userAgent: string
  readonly onEvent: ((event: ClientEvent) => void) | undefined
  /** Explains mistakes and refused signatures; the core entry goes without. */
  readonly diagnostics: Diagnostics | undefined
}

/** Puts plain texts in the place of the encrypted fields of a verified response. */
export type DecryptResponse = (
  json: unknown,
  operation: Operation,
  merchant: CallerKeys,
  // The part of a response that the errors of its fields need; `sensitiveValues` are texts that no error may show.
  response: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly sensitiveValues: readonly string[]
    readonly signed?: SignableRequest
  },
) => Promise<void>

/** Memory of the signatures that a client accepted, for as long as they would be fresh enough to be accepted again. */
export interface AcceptedSignatures {
  /** Remembers the signature of a verified response; tells whether it is the first time. */
  accept(headers: Readonly<Record<string, string>>, now: number): boolean
}

/** The part of a response that events and repetitions need; of a file, too, which comes as a stream. */
export interface Received {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** The reason why the response cannot be trusted; `undefined` if its signature is good. */
  readonly signatureError: unknown
  /** The texts that no event may show. */
  readonly sensitiveValues: readonly string[]
  /** The request as it was signed; that of a file has no body. */
  readonly signed?: SignableRequest
}

/** The part of a prepared call that decides about its attempts. */
export interface AttemptedCall {
  readonly method: HttpMethod
  readonly path: string
  readonly target: string
  /** The operation, if the client knows one for the call. */
  readonly operation: { readonly path: string } | undefined
  readonly isIdempotent: boolean
  readonly sensitiveValues: readonly string[]
}

/** The attempts of calls: one of each, or as many as may help. */
export interface Attempts {
  /** Deadline of one attempt in milliseconds; `Infinity` where that of the call is enough. */
  readonly attemptTimeout: number
  /**
   * Makes the attempts of a call until one is judged a success, or no further one is allowed or could help. `judge` gives
   * the result of a success, and throws the error of anything else.
   */
  make<Given extends Received, Result>(
    call: AttemptedCall,
    settings: Settings,
    deadline: Deadline,
    attempt: (host: string) => Promise<Given>,
    judge: (response: Given) => Result | Promise<Result>,
  ): Promise<Result>
}

/** The part of a response that explanations need, and the request as it was signed. */
interface Explained {
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
    received: Explained,
    now: () => number,
  ) => string | undefined
  readonly diagnoseClock: (headers: Readonly<Record<string, string>>, now: number) => string | undefined
  /** Finds the innermost code of an error and its causes, such as `ECONNREFUSED`. */
  readonly findCode: (error: unknown) => string | undefined
}
