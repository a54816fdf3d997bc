/**
 * The client without the parts that only some need, and those that only explain: no files, no check of its set-up, no
 * `diagnosis` of refused signatures, no guess at mistaken ids or misspelt paths. For Workers and pages, where every
 * kilobyte counts; calls are the same, and so are the guarantees.
 *
 * @packageDocumentation
 */
import { readFetchResponse } from '@wechatpay-kit/transport-fetch'
import { createCall } from './call/call.ts'
import { createRouter } from './call/prepare/router.ts'
import { type CallClient, createCallClient } from './client/call-client.ts'
import { createFieldCryptography, type FieldCryptography } from './client/field-cryptography.ts'
import { createRoot } from './client/nodes.ts'
import type { Notations } from './client/notations.ts'
import { type ClientOptions, readOptions } from './client/options.ts'
import type { AnyOperation } from './operation/operation.ts'

export { readEnvironment } from './environment/environment.ts'
export type { Environment, EnvironmentOptions, EnvironmentParts } from './environment/parts.ts'

/** A client of the given operations: the three notations of every call, field encryption and signatures by hand. */
export type CoreClient<Known extends readonly AnyOperation[] = readonly []> = Notations<Known[number]> &
  CallClient &
  FieldCryptography

/**
 * Makes a client of the operations that it is given and nothing else, so that a bundle holds no more than it calls.
 *
 * @param options - as of `createClient` in the main entry.
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
  options: ClientOptions<Known>,
): CoreClient<Known> {
  const { settings, operations } = readOptions(options, { diagnostics: undefined, readResponse: readFetchResponse })
  const router = createRouter(operations)
  const call = createCall(settings, router)
  return createRoot(
    { ...createCallClient(settings, router), ...createFieldCryptography(settings) },
    call,
    operations,
  ) as CoreClient<Known>
}
