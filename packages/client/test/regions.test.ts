import { createClient, defineOperation, echo, text, type UntypedNode } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import type { Transport } from '@wechatpay-kit/transport-fetch'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'

const sandbox = await createSandbox()
const { merchant, platformKeys } = sandbox
const HONG_KONG = 'https://apihk.mch.weixin.qq.com'
const MAINLAND = 'https://api.mch.weixin.qq.com'
const REMOTE = 'https://api2.mch.weixin.qq.com'

const jsapi = defineOperation({
  method: 'POST',
  path: 'global/v3/transactions/jsapi',
  request: v.strictObject({ mchid: text() }),
  response: v.looseObject({ prepay_id: v.string() }),
})
const refund = defineOperation({
  method: 'GET',
  path: 'hk/v3/refunds/id/{refund_id}',
  query: v.strictObject({ mchid: text() }),
  response: v.looseObject({ refund_id: v.string() }),
})

/** A client, the URLs that it attempts, and the set of hosts that are down; the sandbox responds to some of these paths. */
function createCalls(baseUrls?: readonly [string, ...string[]]) {
  const urls: string[] = []
  const down = new Set<string>()
  const transport: Transport = async (url, request) => {
    urls.push(url)
    if (down.has(new URL(url).origin)) throw new TypeError('unreachable')
    return sandbox.transport(url, request)
  }
  const retry = { baseDelay: 0 }
  const wxpay = createClient({ merchant, platformKeys, operations: [jsapi, refund, echo], transport, baseUrls, retry })
  const take = async (call: Promise<unknown>) => {
    await call.catch((error) => expect(error.name).toMatch(/ApiError|TransportError/))
    return urls.splice(0)
  }
  return { wxpay, take, down }
}

describe('paths beyond the mainland’s', () => {
  it('are called in all notations, typed and untyped', async () => {
    const { wxpay, take } = createCalls()
    const json = { mchid: '1' }
    for (const node of [wxpay.global.v3.transactions.jsapi, wxpay.chain(jsapi.path), wxpay[jsapi.path]])
      expect(await take(node.post({ json }))).toEqual([`${HONG_KONG}/global/v3/transactions/jsapi`])
    const params = { refund_id: '1/2' }
    for (const node of [wxpay.hk.v3.refunds.id._refund_id_, wxpay.chain(`/${refund.path}`), wxpay[refund.path]])
      expect(await take(node.get({ params, query: { mchid: '1' } }))).toEqual([
        `${MAINLAND}/hk/v3/refunds/id/1%2F2?mchid=1`,
      ])
    for (const node of [wxpay.chain('hk/v3/statements'), wxpay['hk/v3/statements'] as UntypedNode])
      expect(await take(node.get())).toEqual([`${MAINLAND}/hk/v3/statements`])
    await expect(wxpay[jsapi.path].post({ json: { mchid: 1 as never } })).rejects.toMatchObject({ field: 'json.mchid' })
  })

  it('are no other members of a client', () => {
    const { wxpay } = createCalls()
    for (const name of ['globals', 'hkd', 'brands', 'v30', 'us']) expect(Reflect.get(wxpay, name)).toBeUndefined()
  })

  it.each(['hk/v4/refunds', 'us/v3/refunds', 'global/refunds', 'brands/x', '/hk/v3/refunds', 'brand', 'v3'])(
    'are not defined at %s',
    (path) => {
      const response = v.looseObject({})
      const define = () => defineOperation({ method: 'GET', path: path as 'v3/x', response })
      const message = /^path must begin with v3\/, hk\/v3\/, global\/v3\/ or brand\/, without leading slash/
      expect(define).toThrow(expect.objectContaining({ field: 'path', message: expect.stringMatching(message) }))
    },
  )
})

describe('the host in Hong Kong', () => {
  it.each([
    'v3/global/certificates',
    'v3/global/transactions/id/{id}',
    'v3/{region}/merchants/1',
    'global/v3/customs/orders',
    'v3/payscore/oversea/service-orders',
  ])('serves %s', async (path) => {
    const { wxpay, take } = createCalls()
    const params = { ...(path.includes('{id}') && { id: 1 }), ...(path.includes('{region}') && { region: 'global' }) }
    const [url, ...more] = await take(wxpay.chain(path as 'v3/x').get({ params }))
    expect([new URL(url ?? '').origin, more]).toEqual([HONG_KONG, []])
  })

  it.each([
    'hk/v3/certificates',
    'v3/globals/certificates',
    'v3/payscore/serviceorder',
    'v3/x/v3/global/certificates',
    'v3/global',
  ])('does not serve %s', async (path) => {
    const { wxpay, take } = createCalls()
    const [url] = await take(wxpay.chain(path as 'v3/x').get({ query: { of: '/v3/global/' } }))
    expect(new URL(url ?? '').origin).toBe(MAINLAND)
  })

  it('has no second one, and a memory of its own', async () => {
    const { wxpay, take, down } = createCalls()
    const origins = async (path: 'v3/global/certificates' | 'v3/x') =>
      (await take(wxpay.chain(path).get())).map((url) => new URL(url).origin)
    down.add(HONG_KONG)
    expect(await origins('v3/global/certificates')).toEqual(Array(3).fill(HONG_KONG))
    expect(await origins('v3/global/certificates')).toEqual(Array(3).fill(HONG_KONG))
    // Nothing of that is held against the mainland's, nor the other way round.
    expect(await origins('v3/x')).toEqual([MAINLAND])
    down.clear()
    down.add(MAINLAND)
    for (let failures = 1; failures <= 3; failures++) expect(await origins('v3/x')).toEqual([MAINLAND, REMOTE])
    expect(await origins('v3/x')).toEqual([REMOTE])
    expect(await origins('v3/global/certificates')).toEqual([HONG_KONG])
  })

  it('is not called where baseUrls are given', async () => {
    const { wxpay, take } = createCalls(['https://gateway.example'])
    const file = new File(['x'], 'x.png', { type: 'image/png' })
    for (const call of [
      () => wxpay.chain('v3/global/certificates').get(),
      () => wxpay.upload('v3/global/merchant/media/upload', { file }),
      () => wxpay.download('v3/global/bill', { hash: 'unchecked' }),
      () => wxpay.chain('v3/certificates/1').get(),
    ])
      expect(new URL((await take(call()))[0] ?? '').origin).toBe('https://gateway.example')
  })

  it('takes uploads, and downloads by path and by URL', async () => {
    const { wxpay, take } = createCalls()
    const file = new File(['x'], 'x.png', { type: 'image/png' })
    const upload = wxpay.upload('v3/global/merchant/media/upload', { file })
    expect(await take(upload)).toEqual([`${HONG_KONG}/v3/global/merchant/media/upload`])
    for (const url of ['v3/global/bill?token=1', '/v3/global/bill?token=1', `${HONG_KONG}/v3/global/bill?token=1`])
      expect(await take(wxpay.download(url, { hash: 'unchecked' }))).toEqual([`${HONG_KONG}/v3/global/bill?token=1`])
    for (const url of ['hk/v3/bill?token=1', `${MAINLAND}/hk/v3/bill?token=1`])
      expect(await take(wxpay.download(url, { hash: 'unchecked' }))).toEqual([`${MAINLAND}/hk/v3/bill?token=1`])
  })
})
