/** The body of a request for a batch, names decrypted. */
export interface BatchRequest {
  readonly appid: string
  readonly out_batch_no: string
  readonly batch_name: string
  readonly batch_remark: string
  /** Fen. */
  readonly total_amount: number
  readonly total_num: number
  readonly transfer_detail_list: readonly BatchDetail[]
  readonly transfer_scene_id?: string
  readonly notify_url?: string
}

/** One transfer of a batch, as it is requested. */
export interface BatchDetail {
  readonly out_detail_no: string
  /** Fen. */
  readonly transfer_amount: number
  readonly transfer_remark: string
  readonly openid: string
  readonly user_name?: string
}

/** A batch of transfers (批次单) that no user confirms: accepted → finished. */
export interface Batch {
  readonly batchId: string
  readonly mchid: string
  readonly request: BatchRequest
  readonly state: 'ACCEPTED' | 'FINISHED'
  /** Reasons of those that failed, by number of the detail. */
  readonly failures: Readonly<Record<string, string>>
  /** Milliseconds. */
  readonly createTime: number
  readonly updateTime: number
}

/** Number of a detail (微信明细单号): that of its batch, and its place in it. */
export function toDetailId({ batchId }: Batch, index: number): string {
  return `132${batchId.slice(3)}${String(index + 1).padStart(4, '0')}`
}
