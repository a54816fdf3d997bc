import { ILogger, Init, Inject, Logger, Provide, Scope, ScopeEnum } from '@midwayjs/core'
import { createMemoryStore, handleNotifications } from '@wechatpay-kit/client'
import { type NodeHandler, toNodeHandler } from '@wechatpay-kit/client/node'
import { WechatPayService } from './wechatpay.service'

/** Handles the notification of a payment (支付通知), once however often it comes. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class NotificationService {
  @Inject()
  wechatpay: WechatPayService

  @Logger()
  logger: ILogger

  receive: NodeHandler

  @Init()
  async init() {
    const { platformKeys: keys, apiV3Key } = this.wechatpay.environment
    const store = createMemoryStore() // several processes need a store that they share
    const handle = handleNotifications({ keys, apiV3Key, store }, async ({ event_type, original_type, resource }) => {
      if (event_type === 'TRANSACTION.SUCCESS' && original_type === 'transaction')
        this.logger.info(`paid ${resource.out_trade_no} ${resource.amount?.total}`)
    })
    this.receive = toNodeHandler(handle)
  }
}
