import type { State } from '../../state/state.ts'
import { toTime } from '../../wire/response.ts'

/** The body of a request for a transfer, its name decrypted. */
export interface TransferRequest {
  readonly sub_mchid?: string
  readonly appid: string
  readonly out_bill_no: string
  readonly openid: string
  readonly user_name?: string
  /** Fen. */
  readonly transfer_amount: number
  readonly transfer_remark: string
  readonly notify_url?: string
  readonly user_recv_perception?: string
  readonly transfer_scene_id: string
  readonly transfer_scene_report_infos?: readonly { readonly info_type: string; readonly info_content: string }[]
}

/** A transfer (转账单): waiting for the user → paid, failed, or cancelled by the merchant. */
export interface Transfer {
  /** WeChat Pay's number of it (微信转账单号). */
  readonly transferBillNo: string
  readonly mchid: string
  readonly request: TransferRequest
  readonly state: 'WAIT_USER_CONFIRM' | 'SUCCESS' | 'FAIL' | 'CANCELING' | 'CANCELLED'
  readonly failReason?: string
  /** Milliseconds. */
  readonly createTime: number
  readonly updateTime: number
}

/** The transfers of all merchants. */
export interface Transfers {
  /** Adds a transfer that waits for its user. */
  create(mchid: string, request: TransferRequest, now: number): Transfer
  /** Puts a transfer into another state. */
  move(transfer: Transfer, state: Transfer['state'], now: number, failReason?: string): Transfer
  /** Those that wait for their users, newest first. */
  listWaiting(): readonly Transfer[]
  findByNumber(transferBillNo: string): Transfer | undefined
  /** Finds a transfer by the number of the merchant that requested it. */
  findByOutNumber(mchid: string, outBillNo: string): Transfer | undefined
}

/** Keeps transfers in a state, with an index of the merchants' numbers. */
export function createTransfers(state: State): Transfers {
  const transfers = state.table<Transfer>('transfers')
  const numbers = state.table<{ readonly transferBillNo: string }>('transfer-numbers')
  const toKey = (mchid: string, outBillNo: string) => `${mchid} ${outBillNo}`
  return {
    create(mchid, request, now) {
      const day = toTime(new Date(now)).slice(0, 10).replaceAll('-', '')
      // No transfer is ever deleted: the size is a counter.
      const transferBillNo = `1330000${day}${String(transfers.size + 1).padStart(25, '0')}`
      const transfer: Transfer = {
        transferBillNo,
        mchid,
        request,
        state: 'WAIT_USER_CONFIRM',
        createTime: now,
        updateTime: now,
      }
      transfers.set(transferBillNo, transfer)
      numbers.set(toKey(mchid, request.out_bill_no), { transferBillNo })
      return transfer
    },
    move(transfer, next, now, failReason) {
      const moved = { ...transfer, state: next, updateTime: now, ...(failReason === undefined ? {} : { failReason }) }
      transfers.set(transfer.transferBillNo, moved)
      return moved
    },
    listWaiting: () => [...transfers.values()].filter(({ state }) => state === 'WAIT_USER_CONFIRM').reverse(),
    findByNumber: (transferBillNo) => transfers.get(transferBillNo),
    findByOutNumber(mchid, outBillNo) {
      const number = numbers.get(toKey(mchid, outBillNo))
      return number && transfers.get(number.transferBillNo)
    },
  }
}
