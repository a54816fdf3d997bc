import { randomUUID } from 'node:crypto'
import { BadRequestException, Body, Controller, Post } from '@nestjs/common'
import { openNativePayment } from '@wechatpay-kit/endpoints/payments'
import { WechatPay } from './wechatpay.module'

/** Creates a payment that is paid by a QR code (Native支付). */
@Controller('orders')
export class OrdersController {
  constructor(private readonly wechatpay: WechatPay) {}

  @Post()
  async create(@Body('description') description: unknown) {
    if (typeof description !== 'string') throw new BadRequestException('description must be a text')
    const { wxpay, environment } = this.wechatpay
    const { APPID: appid = '', NOTIFY_URL: notify_url = '' } = process.env
    const out_trade_no = randomUUID().replaceAll('-', '')
    const amount = { total: 100 } // fen; a price is never the client's word
    const json = { appid, mchid: environment.merchant.mchid, description, out_trade_no, notify_url, amount }
    const { qrCode } = await openNativePayment(wxpay, { json })
    return { out_trade_no, code_url: qrCode }
  }
}
