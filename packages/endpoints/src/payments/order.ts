import {
  type AnyOperation,
  ApiError,
  type CallClient,
  type CallOptions,
  type ResponsePromise,
  type TypedResponse,
} from '@wechatpay-kit/client'
import { createNonce } from '@wechatpay-kit/crypto'
import type { PayRequest } from '@wechatpay-kit/crypto/pay-parameters'
import type * as jsapi from '../v3/pay/transactions/jsapi.ts'

/** A client as opening a payment needs it; it need not know the operation of the order. */
export type PaymentClient = CallClient

/** An order, of a merchant or of a service provider for a sub-merchant, and options of the call that makes it. */
export interface PaymentOptions<Order> extends Omit<CallOptions, 'query' | 'params'> {
  /** The order. With `sp_mchid` it is a service provider's. */
  readonly json: Order
  /**
   * `appid` of the page, program or app that opens the payment. Default: that of the order; for a service provider's,
   * `sp_appid` if the payer is an `sp_openid`, otherwise `sub_appid`, and `sp_appid` where there is none.
   */
  readonly appid?: string | undefined
  /** Gives the current time in milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
}

/** An order that was made, and the parameters that open its payment. */
export interface SignedPayment<Parameters> {
  /** The parameters, signed; all of them texts. */
  readonly parameters: Parameters
  /** The verified response with the `prepay_id`, which lives two hours. */
  readonly response: TypedResponse<jsapi.PostResponse>
}

/** The ids of an order that name who opens the payment. */
interface Appids {
  readonly appid?: string | undefined
  readonly sp_appid?: string | undefined
  readonly sub_appid?: string | undefined
  readonly payer?: object | undefined
}

/** Calls the operation of an order: with `sp_mchid`, that of a service provider. */
export function makeOrder<Json>(
  wxpay: PaymentClient,
  { appid: _, now: __, ...options }: PaymentOptions<object>,
  direct: AnyOperation,
  partner: AnyOperation,
): ResponsePromise<Json> {
  const operation = Object.hasOwn(Object(options.json), 'sp_mchid') ? partner : direct
  return wxpay.call(operation, options as never) as ResponsePromise<Json>
}

/** Gives the text of a response that opens the payment of an order; throws where WeChat Pay sent none. */
export async function readOrder<Name extends string>(
  order: ResponsePromise<{ readonly [Field in Name]: string }>,
  name: Name,
): Promise<string> {
  const { [name]: text } = await order.json()
  if (typeof text === 'string' && text !== '') return text
  const { status } = await order
  throw new ApiError(
    'RESPONSE_MALFORMED',
    `WeChat Pay responded with ${status}, but ${name} is missing. The order may have been made; query it before repeating it.`,
    { status, requestId: undefined },
  )
}

/** Makes an order; gives what signing its parameters needs, and the response. */
export async function preparePayment(
  wxpay: PaymentClient,
  options: PaymentOptions<Appids>,
  direct: AnyOperation,
  partner: AnyOperation,
): Promise<{ readonly request: PayRequest; readonly response: TypedResponse<jsapi.PostResponse> }> {
  const { appid: chosenAppid, now = Date.now } = options
  // Before anything is awaited: afterwards its owner may change the order.
  const { appid, sp_appid, sub_appid, payer }: Appids = Object(options.json)
  const { sp_openid }: { readonly sp_openid?: unknown } = Object(payer)
  const partnerAppid = sp_openid ? sp_appid : (sub_appid ?? sp_appid)
  const order = makeOrder<jsapi.PostResponse>(wxpay, options, direct, partner)
  const prepayId = await readOrder(order, 'prepay_id')
  const request = {
    appid: chosenAppid ?? appid ?? (partnerAppid as string),
    prepayId,
    timestamp: Math.floor(now() / 1000),
    nonce: createNonce(),
    signer: wxpay,
  }
  return { request, response: await order }
}
