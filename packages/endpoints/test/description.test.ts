import * as refunds from '@wechatpay-kit/endpoints/v3/refund/domestic/refunds'
import * as createBatch from '@wechatpay-kit/endpoints/v3/transfer/batches'
import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'

const json = {
  transaction_id: '4200000000202601010000000000',
  out_refund_no: '1217752501201407033233368018',
  amount: { refund: 888, total: 888, currency: 'CNY' },
}

/** The faults that a schema finds, by their place. */
function findFaults(values: unknown): Record<string, string> {
  const { issues = [] } = v.safeParse(refunds.post.request, values)
  return Object.fromEntries(
    issues.map(({ path = [], message, expected }) => [
      path.map(({ key }) => key).join('.'),
      message === `must be of type ${expected}` ? `not ${expected}` : message,
    ]),
  )
}

describe('a described schema', () => {
  it('takes what is documented, as valibot and Standard Schema ask for it', () => {
    expect(v.parse(refunds.post.request, json)).toEqual(json)
    expect(refunds.post.request['~standard'].validate(json)).toMatchObject({ value: json })
    expect(v.is(refunds.post.response, { anything: ['at all'] })).toBe(true)
    expect(v.is(refunds.post.response, 'a text')).toBe(false)
  })

  it('tells valibot by its metadata whether a text is sensitive, and nothing of others', () => {
    const { entries } = createBatch.post.request as unknown as { entries: Record<string, v.GenericSchema> }
    expect(v.getMetadata(entries['out_batch_no'] as v.GenericSchema)).toEqual({})
    const { item } = entries['transfer_detail_list'] as unknown as {
      item: { entries: Record<string, v.GenericSchema> }
    }
    expect(v.getMetadata(item.entries['user_name'] as v.GenericSchema)).toEqual({ sensitive: true })
  })

  it('copies objects and lists, so that encryption does not change the caller’s', () => {
    const given = { ...json, goods_detail: [] }
    const copy = v.parse(refunds.post.request, given)
    expect(copy).not.toBe(given)
    expect(copy.amount).not.toBe(given.amount)
    expect(copy.goods_detail).not.toBe(given.goods_detail)
  })

  it.each<[string, object, Record<string, string>]>([
    ['a missing field', { out_refund_no: undefined }, { out_refund_no: 'is missing' }],
    [
      'an inherited field',
      Object.create({ out_refund_no: '1' }),
      { out_refund_no: 'is missing', amount: 'is missing' },
    ],
    ['a wrong type', { out_refund_no: 1 }, { out_refund_no: 'not string' }],
    ['null', { amount: null }, { amount: 'not object' }],
    ['a list for an object', { amount: [] }, { amount: 'not object' }],
    ['an object for a list', { goods_detail: {} }, { goods_detail: 'not array' }],
    [
      'an unknown field, with those beside it',
      { amount: { ...json.amount, refunds: 1 } },
      {
        'amount.refunds': 'is not a field of this object; its fields are refund, from, total, currency, refund_fee',
      },
    ],
    ['a value in the wrong case', { funds_account: 'available' }, { funds_account: 'must be written AVAILABLE' }],
    [
      'a value in the wrong case, of many',
      { refund_account: 'refund_source_partner_advance' },
      { refund_account: 'must be in capital letters, as its documented values are' },
    ],
    [
      'faults in a list, all of them',
      { goods_detail: [{ merchant_goods_id: '1', unit_price: 5.28, refund_amount: 'x', refund_quantity: 1 }, 1] },
      {
        'goods_detail.0.unit_price': 'not integer, in fen',
        'goods_detail.0.refund_amount': 'not integer, in fen',
        'goods_detail.1': 'not object',
      },
    ],
    [
      'amounts of a refund in yuan or as texts, naming the unit',
      { amount: { refund: 8.88, from: [{ account: 'AVAILABLE', amount: 0.5 }], total: '888', currency: 'CNY' } },
      {
        'amount.refund': 'not integer, in fen',
        'amount.from.0.amount': 'not integer, in fen',
        'amount.total': 'not integer, in fen',
      },
    ],
  ])('refuses %s', (_, change, faults) => {
    const values = Object.keys(change).length > 0 ? { ...json, ...change } : change
    expect(findFaults(values)).toEqual(faults)
  })

  it('takes values that nobody documented yet', () => {
    expect(findFaults({ ...json, funds_account: 'NEW_ACCOUNT', refund_account: 'NEW_SOURCE' })).toEqual({})
  })

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (value) => void v.safeParse(refunds.post.request, value)),
    )
  })

  it('does not take a field of Object.prototype for a described one', () => {
    expect(findFaults(JSON.parse(JSON.stringify(json).replace('{', '{"__proto__":1,"constructor":2,')))).toEqual({
      ['__proto__']: expect.stringContaining('is not a field'),
      constructor: expect.stringContaining('is not a field'),
    })
  })
})

describe('a generated operation', () => {
  it('is frozen data, whose schemas are made once', () => {
    expect(refunds.post).toMatchObject({ method: 'POST', path: 'v3/refund/domestic/refunds' })
    expect(Object.isFrozen(refunds.post)).toBe(true)
    expect(refunds.post.request).toBe(refunds.post.request)
  })
})
