/**
 * The parameters with which a page, a mini program or an app opens the payment (调起支付).
 *
 * @module
 */
import { InputError } from './errors.ts'
import type { Signer } from './keys.ts'

/** An order that is to be paid, and who signs for it. */
export interface PayRequest {
  /** `appid` of the official account, mini program or app that opens the payment. */
  readonly appid: string
  /** `prepay_id` of the order, without `prepay_id=`; it lives two hours. */
  readonly prepayId: string
  /** Unix time in seconds. */
  readonly timestamp: number
  /** At most 32 characters; `createNonce` makes one. */
  readonly nonce: string
  /** The private key with which the order was made. */
  readonly signer: Signer
}

/** Parameters that a page hands to `WeixinJSBridge` or `wx.chooseWXPay`; the names are WeChat's. */
export interface JsapiPayParameters extends MiniProgramPayParameters {
  readonly appId: string
}

/** Parameters that a mini program hands to `wx.requestPayment`. */
export interface MiniProgramPayParameters {
  readonly timeStamp: string
  readonly nonceStr: string
  readonly package: string
  readonly signType: 'RSA'
  readonly paySign: string
}

/** Parameters that an app hands to the SDK; on Android `package` is called `packageValue`. */
export interface AppPayParameters {
  readonly appid: string
  readonly partnerid: string
  readonly prepayid: string
  readonly package: 'Sign=WXPay'
  readonly noncestr: string
  readonly timestamp: string
  readonly sign: string
}

/**
 * Makes the parameters for a page in WeChat (JSAPI).
 *
 * @param request - `appid`, `prepayId`, `timestamp` (seconds), `nonce`, `signer`.
 * @returns the parameters, all of them texts.
 * @throws InputError (`INPUT_INVALID`) if a value could change the meaning of the signed text.
 * @example
 * ```ts
 * import { createNonce, type Signer } from '@wechatpay-kit/crypto'
 * import { signJsapiPay } from '@wechatpay-kit/crypto/pay-parameters'
 *
 * declare const signer: Signer, prepayId: string
 * const timestamp = Math.floor(Date.now() / 1000)
 * const parameters = await signJsapiPay({ appid: 'wx2421b1c4370ec43b', prepayId, timestamp, nonce: createNonce(), signer })
 * ```
 * @see WeChat Pay's documentation, 调起支付签名
 */
export async function signJsapiPay(request: PayRequest): Promise<JsapiPayParameters> {
  return { appId: request.appid, ...(await signMiniProgramPay(request)) }
}

/**
 * Makes the parameters for a mini program.
 *
 * @param request - `appid`, `prepayId`, `timestamp` (seconds), `nonce`, `signer`.
 * @returns the parameters, all of them texts.
 * @throws InputError (`INPUT_INVALID`) if a value could change the meaning of the signed text.
 * @example
 * ```ts
 * import { signMiniProgramPay, type PayRequest } from '@wechatpay-kit/crypto/pay-parameters'
 *
 * declare const request: PayRequest
 * const { paySign } = await signMiniProgramPay(request)
 * ```
 * @see WeChat Pay's documentation, 调起支付签名
 */
export async function signMiniProgramPay(request: PayRequest): Promise<MiniProgramPayParameters> {
  const pack = `prepay_id=${request.prepayId}`
  const paySign = await sign(request, pack)
  return { timeStamp: String(request.timestamp), nonceStr: request.nonce, package: pack, signType: 'RSA', paySign }
}

/**
 * Makes the parameters for an app.
 *
 * @param request - as for a page, and `mchid`: the merchant number (商户号) of the order.
 * @returns the parameters, all of them texts.
 * @throws InputError (`INPUT_INVALID`) if a value could change the meaning of the signed text.
 * @example
 * ```ts
 * import { signAppPay, type PayRequest } from '@wechatpay-kit/crypto/pay-parameters'
 *
 * declare const request: PayRequest
 * const { sign } = await signAppPay({ ...request, mchid: '1900007291' })
 * ```
 * @see WeChat Pay's documentation, 调起支付签名
 */
export async function signAppPay(request: PayRequest & { readonly mchid: string }): Promise<AppPayParameters> {
  const { appid, mchid, prepayId, timestamp, nonce } = request
  check('mchid', mchid)
  return {
    appid,
    partnerid: mchid,
    prepayid: prepayId,
    package: 'Sign=WXPay',
    noncestr: nonce,
    timestamp: String(timestamp),
    sign: await sign(request, prepayId),
  }
}

async function sign({ appid, prepayId, timestamp, nonce, signer }: PayRequest, last: string): Promise<string> {
  for (const [name, value] of Object.entries({ appid, prepayId, nonce })) check(name, value)
  if (!/^\d{1,11}$/.test(String(timestamp)))
    throw new InputError('timestamp must be whole seconds: Math.floor(Date.now() / 1000).')
  return signer.sign(`${appid}\n${timestamp}\n${nonce}\n${last}\n`)
}

/** Each is a line of the signed text, so none may hold a line break. Instalments append `&` and `=` to `prepayId`. */
function check(name: string, value: unknown): void {
  if (typeof value !== 'string' || !/^(?!prepay_id=)[\w&=-]{1,256}$/.test(value))
    throw new InputError(`${name} must be 1 to 256 letters, digits, or _ & = -, without prepay_id= before it.`)
}
