import { createClient, defineOperation, sensitiveText, text } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import type { TransportRequest } from '@wechatpay-kit/transport-fetch'
import * as v from 'valibot'
import { beforeEach, describe, expect, it } from 'vitest'

// What JavaScript users can write: any path, in any notation.
// biome-ignore lint/suspicious/noExplicitAny: the untyped side is what is tested
type Anything = any

let wxpay: Anything
let sent: { url: string; request: TransportRequest }[]
const sandbox = await createSandbox()

beforeEach(() => {
  sent = []
  const { merchant, platformKeys, transport } = sandbox
  wxpay = createClient({
    merchant,
    platformKeys,
    transport: (url, request) => {
      sent.push({ url, request })
      return transport(url, request)
    },
  })
})

/** The URL that a call goes to, whatever the sandbox says to it: any but 401, which would be a wrong signature. */
async function urlOf(call: Promise<{ readonly status: number }>): Promise<string> {
  const { status } = await call.catch((error) => error)
  expect([200, 400, 404]).toContain(status)
  return String(sent.at(-1)?.url).replace('https://api.mch.weixin.qq.com', '')
}

describe('paths', () => {
  it('are the same in all notations and spellings', async () => {
    const calls = [
      wxpay.v3.gov.subsidy.zhejiang.nQualifications.list,
      wxpay.v3.gov.subsidy.zhejiang['n-qualifications'].list,
      wxpay.V3.Gov['subsidy/zhejiang'].nQualifications.list,
      wxpay.chain('v3/gov/subsidy/zhejiang/n-qualifications/list'),
      wxpay.chain('/v3/gov/subsidy/zhejiang').nQualifications.list,
      wxpay['v3/gov/subsidy/zhejiang/n-qualifications/list'],
    ]
    for (const node of calls) {
      expect(await urlOf(node.post({ json: {} }))).toBe('/v3/gov/subsidy/zhejiang/n-qualifications/list')
    }
  })

  it.each(['WeChatPay', 'Sub_merchants', 'mch_archives', 'SNCode', '_a', 'a_', 'try', 'apply', 'name'])(
    'that no operation has leave %s as it is written',
    async (segment) => {
      expect(await urlOf(wxpay.v3[segment].get())).toBe(`/v3/${segment}`)
    },
  )

  it.each(['20250919C', 'T2025', 'Abc', 'orderAbc', 'oUpF8uMuAJO_M2pxb-1Q9zNjWeS6o', 'gov'])(
    'keep the value %s in the pure chain',
    async (value) => {
      const byNumber = wxpay.v3.pay.transactions['out-trade-no']
      expect(await urlOf(byNumber[value].get())).toBe(`/v3/pay/transactions/out-trade-no/${value}`)
    },
  )

  it('of an operation may be in camel case, its first letter in any', async () => {
    const request = v.strictObject({})
    const response = v.looseObject({})
    const operation = defineOperation({ method: 'POST', path: 'v3/combine-transactions/s-n-code', request, response })
    const { merchant, platformKeys, transport } = sandbox
    const client = createClient({ merchant, platformKeys, transport, operations: [operation] }) as typeof wxpay
    for (const node of [client.v3.combineTransactions.sNCode, client.v3.CombineTransactions.SNCode]) {
      expect(node).toBe(client.chain('v3/combine-transactions/s-n-code'))
    }
  })

  it('are taken as they are where they are given as a whole: an order number is not camel case', async () => {
    for (const path of ['v3/pay/transactions/out-trade-no/ABCdef_1', 'v3/x/_a_']) {
      for (const node of [wxpay.chain(path), wxpay.chain(`/${path}`), wxpay[path]]) {
        expect(await urlOf(node.get())).toBe(`/${path}`)
      }
    }
  })

  it.each(['', 'pay/unifiedorder', 'v3', 'v3/', 'v2/x', 'v3x/y'])('of v3 alone: not “%s”', async (path) => {
    await expect(wxpay.chain(path).get()).rejects.toMatchObject({ field: 'path' })
    await expect(wxpay.chain().get()).rejects.toMatchObject({ field: 'path' })
    expect(wxpay.v3x).toBeUndefined()
  })

  it('reach segments that are named like methods through chain', async () => {
    expect(await urlOf(wxpay.chain('v3/profitsharing/receivers/delete').post({ json: {} }))).toBe(
      '/v3/profitsharing/receivers/delete',
    )
  })

  it.each(['{transaction_id}', '_transaction_id_'])('fill the variable %s', async (segment) => {
    const node = wxpay.v3.pay.transactions.id[segment]
    expect(
      await urlOf(node.get({ params: { transaction_id: 'a/b c?d#é' }, query: { mchid: '1', none: undefined } })),
    ).toBe('/v3/pay/transactions/id/a%2Fb%20c%3Fd%23%C3%A9?mchid=1')
  })

  it.each(['', '.', '..'])('refuse the variable’s value “%s”', async (value) => {
    const call = wxpay.chain('v3/users/{openid}').get({ params: { openid: value } })
    await expect(call).rejects.toMatchObject({ field: 'params.openid' })
    await expect(wxpay.chain('v3/users/{openid}').get()).rejects.toMatchObject({ field: 'params.openid' })
  })

  it.each(['v3/a/../b', 'v3/./a', 'v3/%2e%2e/a', 'v3/a?b=c', 'v3/a#b', 'v3/a b', 'v3/姓名', 'v3/a\\b', 'v3/a\n'])(
    'refuse %j',
    async (path) => {
      await expect(wxpay.chain(path).get()).rejects.toMatchObject({ code: 'VALIDATION_FAILED', field: 'path' })
      expect(sent).toEqual([])
    },
  )

  it('sign the query as it is sent', async () => {
    const query = { partner: '{"type":"APPID"}', title: "O'Neil *~()!", blank: ' ', plus: '+', n: 1, b: true }
    expect(await urlOf(wxpay.chain('v3/marketing/partnerships').get({ query }))).toBe(
      '/v3/marketing/partnerships?partner=%7B%22type%22%3A%22APPID%22%7D&title=O%27Neil%20%2A~%28%29%21&blank=%20&plus=%2B&n=1&b=true',
    )
  })

  it.each([['\ud800', 'query.a']])('refuse a query of half characters', async (value, field) => {
    await expect(wxpay.chain('v3/a').get({ query: { a: value } })).rejects.toMatchObject({ field })
  })
})

describe('a node', () => {
  it('is not a thenable, and has no segment that runtimes ask for', async () => {
    const node = wxpay.v3.gov
    for (const name of ['then', 'catch', 'finally', 'toJSON', 'prototype', Symbol.toPrimitive, Symbol.iterator]) {
      expect(node[name]).toBeUndefined()
    }
    expect(node.constructor).toBe(Object)
    expect(await node).toBe(node)
    expect(await wxpay).toBe(wxpay)
    expect(wxpay.then).toBeUndefined()
    expect(wxpay.somethingElse).toBeUndefined()
    expect(sent).toEqual([])
  })

  it('cannot be changed', () => {
    expect(() => {
      wxpay.v3.post = 1
    }).toThrow(TypeError)
    expect(() => {
      wxpay.encrypt = 1
    }).toThrow(TypeError)
  })
})

describe('calls without an operation', () => {
  it('send an empty body where there is no json, and none with GET', async () => {
    await urlOf(wxpay.chain('v3/a').post())
    expect(sent[0]?.request.body).toBeUndefined()
    expect(sent[0]?.request.headers['Content-Type']).toBeUndefined()
    await expect(wxpay.chain('v3/a').get({ json: {} })).rejects.toMatchObject({ field: 'json' })
    await expect(wxpay.chain('v3/a').post({ json: null })).rejects.toMatchObject({ field: 'json' })
    await expect(wxpay.chain('v3/a').post({ json: { big: 1n } })).rejects.toMatchObject({ field: 'json.big' })
  })
})

describe('an operation of one’s own', () => {
  const secret = sensitiveText()
  it.each<[string, v.GenericSchema, unknown, string[]]>([
    ['optional', v.strictObject({ a: v.optional(secret) }), { a: 'x' }, ['a']],
    ['optional, absent', v.strictObject({ a: v.optional(secret) }), {}, []],
    ['nullable, null', v.strictObject({ a: v.nullable(secret) }), { a: null }, []],
    ['with a default', v.strictObject({ a: v.optional(secret, 'x') }), {}, ['a']],
    ['nested', v.strictObject({ a: v.strictObject({ b: v.nullish(secret) }) }), { a: { b: 'x' } }, ['a.b']],
    ['array', v.strictObject({ a: v.array(secret) }), { a: ['x', 'y'] }, ['a.0', 'a.1']],
    ['picklist beside', v.strictObject({ a: secret, b: v.picklist(['1', '2']) }), { a: 'x', b: '1' }, ['a']],
  ])('encrypts what is sensitive: %s', async (_, request, json, fields) => {
    const { merchant, platformKeys, transport } = sandbox
    const operation = defineOperation({ method: 'POST', path: 'v3/own', request, response: v.unknown() })
    const client = createClient({
      merchant,
      platformKeys,
      operations: [operation],
      transport: (url, request) => {
        sent.push({ url, request })
        return transport(url, request)
      },
    })
    await urlOf(client['v3/own'].post({ json }))
    const flat: string[] = []
    const visit = (value: unknown, path: string): void => {
      if (typeof value === 'string' && value.length === 344) flat.push(path)
      else if (value && typeof value === 'object')
        for (const [key, inner] of Object.entries(value)) visit(inner, path ? `${path}.${key}` : key)
    }
    visit(JSON.parse(String(sent[0]?.request.body)), '')
    expect(flat).toEqual(fields)
  })

  it('gets types, validation, encryption in nested lists, and all notations', async () => {
    const { merchant, platformKeys, transport } = sandbox
    const sync = defineOperation({
      method: 'POST',
      path: 'v3/gov/example/people-sync',
      request: v.strictObject({
        req_ssn: text(),
        data: v.array(v.strictObject({ cert_no: sensitiveText(), tel: v.optional(sensitiveText()), code: text() })),
      }),
      response: v.looseObject({ resp_code: v.string() }),
      idempotencyField: 'req_ssn',
    })
    const client = createClient({
      merchant,
      platformKeys,
      operations: [sync],
      transport: (url, request) => {
        sent.push({ url, request })
        return transport(url, request)
      },
    })
    const data = [
      { cert_no: '1', code: 'a' },
      { cert_no: '2', tel: '3', code: 'b' },
    ]
    await urlOf(client.v3.gov.example.peopleSync.post({ json: { req_ssn: '1', data } }))
    const body = JSON.parse(String(sent[0]?.request.body))
    expect(
      body.data.map((row: Record<string, string>) =>
        Object.entries(row).map(([name, value]) => `${name}:${value.length}`),
      ),
    ).toEqual([
      ['cert_no:344', 'code:1'],
      ['cert_no:344', 'tel:344', 'code:1'],
    ])
    const wrong = client
      .chain('v3/gov/example/people-sync')
      .post({ json: { req_ssn: '1', data: [{ cert_no: '1', code: '' }] } })
    await expect(wrong).rejects.toMatchObject({ field: 'json.data.0.code' })
    const long = client['v3/gov/example/people-sync'].post({
      json: { req_ssn: '1', data: [{ cert_no: 'x'.repeat(215), code: 'a' }] },
    })
    await expect(long).rejects.toMatchObject({ field: 'json.data.0.cert_no' })
  })
})

describe('an operation with path variables and a query', () => {
  const operation = defineOperation({
    method: 'GET',
    path: 'v3/gov/subsidy/{province}/qualification',
    query: v.strictObject({ real_name: sensitiveText(), page: v.optional(v.number()) }),
    response: v.looseObject({}),
  })

  it('encrypts the query, signs it as it is sent, and is typed', async () => {
    const { merchant, platformKeys } = sandbox
    let url = ''
    const client = createClient({
      merchant,
      platformKeys,
      operations: [operation],
      transport: (...[target, request]) => {
        url = target
        return sandbox.transport(target, request)
      },
    })
    const params = { province: '浙江' }
    const call = client.v3.gov.subsidy._province_.qualification.get({ params, query: { real_name: '张三', page: 1 } })
    const error = await call.catch((error: unknown) => error)
    expect(error).toMatchObject({ name: 'ApiError', status: 404 })
    const { pathname, searchParams } = new URL(url)
    expect(pathname).toBe('/v3/gov/subsidy/%E6%B5%99%E6%B1%9F/qualification')
    expect(searchParams.get('page')).toBe('1')
    expect(atob(searchParams.get('real_name') as string)).toHaveLength(256)
    await expect(
      client['v3/gov/subsidy/{province}/qualification'].get({ params, query: { real_name: '' } }),
    ).rejects.toMatchObject({ field: 'query.real_name' })
    const wrong = { params, query: { real_name: '张三', name: '1' } }
    await expect(client.chain('v3/gov/subsidy/{province}/qualification').get(wrong)).rejects.toMatchObject({
      field: 'query.name',
    })
  })

  it('may end with a slash', async () => {
    expect(await urlOf(wxpay.chain('v3/ecommerce/applyments/').post({ json: {} }))).toBe('/v3/ecommerce/applyments/')
    expect(await urlOf(wxpay.v3.ecommerce.applyments._empty_.post({ json: {} }))).toBe('/v3/ecommerce/applyments/')
  })
})
