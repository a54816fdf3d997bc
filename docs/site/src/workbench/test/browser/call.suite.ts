import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPage, openWorkbench } from './open-page.mjs'
import { run } from './tools.ts'

let opened: Awaited<ReturnType<typeof openWorkbench>>
beforeAll(async () => {
  opened = await openWorkbench()
})
afterAll(() => opened.close())

const open = async (name = '') => {
  const hash = name === '' ? '#call' : `#call=${encodeURIComponent(name)}`
  const { page, faults } = await openPage(opened, { hash })
  await page.locator('.wb-head').waitFor()
  return { page, faults }
}
const SEND = 'Call the sandbox'
const outputOf = async (page: Page, title: string) =>
  (await page
    .locator('.wb-output', { has: page.getByText(title, { exact: true }) })
    .locator('pre')
    .textContent()) ?? ''

describe('the page that tries calls', () => {
  it('shows both sides of a call with encrypted fields, and its code', async () => {
    const { page, faults } = await open('POST /v3/gov/subsidy/zhejiang/qualifications/alter')
    expect(await run(page, SEND)).toContain('The call succeeded')
    expect(await outputOf(page, 'What your code gets')).toContain('"resp_code": "000000"')
    expect(await outputOf(page, 'Request on the wire')).not.toContain('张三')
    expect(await outputOf(page, 'What WeChat Pay’s side reads, decrypted')).toContain('"name": "张三"')
    expect(await outputOf(page, 'Response on the wire')).toContain('Wechatpay-Signature: ')
    expect(await outputOf(page, 'Code')).toContain('await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({')
    await page.getByLabel('Notation').selectOption('property')
    await page.getByLabel('Asynchrony').selectOption('then')
    expect(await outputOf(page, 'Code')).toMatch(
      /wxpay\['v3\/gov\/subsidy\/zhejiang\/qualifications\/alter'\]\.post\(\{[\s\S]*\.then\(/,
    )
    await page.getByLabel('Sensitive fields').selectOption('ciphertext')
    expect(await outputOf(page, 'Code')).toContain("name: await wxpay.encrypt('张三')")
    await page.getByLabel('name', { exact: true }).fill("O'Neil")
    expect(await outputOf(page, 'Code')).toContain("name: await wxpay.encrypt('O\\'Neil')")
    expect(await outputOf(page, 'Command line')).toContain('"name": "O\'\\\'\'Neil"')
    expect(faults).toEqual([])
  })

  it('pays an order, and shows the notification that nobody else gets', async () => {
    const { page, faults } = await open()
    await run(page, SEND)
    await page.getByRole('button', { name: 'Play the payer: pay this order' }).click()
    await page.getByRole('heading', { name: 'The order is paid' }).waitFor()
    expect(await outputOf(page, 'Notification to notify_url')).toMatch(
      /^POST \/notify HTTP\/1.1[\s\S]*Wechatpay-Signature/,
    )
    expect(await outputOf(page, 'Its resource, decrypted')).toContain('"trade_state": "SUCCESS"')
    expect(faults).toEqual([])
  })

  it('finds calls by a Chinese word, and asks for the order that was just made', async () => {
    const { page, faults } = await open()
    await run(page, SEND)
    await page.getByLabel('Find a call').fill('退款')
    await page.getByRole('button', { name: 'Find' }).click()
    await page.getByRole('button', { name: /^POST \/v3\/refund\/domestic\/refunds / }).waitFor()
    await page.getByLabel('Find a call').fill('https://api.mch.weixin.qq.com/v3/pay/transactions/out-trade-no/1')
    await page.getByRole('button', { name: 'Find' }).click()
    await page.getByRole('button', { name: /^GET \/v3\/pay\/transactions\/out-trade-no\/\{out_trade_no\}/ }).click()
    expect(await run(page, SEND)).toContain('NOTPAY')
    await page.getByLabel('Find a call').fill('没有这样的接口')
    await page.getByLabel('Find a call').press('Enter')
    await page.getByText('Nothing found').waitFor()
    expect(faults).toEqual([])
  })

  it('goes to a call by its area', async () => {
    const { page, faults } = await open()
    await page.getByText('By area').click()
    await page.getByLabel('Area').selectOption('refund')
    const list = page.getByLabel('Call', { exact: true })
    await list.locator('option', { hasText: 'POST /v3/refund/domestic/refunds' }).first().waitFor({ state: 'attached' })
    await list.selectOption({ index: 1 })
    await page.locator('.wb-head code', { hasText: '/v3/refund/' }).waitFor()
    expect(faults).toEqual([])
  })

  it('takes JSON in place of the form, and gives it back', async () => {
    const { page, faults } = await open()
    await page.getByLabel('As JSON').check()
    const json = page.getByLabel('params, query, headers and json')
    const values = JSON.parse(await json.inputValue())
    values.json.description = '改过的描述'
    await json.fill(JSON.stringify(values))
    await page.getByLabel('As a form').check()
    expect(await page.getByLabel('description', { exact: true }).inputValue()).toBe('改过的描述')
    expect(await outputOf(page, 'Code')).toContain('改过的描述')
    expect(await run(page, SEND)).toContain('The call succeeded')
    expect(faults).toEqual([])
  })

  it.each([
    ['a field that is missing', { description: '' }, /Nothing was sent.*json\.description/s],
    ['a text in place of a number', { total: 'one' }, /Nothing was sent.*json\.amount\.total/s],
    ['a fraction of a fen', { total: '1.5' }, /Nothing was sent.*json\.amount\.total/s],
    ['an order number that is too long', { out_trade_no: 'x'.repeat(40) }, /PARAM_ERROR|out_trade_no/],
    ['an amount of nothing', { total: '0' }, /PARAM_ERROR|amount/],
    ['another merchant number', { mchid: '1900000002' }, /mchid|商户号/],
    ['an emoji', { description: '😀' }, /description/],
    ['a notification address that is none', { notify_url: 'x' }, /notify_url/],
  ])('shows how %s is refused', async (_, changes, message) => {
    const { page, faults } = await open()
    for (const [name, value] of Object.entries(changes)) await page.getByLabel(name, { exact: true }).fill(value)
    expect(await run(page, SEND)).toMatch(message)
    expect(faults).toEqual([])
  })

  it('says that JSON is none, and lets unknown fields through only where that is asked for', async () => {
    const { page, faults } = await open()
    await page.getByLabel('As JSON').check()
    const json = page.getByLabel('params, query, headers and json')
    for (const junk of ['', '{', '[]', '“{}”', 'null', '\u0000']) {
      await json.fill(junk)
      await page.getByRole('button', { name: SEND }).click()
      await page.getByText('This is no JSON of an object').waitFor()
    }
    await json.fill('{"json":{"more":1}}')
    expect(await run(page, SEND)).toContain('Nothing was sent')
    await page.getByLabel(/^validation/).check()
    expect(await run(page, SEND)).toContain('PARAM_ERROR')
    expect(faults).toEqual([])
  })

  it('opens the largest form, and one of a file; a name that is none opens the first call', async () => {
    const large = await open('POST /v3/apply4subject/applyment')
    expect(await run(large.page, SEND)).toContain('The call succeeded')
    const file = await open('GET /v3/billdownload/file')
    await file.page.getByText('This call gives a file').waitFor()
    expect(await outputOf(file.page, 'Code')).toContain("await wxpay.download('v3/billdownload/file', {")
    expect(await outputOf(file.page, 'Command line')).toContain('wechatpay-kit download ')
    expect(await file.page.getByLabel('Notation').isVisible()).toBe(false)
    const ended = await open('GET /v3/discount-card/orders/{out_order_no}')
    await ended.page.getByText('This call has ended.').waitFor()
    expect(await ended.page.locator('.wb-output').count()).toBe(0)
    const junk = await open('%E0%A4%A junk')
    expect(await junk.page.locator('.wb-head code').textContent()).toBe('POST /v3/pay/transactions/native')
    expect([...large.faults, ...file.faults, ...ended.faults, ...junk.faults]).toEqual([])
  })
})
