import { SignatureError } from '@wechatpay-kit/crypto'
import { FetchError } from '@wechatpay-kit/transport-fetch'
import { checkCallOptions } from './call-options.ts'
import { withoutPayload } from './cause.ts'
import { type Call, createRoot, type Notations, type ResponsePromise } from './chain.ts'
import { createCiphertexts } from './ciphertexts.ts'
import { type DownloadOptions, downloadFile } from './download.ts'
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
import { createHosts, executeCall } from './execute.ts'
import { startLimits } from './limits.ts'
import type { Operation } from './operation.ts'
import { type ClientOptions, checkClientOptions } from './options.ts'
import { type PreparedCall, prepareCall } from './prepare.ts'
import { explain } from './send.ts'
import { checkSetup, type SetupFinding, type SetupOptions } from './setup.ts'
import { prepareUpload, type UploadOptions } from './upload.ts'
import type { zhejiang } from './v3/gov/subsidy/zhejiang/index.ts'
import { echo } from './v3/security/echo.ts'

const CALL_OPTIONS = ['json', 'query', 'params', 'headers', 'signal', 'timeout', 'idempotent']

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
  /**
   * Downloads a file, whose answer the protocol leaves unsigned: bills, receipts, pictures. It streams, and the stream
   * fails at its end if the file's hash is not the published one; rely on nothing of it before.
   *
   * @param url - as a verified answer gave it (`download_url`), or a path from `v3/`.
   * @param options - the published `hash`; `gunzip`, `maxBytes`, `signal`, `timeout` in milliseconds.
   * @returns the answer; reading its body can throw IntegrityError (`HASH_MISMATCH`) and TransportError.
   * @throws the errors of a call.
   */
  download(url: string, options: DownloadOptions): Promise<Response>
  /**
   * Uploads a file: `meta` and the file as a form, of which `meta` alone is signed.
   *
   * @param path - from `v3/`, such as `v3/merchant/media/upload`.
   * @param options - `file`; `meta` where `{ filename, sha256 }` does not fit; and the options of every call.
   * @returns the verified answer, as of every call.
   * @throws the errors of a call.
   */
  upload(path: `v3/${string}` | `/v3/${string}`, options: UploadOptions): ResponsePromise<unknown>
  /**
   * Checks keys, serial numbers and clock, and makes a round trip to `v3/security/echo` with an encrypted field.
   *
   * @param options - the merchant's certificate and APIv3 key, where they are to be checked too.
   * @returns findings, each with a sentence and its remedy; it throws nothing.
   */
  checkSetup(options?: SetupOptions): Promise<readonly SetupFinding[]>
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
  const { merchant, platformKeys, transport, operations, baseUrls, retry, onEvent, now, userAgent } =
    checkClientOptions(options)
  const ciphertexts = createCiphertexts()
  const hosts = createHosts(baseUrls)

  const emit = (event: ClientEvent) => {
    try {
      onEvent?.(event)
    } catch {
      // An observer must not change what it observes.
    }
  }
  const execution = { merchant, platformKeys, transport, hosts, retry, emit, now }
  const contextOf = (operations: readonly Operation[]) => ({ operations, platformKeys, ciphertexts, userAgent })

  /** Prepares a call within its limits, and executes it. */
  const run = async (options: Readonly<Record<string, unknown>>, prepare: () => Promise<PreparedCall>) => {
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
  const toPromise = (response: Promise<Response>): ResponsePromise<unknown> =>
    Object.assign(response, { json: async () => readJson((await response).clone()) }) as ResponsePromise<unknown>
  const callWith =
    (operations: readonly Operation[]): Call =>
    (method, path, options) =>
      toPromise(run(options, () => prepareCall(method, path, options, contextOf(operations))))
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
    download: (url: string, options: DownloadOptions) => downloadFile(url, options, contextOf([]), execution),
    upload: (path: string, { file, meta, ...options }: UploadOptions) => {
      const prepare = () => prepareUpload(path.replace(/^\//, ''), { file, meta, ...options }, contextOf(operations))
      return toPromise(run({ ...options }, prepare))
    },
    checkSetup: (options?: SetupOptions) => {
      const call = (json: object) => callWith([echo])('POST', echo.path, { json })
      return checkSetup({ merchant, platformKeys, now, echo: call, decrypt: members.decrypt }, options)
    },
  }
  return createRoot(members, callWith(operations)) as Client<Known>
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
