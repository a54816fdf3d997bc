import { Refusal } from '../../wire/response.ts'

/** Status, code, message, and the reason number where one is known. */
type Rule = readonly [number, string, string, number?]

/**
 * The business rules of payments, each with the status, code, message and reason number of its refusal.
 *
 * Reason numbers, and the messages beside them, are those that WeChat Pay's guide to troubleshooting lists; other messages
 * are responses of its own that merchants have quoted. Where neither tells the code, it is that of the page's table of errors.
 */
const RULES = {
  otherCaller: [400, 'PARAM_ERROR', 'http header中的mchid与post payload中的mchid不匹配'],
  appNotBound: [400, 'APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配，请检查后再试', 268445527],
  subAppNotBound: [400, 'APPID_MCHID_NOT_MATCH', 'sub_mch_id与sub_appid不匹配'],
  openidOfOtherApp: [400, 'PARAM_ERROR', 'appid和openid不匹配'],
  openidMissing: [400, 'PARAM_ERROR', 'JSAPI支付必须传openid', 268501013],
  notSubMerchant: [403, 'NO_AUTH', '受理关系不存在', 268443701],
  subMerchantMissing: [400, 'PARAM_ERROR', '受理机构必须传入sub_mch_id', 268443704],
  ownSubMerchant: [400, 'PARAM_ERROR', '子商户mchid不能与自身mchid相同', 268443705],
  orderAbsent: [404, 'ORDER_NOT_EXIST', '订单不存在', 268512771],
  orderOfOtherMerchant: [400, 'INVALID_REQUEST', '商户号和订单不匹配', 268447843],
  orderOfOtherSubMerchant: [400, 'INVALID_REQUEST', '子商户号和订单信息不匹配', 268447845],
  orderNumberUsed: [400, 'INVALID_REQUEST', '201 商户订单号重复', 268498688],
  orderPaid: [400, 'ORDERPAID', '该订单已支付', 268498689],
  orderClosed: [400, 'ORDER_CLOSED', '该订单已失效', 268447914],
  paidNotClosed: [400, 'ORDER_PAID', '订单已支付', 268449538],
  onlyReversed: [400, 'INVALID_REQUEST', '当前交易不允许进行普通关单（只能撤销）', 268449641],
  onlyClosed: [400, 'INVALID_REQUEST', '当前交易不允许撤销，只有付款码支付可以撤销'],
  subOrdersDiffer: [400, 'INVALID_REQUEST', '子单信息与下单时不一致'],
  paymentExpired: [400, 'INVALID_REQUEST', '支付请求已失效，请重新发起支付'],
  otherPayer: [400, 'INVALID_REQUEST', '下单账号与支付账号不一致，请核实后再支付'],
  refundedOrderAbsent: [404, 'RESOURCE_NOT_EXISTS', '订单不存在', 268512771],
  refundAbsent: [404, 'RESOURCE_NOT_EXISTS', '退款单不存在'],
  refundDiffers: [400, 'INVALID_REQUEST', '订单金额或退款金额与之前请求不一致，请核实后再试'],
  refundedInFull: [400, 'INVALID_REQUEST', '订单已全额退款'],
  refundTooHigh: [400, 'INVALID_REQUEST', '申请退款金额超过订单可退金额'],
  refundNotAbnormal: [400, 'INVALID_REQUEST', '退款单状态不是退款异常'],
  refundSettled: [400, 'INVALID_REQUEST', '退款单已处理完成'],
} as const

/** Makes the refusal of a call that breaks a business rule. */
export function refuse(rule: keyof typeof RULES): Refusal {
  const [status, code, message, reason]: Rule = RULES[rule]
  return new Refusal(status, code, message, reason === undefined ? {} : { reason })
}

/** Makes the refusal of a field; `pointer` is its JSON pointer in the body. */
export function refuseField(pointer: string, issue: string, value?: unknown): Refusal {
  const detail = { field: pointer, issue, location: 'body', ...(value === undefined ? {} : { value }) }
  return new Refusal(400, 'PARAM_ERROR', issue, { detail })
}

/** Reads an amount of money: whole fen, one at least. Throws a refusal. */
export function readAmount(value: unknown, pointer: string, term: string): number {
  const rule = `输入源“/body${pointer}”映射到数值字段“${term}”规则校验失败，`
  if (!Number.isSafeInteger(value)) throw refuseField(pointer, `${rule}必须为整数`, value)
  if ((value as number) < 1) throw refuseField(pointer, `${rule}值低于最小值 1`, value)
  return value as number
}
