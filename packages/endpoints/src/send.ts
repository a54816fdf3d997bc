import { createNonce, SignatureError, type Signer, signRequest, verifySignedMessage } from '@wechatpay-kit/crypto'
import {
  type BufferedResponse,
  type Bytes,
  FetchError,
  readResponse,
  type Transport,
  type TransportRequest,
} from '@wechatpay-kit/transport-fetch'
import { redact, withoutPayload } from './cause.ts'
import { refuse, TransportError } from './errors.ts'
import type { Limits } from './limits.ts'
import type { PlatformKeys } from './platform-keys.ts'
import type { PreparedCall } from './prepare.ts'

/** What came back of one attempt: the bytes that were checked are the bytes that are handed on. */
export interface Answer {
  readonly status: number
  readonly headers: BufferedResponse['headers']
  readonly body: Bytes
  /** Why the answer cannot be trusted; `undefined` if its signature is good. */
  readonly distrust: SignatureError | undefined
  /** What was signed of the request. */
  readonly signedMessage: string
}

/** What an attempt needs of the client. */
export interface SendContext {
  readonly merchant: { readonly mchid: string; readonly serialNumber: string; readonly privateKey: Signer }
  readonly platformKeys: PlatformKeys
  readonly transport: Transport | undefined
  readonly baseUrl: string
  readonly now: () => number
}

/** What bounds one attempt. */
export interface AttemptBounds {
  readonly signal: AbortSignal | undefined
  /** Milliseconds. */
  readonly timeout: number
}

/** One attempt: fresh timestamp and nonce, signature, transport, the body read once, verification. */
export async function sendOnce(
  call: PreparedCall,
  context: SendContext,
  limits: Limits,
  { signal, timeout }: AttemptBounds,
): Promise<Answer> {
  const { url, request, signedMessage, fail } = await signCall(call, context, limits, signal)
  try {
    // A swapped transport gets the same limits: deadline, size and redirects hold even if it does not keep them.
    const bounds = { transport: context.transport, timeout: Math.min(timeout, limits.remaining()) }
    const { status, headers, body } = await limits.race(readResponse(url, request, bounds))
    const distrust = await limits.race(verify({ headers, body }, context))
    return { status, headers, body, distrust, signedMessage }
  } catch (error) {
    throw fail(error)
  }
}

/** A call with a fresh timestamp, nonce and signature, and what explains how sending it failed. */
export async function signCall(
  call: PreparedCall,
  context: SendContext,
  limits: Limits,
  signal: AbortSignal | undefined,
): Promise<{
  url: string
  request: TransportRequest
  signedMessage: string
  fail: (error: unknown) => TransportError
}> {
  const { method, target, body, signedBody, headers } = call
  const timestamp = readClock(context.now)
  const nonce = createNonce()
  const authorization = await limits.race(authorize(call, context, { timestamp, nonce })).catch((error: unknown) => {
    throw error instanceof FetchError ? explain(error, call, 'not-sent') : error
  })
  return {
    url: `${context.baseUrl}${target}`,
    request: {
      method,
      headers: { ...headers, Authorization: authorization },
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
      ...(signal ? { signal } : {}),
    },
    signedMessage: `${method}\n${target}\n${timestamp}\n${nonce}\n${signedBody}\n`,
    fail(error) {
      const { signature = authorization } = /signature="(?<signature>[^"]*)"/.exec(authorization)?.groups ?? {}
      return explain(error, { ...call, secrets: [...call.secrets, authorization, signature] }, 'unknown')
    },
  }
}

async function authorize(
  call: PreparedCall,
  { merchant }: SendContext,
  fresh: { readonly timestamp: number; readonly nonce: string },
): Promise<string> {
  const { method, target, signedBody: body } = call
  try {
    return await signRequest(
      { method, target, body, ...fresh },
      { mchid: merchant.mchid, serialNumber: merchant.serialNumber, signer: merchant.privateKey },
    )
  } catch (cause) {
    refuse('merchant.privateKey', 'could not sign the request (see cause)', { cause: withoutPayload(cause) })
  }
}

/** The time in seconds. */
export function readClock(now: () => number): number {
  let timestamp: unknown
  try {
    timestamp = Math.floor(now() / 1000)
  } catch {
    // Said below.
  }
  if (!/^\d{1,11}$/.test(String(timestamp))) refuse('now', 'must give the time in milliseconds, as Date.now does')
  return timestamp as number
}

async function verify(
  message: Pick<BufferedResponse, 'headers' | 'body'>,
  { platformKeys, now }: SendContext,
): Promise<SignatureError | undefined> {
  try {
    await verifySignedMessage(message, { now: now(), keys: async (id) => (await platformKeys.find(id))?.key })
    return undefined
  } catch (error) {
    if (error instanceof SignatureError) return error
    // A key lookup or a verifier of the caller's own failed: no verdict is no trust.
    return new SignatureError('SIGNATURE_MISMATCH', 'The message cannot be trusted: verification failed.', {
      cause: withoutPayload(error),
    })
  }
}

/** The error for an attempt that gave no complete answer. */
export function explain(
  error: unknown,
  { isIdempotent, secrets }: Pick<PreparedCall, 'isIdempotent' | 'secrets'>,
  outcome: TransportError['outcome'],
): TransportError {
  const known = error instanceof FetchError ? error : undefined
  const reason = known?.code ?? 'NETWORK_FAILED'
  const isTransient = reason === 'NETWORK_FAILED' || reason === 'TIMED_OUT'
  return new TransportError(reason, redact(known?.message ?? 'The transport failed.', secrets), {
    cause: withoutPayload(known ? known.cause : error, secrets),
    retryable: isTransient && (isIdempotent || outcome === 'not-sent'),
    outcome,
  })
}
