import type { Operation } from '@wechatpay-kit/endpoints'
import type * as v from 'valibot'

/** What an operation does to the world, and what it answers. */
export interface Effect {
  readonly operation: Operation
  run(json: unknown): object
}

type Playable = Operation & { readonly request: v.GenericSchema }

/** What an operation answers of its own: the result code is added. */
type Answer<Known extends Operation> = Omit<v.InferInput<Known['response']>, 'resp_code' | 'resp_desc'>

/** An operation of the Zhejiang subsidy with its effect; throws a {@link Decline} where the step is impossible. */
export function effect<Known extends Playable>(
  operation: Known,
  run: (json: v.InferOutput<Known['request']>) => Answer<Known>,
): Effect {
  return {
    operation,
    run: (json) => ({ resp_code: '000000', resp_desc: '成功', ...run(json as v.InferOutput<Known['request']>) }),
  }
}

/** A step that is impossible. The codes of real declines are not published; these are the sandbox's own. */
const DECLINES = {
  '900001': '姓名与证件号码不一致',
  '900002': '资格不存在',
  '900003': '已领取资格',
  '900004': '资格已核销',
  '900005': '资格未核销',
  '900006': '品类不一致',
  '900101': '品类凭证码不存在',
  '900102': '品类凭证码已申请',
  '900103': '品类凭证码状态不允许此操作',
  '900104': '冻结流水号不一致',
  '900201': '商品不存在',
  '900301': 'SN码已锁定',
  '900302': 'SN码未锁定',
  '900303': '订单号与锁定时不一致',
} as const

/** Ends a call with a business result other than success. */
export class Decline extends Error {
  readonly code: keyof typeof DECLINES

  constructor(code: keyof typeof DECLINES) {
    super(DECLINES[code])
    this.code = code
  }
}
