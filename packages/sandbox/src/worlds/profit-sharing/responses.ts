import { toTime } from '../../wire/response.ts'
import { omitAbsent } from './receivers.ts'
import type { Share, Sharing } from './sharing.ts'

/** Writes the response of a request for profit sharing, and of its query. */
export function toSharingResponse({ request, orderId, state, shares, createTime, finishTime }: Sharing): object {
  const { sub_mchid, transaction_id, out_order_no } = request
  return {
    ...omitAbsent({ sub_mchid }),
    transaction_id,
    out_order_no,
    order_id: orderId,
    state,
    receivers: shares.map(({ amount, description, type, account, result, failReason, detailId }) => ({
      amount,
      description,
      type,
      account,
      result,
      ...omitAbsent({ fail_reason: failReason }),
      detail_id: detailId,
      create_time: toTime(new Date(createTime)),
      ...omitAbsent({ finish_time: finishTime === undefined ? undefined : toTime(new Date(finishTime)) }),
    })),
  }
}

/**
 * Writes the resource of the notification that money moved. Of a return the receiver is whom it came back to.
 *
 * @param id - WeChat Pay's number of the shared order, or of the return.
 */
export function toMovementResource(
  { mchid, request }: Sharing,
  id: string,
  outNumber: string,
  receiver: Pick<Share, 'type' | 'account' | 'amount' | 'description'>,
  time: number,
): object {
  const { sub_mchid, transaction_id } = request
  const { type, account, amount, description } = receiver
  return {
    ...(sub_mchid === undefined ? { mchid } : { sp_mchid: mchid, sub_mchid }),
    transaction_id,
    order_id: id,
    out_order_no: outNumber,
    receiver: { type, account, amount, description },
    success_time: toTime(new Date(time)),
  }
}
