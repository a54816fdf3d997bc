import { cancelAuthcode } from './authcode/cancel.ts'
import { commitAuthcode } from './authcode/commit.ts'
import { issueAuthcode } from './authcode/issue.ts'
import { refundAuthcode } from './authcode/refund.ts'
import { tryAuthcode } from './authcode/try.ts'
import { queryGoods } from './goods/query.ts'
import { confirmQualifications } from './n-qualifications/confirm.ts'
import { alterQualification } from './qualifications/alter.ts'
import { claimQualification } from './qualifications/claim.ts'
import { queryQualifications } from './qualifications/query.ts'
import { syncQualifications } from './qualifications/sync.ts'
import { lockSncode } from './sncode/lock.ts'
import { querySncode } from './sncode/query.ts'
import { unlockSncode } from './sncode/unlock.ts'

export {
  alterQualification,
  cancelAuthcode,
  claimQualification,
  commitAuthcode,
  confirmQualifications,
  issueAuthcode,
  lockSncode,
  queryGoods,
  queryQualifications,
  querySncode,
  refundAuthcode,
  syncQualifications,
  tryAuthcode,
  unlockSncode,
}

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
export const zhejiang: readonly [
  typeof cancelAuthcode,
  typeof commitAuthcode,
  typeof issueAuthcode,
  typeof refundAuthcode,
  typeof tryAuthcode,
  typeof queryGoods,
  typeof confirmQualifications,
  typeof alterQualification,
  typeof claimQualification,
  typeof queryQualifications,
  typeof syncQualifications,
  typeof lockSncode,
  typeof querySncode,
  typeof unlockSncode,
] = [
  cancelAuthcode,
  commitAuthcode,
  issueAuthcode,
  refundAuthcode,
  tryAuthcode,
  queryGoods,
  confirmQualifications,
  alterQualification,
  claimQualification,
  queryQualifications,
  syncQualifications,
  lockSncode,
  querySncode,
  unlockSncode,
]
