import {
  type Client as AnyClient,
  type ClientOptions as AnyClientOptions,
  type AnyOperation,
  createClient as create,
} from '@wechatpay-kit/client'
import { zhejiang } from './zhejiang.ts'

/** A client that knows the operations of the Zhejiang subsidy, or those that it is given. */
export type Client<Known extends readonly AnyOperation[] = typeof zhejiang> = AnyClient<Known>

/** Options of {@link createClient}; without `operations`, those of the Zhejiang subsidy. */
export type ClientOptions<Known extends readonly AnyOperation[] = typeof zhejiang> = AnyClientOptions<Known>

/**
 * Makes the client of `@wechatpay-kit/client`, which knows the operations of the Zhejiang subsidy (浙江国补) where no
 * others are given.
 *
 * @param options - merchant, platform keys and, where the defaults do not fit, transport, operations, base URLs, clock.
 * @returns the client; keep it.
 * @throws ValidationError (`VALIDATION_FAILED`) that names the option.
 * @example
 * ```ts
 * import { createClient, readEnvironment } from '@wechatpay-kit/endpoints'
 *
 * declare const env: object // process.env, for example
 * const wxpay = createClient(await readEnvironment(env))
 * const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
 * const { auth_code } = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012081606 | document 4012081606}, APIv3 接口规则
 */
export function createClient<const Known extends readonly AnyOperation[] = typeof zhejiang>(
  options: ClientOptions<Known>,
): Client<Known> {
  // Its own, or none: whatever somebody put on `Object.prototype` is no option.
  const { operations = zhejiang } = { operations: undefined, ...options }
  return create((options && { ...options, operations }) as ClientOptions<Known>)
}
