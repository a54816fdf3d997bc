import { createHash, randomUUID } from 'node:crypto'
import { createClient } from '@wechatpay-kit/endpoints'
import { describe, expect, it } from 'vitest'
import { merchant, platform, sandbox, send } from './requests.ts'

const post = async (target: string, json: object) => (await send({ target, body: JSON.stringify(json) })).json
const get = async (target: string) => (await send({ method: 'GET', target, body: '' })).json
const { transport } = sandbox
const wxpay = createClient({
  merchant,
  platformKeys: [platform],
  transport,
  retry: { maxAttempts: 1 },
})

const service = {
  out_order_no: 'service-1',
  appid: 'wxd678efh567hg6787',
  service_id: '2002000000000558128851361561536',
  service_introduction: '充电宝租借',
  time_range: { start_time: 'OnAccept' },
  risk_fund: { name: 'DEPOSIT', amount: 9900 },
  notify_url: 'https://shop.example/notifications',
}
const share = {
  brand_mchid: '1900000109',
  sub_mchid: '1900000110',
  transaction_id: '4200000000000000000000000001',
  out_order_no: 'share-1',
  finish: true,
  receivers: [1, 2, 3].map((amount) => ({
    type: 'MERCHANT_ID',
    account: `190000000${amount}`,
    amount,
    description: `第 ${amount} 份`,
  })),
}

describe('a described call responds', () => {
  it('with the caller’s own values, where he gave them: nested, and row by row', async () => {
    expect(await post('/v3/payscore/serviceorder', service)).toMatchObject({
      ...service,
      mchid: merchant.mchid,
      risk_fund: service.risk_fund,
    })
    expect(await post('/v3/brand/profitsharing/orders', share)).toMatchObject({
      out_order_no: share.out_order_no,
      receivers: share.receivers,
    })
  })

  it('the same to the same call, and WeChat Pay’s numbers are those of the caller’s number', async () => {
    const [first, second] = [
      await post('/v3/payscore/serviceorder', service),
      await post('/v3/payscore/serviceorder', service),
    ]
    expect(second).toEqual(first)
    const target = `/v3/payscore/serviceorder?service_id=${service.service_id}&appid=${service.appid}`
    const found = await get(`${target}&out_order_no=service-1`)
    expect([found.order_id, found.out_order_no]).toEqual([first.order_id, 'service-1'])
    const other = await get(`${target}&out_order_no=service-2`)
    expect(other.order_id).not.toBe(first.order_id)
  })

  it('with values of their form and unit, which tell of a success', async () => {
    const order = await post('/v3/payscore/serviceorder', service)
    expect(order).toMatchObject({ state: 'DONE', order_id: expect.stringMatching(/^\d{20}$/) })
    const complaints = await get('/v3/merchant-service/complaints-v2?begin_date=2026-01-01&end_date=2026-01-02')
    expect(complaints.total_count).toBe(complaints.data.length)
    for (const { complaint_time, complaint_order_info } of complaints.data) {
      expect(complaint_time).toMatch(/^2026-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/)
      expect(complaint_order_info[0].transaction_id).toMatch(/^42\d{26}$/)
      expect(Number.isSafeInteger(complaint_order_info[0].amount)).toBe(true)
    }
    const [one, two] = complaints.data
    expect(one.complaint_id).not.toBe(two.complaint_id)
  })

  it('with no amount above those that the caller gave', async () => {
    const list = (value: unknown): number[] =>
      typeof value !== 'object' || value === null
        ? []
        : Object.entries(value).flatMap(([name, one]) =>
            /amount/.test(name) && typeof one === 'number' ? [one] : list(one),
          )
    for (const amount of list(await post('/v3/brand/profitsharing/orders', share)))
      expect(amount).toBeLessThanOrEqual(3)
  })

  it('with the page that is asked for', async () => {
    const page = (offset: number, limit: number) =>
      get(
        `/v3/merchant-service/complaints-v2?begin_date=2026-01-01&end_date=2026-01-02&offset=${offset}&limit=${limit}`,
      )
    const lengths = [await page(0, 10), await page(1, 10), await page(0, 1), await page(2, 10)].map(
      ({ data }) => data.length,
    )
    expect(lengths).toEqual([2, 1, 1, 0])
    expect(await page(1, 10)).toMatchObject({ total_count: 2, offset: 1, limit: 10 })
  })

  it.each([
    [
      '/v3/merchant-service/complaints-v2/200201820200101080076610000/complete',
      { complainted_mchid: '1900000001' },
      204,
    ],
    [
      '/v3/new-tax-control-fapiao/fapiao-applications/F1/reverse',
      {
        reverse_reason: 'SALES_RETURN',
        fapiao_information: [{ fapiao_id: '1', fapiao_code: '1', fapiao_number: '1' }],
      },
      202,
    ],
  ])('without content where there is none: %s', async (target, json, status) => {
    const response = await send({ target, body: JSON.stringify(json) })
    expect([response.status, response.text]).toEqual([status, ''])
  })

  it('to a brand, by its own number', async () => {
    const path = { target: '/brand/marketing/product-coupon/notify-configs', method: 'GET', body: '' }
    const { status, json } = await send({ ...path, brandId: sandbox.brand.brandId })
    expect([status, new URL(json.notify_url).origin]).toEqual([200, 'https://sandbox'])
  })

  it('with texts under the key of the caller', async () => {
    const mobile = encodeURIComponent(await platform.key.encrypt('13900000000'))
    const { data } = await get(`/v3/smartguide/guides?store_id=1&mobile=${mobile}`)
    const plain = new TextDecoder().decode(await merchant.privateKey.decrypt(data[0].mobile))
    expect(plain).toBe('13900000000')
  })
})

describe('a file that a response names', () => {
  const bills = '/v3/merchant/fund/withdraw/bill-type/NO_SUCC'
  const fetchFile = async ({ download_url, hash_value, hash_type }: Record<string, string>, more = {}) => {
    const url = String(download_url).replace('https://sandbox', 'https://api.mch.weixin.qq.com')
    const hash = { type: hash_type as 'SHA1', value: String(hash_value) }
    return (await wxpay.download(url, { hash, ...more })).text()
  }

  it('is given, and has the hash beside its address', async () => {
    const bill = await get(`${bills}?bill_date=2026-01-02`)
    expect(bill.download_url).toMatch(/^https:\/\/sandbox\/v3\/billdownload\/file\?token=/)
    expect(await fetchFile(bill)).toContain('编号')
  })

  it('is packed where that was asked for', async () => {
    const bill = await get(`${bills}?bill_date=2026-01-02&tar_type=GZIP`)
    expect(await fetchFile(bill, { gunzip: true })).toContain('编号')
  })

  it('is encrypted where there is an encrypt_key', async () => {
    const query = 'bill_date=2026-01-02&encryption_algorithm=AEAD_AES_256_GCM&service_id=1'
    const { download_bill_count, download_bill_list } = await get(`/v3/payscore/merchant-bill?${query}`)
    expect(download_bill_count).toBe(download_bill_list.length)
    for (const bill of download_bill_list) {
      const { encrypt_key, nonce } = bill
      expect(await fetchFile(bill, { encryption: { encrypt_key, nonce } })).toContain('编号')
    }
  })
})

describe('an upload', () => {
  const target = '/v3/mch-manage/submission-files/sub-mchid/1900000109/upload'
  const bytes = Buffer.from(randomUUID())
  const file_digest = createHash('sha256').update(bytes).digest('hex')

  /** Sends a form of these parts. */
  const upload = (meta: object | undefined, file: string, fields: object = { item_id: 1, manage_record_id: 'M1' }) => {
    const parts = [
      ...(meta ? [['meta', JSON.stringify(meta)]] : []),
      [file, bytes.toString()],
      ...Object.entries(fields).map(([name, value]) => [name, String(value)]),
    ]
    const form = parts.map(([name, text]) => {
      const filename = name === file ? '; filename="a.pdf"' : ''
      return `--edge\r\nContent-Disposition: form-data; name="${name}"${filename}\r\n\r\n${text}\r\n`
    })
    return send({
      target,
      bytes: new TextEncoder().encode(`${form.join('')}--edge--\r\n`),
      signedBody: JSON.stringify(meta),
      headers: { 'Content-Type': 'multipart/form-data; boundary=edge' },
    })
  }

  it('names its file and has the parts that are described', async () => {
    const { status, json } = await upload({ file_name: 'a.pdf', file_digest }, 'submission_file')
    expect([status, json]).toEqual([200, { file_id: expect.stringMatching(/^\w{20,}$/) }])
  })

  it.each<[string, Parameters<typeof upload>, string]>([
    ['another file than named', [{ file_name: 'b.pdf', file_digest }, 'submission_file'], '文件与meta不一致'],
    ['another hash', [{ file_name: 'a.pdf', file_digest: '0'.repeat(64) }, 'submission_file'], '文件与meta不一致'],
    ['no hash', [{ file_name: 'a.pdf' }, 'submission_file'], '文件与meta不一致'],
    ['another name of the part', [{ file_name: 'a.pdf', file_digest }, 'file'], '表单须包含meta与submission_file'],
    ['no meta', [undefined, 'submission_file'], '表单须包含meta与file'],
    [
      'a part that is missing',
      [{ file_name: 'a.pdf', file_digest }, 'submission_file', { item_id: 1 }],
      '输入源“/body/manage_record_id”映射到字段“商户管理记录ID”必填性规则校验失败，此字段为必填项',
    ],
    [
      'a part of another type',
      [{ file_name: 'a.pdf', file_digest }, 'submission_file', { item_id: 'one', manage_record_id: 'M1' }],
      '无法将 JSON 输入源“/body/item_id”映射到目标字段“资料项唯一id”中，此字段需要一个合法的数字',
    ],
  ])('is refused with %s', async (_, parts, message) => {
    const { status, json } = await upload(...parts)
    expect([status, json.code, json.message]).toEqual([400, 'PARAM_ERROR', message])
  })
})
