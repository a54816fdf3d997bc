import { cancelAuthcode } from './v3/gov/subsidy/zhejiang/authcode/cancel.ts'
import { commitAuthcode } from './v3/gov/subsidy/zhejiang/authcode/commit.ts'
import { issueAuthcode } from './v3/gov/subsidy/zhejiang/authcode/issue.ts'
import { refundAuthcode } from './v3/gov/subsidy/zhejiang/authcode/refund.ts'
import { tryAuthcode } from './v3/gov/subsidy/zhejiang/authcode/try.ts'
import { queryGoods } from './v3/gov/subsidy/zhejiang/goods/query.ts'
import { confirmQualifications } from './v3/gov/subsidy/zhejiang/n-qualifications/confirm.ts'
import { alterQualification } from './v3/gov/subsidy/zhejiang/qualifications/alter.ts'
import { claimQualification } from './v3/gov/subsidy/zhejiang/qualifications/claim.ts'
import { queryQualifications } from './v3/gov/subsidy/zhejiang/qualifications/query.ts'
import { syncQualifications } from './v3/gov/subsidy/zhejiang/qualifications/sync.ts'
import { lockSncode } from './v3/gov/subsidy/zhejiang/sncode/lock.ts'
import { querySncode } from './v3/gov/subsidy/zhejiang/sncode/query.ts'
import { unlockSncode } from './v3/gov/subsidy/zhejiang/sncode/unlock.ts'

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
