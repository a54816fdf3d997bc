import { refuseParameter } from '../refusals.ts'

/** From 2,000 yuan the name must be given; below 0.3 yuan it must not. */
const NAMED = { from: 200_000, above: 30 }

/** Refuses a transfer whose amount, in fen, demands a name that is not there, or forbids one that is. `at` is its place. */
export function checkName(
  { transfer_amount, user_name }: { readonly transfer_amount: number; readonly user_name?: string },
  at = '',
): void {
  const field = `${at}/user_name`
  if (transfer_amount >= NAMED.from && user_name === undefined) {
    throw refuseParameter(field, 'is required from 2000 yuan', '转账金额大于等于2000元时，收款用户姓名必填')
  }
  if (transfer_amount < NAMED.above && user_name !== undefined) {
    throw refuseParameter(field, 'not allowed below 0.3 yuan', '转账金额小于0.3元时，不允许填写收款用户姓名')
  }
}
