import type { CatalogueNode, CatalogueOperation } from '@wechatpay-kit/catalogue'
import { describe, expect, it } from 'vitest'
import { type KnownOperation, listParts, readOperations } from '../../tools/prove/facts.mjs'
import { proveTypes } from '../../tools/prove/types.mjs'

const known = await readOperations()
const generated = known.filter(({ decision }) => decision.kind === 'generated').map(({ facts }) => facts)
const sum = (count: (facts: CatalogueOperation) => number) =>
  generated.reduce((total, facts) => total + count(facts), 0)

describe('the types of all operations, as the compiler reads them', () => {
  const proof = proveTypes(known)

  it('are those of the facts, field by field', () => {
    expect(proof.faults).toEqual([])
  })

  it('were compared one and all', () => {
    expect(proof.operations).toBe(generated.length)
    expect(proof.fields).toEqual({
      query: sum((facts) => facts.query?.length ?? 0),
      request: sum((facts) => listParts(facts).json.length),
      response: sum((facts) => listParts(facts).response.length),
    })
  })

  it('stand in one list each, and once in the list of all', () => {
    const expected = known.filter(({ decision }) => decision.kind !== 'left out').map(({ name }) => name)
    const { all = [], ...areas } = Object.fromEntries(proof.lists)
    expect([...all].sort()).toEqual(expected.sort())
    expect(Object.values(areas).flat().sort()).toEqual(expected.sort())
  })
})

it('a type that differs from the facts is found, whatever the difference', () => {
  const refund = known.find(({ name }) => name === 'POST v3/refund/domestic/refunds') as KnownOperation
  const { idempotency: _number, ...facts } = refund.facts
  const { json, response } = facts as { json: CatalogueNode; response: Record<string, CatalogueNode> }
  const { sub_mchid: _, ...fields } = json.fields ?? {}
  const change = (name: string, more: object) => ({ ...fields[name], ...more }) as CatalogueNode
  const changed: CatalogueOperation = {
    ...facts,
    download: true,
    query: [{ name: 'mchid', type: 'string' }],
    json: {
      type: 'object',
      fields: {
        ...fields,
        transaction_id: change('transaction_id', { required: true }),
        out_refund_no: change('out_refund_no', { required: undefined }),
        out_trade_no: change('out_trade_no', { type: 'integer' }),
        reason: change('reason', { type: 'any' }),
        notify_url: change('notify_url', { type: 'array' }),
        funds_account: change('funds_account', { enum: ['AVAILABLE', 'OTHER'] }),
        refund_account: change('refund_account', { enum: undefined, nullable: true }),
        goods_detail: change('goods_detail', { items: { type: 'object', fields: { other: { type: 'string' } } } }),
        amount: { type: 'object', required: true },
        added: { type: 'string' },
      },
    },
    response: { '200': { type: 'object', fields: { ...response['200']?.fields, added: { type: 'boolean' } } } },
    headers: [{ name: 'Idempotency-Key', type: 'string', required: true }],
  }
  const { faults } = proveTypes(
    known.map((one) => (one === refund ? { ...one, facts: changed } : one)),
    (list) => list === 'refund',
  )
  const places = faults.map((fault) => fault.replace(`${refund.name}: `, ''))
  for (const start of [
    'has idempotencyField,method,path,request,response, documented are headers,method,path,query,request,response,transfer',
    'request.sub_mchid: is not documented',
    'request.transaction_id: is optional',
    'request.out_refund_no: is not optional',
    'request.out_trade_no: string is not a number',
    'request.reason: string is not unknown',
    'request.notify_url: string is not a read-only list',
    'request.funds_account:',
    'request.refund_account:',
    'request.goods_detail[].other: is missing',
    'request.goods_detail[].merchant_goods_id: is not documented',
    'request.amount: PostRequestAmount is not an object of any fields',
    'request.added: is missing',
    'response.added: is missing',
    'is no download',
    'is recognised by no number',
    'needs the headers',
  ]) {
    expect(
      places.some((place) => place.startsWith(start)),
      start,
    ).toBe(true)
  }
  expect(faults.every((fault) => fault.startsWith(refund.name))).toBe(true)
})
