import { toTime } from '../../wire/response.ts'
import type { Transfer } from './transfer.ts'

/** Writes the response of a query; a partner is told both merchant numbers. */
export function toQueryResponse(transfer: Transfer): object {
  const { transferBillNo, request, createTime, updateTime } = transfer
  const { appid, out_bill_no, openid, user_name, transfer_amount, transfer_remark, transfer_scene_id } = request
  return {
    ...toMerchantNumbers(transfer),
    out_bill_no,
    transfer_bill_no: transferBillNo,
    appid,
    transfer_scene_id,
    ...toOutcome(transfer),
    transfer_amount,
    transfer_remark,
    openid,
    ...(user_name === undefined ? {} : { user_name }),
    create_time: toTime(new Date(createTime)),
    update_time: toTime(new Date(updateTime)),
  }
}

/** Writes the response of a request for a transfer. */
export function toCreateResponse(transfer: Transfer): object {
  return {
    ...toSubMerchant(transfer),
    out_bill_no: transfer.request.out_bill_no,
    transfer_bill_no: transfer.transferBillNo,
    create_time: toTime(new Date(transfer.createTime)),
    ...toOutcome(transfer),
  }
}

/** Writes the response of a cancellation. */
export function toCancelResponse(transfer: Transfer): object {
  return {
    ...toSubMerchant(transfer),
    out_bill_no: transfer.request.out_bill_no,
    transfer_bill_no: transfer.transferBillNo,
    state: transfer.state,
    update_time: toTime(new Date(transfer.updateTime)),
  }
}

/** Writes the resource of the notification `MCHTRANSFER.BILL.FINISHED`. */
export function toNotificationResource(transfer: Transfer): object {
  const { out_bill_no, transfer_amount, openid } = transfer.request
  const { state, failReason } = transfer
  return {
    ...toMerchantNumbers(transfer),
    out_bill_no,
    transfer_bill_no: transfer.transferBillNo,
    state,
    transfer_amount,
    openid,
    ...(failReason === undefined ? {} : { fail_reason: failReason }),
    create_time: toTime(new Date(transfer.createTime)),
    update_time: toTime(new Date(transfer.updateTime)),
  }
}

/** State, reason, and while the transfer waits the text that opens the confirmation page. */
function toOutcome({ state, failReason, transferBillNo }: Transfer): object {
  return {
    state,
    ...(failReason === undefined ? {} : { fail_reason: failReason }),
    ...(state === 'WAIT_USER_CONFIRM' ? { package_info: btoa(`package of ${transferBillNo}`) } : {}),
  }
}

function toSubMerchant({ request: { sub_mchid } }: Transfer): object {
  return sub_mchid === undefined ? {} : { sub_mchid }
}

/** The documents call the merchant `mch_id`, and where there is a sub-merchant the partner `mchid`. */
function toMerchantNumbers(transfer: Transfer): object {
  const { mchid } = transfer
  return transfer.request.sub_mchid === undefined ? { mch_id: mchid } : { mchid, ...toSubMerchant(transfer) }
}
