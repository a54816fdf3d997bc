import { SignatureError } from '@wechatpay-kit/crypto'
import { FetchError } from '@wechatpay-kit/transport-fetch'
import { checkCallOptions } from './call-options.ts'
import { withoutPayload } from './cause.ts'
import type { Call, ResponsePromise } from './chain.ts'
import { createCiphertexts } from './ciphertexts.ts'
import {
  ApiError,
  BusinessError,
  IntegrityError,
  NotificationError,
  refuse,
  TransportError,
  ValidationError,
  type WechatPayError,
} from './errors.ts'
import type { ClientEvent } from './events.ts'
import { createHosts, type ExecutionContext, executeCall } from './execute.ts'
import { startLimits } from './limits.ts'
import type { AnyOperation, Operation } from './operation.ts'
import { type ClientOptions, checkClientOptions } from './options.ts'
import { type PreparationContext, type PreparedCall, prepareCall } from './prepare.ts'
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
export function createEngine(clientOptions: ClientOptions<readonly AnyOperation[]>): Engine {
  const { merchant, platformKeys, transport, operations, baseUrls, retry, onEvent, now, userAgent } =
    checkClientOptions(clientOptions)
  const ciphertexts = createCiphertexts()
  const emit = (event: ClientEvent) => {
    try {
      onEvent?.(event)
    } catch {
      // An observer must not change what it observes.
    }
  }
  const execution = { merchant, platformKeys, transport, hosts: createHosts(baseUrls), retry, emit, now }
  const contextOf = (operations: readonly Operation[]) => ({ operations, platformKeys, ciphertexts, userAgent })

  const execute: (...of: Parameters<Engine['run']>) => Promise<Response> = async (options, prepare) => {
    const { limits, signal, prepared } = await (async () => {
      checkCallOptions(options, CALL_OPTIONS)
      const { signal, timeout = 30_000 } = options
      const limits = startLimits(timeout, signal)
      return { limits, signal, prepared: await limits.race(prepare()) }
    })().catch((error: unknown) => {
      if (error instanceof FetchError) throw explain(error, { isIdempotent: false, secrets: [] }, 'not-sent')
      // A getter or proxy of the caller's, whose error may quote anything.
      if (!isWechatPayError(error)) refuse('options', 'cannot be read: something in them threw')
      throw error
    })
    return executeCall(prepared, execution, limits, signal)
  }
  const run: Engine['run'] = (options, prepare) => {
    const response = execute(options, prepare)
    return Object.assign(response, { json: async () => readJson((await response).clone()) }) as ResponsePromise<unknown>
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
    callWith: (operations) => (method, path, options) =>
      run(options, () => prepareCall(method, path, options, contextOf(operations))),
  }
}

/**
 * Whether something thrown is an error of this kit, so that `name` and `code` tell which.
 *
 * @param error - anything thrown.
 * @returns whether it is a {@link WechatPayError}.
 * @example
 * ```ts
 * import { type Client, isWechatPayError } from '@wechatpay-kit/endpoints'
 *
 * declare const wxpay: Client
 * try {
 *   await wxpay.chain('v3/certificates').get()
 * } catch (error) {
 *   if (!isWechatPayError(error)) throw error
 *   if (error.name === 'ApiError') console.log(error.status, error.apiCode)
 * }
 * ```
 */
export function isWechatPayError(error: unknown): error is WechatPayError {
  return [
    ValidationError,
    TransportError,
    SignatureError,
    ApiError,
    BusinessError,
    NotificationError,
    IntegrityError,
  ].some((kind) => error instanceof kind)
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text()
  return text === '' ? undefined : JSON.parse(text)
}
