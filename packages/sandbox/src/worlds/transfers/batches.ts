import type { TaskHandler } from '../../state/tasks.ts'
import { Refusal, toTime } from '../../wire/response.ts'
import { isSameContent } from '../content.ts'
import { recordEntry } from '../ledger.ts'
import { isWrongName } from '../people.ts'
import { refuseParameter, refuseRequest } from '../refusals.ts'
import type { Handle, World, WorldTools } from '../world.ts'
import { type Batch, type BatchRequest, toDetailId } from './batch.ts'
import { toBatchResource, toBatchResponse, toDetailResponse } from './batch-responses.ts'
import { checkName } from './names.ts'

/** Time in which a batch is processed. */
const PROCESSING = 1000

/** The path of batches. */
const PATH = 'v3/transfer/batches'

/** Plays batches of transfers (商家转账到零钱), the forerunner of single ones: they are processed without their users. */
export function createBatches({
  state,
  schedule,
  notify,
  merchants,
}: WorldTools): Required<Pick<World, 'handlers' | 'tasks'>> {
  const batches = state.table<Batch>('transfer-batches')
  const numbers = state.table<{ readonly batchId: string }>('transfer-batch-numbers')

  const create: Handle = ({ merchant: { mchid }, json, now }) => {
    const request = json as unknown as BatchRequest
    const key = `${mchid} ${request.out_batch_no}`
    const earlier = batches.get(numbers.get(key)?.batchId ?? '')
    if (earlier && !isSameContent(earlier.request, request)) {
      throw refuseRequest('单号已存在但信息不一致，请查单后比较确认')
    }
    if (earlier) return toAccepted(earlier)
    checkBatch(request)
    const day = toTime(new Date(now)).slice(0, 10).replaceAll('-', '')
    const batchId = `1310000${day}${String(batches.size + 1).padStart(25, '0')}`
    const batch: Batch = { batchId, mchid, request, state: 'ACCEPTED', failures: {}, createTime: now, updateTime: now }
    batches.set(batchId, batch)
    numbers.set(key, { batchId })
    schedule('transfers.batch', now + PROCESSING, { batchId })
    return toAccepted(batch)
  }

  const finish: TaskHandler = ({ batchId }, now) => {
    const batch = batches.get(String(batchId))
    if (batch?.state !== 'ACCEPTED') return
    const { mchid, request } = batch
    const details = request.transfer_detail_list
    const wrong = details.filter(({ openid, user_name }) => user_name && isWrongName(state, openid, user_name))
    const failures = Object.fromEntries(wrong.map(({ out_detail_no }) => [out_detail_no, 'NAME_NOT_CORRECT']))
    const finished: Batch = { ...batch, state: 'FINISHED', failures, updateTime: now }
    batches.set(batch.batchId, finished)
    for (const [index, { out_detail_no, transfer_amount, transfer_remark, openid }] of details.entries()) {
      if (out_detail_no in failures) continue
      recordEntry(state, {
        time: now,
        mchid,
        kind: 'transfer',
        amount: -transfer_amount,
        fee: 0,
        rate: '',
        businessId: toDetailId(batch, index),
        outBusinessNo: out_detail_no,
        appid: request.appid,
        openid,
        description: transfer_remark,
      })
    }
    const merchant = merchants.find(mchid)
    if (!merchant || request.notify_url === undefined) return
    notify(merchant, request.notify_url, {
      event_type: 'MCHTRANSFER.BATCH.FINISHED',
      original_type: 'mch_payment',
      summary: '商家转账批次完成通知',
      resource: toBatchResource(finished),
    })
  }

  /** Finds a batch by either number; another merchant's is not found. */
  const find = (mchid: string, { batch_id, out_batch_no }: Readonly<Record<string, string>>): Batch => {
    const found = batches.get(batch_id ?? numbers.get(`${mchid} ${out_batch_no}`)?.batchId ?? '')
    if (found?.mchid !== mchid) throw refuseUnknown()
    return found
  }

  const query: Handle = ({ merchant, params, query }) => toBatchResponse(find(merchant.mchid, params), query)

  const queryDetail: Handle = ({ merchant, params }) => {
    const batch = find(merchant.mchid, params)
    if (batch.state !== 'FINISHED') throw refuseRequest('请等待批次处理完成后再查询明细单据')
    const { detail_id, out_detail_no } = params
    const index = batch.request.transfer_detail_list.findIndex((detail, place) =>
      detail_id === undefined ? detail.out_detail_no === out_detail_no : toDetailId(batch, place) === detail_id,
    )
    if (index === -1) throw refuseUnknown()
    return toDetailResponse(batch, index)
  }

  return {
    handlers: {
      [`POST ${PATH}`]: create,
      [`GET ${PATH}/batch-id/{batch_id}`]: query,
      [`GET ${PATH}/out-batch-no/{out_batch_no}`]: query,
      [`GET ${PATH}/batch-id/{batch_id}/details/detail-id/{detail_id}`]: queryDetail,
      [`GET ${PATH}/out-batch-no/{out_batch_no}/details/out-detail-no/{out_detail_no}`]: queryDetail,
    },
    tasks: { 'transfers.batch': finish },
  }
}

function toAccepted({ batchId, request, createTime, state }: Batch): object {
  const create_time = toTime(new Date(createTime))
  return { out_batch_no: request.out_batch_no, batch_id: batchId, create_time, batch_status: state }
}

/** Refuses a batch whose sums are not those of its details, or a detail that WeChat Pay does not transfer. */
function checkBatch({ transfer_detail_list: details, total_amount, total_num }: BatchRequest): void {
  const sum = details.reduce((total, { transfer_amount }) => total + transfer_amount, 0)
  const count = new Set(details.map(({ out_detail_no }) => out_detail_no)).size
  const isRight = count > 0 && count <= 1000 && details.length === count && total_num === count && total_amount === sum
  if (!isRight) throw refuseParameter('/transfer_detail_list', 'does not make up the totals', '转账批次参数不正确')
  for (const [index, detail] of details.entries()) checkName(detail, `/transfer_detail_list/${index}`)
}

function refuseUnknown(): Refusal {
  return new Refusal(404, 'NOT_FOUND', '记录不存在')
}
