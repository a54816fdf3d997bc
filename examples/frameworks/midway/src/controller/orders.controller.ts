import { randomUUID } from 'node:crypto'
import { Body, Controller, HttpCode, httpError, Inject, Post } from '@midwayjs/core'
import { openNativePayment } from '@wechatpay-kit/endpoints/payments'
import { WechatPayService } from '../service/wechatpay.service'

/** Creates a payment that is paid by a QR code (Native支付). */
@Controller('/orders')
export class OrdersController {
  @Inject()
  wechatpay: WechatPayService

  @Post('/')
  @HttpCode(201)
  async create(@Body('description') description: unknown) {
    if (typeof description !== 'string') throw new httpError.BadRequestError('description must be a text')
    const { wxpay, environment } = this.wechatpay
    const { APPID: appid = '', NOTIFY_URL: notify_url = '' } = process.env
    const out_trade_no = randomUUID().replace(/-/g, '')
    const amount = { total: 100 } // fen; a price is never the client's word
    const json = { appid, mchid: environment.merchant.mchid, description, out_trade_no, notify_url, amount }
    const { qrCode } = await openNativePayment(wxpay, { json })
    return { out_trade_no, code_url: qrCode }
  }
}
