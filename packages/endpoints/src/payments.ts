/**
 * Payments opened in one step: the order is made, and what the page, the program or the app needs is signed.
 *
 * @module
 */
import type { TypedResponse } from '@wechatpay-kit/client'
import {
  type AppPayParameters,
  type JsapiPayParameters,
  type MiniProgramPayParameters,
  signAppPay,
  signJsapiPay,
  signMiniProgramPay,
} from '@wechatpay-kit/crypto/pay-parameters'
import {
  makeOrder,
  type PaymentClient,
  type PaymentOptions,
  preparePayment,
  readOrder,
  type SignedPayment,
} from './payments/order.ts'
import * as partnerApp from './v3/pay/partner/transactions/app.ts'
import * as partnerH5 from './v3/pay/partner/transactions/h5.ts'
import * as partnerJsapi from './v3/pay/partner/transactions/jsapi.ts'
import * as partnerNative from './v3/pay/partner/transactions/native.ts'
import * as app from './v3/pay/transactions/app.ts'
import * as h5 from './v3/pay/transactions/h5.ts'
import * as jsapi from './v3/pay/transactions/jsapi.ts'
import * as native from './v3/pay/transactions/native.ts'

export type { PaymentClient, PaymentOptions, SignedPayment } from './payments/order.ts'

/** Parameters that a page hands to `wx.chooseWXPay`: those of `WeixinJSBridge`, but for the spelling of the time. */
export interface ChooseWXPayParameters extends Omit<JsapiPayParameters, 'appId' | 'timeStamp'> {
  readonly timestamp: string
}

/**
 * Makes an order of a page in WeChat (JSAPI下单), and signs the parameters that open its payment.
 *
 * @param wxpay - the client.
 * @param options - `json`: the order, with amounts in fen; `appid`, `now` and the options of every call.
 * @returns `parameters` for `WeixinJSBridge`, `chooseWXPay` for `wx.chooseWXPay`, and the verified response.
 * @throws the errors of a call, among them ApiError (`RESPONSE_MALFORMED`) where the response does not open a payment; and
 *   InputError (`INPUT_INVALID`) where an id cannot be signed.
 * @example
 * ```ts
 * import type { Client } from '@wechatpay-kit/endpoints'
 * import { openJsapiPayment } from '@wechatpay-kit/endpoints/payments'
 *
 * declare const wxpay: Client
 * const { parameters } = await openJsapiPayment(wxpay, {
 *   json: { appid: 'wxd678efh567hg6787', mchid: '1900007291', description: '深圳腾大-QQ公仔',
 *     out_trade_no: '1217752501201407033233368018', notify_url: 'https://shop.example/notify',
 *     amount: { total: 100 }, payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' } },
 * })
 * console.log(parameters.timeStamp, parameters.paySign)
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012525167 | document 4012525167}
 */
export async function openJsapiPayment(
  wxpay: PaymentClient,
  options: PaymentOptions<jsapi.PostRequest | partnerJsapi.PostRequest>,
): Promise<SignedPayment<JsapiPayParameters> & { readonly chooseWXPay: ChooseWXPayParameters }> {
  const { request, response } = await preparePayment(wxpay, options, jsapi.post, partnerJsapi.post)
  const parameters = await signJsapiPay(request)
  const { appId: _, timeStamp: timestamp, ...others } = parameters
  return { parameters, chooseWXPay: { timestamp, ...others }, response }
}

/**
 * Makes an order of a mini program (小程序下单), and signs the parameters that open its payment.
 *
 * @param wxpay - the client.
 * @param options - as of {@link openJsapiPayment}.
 * @returns `parameters` for `wx.requestPayment`, and the verified response.
 * @throws as {@link openJsapiPayment}.
 * @example
 * ```ts
 * import type { Client } from '@wechatpay-kit/endpoints'
 * import { openMiniProgramPayment } from '@wechatpay-kit/endpoints/payments'
 *
 * declare const wxpay: Client, json: Parameters<typeof openMiniProgramPayment>[1]['json']
 * const { parameters } = await openMiniProgramPayment(wxpay, { json })
 * console.log(parameters.timeStamp, parameters.package)
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012791856 | document 4012791856}
 */
export async function openMiniProgramPayment(
  wxpay: PaymentClient,
  options: PaymentOptions<jsapi.PostRequest | partnerJsapi.PostRequest>,
): Promise<SignedPayment<MiniProgramPayParameters>> {
  const { request, response } = await preparePayment(wxpay, options, jsapi.post, partnerJsapi.post)
  return { parameters: await signMiniProgramPay(request), response }
}

/**
 * Makes an order of an app (APP下单), and signs the parameters that open its payment.
 *
 * @param wxpay - the client.
 * @param options - as of {@link openJsapiPayment}; `partnerid` where the app shall name another merchant number than that
 *   of the order, which for a service provider is `sp_mchid`.
 * @returns `parameters` for the SDK of the app, and the verified response.
 * @throws as {@link openJsapiPayment}.
 * @example
 * ```ts
 * import type { Client } from '@wechatpay-kit/endpoints'
 * import { openAppPayment } from '@wechatpay-kit/endpoints/payments'
 *
 * declare const wxpay: Client, json: Parameters<typeof openAppPayment>[1]['json']
 * const { parameters } = await openAppPayment(wxpay, { json })
 * console.log(parameters.partnerid, parameters.sign)
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4013070347 | document 4013070347}
 */
export async function openAppPayment(
  wxpay: PaymentClient,
  {
    partnerid,
    ...options
  }: PaymentOptions<app.PostRequest | partnerApp.PostRequest> & {
    readonly partnerid?: string | undefined
  },
): Promise<SignedPayment<AppPayParameters>> {
  // Before anything is awaited: afterwards its owner may change the order.
  const { mchid, sp_mchid }: { mchid?: string; sp_mchid?: string } = Object(options.json)
  const { request, response } = await preparePayment(wxpay, options, app.post, partnerApp.post)
  return { parameters: await signAppPay({ ...request, mchid: partnerid ?? mchid ?? (sp_mchid as string) }), response }
}

/**
 * Makes an order of a page outside of WeChat (H5下单).
 *
 * @param wxpay - the client.
 * @param options - as of {@link openJsapiPayment}; `redirectUrl`: the page that follows the payment.
 * @returns `link`, to which the page sends the payer within five minutes, and the verified response.
 * @throws as {@link openJsapiPayment}.
 * @example
 * ```ts
 * import type { Client } from '@wechatpay-kit/endpoints'
 * import { openH5Payment } from '@wechatpay-kit/endpoints/payments'
 *
 * declare const wxpay: Client, json: Parameters<typeof openH5Payment>[1]['json']
 * const { link } = await openH5Payment(wxpay, { json, redirectUrl: 'https://shop.example/paid' })
 * console.log(link)
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012791834 | document 4012791834}
 */
export async function openH5Payment(
  wxpay: PaymentClient,
  {
    redirectUrl,
    ...options
  }: PaymentOptions<h5.PostRequest | partnerH5.PostRequest> & {
    readonly redirectUrl?: string | undefined
  },
): Promise<{ readonly link: string; readonly response: TypedResponse<h5.PostResponse> }> {
  const order = makeOrder<h5.PostResponse>(wxpay, options, h5.post, partnerH5.post)
  const url = await readOrder(order, 'h5_url')
  const link = redirectUrl === undefined ? url : `${url}&redirect_url=${encodeURIComponent(redirectUrl)}`
  return { link, response: await order }
}

/**
 * Makes an order that a payer scans (Native下单).
 *
 * @param wxpay - the client.
 * @param options - as of {@link openJsapiPayment}.
 * @returns `qrCode`, the text to show as a QR code for two hours, and the verified response.
 * @throws as {@link openJsapiPayment}.
 * @example
 * ```ts
 * import type { Client } from '@wechatpay-kit/endpoints'
 * import { openNativePayment } from '@wechatpay-kit/endpoints/payments'
 *
 * declare const wxpay: Client, json: Parameters<typeof openNativePayment>[1]['json']
 * const { qrCode } = await openNativePayment(wxpay, { json })
 * console.log(qrCode) // weixin://wxpay/bizpayurl?pr=…
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012791877 | document 4012791877}
 */
export async function openNativePayment(
  wxpay: PaymentClient,
  options: PaymentOptions<native.PostRequest | partnerNative.PostRequest>,
): Promise<{ readonly qrCode: string; readonly response: TypedResponse<native.PostResponse> }> {
  const order = makeOrder<native.PostResponse>(wxpay, options, native.post, partnerNative.post)
  return { qrCode: await readOrder(order, 'code_url'), response: await order }
}
