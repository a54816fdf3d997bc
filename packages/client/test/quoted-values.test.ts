import { inspect } from 'node:util'
import {
  type ApiError,
  type Client,
  type ClientEvent,
  createClient as createEngine,
  isWechatPayError,
} from '@wechatpay-kit/client'
import { createClient, defineOperation } from '@wechatpay-kit/endpoints'
import * as orders from '@wechatpay-kit/endpoints/v3/pay/transactions/out-trade-no/_out_trade_no_'
import { createSandbox } from '@wechatpay-kit/sandbox'
import type { Transport } from '@wechatpay-kit/transport-fetch'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'

const { merchant, platformKeys } = await createSandbox()
const query = { mchid: '1900007291' }

const file = new File(['x'], 'x.png')
const form = defineOperation({
  method: 'POST',
  path: 'v3/forms',
  transfer: 'upload',
  form: { fields: v.object({ id: v.string() }) },
})

/** A value that is a code and a request id as well, by its form. */
const VALUE = 'ORDER20260101X7'
const lower = 'shop-order'

/** Calls that have a value in their path or their body, in every notation, and the value. */
const CALLS: [string, string, (wxpay: ReturnType<typeof connect>) => Promise<unknown>][] = [
  [
    'a path that is known, written out',
    VALUE,
    (w) => w.chain(`v3/pay/transactions/out-trade-no/${VALUE}`).get({ query }),
  ],
  ['a known path, declaratively', VALUE, (w) => w[`v3/pay/transactions/out-trade-no/${VALUE}`].get({ query })],
  ['a known path, by properties', VALUE, (w) => w.v3.pay.transactions.outTradeNo[VALUE].get({ query })],
  [
    'a known path, with params',
    VALUE,
    (w) => w.chain('v3/pay/transactions/out-trade-no/{out_trade_no}').get({ params: { out_trade_no: VALUE }, query }),
  ],
  ['a known path, in lower case', lower, (w) => w.chain(`v3/pay/transactions/out-trade-no/${lower}`).get({ query })],
  ['a path that nobody knows', VALUE, (w) => w.chain(`v3/shops/${VALUE}/orders`).get()],
  ['a path that nobody knows, by properties', VALUE, (w) => w.v3.shops[VALUE].orders.get()],
  ['a path that nobody knows, with params', lower, (w) => w.chain('v3/shops/{id}').get({ params: { id: lower } })],
  ['a path, as a part of a segment', VALUE, (w) => w.chain('v3/shops/{id}.json').get({ params: { id: VALUE } })],
  ['a query', VALUE, (w) => w.chain('v3/shops').get({ query: { id: VALUE } })],
  ['a list in a query', VALUE, (w) => w.chain('v3/shops').get({ query: { ids: ['X', VALUE, 'Y'] } })],
  [
    'a list in the query of a file',
    VALUE,
    (w) => w.download('v3/x', { hash: 'unchecked', query: { ids: ['X', VALUE] } }),
  ],
  ['a further part of a form', VALUE, (w) => w.upload('v3/forms', { file, fields: { id: VALUE } })],
  [
    'the path of a file',
    VALUE,
    (w) => w.download(`https://api.mch.weixin.qq.com/v3/files/${VALUE}`, { hash: 'unchecked' }),
  ],
  [
    'the query of a file, without a name',
    VALUE,
    (w) => w.download(`https://api.mch.weixin.qq.com/v3/files/x?${VALUE}`, { hash: 'unchecked' }),
  ],
]

/** Calls that have it in their body, where an error may say it in a sentence, but not in a code or an id. */
const BODIES: [string, string, (wxpay: ReturnType<typeof connect>) => Promise<unknown>][] = [
  ['a body', VALUE, (w) => w.chain('v3/shops').post({ json: { out_trade_no: VALUE } })],
  ['a list in a body', VALUE, (w) => w.chain('v3/shops').post({ json: { orders: [{ no: [VALUE] }] } })],
  ['a body, behind a line break', VALUE, (w) => w.chain('v3/shops').post({ json: { note: `first\n${VALUE}` } })],
  ['a body, as a number', '20260101', (w) => w.chain('v3/shops').post({ json: { number: 20260101 } })],
  ['a body, with colons', 'fe80::1:2:3', (w) => w.chain('v3/shops').post({ json: { payer_client_ip: 'fe80::1:2:3' } })],
]

// biome-ignore lint/suspicious/noExplicitAny: paths that no type knows
type AnyClient = any

function connect(transport: Transport, onEvent: (event: ClientEvent) => void): AnyClient {
  const options = { merchant, platformKeys, transport, onEvent, retry: { maxAttempts: 1 } }
  return createEngine({ ...options, operations: [orders.get, form] }) as Client as AnyClient
}

/** Makes a call whose response nobody signed; gives its error, and the events without the path as it was written. */
async function fail(make: (wxpay: AnyClient) => Promise<unknown>, respond: () => Response) {
  const events: object[] = []
  const wxpay = connect(
    async () => respond(),
    ({ path: _, ...event }) => void events.push(event),
  )
  const error = await make(wxpay).then(
    () => expect.fail('data reached the caller'),
    (thrown: unknown) => thrown,
  )
  if (!isWechatPayError(error)) throw error
  return { error: error as ApiError, shown: inspect([error, events], { depth: 9, showHidden: true }) }
}

describe.each([...CALLS, ...BODIES])('a value in %s', (_, value, make) => {
  it.each([value, `A_${value}`, `${value}.1`])('is not shown where the Request-ID is %s', async (id) => {
    const { error, shown } = await fail(make, () => new Response('{}', { status: 500, headers: { 'Request-ID': id } }))
    expect(error.requestId).toBeUndefined()
    expect(shown).not.toContain(value)
  })

  it('is not shown where an error nobody signed has it for code', async () => {
    for (const code of [value, `A_${value}`]) {
      const { shown } = await fail(make, () => Response.json({ code, message: '' }, { status: 400 }))
      expect(shown).not.toContain(value)
    }
  })
})

it.each(CALLS)('a value in %s is masked in the sentences of an error', async (_, value, make) => {
  const { shown } = await fail(make, () =>
    Response.json({ code: 'X', message: `no ${value}`, detail: { issue: value } }, { status: 404 }),
  )
  expect(shown).not.toContain(value)
  const { shown: thrown } = await fail(make, () => {
    throw new Error(`cannot reach /v3/${value}`)
  })
  expect(thrown).not.toContain(value)
})

describe('what is no value is shown', () => {
  const message = 'transactions of out-trade-no: certificates of the platform'

  it.each<[string, (wxpay: AnyClient) => Promise<unknown>]>([
    ['a known path', (w) => w.chain('v3/pay/transactions/out-trade-no/1217752501').get({ query })],
    ['an unknown one', (w) => w.chain('v3/certificates/transactions/out-trade-no').get()],
  ])('the words of %s', async (_, make) => {
    const { error } = await fail(make, () => Response.json({ code: 'NOT_FOUND', message }, { status: 404 }))
    expect(error.message).toContain(message)
    expect(error.apiCode).toBe('NOT_FOUND')
  })

  it('a request id and a code beside a body of other values', async () => {
    const { error } = await fail(
      (w) => w.chain('v3/shops').post({ json: { out_trade_no: VALUE, amount: { total: 1, currency: 'CNY' } } }),
      () =>
        Response.json(
          { code: 'PARAM_ERROR', message },
          { status: 400, headers: { 'Request-ID': '08F78BB5AF0610D302-0' } },
        ),
    )
    expect(error).toMatchObject({ apiCode: 'PARAM_ERROR', requestId: '08F78BB5AF0610D302-0' })
  })

  it('a code that WeChat Pay signed, whatever the body holds', async () => {
    const sandbox = await createSandbox()
    const { merchant, platformKeys } = sandbox
    const body = JSON.stringify({ code: 'ORDER_CLOSED', message: 'x' })
    const transport: Transport = async (url, request) => {
      sandbox.failNext({ body })
      const { headers } = await sandbox.transport(url, request)
      return new Response(body, { status: 400, headers })
    }
    const wxpay = createClient({ merchant, platformKeys, transport, retry: { maxAttempts: 1 } })
    const call = wxpay.chain('v3/shops').post({ json: { reason: 'ORDER_CLOSED' } })
    await expect(call).rejects.toMatchObject({ apiCode: 'ORDER_CLOSED', verified: true })
  })
})
