import { type PrivateKey, SignatureError, type Signer } from '@wechatpay-kit/crypto'
import { FetchError, type Transport } from '@wechatpay-kit/transport-fetch'
import { withoutPayload } from './cause.ts'
import { type Call, createRoot, type Notations, type ResponsePromise } from './chain.ts'
import { ApiError, BusinessError, refuse, TransportError, ValidationError, type WechatPayError } from './errors.ts'
import { startLimits } from './limits.ts'
import type { Operation } from './operation.ts'
import { concludeCall } from './outcome.ts'
import { createPlatformKeys, type PlatformKey, type PlatformKeys } from './platform-keys.ts'
import { checkLimits, prepareCall } from './prepare.ts'
import { explain, sendOnce } from './send.ts'
import { zhejiang } from './v3/gov/subsidy/zhejiang/index.ts'

const OPTIONS = ['merchant', 'platformKeys', 'transport', 'operations', 'baseUrls', 'now', 'userAgent']

/** Who calls. */
export interface Merchant {
  /** Merchant number (商户号); in partner mode the service provider's. */
  readonly mchid: string
  /** Serial number of the merchant's API certificate (商户API证书序列号), hexadecimal. */
  readonly serialNumber: string
  /** The key of that certificate: from `importPrivateKey`, or a {@link Signer} of a KMS where nothing is decrypted. */
  readonly privateKey: PrivateKey | Signer
}

/** How {@link createClient} calls. */
export interface ClientOptions<Known extends readonly Operation[] = typeof zhejiang> {
  /** Who calls. */
  readonly merchant: Merchant
  /** WeChat Pay's keys: all verify, the first encrypts. Or an object that rotates them. */
  readonly platformKeys: readonly PlatformKey[] | PlatformKeys
  /** Moves the bytes of one attempt. Default: the runtime's `fetch`, 10 000 ms. */
  readonly transport?: Transport | undefined
  /** The typed operations. Default: the Zhejiang subsidy's. */
  readonly operations?: Known | undefined
  /** Origins to call, https; http for loopback only. Default: `https://api.mch.weixin.qq.com`. */
  readonly baseUrls?: readonly [string] | undefined
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
  const baseUrl = checkBaseUrls(options.baseUrls ?? ['https://api.mch.weixin.qq.com'])
  const { transport, operations = zhejiang, now = Date.now, userAgent = 'wechatpay-kit' } = options
  if (!/^[\x20-\x7e]+$/.test(userAgent)) refuse('userAgent', 'must be printable ASCII')
  if (typeof now !== 'function') refuse('now', 'must be a function')
  if (transport !== undefined && typeof transport !== 'function') refuse('transport', 'must be a function')
  if (!Array.isArray(operations)) refuse('operations', 'must be a list')

  const prepare = async (...[method, path, callOptions]: Parameters<Call>) => {
    checkLimits(callOptions)
    const { signal, timeout = 10_000 } = callOptions
    const limits = startLimits(timeout, signal)
    const context = { operations, platformKeys, userAgent }
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
      const answer = await sendOnce(prepared, { merchant, platformKeys, transport, baseUrl, now }, limits, signal)
      return concludeCall(answer, prepared)
    }
    const response = run()
    return Object.assign(response, { json: async () => readJson((await response).clone()) }) as ResponsePromise<unknown>
  }
  const members = {
    encrypt: async (plaintext: string) => {
      const { key } = await platformKeys.current()
      return key.encrypt(plaintext).catch((error: unknown) => {
        refuse('plaintext', 'cannot be encrypted (see cause)', { cause: withoutPayload(error, [plaintext]) })
      })
    },
    decrypt: async (ciphertext: string) => {
      const { privateKey } = merchant
      if (!('decrypt' in privateKey)) refuse('merchant.privateKey', 'cannot decrypt: it is only a Signer')
      return new TextDecoder('utf-8', { fatal: true }).decode(await privateKey.decrypt(ciphertext))
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
  return [ValidationError, TransportError, SignatureError, ApiError, BusinessError].some(
    (kind) => error instanceof kind,
  )
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text()
  return text === '' ? undefined : JSON.parse(text)
}

function checkMerchant(merchant: Merchant): Merchant {
  const { mchid, serialNumber, privateKey } = merchant ?? {}
  if (typeof mchid !== 'string' || !/^\d{1,32}$/.test(mchid))
    refuse('merchant.mchid', 'must be the merchant number, a string of digits')
  if (typeof serialNumber !== 'string' || !/^[0-9A-Fa-f]{1,64}$/.test(serialNumber)) {
    refuse('merchant.serialNumber', 'must be the hexadecimal serial number of the merchant’s API certificate')
  }
  if (typeof privateKey?.sign !== 'function')
    refuse('merchant.privateKey', 'must come from importPrivateKey, or be a Signer')
  return { mchid, serialNumber, privateKey }
}

function checkBaseUrls(baseUrls: readonly [string]): string {
  if (!Array.isArray(baseUrls) || baseUrls.length !== 1) refuse('baseUrls', 'must be a list of one origin')
  const [text] = baseUrls
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url?.hostname ?? '')
  if (!url || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback))) {
    refuse('baseUrls.0', 'must be an https URL; http is for loopback addresses only')
  }
  if (url.href !== `${url.origin}/`) refuse('baseUrls.0', 'must be an origin, without path, query and credentials')
  return url.origin
}
