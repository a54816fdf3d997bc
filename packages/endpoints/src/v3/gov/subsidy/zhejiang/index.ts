import { alter } from './qualifications/alter.ts'

/**
 * The operations of the Zhejiang subsidy (浙江国补), the default of `createClient`.
 *
 * @example
 * ```ts
 * import { createClient, type Operation, zhejiang } from '@wechatpay-kit/endpoints'
 *
 * declare const yours: Operation
 * declare const options: Omit<Parameters<typeof createClient>[0], 'operations'>
 * const wxpay = createClient({ ...options, operations: [...zhejiang, yours] })
 * ```
 */
export const zhejiang = [alter] as const
