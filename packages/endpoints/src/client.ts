import { type Decrypter, type PrivateKey, SignatureError, type Signer } from '@wechatpay-kit/crypto'
import { FetchError, type Transport } from '@wechatpay-kit/transport-fetch'
import { checkCallOptions } from './call-options.ts'
import { withoutPayload } from './cause.ts'
import { type Call, createRoot, type Notations, type ResponsePromise } from './chain.ts'
import { createCiphertexts } from './ciphertexts.ts'
import {
  ApiError,
  BusinessError,
  NotificationError,
  refuse,
  TransportError,
  ValidationError,
  type WechatPayError,
} from './errors.ts'
import type { ClientEvent } from './events.ts'
import { createHosts, executeCall } from './execute.ts'
import { startLimits } from './limits.ts'
import type { Operation } from './operation.ts'
import { checkBaseUrls, checkMerchant, checkOperations, checkRetry } from './options.ts'
import { createPlatformKeys, type PlatformKeySources } from './platform-keys.ts'
import { prepareCall } from './prepare.ts'
import type { RetryOptions } from './retry.ts'
import { explain } from './send.ts'
import { zhejiang } from './v3/gov/subsidy/zhejiang/index.ts'

const OPTIONS = [
  'merchant',
  'platformKeys',
  'transport',
  'operations',
  'baseUrls',
  'retry',
  'onEvent',
  'now',
  'userAgent',
]

const CALL_OPTIONS = ['json', 'query', 'params', 'headers', 'signal', 'timeout', 'idempotent']

/** Who calls. */
export interface Merchant {
  /** Merchant number (商户号); in partner mode the service provider's. */
  readonly mchid: string
  /** Serial number of the merchant's API certificate (商户API证书序列号), hexadecimal. */
  readonly serialNumber: string
  /** The key of that certificate: from `importPrivateKey`, or a {@link Signer} of a KMS where nothing is decrypted. */
  readonly privateKey: PrivateKey | Signer
  /**
   * More keys that decrypt fields of answers, tried after `privateKey`: while a new certificate takes over, the old one
   * may still be in use; and where `privateKey` is only a {@link Signer}. Default: none.
   */
  readonly decryptionKeys?: readonly Decrypter[] | undefined
}

/** How {@link createClient} calls. */
export interface ClientOptions<Known extends readonly Operation[] = typeof zhejiang> {
  /** Who calls. */
  readonly merchant: Merchant
  /**
   * WeChat Pay's keys: all verify, the first encrypts. An entry is a fixed key, or an object that rotates its keys, as
   * `createCertificateKeys` makes one; during the migration to the public key give both.
   */
  readonly platformKeys: PlatformKeySources
  /** Moves the bytes of one attempt. Default: the runtime's `fetch`. */
  readonly transport?: Transport | undefined
  /** The typed operations. Default: the Zhejiang subsidy's. */
  readonly operations?: Known | undefined
  /**
   * Origins to call, https; http for loopback only. The first is preferred; the next takes over where it cannot be
   * reached. Default: `https://api.mch.weixin.qq.com`, then `https://api2.mch.weixin.qq.com`.
   */
  readonly baseUrls?: readonly [string, ...string[]] | undefined
  /**
   * Repeats calls that may be repeated (see {@link CallOptions.idempotent}) after a network failure, a timeout, 429, 500,
   * 502, 503 or a SIGNTEST probe. Default: 3 attempts, 200 ms base delay, 10 000 ms for each attempt.
   */
  readonly retry?: RetryOptions | undefined
  /** Told of attempts, answers, repetitions, fail-overs and failures; what it throws is ignored. */
  readonly onEvent?: ((event: ClientEvent) => void) | undefined
  /** The current time in milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
  /** Value of the `User-Agent` header. Default: `wechatpay-kit`. */
  readonly userAgent?: string | undefined
}

/** A client: the three notations of every call, and the two steps for encrypting by hand. */
export type Client<Known extends readonly Operation[] = typeof zhejiang> = Notations<Known[number]> & {
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

/**
 * Makes a client. Every call is validated, encrypted, signed, sent and verified; what it returns was signed by WeChat
 * Pay, and everything else is an error of the union {@link WechatPayError}.
 *
 * @param options - merchant, platform keys and, where the defaults do not fit, transport, operations, base URL, clock.
 * @returns the client; keep it.
 * @throws ValidationError (`VALIDATION_FAILED`) that names the option.
 * @example
 * ```ts
 * import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
 * import { createClient } from '@wechatpay-kit/endpoints'
 *
 * declare const merchantPem: string, platformPem: string
 * const wxpay = createClient({
 *   merchant: {
 *     mchid: '1900007291',
 *     serialNumber: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB',
 *     privateKey: await importPrivateKey(merchantPem),
 *   },
 *   platformKeys: [{ id: 'PUB_KEY_ID_0114232134912410000000000000', key: await importPublicKey(platformPem) }],
 * })
 * const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
 * const { auth_code } = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012081606 | document 4012081606}, APIv3 接口规则
 */
export function createClient<const Known extends readonly Operation[] = typeof zhejiang>(
  options: ClientOptions<Known>,
): Client<Known> {
  if (typeof options !== 'object' || options === null) refuse('options', 'must be an object')
  for (const name of Object.keys(options)) {
    if (!OPTIONS.includes(name)) refuse(name, `is not an option of a client; the options are ${OPTIONS.join(', ')}`)
  }
  const merchant = checkMerchant(options.merchant)
  const platformKeys = createPlatformKeys(options.platformKeys, merchant.serialNumber)
  const ciphertexts = createCiphertexts()
  const hosts = createHosts(checkBaseUrls(options.baseUrls))
  const retry = checkRetry(options.retry)
  const { transport, operations = zhejiang, onEvent, now = Date.now, userAgent = 'wechatpay-kit' } = options
  if (!/^[\x20-\x7e]+$/.test(userAgent)) refuse('userAgent', 'must be printable ASCII')
  if (typeof now !== 'function') refuse('now', 'must be a function')
  if (transport !== undefined && typeof transport !== 'function') refuse('transport', 'must be a function')
  if (onEvent !== undefined && typeof onEvent !== 'function') refuse('onEvent', 'must be a function')
  checkOperations(operations)

  const emit = (event: ClientEvent) => {
    try {
      onEvent?.(event)
    } catch {
      // An observer must not change what it observes.
    }
  }
  const prepare = async (...[method, path, callOptions]: Parameters<Call>) => {
    checkCallOptions(callOptions, CALL_OPTIONS)
    const { signal, timeout = 30_000 } = callOptions
    const limits = startLimits(timeout, signal)
    const context = { operations, platformKeys, ciphertexts, userAgent }
    return { limits, signal, prepared: await limits.race(prepareCall(method, path, callOptions, context)) }
  }
  const call: Call = (method, path, callOptions) => {
    const run = async () => {
      const { limits, signal, prepared } = await prepare(method, path, callOptions).catch((error: unknown) => {
        if (error instanceof FetchError) throw explain(error, { isIdempotent: false, secrets: [] }, 'not-sent')
        // A getter or proxy of the caller's, whose error may quote anything.
        if (!isWechatPayError(error)) refuse('options', 'cannot be read: something in them threw')
        throw error
      })
      return executeCall(prepared, { merchant, platformKeys, transport, hosts, retry, emit, now }, limits, signal)
    }
    const response = run()
    return Object.assign(response, { json: async () => readJson((await response).clone()) }) as ResponsePromise<unknown>
  }
  const members = {
    encrypt: async (plaintext: string) => {
      const { id, key } = await platformKeys.current()
      const ciphertext = await key.encrypt(plaintext).catch((error: unknown) => {
        refuse('plaintext', 'cannot be encrypted (see cause)', { cause: withoutPayload(error, [plaintext]) })
      })
      ciphertexts.remember(ciphertext, id)
      return ciphertext
    },
    decrypt: async (ciphertext: string) => {
      const { privateKey, decryptionKeys = [] } = merchant
      const [first, ...others] = 'decrypt' in privateKey ? [privateKey, ...decryptionKeys] : decryptionKeys
      if (!first) refuse('merchant.privateKey', 'cannot decrypt: it is only a Signer; give decryptionKeys')
      let plaintext = first.decrypt(ciphertext)
      for (const key of others) plaintext = plaintext.catch(() => key.decrypt(ciphertext))
      return new TextDecoder('utf-8', { fatal: true }).decode(await plaintext)
    },
  }
  return createRoot(members, call) as Client<Known>
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
  return [ValidationError, TransportError, SignatureError, ApiError, BusinessError, NotificationError].some(
    (kind) => error instanceof kind,
  )
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text()
  return text === '' ? undefined : JSON.parse(text)
}
