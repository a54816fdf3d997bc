import { Refusal, toTime } from '../../wire/response.ts'
import { admitCalls } from '../admission.ts'
import { isSameContent } from '../content.ts'
import { recordEntry } from '../ledger.ts'
import { introducePerson, isWrongName } from '../people.ts'
import { refuseParameter, refuseRequest } from '../refusals.ts'
import type { Command, Handle, PendingAction, World, WorldCall, WorldTools } from '../world.ts'
import { createBatches } from './batches.ts'
import { checkName } from './names.ts'
import { createReceiptHandlers } from './receipts.ts'
import { toCancelResponse, toCreateResponse, toNotificationResource, toQueryResponse } from './responses.ts'
import { checkScene } from './scenes.ts'
import { createTransfers, type Transfer, type TransferRequest } from './transfer.ts'

/** Time in which a user has to confirm: 24 hours. */
const CONFIRMATION = 86_400_000

/** Time from a cancellation to its end. */
const CANCELLATION = 1000

/** The least amount of a transfer: 0.1 yuan. */
const MINIMUM = 10

/** The path of a platform's transfers, which report nothing of their scene. */
const PLATFORM = 'v3/ecommerce/mch-transfer'

/** The paths below which transfers are requested: by a merchant, by a partner, and by a platform. */
const PREFIXES = ['v3/fund-app/mch-transfer', 'v3/fund-app/mch-transfer/partner', PLATFORM]

/**
 * Plays transfers to users (商家转账): requested → confirmed by the user, run out of time, or cancelled → notified. The
 * money leaves the merchant's account with the request, and comes back if the user does not get it.
 */
export function createTransfersWorld(tools: WorldTools): World {
  const { state, schedule, notify, merchants } = tools
  const transfers = createTransfers(state)

  const create = ({ merchant, json, now }: WorldCall, isReported: boolean) => {
    const request = json as unknown as TransferRequest
    const earlier = transfers.findByOutNumber(merchant.mchid, request.out_bill_no)
    if (earlier) {
      if (!isSameContent(earlier.request, request)) throw refuseRequest('单号已存在但信息不一致，请查单后比较确认')
      return toCreateResponse(earlier)
    }
    if (request.transfer_amount < MINIMUM) throw refuseRequest('超过单笔转账上下限，核实产品设置是否准确')
    checkName(request)
    checkScene(request, isReported)
    const transfer = transfers.create(merchant.mchid, request, now)
    record(transfer, 'transfer', now)
    schedule('transfers.expire', now + CONFIRMATION, { transferBillNo: transfer.transferBillNo })
    return toCreateResponse(transfer)
  }

  const cancel: Handle = (call) => {
    const transfer = find(call)
    if (transfer.state === 'CANCELING' || transfer.state === 'CANCELLED') return toCancelResponse(transfer)
    if (transfer.state !== 'WAIT_USER_CONFIRM') throw refuseRequest('当前转账单状态不支持撤销')
    schedule('transfers.cancel', call.now + CANCELLATION, { transferBillNo: transfer.transferBillNo })
    return toCancelResponse(transfers.move(transfer, 'CANCELING', call.now))
  }

  /** Plays the user who confirms, or for whom it fails: `fail_reason` says why, such as `ACCOUNT_FROZEN`. */
  const confirm: Command = (json, { merchant, now }) => {
    const { out_bill_no, fail_reason } = json
    const transfer = transfers.findByOutNumber(merchant.mchid, readText(out_bill_no, 'out_bill_no'))
    if (!transfer) throw refuseUnknown()
    if (transfer.state !== 'WAIT_USER_CONFIRM') throw refuseRequest(`转账单状态为${transfer.state}，用户无法确认收款`)
    const reason = fail_reason === undefined ? judgeName(transfer) : readText(fail_reason, 'fail_reason')
    return toQueryResponse(finish(transfer, reason === undefined ? 'SUCCESS' : 'FAIL', now, reason))
  }

  /** The reason for which a transfer fails whose name is not that of its user. */
  const judgeName = ({ request: { openid, user_name } }: Transfer) =>
    user_name !== undefined && isWrongName(state, openid, user_name) ? 'NAME_NOT_CORRECT' : undefined

  const introduce: Command = (json) => {
    const person = { openid: readText(json['openid'], 'openid'), name: readText(json['name'], 'name') }
    introducePerson(state, person)
    return person
  }

  /** Ends a transfer: the money goes back unless the user has it, and the merchant is notified. */
  const finish = (transfer: Transfer, next: Transfer['state'], now: number, reason?: string): Transfer => {
    const finished = transfers.move(transfer, next, now, reason)
    if (next !== 'SUCCESS') record(finished, 'transfer-return', now)
    const merchant = merchants.find(transfer.mchid)
    const { notify_url } = transfer.request
    if (merchant && notify_url !== undefined) {
      notify(merchant, notify_url, {
        event_type: 'MCHTRANSFER.BILL.FINISHED',
        original_type: 'mch_payment',
        summary: '商家转账单据终态通知',
        resource: toNotificationResource(finished),
      })
    }
    return finished
  }

  const record = (transfer: Transfer, kind: 'transfer' | 'transfer-return', time: number) => {
    const { sub_mchid, out_bill_no, transfer_amount, transfer_remark, appid, openid } = transfer.request
    recordEntry(state, {
      time,
      mchid: transfer.mchid,
      subMchid: sub_mchid,
      kind,
      amount: kind === 'transfer' ? -transfer_amount : transfer_amount,
      fee: 0,
      rate: '',
      businessId: transfer.transferBillNo,
      outBusinessNo: out_bill_no,
      appid,
      openid,
      description: transfer_remark,
    })
  }

  /** Finds a transfer by either number; another merchant's is not found. */
  const findOwn = ({ mchid }: WorldCall['merchant'], numbers: Readonly<Record<string, unknown>>): Transfer => {
    const { out_bill_no, transfer_bill_no } = numbers
    const found =
      transfer_bill_no === undefined
        ? transfers.findByOutNumber(mchid, String(out_bill_no))
        : transfers.findByNumber(String(transfer_bill_no))
    if (found?.mchid !== mchid) throw refuseUnknown()
    return found
  }

  /** Finds the transfer that a call names, for its sub-merchant where it has one. */
  const find = ({ merchant, params, query, json }: WorldCall): Transfer => {
    const found = findOwn(merchant, params)
    if (found.request.sub_mchid !== (query['sub_mchid'] ?? json['sub_mchid'])) throw refuseUnknown()
    return found
  }

  const query: Handle = (call) => toQueryResponse(find(call))

  const batches = createBatches(tools)
  const receipts = createReceiptHandlers(state, transfers, findOwn)
  return {
    handlers: admitCalls(
      Object.fromEntries([
        ...Object.entries(receipts),
        ...Object.entries(batches.handlers),
        ...PREFIXES.flatMap((prefix): readonly [string, Handle][] => [
          [`POST ${prefix}/transfer-bills`, (call) => create(call, prefix !== PLATFORM)],
          [`GET ${prefix}/transfer-bills/out-bill-no/{out_bill_no}`, query],
          [`GET ${prefix}/transfer-bills/transfer-bill-no/{transfer_bill_no}`, query],
          [`POST ${prefix}/transfer-bills/out-bill-no/{out_bill_no}/cancel`, cancel],
        ]),
      ]),
      tools,
    ),
    commands: { confirm, introduce },
    listPending: () => transfers.listWaiting().map(toPendingAction),
    tasks: {
      ...batches.tasks,
      'transfers.expire'({ transferBillNo }, now) {
        const transfer = transfers.findByNumber(String(transferBillNo))
        if (transfer?.state === 'WAIT_USER_CONFIRM') finish(transfer, 'FAIL', now, 'OVERDUE_CLOSE')
      },
      'transfers.cancel'({ transferBillNo }, now) {
        const transfer = transfers.findByNumber(String(transferBillNo))
        if (transfer?.state === 'CANCELING') finish(transfer, 'CANCELLED', now, 'MCH_CANCEL')
      },
    },
  }
}

/** Describes a transfer that its user can confirm. */
function toPendingAction({ mchid, request, state, createTime }: Transfer): PendingAction {
  const { out_bill_no, transfer_remark, transfer_amount, openid } = request
  return {
    command: 'confirm',
    json: { mchid, out_bill_no },
    title: `${out_bill_no} ${transfer_remark}`,
    detail: `${(transfer_amount / 100).toFixed(2)} CNY ${openid} ${state} ${toTime(new Date(createTime))}`,
  }
}

function refuseUnknown(): Refusal {
  return new Refusal(404, 'NOT_FOUND', '记录不存在')
}

/** Reads a text of a command. */
function readText(value: unknown, field: string): string {
  if (typeof value === 'string' && value !== '') return value
  throw refuseParameter(`/${field}`, 'is required', `${field}必填`)
}
