/**
 * The client without the parts that only some need, and those that only explain, for Workers and pages, where every kilobyte
 * counts. Its calls, and its guarantees for them, are those of the main entry.
 *
 * Some parts are given, as operations are: {@link createRetry} repeats calls, goes on to further hosts and tells of events;
 * {@link decryptResponse} decrypts fields of responses. A client that needs one and lacks it is refused when it is made. Not
 * to be had are files, the check of its set-up, the `diagnosis` of refused signatures, the code of a failed connection, and
 * guesses at mistaken ids or misspelt paths.
 *
 * @module
 */
import { readFetchResponse } from '@wechatpay-kit/transport-fetch'
import { readAttempts } from './call/attempt/once.ts'
import type { Retry } from './call/attempt/retry.ts'
import { createCall } from './call/call.ts'
import { refuseEncryptedResponses } from './call/prepare/encrypted-responses.ts'
import { createRouter } from './call/prepare/router.ts'
import type { DecryptResponse } from './call/settings.ts'
import { type CallClient, createCallClient } from './client/call-client.ts'
import { createFieldCryptography, type FieldCryptography } from './client/field-cryptography.ts'
import { createRoot } from './client/nodes.ts'
import type { Notations } from './client/notations.ts'
import { readOptions, type SharedOptions } from './client/options.ts'
import { refuseUnlessFunctions } from './errors/validation.ts'
import type { AnyOperation } from './operation/operation.ts'

export { createRetry, type Retry, type RetryOptions } from './call/attempt/retry.ts'
export { decryptResponse } from './call/outcome/decrypt.ts'
export type { DecryptResponse } from './call/settings.ts'
export { readEnvironment } from './environment/environment.ts'
export type { Environment, EnvironmentOptions, EnvironmentParts } from './environment/parts.ts'

/** Options of {@link createClient} of this entry. */
export interface CoreOptions<Known extends readonly AnyOperation[] = readonly AnyOperation[]>
  extends SharedOptions<Known> {
  /**
   * Repetition, made by {@link createRetry}; the way to the next of several hosts, and `onEvent`, come with it. Default: one
   * attempt of each call, at the first host, for as long as the call may last.
   */
  readonly retry?: Retry | undefined
  /** Decryption of responses: {@link decryptResponse}. Default: none, and operations that need it are refused. */
  readonly decryptResponse?: DecryptResponse | undefined
}

/** A client of the given operations: the three notations of every call, field encryption and signatures by hand. */
export type CoreClient<Known extends readonly AnyOperation[] = readonly []> = Notations<Known[number]> &
  CallClient &
  FieldCryptography

/**
 * Makes a client of the operations that it is given and nothing else, so that a bundle holds no more than it calls.
 *
 * @param options - as of `createClient` in the main entry, but `retry` is made by {@link createRetry}, and
 * {@link decryptResponse} is given where responses have encrypted fields.
 * @returns the client; keep it.
 * @throws ValidationError (`VALIDATION_FAILED`) that names the option.
 * @example
 * ```ts
 * import { createClient, readEnvironment } from '@wechatpay-kit/client/core'
 * import * as alter from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/alter'
 *
 * declare const env: object // of a Worker, for example
 * const wxpay = createClient({ ...(await readEnvironment(env)), operations: [alter.post] })
 * const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
 * const { auth_code } = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012081606 | document 4012081606}, APIv3 接口规则
 */
export function createClient<const Known extends readonly AnyOperation[] = readonly []>(
  options: CoreOptions<Known>,
): CoreClient<Known> {
  const { settings, operations } = readOptions(options, ['decryptResponse'], {
    diagnostics: undefined,
    readResponse: readFetchResponse,
    readParts(own) {
      const { decryptResponse } = own
      refuseUnlessFunctions({ decryptResponse })
      const checkOperation = decryptResponse ? undefined : refuseEncryptedResponses
      return { attempts: readAttempts(own), decryptResponse, checkOperation }
    },
  })
  const router = createRouter(operations, settings)
  const call = createCall(settings, router)
  return createRoot(
    { ...createCallClient(settings, router), ...createFieldCryptography(settings) },
    call,
    router.root,
  ) as CoreClient<Known>
}
