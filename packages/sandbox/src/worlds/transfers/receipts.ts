import type { State } from '../../state/state.ts'
import { digest } from '../../wire/bytes.ts'
import { Refusal, toTime } from '../../wire/response.ts'
import { FileContent } from '../file-content.ts'
import { refuseRequest } from '../refusals.ts'
import type { Handle, World, WorldCall } from '../world.ts'
import { writePdf } from './pdf.ts'
import type { Transfer, Transfers } from './transfer.ts'

/** Time in which a receipt is made. */
const GENERATION = 1000

/** The path of receipts. */
const PATH = 'v3/fund-app/mch-transfer/elecsign'

/** Makes the handlers of receipts (电子回单) of transfers that succeeded: asked for, made, and downloaded as a PDF. */
export function createReceiptHandlers(
  state: State,
  transfers: Transfers,
  find: (merchant: WorldCall['merchant'], numbers: Readonly<Record<string, unknown>>) => Transfer,
): World['handlers'] {
  const receipts = state.table<{ readonly createTime: number }>('transfer-receipts')

  const ask: Handle = ({ merchant, json, now }) => {
    const transfer = find(merchant, json)
    if (transfer.state !== 'SUCCESS') throw refuseRequest('转账单未成功，不能申请电子回单')
    const { createTime } = receipts.get(transfer.transferBillNo) ?? { createTime: now }
    receipts.set(transfer.transferBillNo, { createTime })
    return { state: stateOf(createTime, now), create_time: toTime(new Date(createTime)) }
  }

  const query: Handle = async ({ merchant, params, origin, now }) => {
    const transfer = find(merchant, params)
    const receipt = receipts.get(transfer.transferBillNo)
    if (!receipt) throw new Refusal(404, 'NOT_FOUND', '记录不存在')
    const { createTime } = receipt
    const made = stateOf(createTime, now)
    const times = { create_time: toTime(new Date(createTime)), update_time: toTime(new Date(createTime)) }
    if (made === 'GENERATING') return { state: made, ...times }
    return {
      state: made,
      ...times,
      update_time: toTime(new Date(createTime + GENERATION)),
      hash_type: 'SHA256',
      hash_value: await digest('SHA-256', writeReceipt(transfer)),
      download_url: `${origin}/v3/transferdownload/elecvoucherfile?token=${transfer.transferBillNo}&source=elecsign`,
    }
  }

  const download: Handle = ({ merchant, query: { token = '' } }) => {
    const transfer = transfers.findByNumber(token)
    const isReady = receipts.has(token) && transfer?.mchid === merchant.mchid
    if (!transfer || !isReady) throw new Refusal(400, 'PARAM_ERROR', 'token错误')
    return new FileContent(writeReceipt(transfer), 'application/pdf')
  }

  return {
    [`POST ${PATH}/out-bill-no`]: ask,
    [`POST ${PATH}/transfer-bill-no`]: ask,
    [`GET ${PATH}/out-bill-no/{out_bill_no}`]: query,
    [`GET ${PATH}/transfer-bill-no/{transfer_bill_no}`]: query,
    'GET v3/transferdownload/elecvoucherfile': download,
  }
}

function stateOf(createTime: number, now: number): 'GENERATING' | 'FINISHED' {
  return now < createTime + GENERATION ? 'GENERATING' : 'FINISHED'
}

function writeReceipt({ transferBillNo, mchid, request, updateTime }: Transfer) {
  return writePdf([
    'Receipt of a transfer in the sandbox',
    `mch_id ${mchid}`,
    `out_bill_no ${request.out_bill_no}`,
    `transfer_bill_no ${transferBillNo}`,
    `amount ${(request.transfer_amount / 100).toFixed(2)} CNY`,
    `time ${toTime(new Date(updateTime))}`,
  ])
}
