import type { Operation } from '@wechatpay-kit/endpoints'
import type * as v from 'valibot'

/** An operation with the function that executes it on the memory and gives the JSON of its response. */
export interface Handler {
  readonly operation: Operation
  run(json: unknown): object
}

/** An operation that has a request body. */
type OperationWithRequest = Operation & { readonly request: v.GenericSchema }

/** The fields of a response besides the result code, which is added. */
type ResponseFields<Known extends Operation> = Omit<
  v.InferInput<NonNullable<Known['response']>>,
  'resp_code' | 'resp_desc'
>

/** Makes the handler of an operation; `run` throws a {@link Decline} where the step is impossible. */
export function defineHandler<Known extends OperationWithRequest>(
  operation: Known,
  run: (json: v.InferOutput<Known['request']>) => ResponseFields<Known>,
): Handler {
  return {
    operation,
    run: (json) => ({ resp_code: '000000', resp_desc: '成功', ...run(json as v.InferOutput<Known['request']>) }),
  }
}

/** Steps that are impossible, by result code: the sandbox's own, because those of real declines are not published. */
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

/** A business result other than success, thrown to end a call. */
export class Decline extends Error {
  readonly code: keyof typeof DECLINES

  constructor(code: keyof typeof DECLINES) {
    super(DECLINES[code])
    this.code = code
  }
}
