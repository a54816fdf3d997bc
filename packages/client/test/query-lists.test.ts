import { createClient, defineOperation, sensitiveText, text } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import * as v from 'valibot'
import { beforeEach, describe, expect, it } from 'vitest'

const { merchant, platformKeys } = await createSandbox()

const find = defineOperation({
  method: 'GET',
  path: 'v3/shops',
  query: v.strictObject({ kinds: v.optional(v.array(text())), owners: v.optional(v.array(sensitiveText())) }),
  response: v.looseObject({}),
})

let sent: string[] = []
beforeEach(() => {
  sent = []
})
const wxpay = createClient({
  merchant,
  platformKeys,
  operations: [find],
  transport: async (url) => {
    sent.push(new URL(url).search)
    throw new Error('offline')
  },
  retry: { maxAttempts: 1 },
})
const SENT = { name: 'TransportError' }

describe('a list in a query', () => {
  it('travels as one parameter, its items joined by commas', async () => {
    await expect(wxpay.v3.shops.get({ query: { kinds: ['FOOD', '服装'] } })).rejects.toMatchObject(SENT)
    await expect(wxpay.chain('v3/parcels').get({ query: { a: [1, true, 'x'], b: 2 } })).rejects.toMatchObject(SENT)
    expect(sent).toEqual(['?kinds=FOOD%2C%E6%9C%8D%E8%A3%85', '?a=1%2Ctrue%2Cx&b=2'])
  })

  it('is left out where it is empty', async () => {
    await expect(wxpay.v3.shops.get({ query: { kinds: [] } })).rejects.toMatchObject(SENT)
    expect(sent).toEqual([''])
  })

  it('is encrypted item by item, and stays as it is for its owner', async () => {
    const owners = ['张三', '李四']
    for (const more of [{}, { validation: 'off' }] as const) {
      await expect(wxpay.v3.shops.get({ query: { owners }, ...more })).rejects.toMatchObject(SENT)
    }
    for (const search of sent) {
      const found = new URLSearchParams(search).get('owners')?.split(',') ?? []
      expect(found.map((one) => atob(one).length)).toEqual([256, 256])
    }
    expect(owners).toEqual(['张三', '李四'])
  })

  it.each([
    ['an item with a comma', ['a,b'], /comma/],
    ['an item that is no single value', [{}], /string, a number/],
    ['a list in a list', [['a']], /string, a number/],
    ['nothing', [undefined], /string, a number/],
    ['a number that JSON cannot hold', [Number.POSITIVE_INFINITY], /Infinity/],
  ])('is refused for %s', async (_, a, message) => {
    const call = wxpay.chain('v3/parcels').get({ query: { a } as never })
    await expect(call).rejects.toMatchObject({ field: 'query.a', message: expect.stringMatching(message) })
    expect(sent).toEqual([])
  })

  it('is no value of a path’s variable', async () => {
    const call = wxpay.chain('v3/parcels/{id}').get({ params: { id: ['1', '2'] } as never })
    await expect(call).rejects.toMatchObject({ field: 'params.id' })
  })
})
