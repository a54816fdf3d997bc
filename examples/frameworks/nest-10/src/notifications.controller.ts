import { Controller, Logger, Post, Req, Res } from '@nestjs/common'
import { createMemoryStore, handleNotifications } from '@wechatpay-kit/client'
import { type NodeHandler, toNodeHandler } from '@wechatpay-kit/client/node'
import type { Request, Response } from 'express'
import { WechatPay } from './wechatpay.module'

/** Hears when an order was paid (支付通知); takes the raw body, which `rawBody: true` in main.ts keeps. */
@Controller('notifications')
export class NotificationsController {
  private readonly logger = new Logger(NotificationsController.name)
  private readonly handle: NodeHandler

  constructor({ environment: { platformKeys: keys, apiV3Key } }: WechatPay) {
    const store = createMemoryStore() // several processes need a store that they share
    const handle = handleNotifications({ keys, apiV3Key, store }, async ({ event_type, original_type, resource }) => {
      if (event_type === 'TRANSACTION.SUCCESS' && original_type === 'transaction')
        this.logger.log(`paid ${resource.out_trade_no} ${resource.amount?.total}`)
    })
    this.handle = toNodeHandler(handle)
  }

  @Post()
  receive(@Req() request: Request, @Res() response: Response) {
    return this.handle(request, response)
  }
}
