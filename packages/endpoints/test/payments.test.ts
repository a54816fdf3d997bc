import { createPublicKey, createVerify } from 'node:crypto'
import { createClient } from '@wechatpay-kit/client/core'
import { createNonce, importPrivateKey, importPublicKey, signedMessage } from '@wechatpay-kit/crypto'
import {
  openAppPayment,
  openH5Payment,
  openJsapiPayment,
  openMiniProgramPayment,
  openNativePayment,
} from '@wechatpay-kit/endpoints/payments'
import { readPem } from '@wechatpay-kit/test-vectors'
import fetchMock from 'fetch-mock'
import { describe, expect, it } from 'vitest'

const keyOfPlatform = await importPublicKey(readPem('platform.public'))
const platform = await importPrivateKey(readPem('platform.private'))
const id = 'PUB_KEY_ID_0114232134912410000000000000'
const merchant = {
  mchid: '1900007291',
  serialNumber: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB',
  privateKey: await importPrivateKey(readPem('merchant.private')),
}
const merchantKey = createPublicKey(readPem('merchant.private'))
const now = () => Date.parse('2026-01-01T00:00:00Z')

/** A client without operations, whose other side responds with this JSON and remembers what it was sent. */
function createShop(json: object) {
  const mock = fetchMock.createInstance()
  mock.post('*', async () => {
    const [timestamp, nonce, body] = [String(Math.floor(Date.now() / 1000)), createNonce(), JSON.stringify(json)]
    const headers = {
      'Content-Type': 'application/json',
      'Wechatpay-Timestamp': timestamp,
      'Wechatpay-Nonce': nonce,
      'Wechatpay-Serial': id,
      'Wechatpay-Signature': await platform.sign(signedMessage({ timestamp, nonce, body })),
    }
    return { status: 200, headers, body }
  })
  const platformKeys = [{ id, key: keyOfPlatform }]
  const wxpay = createClient({ merchant, platformKeys, transport: mock.fetchHandler as typeof fetch })
  const last = () => {
    const { url = '', options } = mock.callHistory.lastCall() ?? {}
    return { path: new URL(url).pathname, json: JSON.parse(String(options?.body)) }
  }
  return { wxpay, last }
}
type Shop = ReturnType<typeof createShop>['wxpay']

/** Whether the merchant's key signed these lines. */
function isSigned(signature: string, ...lines: string[]): boolean {
  const verifier = createVerify('RSA-SHA256').update(lines.map((line) => `${line}\n`).join(''))
  return verifier.verify(merchantKey, signature, 'base64')
}

const common = {
  description: '深圳腾大-QQ公仔',
  out_trade_no: '1217752501201407033233368018',
  notify_url: 'https://shop.example/notify',
  amount: { total: 100 },
}
const direct = { ...common, appid: 'wxd678efh567hg6787', mchid: '1900007291' }
const partner = { ...common, sp_appid: 'wx8888888888888888', sp_mchid: '1900000100', sub_mchid: '1900000109' }
const prepaid = { prepay_id: 'wx201410272009395522657a690389285100' }

it('an order with a field that nobody describes is made once its call says so', async () => {
  const { wxpay, last } = createShop({ code_url: 'weixin://wxpay/bizpayurl?pr=p4lpSuKzz' })
  const json = { ...direct, new_field: 'a' }
  await expect(openNativePayment(wxpay, { json })).rejects.toMatchObject({ field: 'json.new_field' })
  await openNativePayment(wxpay, { json, validation: 'off' })
  expect(last().json).toEqual(json)
})

describe('a page in WeChat', () => {
  it('gets the parameters of an order, signed, in both spellings', async () => {
    const { wxpay, last } = createShop(prepaid)
    const json = { ...direct, payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' } }
    const { parameters, chooseWXPay, response } = await openJsapiPayment(wxpay, { json, now })
    expect(last()).toEqual({ path: '/v3/pay/transactions/jsapi', json })
    expect(parameters).toEqual({
      appId: direct.appid,
      timeStamp: '1767225600',
      nonceStr: expect.stringMatching(/^\w{32}$/),
      package: `prepay_id=${prepaid.prepay_id}`,
      signType: 'RSA',
      paySign: expect.any(String),
    })
    const { appId, timeStamp, nonceStr, paySign, ...others } = parameters
    expect(isSigned(paySign, appId, timeStamp, nonceStr, others.package)).toBe(true)
    expect(chooseWXPay).toEqual({ timestamp: timeStamp, nonceStr, paySign, ...others })
    expect(await response.json()).toEqual(prepaid)
  })

  it.each([
    ['sp_openid', { sub_appid: 'wxd678efh567hg6999', payer: { sp_openid: 'o1' } }, {}, 'wx8888888888888888'],
    ['sub_openid', { sub_appid: 'wxd678efh567hg6999', payer: { sub_openid: 'o1' } }, {}, 'wxd678efh567hg6999'],
    ['appid', { payer: { sp_openid: 'o1' } }, { appid: 'wxother' }, 'wxother'],
  ])('of a service provider, by %s', async (_, change, options, appId) => {
    const { wxpay, last } = createShop(prepaid)
    const { parameters } = await openJsapiPayment(wxpay, { json: { ...partner, ...change }, ...options })
    expect(last()).toEqual({ path: '/v3/pay/partner/transactions/jsapi', json: { ...partner, ...change } })
    expect(parameters.appId).toBe(appId)
    expect(isSigned(parameters.paySign, appId, parameters.timeStamp, parameters.nonceStr, parameters.package)).toBe(
      true,
    )
  })

  it('encrypts the payer’s identity, though the client knows no operation', async () => {
    const { wxpay, last } = createShop(prepaid)
    const identity = { type: 'IDCARD', number: '330102199001011234', name: '张三' }
    await openJsapiPayment(wxpay, { json: { ...direct, payer: { openid: 'o1', identity } } })
    const sent = last().json.payer.identity
    expect(new TextDecoder().decode(await platform.decrypt(sent.number))).toBe(identity.number)
    expect(new TextDecoder().decode(await platform.decrypt(sent.name))).toBe(identity.name)
    expect(sent.type).toBe('IDCARD')
  })

  it('refuses an order that is none before anything is sent', async () => {
    const { wxpay } = createShop(prepaid)
    const json = { ...direct, amount: { total: 1.5 }, payer: { openid: 'o1' } }
    await expect(openJsapiPayment(wxpay, { json })).rejects.toMatchObject({
      name: 'ValidationError',
      outcome: 'not-sent',
      issues: [{ field: 'json.amount.total', message: 'must be of type integer, in fen' }],
    })
    const text = { json: { ...direct, payer: 'o1' } } as never
    await expect(openJsapiPayment(wxpay, text)).rejects.toMatchObject({ name: 'ValidationError', field: 'json.payer' })
    await expect(openJsapiPayment(wxpay, {} as never)).rejects.toMatchObject({ name: 'ValidationError' })
    await expect(openJsapiPayment(wxpay, { json: direct } as never)).rejects.toThrow('payer')
  })
})

describe('a mini program and an app', () => {
  it('get their own parameters', async () => {
    const { wxpay } = createShop(prepaid)
    const json = { ...direct, payer: { openid: 'o1' } }
    const { parameters } = await openMiniProgramPayment(wxpay, { json })
    expect(Object.keys(parameters)).toEqual(['timeStamp', 'nonceStr', 'package', 'signType', 'paySign'])
    expect(
      isSigned(parameters.paySign, direct.appid, parameters.timeStamp, parameters.nonceStr, parameters.package),
    ).toBe(true)

    const { parameters: own } = await openAppPayment(wxpay, { json: direct })
    expect(own).toMatchObject({ partnerid: direct.mchid, prepayid: prepaid.prepay_id, package: 'Sign=WXPay' })
    expect(isSigned(own.sign, direct.appid, own.timestamp, own.noncestr, own.prepayid)).toBe(true)
  })

  it('name the ids of the order as it was sent, whatever becomes of it meanwhile', async () => {
    const { wxpay } = createShop(prepaid)
    const json = { ...direct, payer: { openid: 'o1' } }
    const page = openJsapiPayment(wxpay, { json })
    const order = { ...direct }
    const app = openAppPayment(wxpay, { json: order })
    for (const one of [json, order]) Object.assign(one, { appid: 'wxother', mchid: '1900000109' })
    expect((await page).parameters.appId).toBe(direct.appid)
    expect((await app).parameters).toMatchObject({ appid: direct.appid, partnerid: direct.mchid })
  })

  it('of a service provider’s app name the service provider, or who is asked for', async () => {
    const { wxpay, last } = createShop(prepaid)
    const json = { ...partner, sub_appid: 'wxd678efh567hg6999' }
    const { parameters } = await openAppPayment(wxpay, { json })
    expect(last().path).toBe('/v3/pay/partner/transactions/app')
    expect(parameters).toMatchObject({ appid: 'wxd678efh567hg6999', partnerid: '1900000100' })
    const { parameters: other } = await openAppPayment(wxpay, { json, partnerid: '1900000109' })
    expect(other.partnerid).toBe('1900000109')
  })
})

describe('a link and a QR code', () => {
  it('come with the page that follows, percent-encoded', async () => {
    const h5_url = 'https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx1&package=2'
    const { wxpay, last } = createShop({ h5_url })
    const json = { ...direct, scene_info: { payer_client_ip: '127.0.0.1', h5_info: { type: 'Wap' } } }
    expect((await openH5Payment(wxpay, { json })).link).toBe(h5_url)
    expect(last().path).toBe('/v3/pay/transactions/h5')
    const { link } = await openH5Payment(wxpay, { json, redirectUrl: 'https://shop.example/paid?a=1&b=2' })
    expect(link).toBe(`${h5_url}&redirect_url=https%3A%2F%2Fshop.example%2Fpaid%3Fa%3D1%26b%3D2`)
  })

  it('come for a service provider too', async () => {
    const code_url = 'weixin://wxpay/bizpayurl?pr=p4lpSuKzz'
    const { wxpay, last } = createShop({ code_url })
    expect(await openNativePayment(wxpay, { json: direct })).toMatchObject({ qrCode: code_url })
    expect(await openNativePayment(wxpay, { json: partner })).toMatchObject({ qrCode: code_url })
    expect(last().path).toBe('/v3/pay/partner/transactions/native')
  })
})

describe('a response without what opens the payment', () => {
  const json = { ...direct, payer: { openid: 'o1' } }
  const h5 = { ...direct, scene_info: { payer_client_ip: '127.0.0.1', h5_info: { type: 'Wap' } } }
  it.each([
    ['prepay_id', (wxpay: Shop) => openJsapiPayment(wxpay, { json })],
    ['prepay_id', (wxpay: Shop) => openMiniProgramPayment(wxpay, { json })],
    ['prepay_id', (wxpay: Shop) => openAppPayment(wxpay, { json: direct })],
    ['h5_url', (wxpay: Shop) => openH5Payment(wxpay, { json: h5, redirectUrl: 'https://shop.example/paid' })],
    ['code_url', (wxpay: Shop) => openNativePayment(wxpay, { json: partner })],
  ])('is malformed, and names %s: the order may have been made', async (name, open) => {
    const { wxpay } = createShop({ [name]: '' })
    await expect(open(wxpay)).rejects.toMatchObject({
      name: 'ApiError',
      code: 'RESPONSE_MALFORMED',
      status: 200,
      outcome: 'unknown',
      message: expect.stringContaining(`${name} is missing`),
    })
    await expect(open(createShop({}).wxpay)).rejects.toMatchObject({ code: 'RESPONSE_MALFORMED' })
  })
})
