import { FetchError } from '@wechatpay-kit/transport-fetch'
import { checkCallOptions } from './call-options.ts'
import { withoutPayload } from './cause.ts'
import type { Call, ResponsePromise, TypedResponse } from './chain.ts'
import { createCiphertexts } from './ciphertexts.ts'
import type { Diagnostics } from './diagnosis.ts'
import { refuse, ValidationError } from './errors.ts'
import type { ClientEvent } from './events.ts'
import { attemptVerified, createHosts, type ExecutionContext, executeCall } from './execute.ts'
import { withLimits } from './limits.ts'
import type { AnyOperation, Operation } from './operation.ts'
import { type ClientOptions, checkClientOptions } from './options.ts'
import type { Success } from './outcome.ts'
import { type PreparationContext, type PreparedCall, prepareCall } from './prepare.ts'
import { createRouter } from './route.ts'
import { explain } from './send.ts'

const CALL_OPTIONS = ['json', 'query', 'params', 'headers', 'signal', 'timeout', 'idempotent']

/** The two steps for encrypting by hand. */
export interface FieldCryptography {
  /**
   * Encrypts a text for WeChat Pay with the current platform key.
   *
   * @param plaintext - UTF-8 text, 214 bytes at most for a 2048-bit key.
   * @returns standard base64.
   * @throws ValidationError (`VALIDATION_FAILED`) if the text is longer than the key allows.
   */
  encrypt(plaintext: string): Promise<string>
  /**
   * Decrypts a field of an answer with the merchant's private key.
   *
   * @param ciphertext - standard base64.
   * @returns the text.
   * @throws DecryptionError (`DECRYPTION_FAILED`), the same for every cause.
   * @throws ValidationError (`VALIDATION_FAILED`) if the client has only a `Signer`.
   */
  decrypt(ciphertext: string): Promise<string>
}

/** What every client is made of, before it has its notations. */
export interface Engine {
  readonly members: FieldCryptography
  /** The operations that the client knows. */
  readonly operations: readonly Operation[]
  readonly execution: ExecutionContext
  /** What calls of these operations are prepared with. */
  contextOf(operations: readonly Operation[]): PreparationContext
  /** Makes calls of these operations. */
  callWith(operations: readonly Operation[]): Call
  /** Prepares a call within its limits, and executes it. */
  run(options: Readonly<Record<string, unknown>>, prepare: () => Promise<PreparedCall>): ResponsePromise<unknown>
}

/** Puts the steps of a call together. */
export function createEngine(
  clientOptions: ClientOptions<readonly AnyOperation[]>,
  diagnostics: Diagnostics | undefined,
): Engine {
  const { merchant, platformKeys, transport, operations, baseUrls, retry, onEvent, now, userAgent } =
    checkClientOptions(clientOptions)
  const ciphertexts = createCiphertexts()
  const observe =
    onEvent &&
    ((event: ClientEvent) => {
      try {
        onEvent(event)
      } catch {
        // An observer must not change what it observes.
      }
    })
  const hosts = createHosts(baseUrls)
  const execution = { merchant, platformKeys, transport, hosts, retry, onEvent: observe, now, diagnostics }
  const contextOf = (operations: readonly Operation[]) => {
    return { operations, findRoute: createRouter(operations), platformKeys, ciphertexts, userAgent }
  }

  /** What went wrong before anything was sent. */
  const explainRefusal = (error: unknown): never => {
    // Without its cause: the reason of an abort may quote anything, and nothing is known yet that must be masked.
    if (error instanceof FetchError)
      throw explain(new FetchError(error.code, error.message), { isIdempotent: false, secrets: [] }, 'not-sent')
    // A getter or proxy of the caller's, whose error may quote anything.
    if (!(error instanceof ValidationError)) refuse('options', 'cannot be read: something in them threw')
    throw error
  }
  const execute = async (...[options, prepare]: Parameters<Engine['run']>): Promise<Success> => {
    const { signal, timeout = 30_000 } = readLimits(options)
    return withLimits(timeout, signal, async (limits) => {
      const prepared = await limits.race(prepare()).catch(explainRefusal)
      return executeCall(prepared, execution, limits, signal, attemptVerified)
    })
  }
  const readLimits = (options: Readonly<Record<string, unknown>>) => {
    try {
      checkCallOptions(options, CALL_OPTIONS)
      return { signal: options.signal, timeout: options.timeout }
    } catch (error) {
      return explainRefusal(error)
    }
  }
  const run: Engine['run'] = (options, prepare) => {
    const success = execute(options, prepare)
    const response = success.then((result) => result.response as TypedResponse<unknown>)
    const json = async () => {
      // Who takes the JSON alone hears of a failure there.
      response.catch(() => {})
      return (await success).json()
    }
    return Object.assign(response, { json })
  }
  const members: FieldCryptography = {
    encrypt: async (plaintext) => {
      const { id, key } = await platformKeys.current()
      const ciphertext = await key.encrypt(plaintext).catch((error: unknown) => {
        refuse('plaintext', 'cannot be encrypted (see cause)', { cause: withoutPayload(error, [plaintext]) })
      })
      ciphertexts.remember(ciphertext, id)
      return ciphertext
    },
    decrypt: async (ciphertext) => {
      const { privateKey, decryptionKeys = [] } = merchant
      const [first, ...others] = 'decrypt' in privateKey ? [privateKey, ...decryptionKeys] : decryptionKeys
      if (!first) refuse('merchant.privateKey', 'cannot decrypt: it is only a Signer; give decryptionKeys')
      let plaintext = first.decrypt(ciphertext)
      for (const key of others) plaintext = plaintext.catch(() => key.decrypt(ciphertext))
      return new TextDecoder('utf-8', { fatal: true }).decode(await plaintext)
    },
  }
  return {
    members,
    operations,
    execution,
    contextOf,
    run,
    callWith: (operations) => {
      const context = contextOf(operations)
      return (method, path, options) => run(options, () => prepareCall(method, path, options, context))
    },
  }
}
