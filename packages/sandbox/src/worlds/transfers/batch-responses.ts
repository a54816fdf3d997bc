import { toTime } from '../../wire/response.ts'
import { type Batch, type BatchDetail, toDetailId } from './batch.ts'

/** Writes the response of a query for a batch: its details where the query wants them, a page of those of one state. */
export function toBatchResponse(batch: Batch, query: Readonly<Record<string, string>>): object {
  const { batchId, mchid, request, state, createTime, updateTime } = batch
  const { out_batch_no, appid, batch_name, batch_remark, total_amount, total_num, transfer_scene_id } = request
  const transfer_batch = {
    mchid,
    out_batch_no,
    batch_id: batchId,
    appid,
    batch_status: state,
    batch_type: 'API',
    batch_name,
    batch_remark,
    total_amount,
    total_num,
    create_time: toTime(new Date(createTime)),
    update_time: toTime(new Date(updateTime)),
    ...countOutcomes(batch),
    ...(transfer_scene_id === undefined ? {} : { transfer_scene_id }),
  }
  if (query['need_query_detail'] !== 'true') return { transfer_batch }
  const { offset = '0', limit = '20', detail_status = 'ALL' } = query
  const transfer_detail_list = request.transfer_detail_list
    .map((detail, index) => ({
      detail_id: toDetailId(batch, index),
      out_detail_no: detail.out_detail_no,
      detail_status: stateOf(batch, detail),
    }))
    .filter((detail) => detail_status === 'ALL' || detail.detail_status === detail_status)
    .slice(Number(offset), Number(offset) + Number(limit))
  return { transfer_batch, transfer_detail_list, offset: Number(offset), limit: Number(limit) }
}

/** Writes the response of a query for a detail. */
export function toDetailResponse(batch: Batch, index: number): object {
  const { batchId, mchid, request, failures, createTime, updateTime } = batch
  const detail = request.transfer_detail_list[index] as BatchDetail
  const { out_detail_no, transfer_amount, transfer_remark, openid, user_name } = detail
  const failure = failures[out_detail_no]
  return {
    mchid,
    out_batch_no: request.out_batch_no,
    batch_id: batchId,
    appid: request.appid,
    out_detail_no,
    detail_id: toDetailId(batch, index),
    detail_status: stateOf(batch, detail),
    transfer_amount,
    transfer_remark,
    ...(failure === undefined ? {} : { fail_reason: failure }),
    openid,
    ...(user_name === undefined ? {} : { user_name }),
    initiate_time: toTime(new Date(createTime)),
    update_time: toTime(new Date(updateTime)),
  }
}

/** Writes the resource of the notification `MCHTRANSFER.BATCH.FINISHED`. */
export function toBatchResource(batch: Batch): object {
  const { batchId, request, state, updateTime } = batch
  const { out_batch_no, total_num, total_amount } = request
  return {
    out_batch_no,
    batch_id: batchId,
    batch_status: state,
    total_num,
    total_amount,
    ...countOutcomes(batch),
    update_time: toTime(new Date(updateTime)),
  }
}

/** Counts what succeeded and failed; before the end, neither. */
function countOutcomes(batch: Batch) {
  const count = (state: string) => {
    const found = batch.request.transfer_detail_list.filter((detail) => stateOf(batch, detail) === state)
    return { amount: found.reduce((sum, { transfer_amount }) => sum + transfer_amount, 0), num: found.length }
  }
  const [success, fail] = [count('SUCCESS'), count('FAIL')]
  return { success_amount: success.amount, success_num: success.num, fail_amount: fail.amount, fail_num: fail.num }
}

function stateOf({ state, failures }: Batch, { out_detail_no }: BatchDetail): 'PROCESSING' | 'SUCCESS' | 'FAIL' {
  if (state !== 'FINISHED') return 'PROCESSING'
  return Object.hasOwn(failures, out_detail_no) ? 'FAIL' : 'SUCCESS'
}
