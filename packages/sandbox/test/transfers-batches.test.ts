import { operations as bill } from '@wechatpay-kit/endpoints/areas/bill'
import { operations as transfer } from '@wechatpay-kit/endpoints/areas/transfer'
import { expect, it } from 'vitest'
import { play, refusalOf } from './play.ts'

const operations = [...transfer, ...bill] as const
const toDetail = (out_detail_no: string, transfer_amount: number, user_name?: string) => ({
  out_detail_no,
  transfer_amount,
  transfer_remark: '报销',
  openid: 'oUser1',
  ...(user_name === undefined ? {} : { user_name }),
})
const request = {
  appid: 'wx1',
  out_batch_no: 'batch1',
  batch_name: '四月',
  batch_remark: '报销',
  total_amount: 300,
  total_num: 2,
  transfer_detail_list: [toDetail('detail1', 100), toDetail('detail2', 200, '李四')],
}

async function start() {
  const played = await play(operations)
  const { batches } = played.wxpay.v3.transfer
  const find = (query: object = {}, out_batch_no = 'batch1') =>
    batches.outBatchNo['{out_batch_no}']
      .get({ params: { out_batch_no }, query: { need_query_detail: true, ...query } })
      .json()
  const findDetail = (out_detail_no: string) => {
    const params = { out_batch_no: 'batch1', out_detail_no }
    return batches.outBatchNo['{out_batch_no}'].details.outDetailNo['{out_detail_no}'].get({ params }).json()
  }
  const create = (change: object = {}) => batches.post({ json: { ...request, ...change } })
  return { ...played, batches, create, find, findDetail }
}

it('a batch is processed without its users, each transfer for itself, and told of', async () => {
  const { create, find, findDetail, batches, command, pass, receive, wxpay } = await start()
  const receiver = await receive()
  await command('introduce', { openid: 'oUser1', name: '张三' })
  const created = await create({ notify_url: receiver.url }).json()
  expect(created).toMatchObject({ out_batch_no: 'batch1', batch_status: 'ACCEPTED' })
  expect(await find()).toMatchObject({ transfer_batch: { batch_status: 'ACCEPTED', success_num: 0, fail_num: 0 } })
  const early = { status: 400, code: 'INVALID_REQUEST', message: expect.stringContaining('请等待批次处理完成') }
  expect(await refusalOf(findDetail('detail1'))).toMatchObject(early)

  pass(1000)
  const sums = { success_num: 1, success_amount: 100, fail_num: 1, fail_amount: 200 }
  const found = await find()
  expect(found).toMatchObject({ transfer_batch: { batch_status: 'FINISHED', total_amount: 300, ...sums } })
  expect(found.transfer_detail_list?.map(({ detail_status }) => detail_status)).toEqual(['SUCCESS', 'FAIL'])
  const { event_type, resource } = await receiver.next()
  const { batch_id } = created
  expect([event_type, resource]).toMatchObject(['MCHTRANSFER.BATCH.FINISHED', { batch_id, total_num: 2, ...sums }])
  await receiver.close()

  expect(await findDetail('detail1')).toMatchObject({ detail_status: 'SUCCESS', transfer_amount: 100 })
  const failed = await findDetail('detail2')
  expect(failed).toMatchObject({ detail_status: 'FAIL', fail_reason: 'NAME_NOT_CORRECT', user_name: '李四' })
  const byId = batches.batchId['{batch_id}']
  const params = { batch_id: batch_id ?? '', detail_id: failed.detail_id ?? '' }
  expect(await byId.details.detailId['{detail_id}'].get({ params }).json()).toEqual(failed)
  const query = { need_query_detail: false }
  expect(await byId.get({ params: { batch_id: params.batch_id }, query }).json()).toEqual({
    transfer_batch: found.transfer_batch,
  })

  const flows = await wxpay.v3.bill.fundflowbill.get({ query: { bill_date: '2026-11-26' } }).json()
  const hash = { type: 'SHA1', value: flows.hash_value ?? '' } as const
  const text = await (await wxpay.download(flows.download_url ?? '', { hash })).text()
  expect(text).toContain('`商家转账,`商家转账,`支出,`1.00,')
  expect(text).toContain('`1,`0,`0.00,`1,`1.00')
})

it('gives the details of one state, page by page', async () => {
  const { create, find, pass } = await start()
  const details = Array.from({ length: 30 }, (_, index) => toDetail(`detail${index}`, 100))
  await create({ transfer_detail_list: details, total_num: 30, total_amount: 3_000 })
  pass(1000)
  const page = await find({ offset: 20, limit: 20, detail_status: 'SUCCESS' })
  expect(page.transfer_detail_list?.map(({ out_detail_no }) => out_detail_no)[0]).toBe('detail20')
  expect(page).toMatchObject({ offset: 20, limit: 20, transfer_detail_list: { length: 10 } })
  expect((await find({ detail_status: 'FAIL' })).transfer_detail_list).toEqual([])
})

it('refuses totals that are not those of the details, names, and numbers used with other content', async () => {
  const { create, find, findDetail } = await start()
  const wrong = { status: 400, code: 'PARAM_ERROR', message: expect.stringContaining('转账批次参数不正确') }
  expect(await refusalOf(create({ total_amount: 301 }))).toMatchObject(wrong)
  expect(await refusalOf(create({ total_num: 3 }))).toMatchObject(wrong)
  const twice = [toDetail('detail1', 100), toDetail('detail1', 200)]
  expect(await refusalOf(create({ transfer_detail_list: twice }))).toMatchObject(wrong)
  const large = { transfer_detail_list: [toDetail('detail1', 200_000)], total_num: 1, total_amount: 200_000 }
  expect(await refusalOf(create(large))).toMatchObject({ field: '/transfer_detail_list/0/user_name' })

  const first = await create().json()
  expect(await create().json()).toEqual(first)
  const other = { status: 400, code: 'INVALID_REQUEST', message: expect.stringContaining('单号已存在但信息不一致') }
  expect(await refusalOf(create({ batch_name: '五月' }))).toMatchObject(other)
  expect(await refusalOf(find({}, 'batch2'))).toMatchObject({ status: 404, code: 'NOT_FOUND' })
  expect(await refusalOf(findDetail('detail1'))).toMatchObject({ status: 400 })
})
