import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { signAppPay, signJsapiPay, signMiniProgramPay } from '@wechatpay-kit/crypto/pay-parameters'
import { readBytes, readPem, readVectors } from '@wechatpay-kit/test-vectors'
import { describe, expect, it } from 'vitest'

const { vectors } = readVectors('signatures/published')
const request = {
  appid: 'wx2421b1c4370ec43b',
  prepayId: 'wx201410272009395522657a690389285100',
  timestamp: 1554208460,
  nonce: '593BEC0C930BF1AFEB40B4A08C8FB242',
}
/** Takes the documented signature, if it is asked to sign the documented message. */
const documented = async (name: string) => {
  const { publicKey, message, signature } = (vectors.find(({ comment }) => comment.endsWith(name)) ?? expect.fail())
    .input
  expect(await (await importPublicKey(readBytes(publicKey))).verify(message as string, signature)).toBe(true)
  return {
    sign: async (text: string | Uint8Array) => (text === message ? signature : `not ${String(text)}`),
    signature,
  }
}

describe('pay parameters', () => {
  it('of a page and a mini program', async () => {
    const { signature: paySign, ...signer } = await documented('JSAPI and mini program')
    const expected = {
      timeStamp: '1554208460',
      nonceStr: request.nonce,
      package: `prepay_id=${request.prepayId}`,
      signType: 'RSA',
      paySign,
    }
    expect(await signMiniProgramPay({ ...request, signer })).toEqual(expected)
    expect(await signJsapiPay({ ...request, signer })).toEqual({ appId: request.appid, ...expected })
  })

  it('of an app', async () => {
    const { signature: sign, ...signer } = await documented('APP')
    expect(await signAppPay({ ...request, mchid: '1900007291', signer })).toEqual({
      appid: request.appid,
      partnerid: '1900007291',
      prepayid: request.prepayId,
      package: 'Sign=WXPay',
      noncestr: request.nonce,
      timestamp: '1554208460',
      sign,
    })
  })

  it('of instalments, which append to prepay_id', async () => {
    const signer = await importPrivateKey(readPem('merchant.private'))
    const prepayId = `${request.prepayId}&subsidy_period_type=PERIOD&selected_installment_number=3`
    const { package: pack, paySign } = await signJsapiPay({ ...request, prepayId, signer })
    const key = await importPublicKey(readPem('merchant.public'))
    expect(await key.verify(`${request.appid}\n1554208460\n${request.nonce}\n${pack}\n`, paySign)).toBe(true)
  })

  it.each([
    ['appid', 'appid must be 1 to 256 letters, digits, or _ & = -, without prepay_id= before it.', 'wx 1'],
    ['timestamp', 'timestamp must be whole seconds: Math.floor(Date.now() / 1000).', Date.now()],
    [
      'prepayId',
      'prepayId must be 1 to 256 letters, digits, or _ & = -, without prepay_id= before it.',
      'prepay_id=wx1',
    ],
  ])('refuse a bad %s: %s', async (name, message, value) => {
    const signer = await importPrivateKey(readPem('merchant.private'))
    const changed = { ...request, signer, [name]: value } as never
    await expect(signMiniProgramPay(changed)).rejects.toMatchObject({ code: 'INPUT_INVALID', message })
  })

  it.each([
    ['appid', 'wx\n1'],
    ['appid', ''],
    ['prepayId', undefined],
    ['prepayId', 'prepay id'],
    ['nonce', 'a\nb'],
    ['timestamp', 1.5],
    ['timestamp', Number.NaN],
    ['mchid', 'a"b'],
  ])('refuse %s %o', async (name, value) => {
    const signer = await importPrivateKey(readPem('merchant.private'))
    const changed = { ...request, mchid: '1900007291', signer, [name]: value } as never
    await expect(signAppPay(changed)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining(name),
    })
  })
})
