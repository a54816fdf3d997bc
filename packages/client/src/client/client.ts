import { copyOwn, type Deadline, readResponse } from '@wechatpay-kit/transport-fetch'
import { createRetry } from '../call/attempt/retry.ts'
import { createCall, run } from '../call/call.ts'
import type { CheckedOptions, GivenOptions, ResponsePromise } from '../call/options.ts'
import { decryptResponse } from '../call/outcome/decrypt.ts'
import { diagnostics } from '../call/outcome/diagnosis.ts'
import { refuseMisspelt } from '../call/prepare/misspelling.ts'
import { createRouter } from '../call/prepare/router.ts'
import type { Attempts } from '../call/settings.ts'
import { downloadFile } from '../files/download.ts'
import type { DownloadOptions, UploadOptions } from '../files/options.ts'
import { prepareUpload, readUploadOptions } from '../files/upload.ts'
import type { AnyOperation, ApiPath } from '../operation/operation.ts'
import { type CallClient, createCallClient } from './call-client.ts'
import type { SetupFinding, SetupOptions } from './check-setup.ts'
import { echo } from './echo.ts'
import { createFieldCryptography, type FieldCryptography } from './field-cryptography.ts'
import { createRoot } from './nodes.ts'
import type { Downloads, FilePath, Notations, OtherPath, UploadJson, Uploads } from './notations.ts'
import { type ClientOptions, readOptions } from './options.ts'

/** A client: the three notations of every call, field encryption and signatures by hand, files, and the check of its own set-up. */
export type Client<Known extends readonly AnyOperation[] = readonly []> = Notations<Known[number]> &
  CallClient &
  FieldCryptography &
  ClientMethods<Known[number]>

/** Methods of a client beside its calls: files, and the check of the set-up. */
export interface ClientMethods<Known extends AnyOperation = never> {
  /**
   * Downloads a file, whose response the protocol leaves unsigned: bills, receipts, pictures. It streams, and the stream
   * fails at its end if the file's hash is not the published one; rely on nothing of it before. Read it to its end or cancel
   * its body: until then, or until its deadline, it keeps its connection.
   *
   * @param path - of a known download, on the first of the client's hosts.
   * @param options - the published `hash`, or `'unchecked'`; `params`, `query` and `headers` of the path; `encryption`,
   * `gunzip`, `maxBytes`, `maxUnpackedBytes`, `signal`, `timeout` in milliseconds. A statement needs no `hash`: it comes with
   * its own, which is signed.
   * @returns the response; reading its body can throw IntegrityError (`HASH_MISMATCH`, `FILE_DECRYPTION_FAILED`) and
   * TransportError.
   * @throws the errors of a call.
   */
  download<Path extends FilePath<Known, 'download'>>(
    path: Path | `/${Path}`,
    options: Downloads<Known>[Path],
  ): Promise<Response>
  /**
   * Downloads a file by the URL that a verified response gave (`download_url`), or by any path.
   *
   * @param url - the URL, which is called as it is; or a path, on the first of the client's hosts.
   * @param options - as of a known download; `plainFields` of the path.
   * @returns the response, as of a known download.
   * @throws the errors of a call.
   */
  download<Url extends string>(
    url: OtherPath<Url, FilePath<Known, 'download'>>,
    options: DownloadOptions,
  ): Promise<Response>
  /**
   * Uploads a file: `meta` and the file as a form, of which `meta` alone is signed.
   *
   * @param path - of a known upload, such as `v3/merchant/media/upload`.
   * @param options - `file`; `meta`, whose fields for the file's name and hash the client writes; `fields`, where the form
   * has further parts; and the options of every call.
   * @returns the verified response, as of every call.
   * @throws the errors of a call.
   */
  upload<Path extends FilePath<Known, 'upload'>, Validation extends 'off' | undefined = undefined>(
    path: Path | `/${Path}`,
    options: { readonly validation?: Validation } & Uploads<Known, Validation>[Path],
  ): ResponsePromise<UploadJson<Known>[Path]>
  /**
   * Uploads a file to a path that no operation describes.
   *
   * @param path - from `v3/`.
   * @param options - `file`; `meta` where `{ filename, sha256 }` does not fit; and the options of every call.
   * @returns the verified response, as of every call.
   * @throws the errors of a call.
   */
  upload<Path extends ApiPath | `/${ApiPath}`>(
    path: OtherPath<Path, FilePath<Known, 'upload'>>,
    options: UploadOptions,
  ): ResponsePromise<unknown>
  /**
   * Checks keys, serial numbers and clock, and makes a round trip to `v3/security/echo` with an encrypted field; of a brand
   * it checks what can be checked without that call.
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
 * @param options - merchant, platform keys and, where the defaults do not fit, transport, operations, base URLs, clock.
 * @returns the client; keep it.
 * @throws ValidationError (`VALIDATION_FAILED`) that names the option.
 * @example
 * ```ts
 * import { createClient } from '@wechatpay-kit/client'
 * import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
 * import * as alter from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/alter'
 *
 * declare const merchantPem: string, platformPem: string
 * const wxpay = createClient({
 *   merchant: {
 *     mchid: '1900007291',
 *     serialNumber: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB',
 *     privateKey: await importPrivateKey(merchantPem),
 *   },
 *   platformKeys: [{ id: 'PUB_KEY_ID_0114232134912410000000000000', key: await importPublicKey(platformPem) }],
 *   operations: [alter.post],
 * })
 * const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
 * const { auth_code } = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()
 * const certificates = await wxpay.chain('v3/certificates').get().json() // a path that no operation describes
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012081606 | document 4012081606}, APIv3 接口规则
 */
export function createClient<const Known extends readonly AnyOperation[] = readonly []>(
  options: ClientOptions<Known>,
): Client<Known> {
  const { settings, operations } = readOptions(options, [], {
    diagnostics,
    readResponse,
    readParts: ({ retry }) => ({ attempts: createRetry(retry) as Attempts, decryptResponse }),
  })
  const router = createRouter(operations, settings, refuseMisspelt)
  const call = createCall(settings, router)
  const callClient = createCallClient(settings, router)
  const cryptography = createFieldCryptography(settings)
  const methods: Readonly<Record<keyof ClientMethods, unknown>> = {
    download: (url: string, options: DownloadOptions) => downloadFile(url, options, settings, router),
    upload: (path: string, options: object) => {
      const start = String(path).replace(/^\//, '')
      const prepare = (own: CheckedOptions, deadline: Deadline) => prepareUpload(start, own, settings, router, deadline)
      return run(settings, copyOwn(options) as GivenOptions, prepare, readUploadOptions)
    },
    checkSetup: async (options?: SetupOptions) => {
      const { certificate, apiV3Key } = copyOwn(options)
      const own = { certificate: certificate && copyOwn(certificate), apiV3Key }
      // Loaded by those who look for a fault.
      const { checkSetup } = await import('../on-demand.ts')
      return checkSetup({ ...settings, echo: (json) => callClient.call(echo, { json }) }, own)
    },
  }
  return createRoot({ ...callClient, ...cryptography, ...methods }, call, router.root) as Client<Known>
}
