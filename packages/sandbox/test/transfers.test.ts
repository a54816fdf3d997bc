import { operations } from '@wechatpay-kit/endpoints/areas/fund-app'
import { expect, it } from 'vitest'
import { play, refusalOf } from './play.ts'

const HOUR = 3_600_000
const infos = [
  { info_type: '活动名称', info_content: '新会员有礼' },
  { info_type: '奖励说明', info_content: '一等奖' },
]
const request = {
  appid: 'wx1',
  out_bill_no: 'bill1',
  openid: 'oUser1',
  transfer_amount: 100,
  transfer_remark: '奖励',
  transfer_scene_id: '1000',
  transfer_scene_report_infos: infos,
}

async function start() {
  const { wxpay, ...others } = await play(operations)
  const transfers = wxpay.v3.fundApp.mchTransfer.transferBills
  return {
    ...others,
    wxpay,
    transfers,
    create: (
      change: Partial<typeof request> & { user_name?: string; notify_url?: string; user_recv_perception?: string },
    ) => transfers.post({ json: { ...request, ...change } }),
    query: (out_bill_no = 'bill1') => transfers.outBillNo['{out_bill_no}'].get({ params: { out_bill_no } }).json(),
    cancel: (out_bill_no = 'bill1') => transfers.outBillNo['{out_bill_no}'].cancel.post({ params: { out_bill_no } }),
  }
}

it('a transfer waits for its user, and is told of when the user confirms', async () => {
  const { create, query, transfers, command, receive, merchant } = await start()
  const receiver = await receive()
  const created = await create({ notify_url: receiver.url }).json()
  expect(created).toMatchObject({ out_bill_no: 'bill1', state: 'WAIT_USER_CONFIRM' })
  expect(created.create_time).toBe('2026-11-26T10:00:00+08:00')
  expect(created.package_info).toMatch(/^[\w+/]+=*$/)
  expect(await query()).toMatchObject({ state: 'WAIT_USER_CONFIRM', package_info: created.package_info })

  expect(await command('confirm', { out_bill_no: 'bill1' })).toMatchObject({ status: 200, json: { state: 'SUCCESS' } })
  const { event_type, resource } = await receiver.next()
  const facts = { out_bill_no: 'bill1', transfer_bill_no: created.transfer_bill_no, state: 'SUCCESS' }
  expect(event_type).toBe('MCHTRANSFER.BILL.FINISHED')
  expect(resource).toMatchObject({ ...facts, mch_id: merchant.mchid, transfer_amount: 100, openid: 'oUser1' })
  const params = { transfer_bill_no: String(created.transfer_bill_no) }
  const found = await transfers.transferBillNo['{transfer_bill_no}'].get({ params }).json()
  expect(found).toEqual(await query())
  expect(found).toMatchObject({ ...facts, appid: 'wx1', transfer_remark: '奖励', mch_id: merchant.mchid })
  expect(found).not.toHaveProperty('package_info')

  const again = await command('confirm', { out_bill_no: 'bill1' })
  expect(again).toMatchObject({ status: 400, json: { code: 'INVALID_REQUEST' } })
  expect(
    await refusalOf(transfers.outBillNo['{out_bill_no}'].cancel.post({ params: { out_bill_no: 'bill1' } })),
  ).toMatchObject({
    status: 400,
    code: 'INVALID_REQUEST',
  })
  await receiver.close()
})

it('a transfer that nobody confirms in 24 hours fails', async () => {
  const { create, query, pass, command } = await start()
  await create({})
  pass(24 * HOUR - 1000)
  expect(await query()).toMatchObject({ state: 'WAIT_USER_CONFIRM' })
  pass(1000)
  expect(await query()).toMatchObject({ state: 'FAIL', fail_reason: 'OVERDUE_CLOSE' })
  expect((await command('confirm', { out_bill_no: 'bill1' })).status).toBe(400)
})

it('a transfer is cancelled before it is confirmed', async () => {
  const { create, query, cancel, pass, receive } = await start()
  const receiver = await receive()
  await create({ notify_url: receiver.url })
  expect(await cancel().json()).toMatchObject({ out_bill_no: 'bill1', state: 'CANCELING' })
  expect(await query()).toMatchObject({ state: 'CANCELING' })
  pass(1000)
  expect(await query()).toMatchObject({ state: 'CANCELLED', fail_reason: 'MCH_CANCEL' })
  expect(await cancel().json()).toMatchObject({ state: 'CANCELLED' })
  expect((await receiver.next()).resource).toMatchObject({ state: 'CANCELLED', fail_reason: 'MCH_CANCEL' })
  await receiver.close()
  // The task that would have closed it finds nothing to do.
  pass(24 * HOUR)
  expect(await query()).toMatchObject({ state: 'CANCELLED' })
})

it('the name has to be that of the person whom the sandbox knows', async () => {
  const { create, query, command } = await start()
  await command('introduce', { openid: 'oUser1', name: '张三' })
  await create({ user_name: '李四' })
  await create({ user_name: '张三', out_bill_no: 'bill2' })
  await create({ user_name: '李四', out_bill_no: 'bill3', openid: 'oStranger' })
  await create({ out_bill_no: 'bill4' })
  for (const number of [1, 2, 3, 4]) await command('confirm', { out_bill_no: `bill${number}` })
  expect(await query('bill1')).toMatchObject({ state: 'FAIL', fail_reason: 'NAME_NOT_CORRECT', user_name: '李四' })
  expect(await query('bill2')).toMatchObject({ state: 'SUCCESS', user_name: '张三' })
  expect(await query('bill3')).toMatchObject({ state: 'SUCCESS' })
  expect(await query('bill4')).toMatchObject({ state: 'SUCCESS' })
})

it('the page offers transfers that wait', async () => {
  const { create, command, sandbox } = await start()
  await create({})
  const showPage = async () => (await sandbox.fetch(new Request('http://localhost/sandbox'))).text()
  expect(await showPage()).toContain('bill1 奖励')
  await command('confirm', { out_bill_no: 'bill1' })
  expect(await showPage()).not.toContain('bill1 奖励')
})

it('fails for the reason that the command gives', async () => {
  const { create, query, command } = await start()
  await create({})
  await command('confirm', { out_bill_no: 'bill1', fail_reason: 'ACCOUNT_FROZEN' })
  expect(await query()).toMatchObject({ state: 'FAIL', fail_reason: 'ACCOUNT_FROZEN' })
})

it.each([
  [199_999, undefined, undefined],
  [200_000, undefined, '/user_name'],
  [200_000, '张三', undefined],
  [29, '张三', '/user_name'],
  [30, '张三', undefined],
  [29, undefined, undefined],
])('of %i fen, the name %s is refused at %s', async (transfer_amount, user_name, field) => {
  const { create } = await start()
  const refusal = await refusalOf(create({ transfer_amount, ...(user_name === undefined ? {} : { user_name }) }))
  expect(refusal?.field).toBe(field)
  if (field) expect(refusal).toMatchObject({ status: 400, code: 'PARAM_ERROR' })
})

it('a number that comes again gives the same transfer, or is refused with other content', async () => {
  const { create, command } = await start()
  const first = await create({ user_name: '张三' }).json()
  expect(await create({ user_name: '张三' }).json()).toEqual(first)
  for (const change of [{ user_name: '李四' }, { transfer_amount: 101, user_name: '张三' }, {}]) {
    const refusal = await refusalOf(create(change))
    expect(refusal).toMatchObject({ status: 400, code: 'INVALID_REQUEST' })
    expect(refusal?.message).toContain('单号已存在但信息不一致')
  }
  await command('confirm', { out_bill_no: 'bill1' })
  const { transfer_bill_no } = first
  expect(await create({ user_name: '张三' }).json()).toMatchObject({ transfer_bill_no, state: 'SUCCESS' })
})

it('a scene demands its own reports, each once', async () => {
  const { create } = await start()
  const [name, reward] = infos as [(typeof infos)[0], (typeof infos)[0]]
  const wrong = [[], [name], [name, name], [name, reward, name], [name, { ...reward, info_type: '活动说明' }]]
  for (const transfer_scene_report_infos of [...wrong, [name, { ...reward, info_content: '长'.repeat(33) }]]) {
    const refusal = await refusalOf(create({ transfer_scene_report_infos }))
    expect(refusal).toMatchObject({ status: 400, code: 'PARAM_ERROR', field: '/transfer_scene_report_infos' })
  }
  const post = [
    { info_type: '报酬说明', info_content: '7月' },
    { info_type: '岗位类型', info_content: '外卖员' },
  ]
  expect(await refusalOf(create({ transfer_scene_id: '1005', transfer_scene_report_infos: post }))).toBeUndefined()
})

it('refuses a reason of payment that the scene does not have, and less than 0.1 yuan', async () => {
  const { create } = await start()
  const perception = await refusalOf(create({ user_recv_perception: '劳务报酬' }))
  expect(perception).toMatchObject({ status: 400, code: 'INVALID_REQUEST' })
  expect(perception?.message).toContain('暂不支持展示当前传入的用户收款感知')
  expect(await refusalOf(create({ user_recv_perception: '现金奖励' }))).toBeUndefined()
  const amount = await refusalOf(create({ transfer_amount: 9, out_bill_no: 'bill2' }))
  expect(amount).toMatchObject({ status: 400, code: 'INVALID_REQUEST' })
  expect(amount?.message).toContain('超过单笔转账上下限')
})

it('knows no other number', async () => {
  const { query, cancel, transfers, command } = await start()
  const params = { transfer_bill_no: '1330000' }
  const unknown = { status: 404, code: 'NOT_FOUND' }
  expect(await refusalOf(query('bill2'))).toMatchObject(unknown)
  expect(await refusalOf(cancel('bill2'))).toMatchObject(unknown)
  expect(await refusalOf(transfers.transferBillNo['{transfer_bill_no}'].get({ params }))).toMatchObject(unknown)
  expect(await command('confirm', { out_bill_no: 'bill2' })).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } })
  expect(await command('confirm', {})).toMatchObject({ status: 400, json: { code: 'PARAM_ERROR' } })
})

it('a transfer waits on in the next sandbox that has its storage', async () => {
  const changes: string[] = []
  const storage = {
    load: () => changes.map((line) => JSON.parse(line)),
    append: (step: readonly unknown[]) => void changes.push(...step.map((change) => JSON.stringify(change))),
  }
  const before = await play(operations, { storage })
  await before.wxpay.v3.fundApp.mchTransfer.transferBills.post({ json: request })
  await before.wxpay.v3.fundApp.mchTransfer.transferBills.post({ json: { ...request, out_bill_no: 'bill2' } })
  const { wxpay, command, pass } = await play(operations, { storage })
  expect((await command('confirm', { out_bill_no: 'bill1' })).json).toMatchObject({ state: 'SUCCESS' })
  pass(24 * HOUR)
  const { outBillNo } = wxpay.v3.fundApp.mchTransfer.transferBills
  const late = await outBillNo['{out_bill_no}'].get({ params: { out_bill_no: 'bill2' } }).json()
  expect(late).toMatchObject({ state: 'FAIL', fail_reason: 'OVERDUE_CLOSE' })
})

it('a receipt is asked for, made and downloaded, with its hash', async () => {
  const { create, command, wxpay, pass } = await start()
  const { transfer_bill_no = '' } = await create({}).json()
  const { outBillNo, transferBillNo } = wxpay.v3.fundApp.mchTransfer.elecsign
  const ask = () => outBillNo.post({ json: { out_bill_no: 'bill1' } }).json()
  const query = () => transferBillNo['{transfer_bill_no}'].get({ params: { transfer_bill_no } }).json()
  expect(await refusalOf(ask())).toMatchObject({ status: 400, code: 'INVALID_REQUEST' })
  await command('confirm', { out_bill_no: 'bill1' })
  expect(await refusalOf(query())).toMatchObject({ status: 404, code: 'NOT_FOUND' })
  const asked = await ask()
  expect(asked).toMatchObject({ state: 'GENERATING', create_time: '2026-11-26T10:00:00+08:00' })
  expect(await query()).not.toHaveProperty('download_url')
  pass(1000)
  expect(await ask()).toMatchObject({ ...asked, state: 'FINISHED' })
  const made = await outBillNo['{out_bill_no}'].get({ params: { out_bill_no: 'bill1' } }).json()
  expect(made).toEqual(await query())
  expect(made).toMatchObject({ state: 'FINISHED', hash_type: 'SHA256' })
  const hash = { type: 'SHA256', value: made.hash_value ?? '' } as const
  const file = await (await wxpay.download(made.download_url ?? '', { hash })).text()
  expect(file).toMatch(/^%PDF-1\.4\n[\s\S]*out_bill_no bill1[\s\S]*amount 1\.00 CNY[\s\S]*%%EOF\n$/)
  const unknown = wxpay.download(String(made.download_url).replace('1330000', '1330001'), { hash: 'unchecked' })
  expect(await refusalOf(unknown)).toMatchObject({ status: 400, code: 'PARAM_ERROR' })
})

it('refuses an app that is not bound, and a sub-merchant that is not the partner’s', async () => {
  const merchant = { mchid: '1900000000', appids: ['wx1'], subMerchants: ['1900000002'] }
  const { wxpay } = await play(operations, { merchant })
  const { transferBills, partner } = wxpay.v3.fundApp.mchTransfer
  expect(await refusalOf(transferBills.post({ json: request }))).toBeUndefined()
  const otherApp = transferBills.post({ json: { ...request, out_bill_no: 'bill2', appid: 'wx2' } })
  expect(await refusalOf(otherApp)).toMatchObject({ status: 400, code: 'APPID_MCHID_NOT_MATCH' })
  const otherMerchant = partner.transferBills.post({ json: { ...request, sub_mchid: '1900000003' } })
  expect(await refusalOf(otherMerchant)).toMatchObject({ status: 403, code: 'NO_AUTH' })
})

it('a partner transfers for a sub-merchant', async () => {
  const { wxpay, merchant, command } = await play(operations)
  const partner = wxpay.v3.fundApp.mchTransfer.partner.transferBills
  const created = await partner.post({ json: { ...request, sub_mchid: '1900000002' } }).json()
  expect(created).toMatchObject({ sub_mchid: '1900000002', out_bill_no: 'bill1' })
  await command('confirm', { out_bill_no: 'bill1' })
  const find = (sub_mchid: string) =>
    partner.outBillNo['{out_bill_no}'].get({ params: { out_bill_no: 'bill1' }, query: { sub_mchid } }).json()
  expect(await find('1900000002')).toMatchObject({
    mchid: merchant.mchid,
    sub_mchid: '1900000002',
    state: 'SUCCESS',
    transfer_amount: 100,
  })
  expect(await refusalOf(find('1900000003'))).toMatchObject({ status: 404, code: 'NOT_FOUND' })
})
