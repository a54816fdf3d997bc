import { toTime } from '../../wire/response.ts'
import { admitCalls } from '../admission.ts'
import { refuseParameter, refuseRequest } from '../refusals.ts'
import type { Handle, World, WorldCall, WorldTools } from '../world.ts'
import { type Bill, findLastEntry } from './bill.ts'
import { createDownload, publishBill, publishEncryptedBill } from './file.ts'

/** Plays the bills of a day (账单): rows of what happened in the sandbox, published with their hash. */
export function createBillsWorld(tools: WorldTools): World {
  const { state } = tools
  const describeBill = (call: WorldCall, kind: Bill['kind'], type: string, subMchid?: string): Bill => {
    const day = readDay(call.query['bill_date'] ?? '', call.now)
    return { kind, mchid: call.merchant.mchid, subMchid, day, type, last: findLastEntry(state) }
  }
  const toPublishing = ({ origin, now, query }: WorldCall) => ({ origin, now, isPacked: query['tar_type'] === 'GZIP' })

  const publishPlain =
    (kind: Bill['kind'], readType: (query: WorldCall['query']) => string): Handle =>
    (call) =>
      publishBill(state, describeBill(call, kind, readType(call.query), call.query['sub_mchid']), toPublishing(call))

  const publishEncrypted =
    (readSubMchid: (query: WorldCall['query']) => string | undefined): Handle =>
    async (call) => {
      const { algorithm, account_type = 'ALL' } = call.query
      if (algorithm !== 'AEAD_AES_256_GCM') {
        throw refuseParameter('algorithm', 'must be AEAD_AES_256_GCM', '加密算法不支持', 'query')
      }
      const bill = describeBill(call, 'fund-flow', account_type, readSubMchid(call.query))
      const file = await publishEncryptedBill(state, bill, toPublishing(call))
      return { download_bill_count: 1, download_bill_list: [{ bill_sequence: 1, ...file }] }
    }

  const download = createDownload(state)
  return {
    handlers: admitCalls(
      {
        'GET v3/bill/tradebill': publishPlain('trade', ({ bill_type = 'ALL' }) => bill_type),
        'GET v3/bill/fundflowbill': publishPlain('fund-flow', ({ account_type = 'BASIC' }) => account_type),
        'GET v3/profitsharing/bills': publishPlain('profit-sharing', () => 'ALL'),
        'GET v3/bill/sub-merchant-fundflowbill': publishEncrypted(({ sub_mchid }) => sub_mchid),
        'GET v3/ecommerce/bill/fundflowbill': publishEncrypted(() => '*'),
        'GET v3/billdownload/file': download,
        // No document describes it, but bills that are encrypted are published there.
        'GET v3/bill/downloadurl': download,
      },
      tools,
    ),
  }
}

/** Reads a day. Its bill is there at once, today's too, and for ever; a real one from 10 o'clock of the next, for three months. */
function readDay(text: string, now: number): string {
  const time = Date.parse(`${text}T00:00:00+08:00`)
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(time) || toTime(new Date(time)).slice(0, 10) !== text) {
    throw refuseParameter('bill_date', 'must be a day, as 2026-11-26', '账单日期格式错误', 'query')
  }
  if (time > now) throw refuseRequest('账单日期不能晚于今天')
  return text
}
