import type { Notations, ResponsePromise } from './chain.ts'
import { createRoot } from './chain.ts'
import { diagnoseClock, diagnoseSignature } from './diagnosis.ts'
import { type DownloadOptions, downloadFile } from './download.ts'
import { createEngine, type FieldCryptography } from './engine.ts'
import type { AnyOperation } from './operation.ts'
import type { ClientOptions } from './options.ts'
import { checkSetup, type SetupFinding, type SetupOptions } from './setup.ts'
import { prepareUpload, type UploadOptions } from './upload.ts'
import { zhejiang } from './v3/gov/subsidy/zhejiang/index.ts'
import { echo } from './v3/security/echo.ts'

/** A client: the three notations of every call, field encryption by hand, files, and the check of its own set-up. */
export type Client<Known extends readonly AnyOperation[] = typeof zhejiang> = Notations<Known[number]> &
  FieldCryptography &
  Files

/** Files, and the check of the set-up. */
export interface Files {
  /**
   * Downloads a file, whose answer the protocol leaves unsigned: bills, receipts, pictures. It streams, and the stream
   * fails at its end if the file's hash is not the published one; rely on nothing of it before. Read it to its end or cancel
   * its body: until then, or until its deadline, it keeps its connection.
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
export function createClient<const Known extends readonly AnyOperation[] = typeof zhejiang>(
  options: ClientOptions<Known>,
): Client<Known> {
  const { operations: known = zhejiang } = options ?? {}
  const engine = createEngine(options && { ...options, operations: known }, { diagnoseClock, diagnoseSignature })
  const { members, operations, execution, contextOf, callWith, run } = engine
  const files: Files = {
    download: (url, options) => downloadFile(url, options, contextOf([]), execution),
    upload: (path, { file, meta, ...options }) => {
      const context = contextOf(operations)
      return run({ ...options }, () => prepareUpload(path.replace(/^\//, ''), { file, meta, ...options }, context))
    },
    checkSetup: (options) => {
      const call = (json: object) => callWith([echo])('POST', echo.path, { json })
      return checkSetup({ ...execution, echo: call, decrypt: members.decrypt }, options)
    },
  }
  return createRoot({ ...members, ...files }, callWith(operations), operations) as Client<Known>
}
