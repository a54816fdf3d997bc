import { importPublicKey } from '@wechatpay-kit/crypto'
import { createClient, defineOperation, sensitiveText, text, type UntypedNode } from '@wechatpay-kit/endpoints'
import { createSandbox, generateKeyPair } from '@wechatpay-kit/sandbox'
import type { TransportRequest } from '@wechatpay-kit/transport-fetch'
import * as v from 'valibot'
import { beforeEach, describe, expect, it } from 'vitest'

const keys = await generateKeyPair()
const sandbox = await createSandbox({ merchant: { mchid: '1234567890', serialNumber: 'ABCDEF', keys } })
const { merchant, brand, platformKeys } = sandbox
const path = 'brand/marketing/product-coupon/notify-configs'
const NOT_FOUND = { name: 'ApiError', status: 404 }

const use = defineOperation({
  method: 'POST',
  path: 'brand/marketing/product-coupon/users/{openid}/coupons/{coupon_code}/use',
  request: v.strictObject({ out_request_no: text(), name: v.optional(sensitiveText()) }),
  response: v.looseObject({ coupon_code: v.string() }),
})

let sent: { url: string; request: TransportRequest }[] = []
beforeEach(() => {
  sent = []
})

const options = {
  platformKeys,
  operations: [use],
  transport: (url: string, request: TransportRequest) => {
    sent.push({ url, request })
    return sandbox.transport(url, request)
  },
} as const
const asBrand = createClient({ ...options, merchant: brand })
const asMerchant = createClient({ ...options, merchant })

describe('a brand that calls for itself', () => {
  it('signs by its id, in all notations, and nothing of a merchant is sent', async () => {
    for (const node of [asBrand.chain(path), asBrand.chain(`/${path}`), asBrand[path] as UntypedNode])
      await expect(node.post({ json: { notify_url: 'https://example.com/' } })).resolves.toMatchObject({ status: 200 })
    expect(sent.map(({ url }) => url)).toEqual(Array(3).fill(`https://api.mch.weixin.qq.com/${path}`))
    const key = await importPublicKey(keys.publicKey)
    for (const { request } of sent) {
      expect(JSON.stringify(request)).not.toMatch(/mchid|1234567890|WECHATPAY2/)
      const [, nonce, signature = '', timestamp] =
        /^WECHATPAY-BRAND-SHA256-RSA2048 brand_id="100000000",nonce_str="(\w{32})",signature="([^"]+)",timestamp="(\d+)",serial_no="ABCDEF"$/.exec(
          String(request.headers['Authorization']),
        ) ?? []
      const message = `POST\n/${path}\n${timestamp}\n${nonce}\n${request.body}\n`
      expect(await key.verify(message, signature)).toBe(true)
    }
  })

  it('calls a typed path, whose sensitive fields are encrypted', async () => {
    const params = { openid: 'o1', coupon_code: 'c1' }
    const json = { out_request_no: '1', name: '张三' }
    const { productCoupon } = asBrand.brand.marketing
    const call = productCoupon.users._openid_.coupons._coupon_code_.use.post({ params, json })
    // The real one has no such field.
    await expect(call).rejects.toMatchObject({ name: 'ApiError', status: 400, detail: { field: '/name' } })
    expect(sent[0]?.url).toMatch(/\/brand\/marketing\/product-coupon\/users\/o1\/coupons\/c1\/use$/)
    expect(String(sent[0]?.request.body)).not.toContain('张三')
    const wrong = asBrand[use.path].post({ params, json: { out_request_no: 1 as never } })
    await expect(wrong).rejects.toMatchObject({ code: 'VALIDATION_FAILED', field: 'json.out_request_no' })
  })

  it('downloads and uploads below brand/', async () => {
    const hash = 'unchecked'
    await expect(asBrand.download('brand/files/1', { hash })).rejects.toMatchObject(NOT_FOUND)
    await expect(asBrand.download('https://api.mch.weixin.qq.com/brand/files/1', { hash })).rejects.toMatchObject(
      NOT_FOUND,
    )
    const file = new File(['x'], 'x.png', { type: 'image/png' })
    const upload = asBrand.upload('brand/marketing/product-coupon/media/upload-image', { file })
    await expect(upload).resolves.toMatchObject({ status: 200 })
    for (const { request } of sent) expect(request.headers['Authorization']).toMatch(/^WECHATPAY-BRAND-/)
  })
})

describe('nothing is sent', () => {
  const hash = 'unchecked'
  const file = new File(['x'], 'x.png', { type: 'image/png' })
  it.each<[string, () => Promise<unknown>]>([
    ['an untyped call', () => asMerchant.chain(path).get()],
    [
      'a typed call',
      () => asMerchant[use.path].post({ params: { openid: 1, coupon_code: 1 }, json: { out_request_no: '1' } }),
    ],
    ['a download', () => asMerchant.download('brand/files/1', { hash })],
    ['a download by URL', () => asMerchant.download('https://api.mch.weixin.qq.com/brand/files/1', { hash })],
    ['an upload', () => asMerchant.upload('brand/media', { file })],
  ])('where a merchant makes %s of a brand', async (_, call) => {
    const message = 'path is for calls that a brand signs; make a client with merchant.brandId.'
    await expect(call()).rejects.toMatchObject({ code: 'VALIDATION_FAILED', field: 'path', message })
    expect(sent).toEqual([])
  })

  it.each<[string, () => Promise<unknown>]>([
    ['an untyped call', () => asBrand.chain('v3/certificates').get()],
    ['a call of partners for brands', () => asBrand.chain('v3/brand/profitsharing/orders').post({ json: {} })],
    ['a call of Hong Kong', () => asBrand.chain('hk/v3/refunds').get()],
    ['a download', () => asBrand.download('v3/billdownload/file?token=1', { hash })],
    ['an upload', () => asBrand.upload('/v3/merchant/media/upload', { file })],
  ])('where a brand makes %s of a merchant', async (_, call) => {
    const message = 'path is for calls that a merchant signs; make a client with merchant.mchid.'
    await expect(call()).rejects.toMatchObject({ code: 'VALIDATION_FAILED', field: 'path', message })
    expect(sent).toEqual([])
  })
})

describe('a client is refused', () => {
  it.each<[string, object, RegExp]>([
    ['merchant.brandId', { ...brand, mchid: '1900000000' }, /must stand in place of mchid, not beside it/],
    ['merchant.mchid', { ...brand, brandId: undefined }, /must be the merchant number \(商户号\), a string of digits/],
    ['merchant.brandId', { ...brand, brandId: 'wx2421b1c4370ec43b' }, /is an appid; give the brand id \(品牌ID\)/],
    ['merchant.brandId', { ...brand, brandId: ' 1' }, /holds a space beside its digits/],
    ['merchant.brandId', { ...brand, brandId: 1 }, /must be the brand id \(品牌ID\), a string of digits/],
    ['merchant.brandId', { ...brand, brandId: '1"' }, /holds “"” beside its digits/],
    ['merchant.serialNumber', { ...brand, serialNumber: 'PUB_KEY_ID_1' }, /belongs into platformKeys/],
  ])('for its %s: %o', (field, wrong, message) => {
    const create = () => createClient({ platformKeys, merchant: wrong as typeof brand })
    expect(create).toThrow(expect.objectContaining({ field, message: expect.stringMatching(message) }))
  })
})

it('has no echo, so that checkSetup says how to try', async () => {
  const certificate = { serialNumber: 'ABCDEF', publicKey: keys.publicKey }
  const findings = await asBrand.checkSetup({ certificate, apiV3Key: sandbox.apiV3Key })
  expect(findings.map(({ check, status }) => `${check} ${status}`)).toEqual([
    'serial-number passed',
    'certificate passed',
    'api-v3-key passed',
    'platform-key skipped',
    'clock skipped',
    'echo skipped',
  ])
  expect(findings.at(-1)?.message).toMatch(/no echo for brands: try a call that changes nothing/)
  expect(sent).toEqual([])
})
