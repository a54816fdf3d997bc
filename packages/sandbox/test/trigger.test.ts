import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readNotifications } from '@wechatpay-kit/catalogue'
import { readEnvironment, readNotification } from '@wechatpay-kit/client'
import { createCertificateKeys } from '@wechatpay-kit/client/certificate-keys'
import { createClient, echo } from '@wechatpay-kit/endpoints'
import { createSandbox, type Delivery } from '@wechatpay-kit/sandbox'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

/** A receiver that responds as `respond` says, and remembers what came. */
let respond: { status: number; body?: string; location?: string } | 'silence' | 'break'
let received: Request[]
const server = createServer(async (incoming, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const headers = Object.entries(incoming.headers as Record<string, string>)
  received.push(new Request('http://receiver', { method: 'POST', headers, body: Buffer.concat(chunks) }))
  if (respond === 'break') incoming.socket.destroy()
  else if (respond !== 'silence')
    response.writeHead(respond.status, respond.location ? { location: respond.location } : {}).end(respond.body)
})
let to: string

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  to = `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  respond = { status: 204 }
  received = []
})

const sandbox = await createSandbox({ merchants: [{ mchid: '1900000002' }] })
const trigger = async (json: object): Promise<{ status: number; json: Record<string, unknown> }> => {
  const headers = { 'content-type': 'application/json' }
  const request = new Request('http://127.0.0.1/sandbox/notifications', {
    method: 'POST',
    headers,
    body: JSON.stringify(json),
  })
  const response = await sandbox.fetch(request)
  return { status: response.status, json: (await response.json()) as Record<string, unknown> }
}
const read = async (request = received[0] as Request, merchant = sandbox.merchants[0]) =>
  readNotification(request, { keys: sandbox.platformKeys, apiV3Key: merchant?.apiV3Key ?? '' })

describe('every documented event', () => {
  it('is sent, and is read by the client as what it is', async () => {
    const events = [...new Set((await readNotifications()).flatMap((record) => record.events))]
    expect(events.length).toBe(105)
    for (const event_type of events) {
      received = []
      expect((await trigger({ event_type, to })).json).toMatchObject({ event_type, status: 204, acknowledged: true })
      expect(await read()).toMatchObject({ event_type, resource: expect.any(Object) })
    }
  })

  it('has its fields by the description, and those of the same event agree', async () => {
    await trigger({ event_type: 'TRANSACTION.SUCCESS', to })
    await trigger({ event_type: 'TRANSACTION.SUCCESS', to })
    const [first, second] = [await read(), await read(received[1])]
    expect(first.original_type).toBe('transaction')
    expect(first.resource).toMatchObject({ trade_state: 'SUCCESS', amount: { currency: 'CNY' }, mchid: '1900000000' })
    const { amount } = first.resource as { amount: { total: number; payer_total: number } }
    expect(amount.total).toBe(amount.payer_total)
    expect(second.resource).toEqual(first.resource)
    expect(second.id).not.toBe(first.id)
  })

  it.each([
    ['REFUND.ABNORMAL', 'refund_status', 'ABNORMAL'],
    ['REFUND.CLOSED', 'refund_status', 'CLOSED'],
    ['REFUND.SUCCESS', 'refund_status', 'SUCCESS'],
  ])('%s tells its state', async (event_type, field, state) => {
    await trigger({ event_type, to })
    expect((await read()).resource).toMatchObject({ [field]: state })
  })

  it('has the texts encrypted again that the record encrypts, with the key of the merchant', async () => {
    await trigger({ event_type: 'MEMBERCARD.ACCEPT_CARD', to })
    const { phone_number } = (await read()).resource as { phone_number: string }
    expect(phone_number).toMatch(/^[\w+/]{342}==$/)
    const plain = await sandbox.merchants[0]?.privateKey.decrypt(phone_number)
    expect(new TextDecoder().decode(plain)).toMatch(/^1\d{10}$/)
    received = []
    await trigger({ event_type: 'BRAND_MEMBER_CARD_SP.USER_CARD.CREATE', to })
    const { user_information } = (await read()).resource as {
      user_information: { common_field_list: { value: string }[] }
    }
    expect(user_information.common_field_list[0]?.value).toMatch(/^[\w+/]{342}==$/)
  })

  it('is of another original type, and another merchant, where the caller says so', async () => {
    const json = { event_type: 'TRANSACTION.SUCCESS', original_type: 'profitsharing', mchid: '1900000002', to }
    expect((await trigger(json)).json).toMatchObject({ original_type: 'profitsharing', mchid: '1900000002' })
    const { resource } = await read(received[0], sandbox.merchants[1])
    expect(resource).toMatchObject({ receiver: expect.any(Object), mchid: '1900000002' })
  })
})

describe('set', () => {
  it('changes values by their types, and what depends on them', async () => {
    const set = {
      'resource.amount.total': '1',
      'resource.out_trade_no': '7',
      'resource.promotion_detail[0].name': 'one',
      'resource.trade_state': 'A_NEW_STATE',
    }
    await trigger({ event_type: 'TRANSACTION.SUCCESS', to, set })
    expect((await read()).resource).toMatchObject({
      amount: { total: 1, payer_total: 1 },
      out_trade_no: '7',
      promotion_detail: [{ name: 'one' }],
      trade_state: 'A_NEW_STATE',
    })
  })

  it('takes anything where nothing is described', async () => {
    await trigger({ event_type: 'MCHWITHDRAW.CHANGE', to, set: { 'resource.a.b': '1', 'resource.c': 'x' } })
    expect((await read()).resource).toEqual({ a: { b: 1 }, c: 'x' })
  })

  it.each([
    ['resource.amount.totl', '1', /同级的字段有：.*total/],
    ['resource.amount.total', '0.5', /须为整数，单位为分/],
    ['resource.amount.total', 'one', /须为整数/],
    ['resource.amount', '1', /JSON 对象/],
    ['resource.promotion_detail', '{}', /JSON 数组/],
    ['resource.promotion_detail.name', 'x', /序号/],
    ['resource.out_trade_no.x', 'x', /没有下级字段/],
    ['resource.out_trade_no', 7, /须为文本/],
    ['amount.total', '1', /须以 resource\./],
    ['resource.__proto__.x', '1', /同级的字段有/],
  ])('refuses %s=%s', async (name, value, message) => {
    const { status, json } = await trigger({ event_type: 'TRANSACTION.SUCCESS', to, set: { [name]: value } })
    expect([status, json['code']]).toEqual([400, 'PARAM_ERROR'])
    expect(json['message']).toMatch(message)
    expect(received).toEqual([])
  })
})

describe('the result', () => {
  it('says that an error status is repeated', async () => {
    respond = { status: 500, body: '{"code":"FAIL"}' }
    expect((await trigger({ event_type: 'REFUND.SUCCESS', to })).json).toMatchObject({
      acknowledged: false,
      status: 500,
      body: '{"code":"FAIL"}',
      repeatAfter: 15,
      durationMs: expect.any(Number),
    })
    expect(received).toHaveLength(1)
  })

  it('says that a redirect is not followed', async () => {
    respond = { status: 302, location: to }
    expect((await trigger({ event_type: 'REFUND.SUCCESS', to })).json).toMatchObject({
      acknowledged: false,
      status: 302,
    })
    expect(received).toHaveLength(1)
  })

  it('says that there was no response, and why', async () => {
    respond = 'break'
    expect((await trigger({ event_type: 'REFUND.SUCCESS', to })).json).toMatchObject({
      acknowledged: false,
      error: 'unreachable',
      message: expect.any(String),
    })
    respond = 'silence'
    expect((await trigger({ event_type: 'REFUND.SUCCESS', to })).json).toMatchObject({
      acknowledged: false,
      error: 'timeout',
    })
  }, 10_000)

  it('holds no more of a body than its beginning', async () => {
    respond = { status: 200, body: 'x'.repeat(1_000_000) }
    expect((await trigger({ event_type: 'REFUND.SUCCESS', to })).json['body']).toBe('x'.repeat(2000))
  })
})

describe('a fault', () => {
  it.each(['wrong-signature', 'unsigned', 'unknown-key', 'stale', 'early', 'probe', 'other-signature'])(
    '%s makes a notification that the client refuses',
    async (fault) => {
      expect((await trigger({ event_type: 'TRANSACTION.SUCCESS', to, fault })).status).toBe(200)
      await expect(read()).rejects.toMatchObject({ code: expect.stringMatching(/^SIGNATURE_/) })
    },
  )

  it.each(['drop', 'nonsense', { delay: 1 }])('%s is refused, and all that there are are named', async (fault) => {
    const { status, json } = await trigger({ event_type: 'TRANSACTION.SUCCESS', to, fault })
    expect([status, json['message']]).toEqual([400, expect.stringContaining('wrong-signature')])
  })
})

describe('wrong input', () => {
  it('names the events that are nearest', async () => {
    const { status, json } = await trigger({ event_type: 'TRANSACTON.SUCESS', to })
    expect([status, json['code']]).toEqual([404, 'RESOURCE_NOT_EXISTS'])
    expect(json['detail']).toMatchObject({ nearest: expect.arrayContaining(['TRANSACTION.SUCCESS']) })
    const { json: part } = await trigger({ event_type: 'abnormal', to })
    expect(part['message']).toContain('REFUND.ABNORMAL')
  })

  it.each([
    [{}, '/event_type'],
    [{ event_type: 'REFUND.SUCCESS' }, '/to'],
    [{ event_type: 'REFUND.SUCCESS', to: 'ftp://x' }, '/to'],
    [{ event_type: 'REFUND.SUCCESS', to: 'http://x', tow: 1 }, '/tow'],
    [{ event_type: 'REFUND.SUCCESS', to: 'http://x', set: [] }, '/set'],
    [{ event_type: 'REFUND.SUCCESS', to: 'http://x', original_type: 'transaction' }, '/original_type'],
  ])('%j is refused', async (json, field) => {
    expect(await trigger(json)).toMatchObject({ status: 400, json: { code: 'PARAM_ERROR', detail: { field } } })
  })
})

describe('the last deliveries', () => {
  it('are listed by the number that they tell of, once they are done', async () => {
    const { merchant, platformKeys, transport } = sandbox
    const wxpay = createClient({ merchant, platformKeys, transport })
    const order = { appid: 'wx2421b1c4370ec43b', mchid: merchant.mchid, description: 'a', notify_url: to }
    for (const out_trade_no of ['O00001', 'O00002']) {
      const json = { ...order, out_trade_no, amount: { total: 100 } }
      await wxpay.chain('v3/pay/transactions/native').post({ json })
      await sandbox.command('pay', { out_trade_no })
    }
    expect(await sandbox.command('deliveries', { reference: 'O00001' })).toMatchObject({
      deliveries: [{ event_type: 'TRANSACTION.SUCCESS', reference: 'O00001', attempt: 1, status: 204, url: to }],
    })
    expect(await sandbox.command('deliveries', { reference: 'O3' })).toEqual({ deliveries: [] })
    expect(await sandbox.command('deliveries', { mchid: '1900000002' })).toEqual({ deliveries: [] })
    const { deliveries } = (await sandbox.command('deliveries', {})) as { deliveries: Delivery[] }
    expect(deliveries.map(({ reference }) => reference)).toEqual(['O00001', 'O00002'])
  })

  it('are no more than 200', async () => {
    const { merchant, platformKeys, transport } = sandbox
    const wxpay = createClient({ merchant, platformKeys, transport })
    for (let index = 0; index < 201; index += 1)
      await wxpay.chain('v3/security/echo').post({ json: { echo_message: 'a', notify_url: to } })
    const { deliveries } = (await sandbox.command('deliveries', {})) as { deliveries: Delivery[] }
    expect(deliveries).toHaveLength(200)
  })
})

describe('the environment of a merchant', () => {
  it.each(['public-key', 'certificate', 'both'] as const)('makes a client, with %s', async (platformKeyKind) => {
    const other = await createSandbox({ platformKeyKind, merchants: [{ mchid: '1900000002' }] })
    for (const { writeEnvironment, mchid } of other.merchants) {
      const { transport } = other
      const env = { ...writeEnvironment(), WECHATPAY_BASE_URL: 'https://sandbox.example' }
      const read = await readEnvironment(env, {
        transport,
        createCertificateKeys,
        required: ['merchant', 'platformKeys', 'apiV3Key'],
      })
      const wxpay = createClient({ ...read, transport, operations: [echo] })
      expect(read.merchant.mchid).toBe(mchid)
      const json = { echo_message: 'a', encrypted_echo_message: '张三' }
      expect(await wxpay.chain('v3/security/echo').post({ json }).json()).toEqual(json)
    }
  })
})
