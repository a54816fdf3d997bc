import { post as cancel } from './v3/gov/subsidy/zhejiang/authcode/cancel.ts'
import { post as commit } from './v3/gov/subsidy/zhejiang/authcode/commit.ts'
import { post as issue } from './v3/gov/subsidy/zhejiang/authcode/issue.ts'
import { post as refund } from './v3/gov/subsidy/zhejiang/authcode/refund.ts'
import { post as tryAuthcode } from './v3/gov/subsidy/zhejiang/authcode/try.ts'
import { post as queryGoods } from './v3/gov/subsidy/zhejiang/goods/query.ts'
import { post as confirm } from './v3/gov/subsidy/zhejiang/n-qualifications/confirm.ts'
import { post as alter } from './v3/gov/subsidy/zhejiang/qualifications/alter.ts'
import { post as claim } from './v3/gov/subsidy/zhejiang/qualifications/claim.ts'
import { post as queryQualifications } from './v3/gov/subsidy/zhejiang/qualifications/query.ts'
import { post as sync } from './v3/gov/subsidy/zhejiang/qualifications/sync.ts'
import { post as lock } from './v3/gov/subsidy/zhejiang/sncode/lock.ts'
import { post as querySncode } from './v3/gov/subsidy/zhejiang/sncode/query.ts'
import { post as unlock } from './v3/gov/subsidy/zhejiang/sncode/unlock.ts'

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
  typeof cancel,
  typeof commit,
  typeof issue,
  typeof refund,
  typeof tryAuthcode,
  typeof queryGoods,
  typeof confirm,
  typeof alter,
  typeof claim,
  typeof queryQualifications,
  typeof sync,
  typeof lock,
  typeof querySncode,
  typeof unlock,
] = [
  cancel,
  commit,
  issue,
  refund,
  tryAuthcode,
  queryGoods,
  confirm,
  alter,
  claim,
  queryQualifications,
  sync,
  lock,
  querySncode,
  unlock,
]
