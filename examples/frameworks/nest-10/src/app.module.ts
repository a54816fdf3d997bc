import { Module } from '@nestjs/common'
import { NotificationsController } from './notifications.controller'
import { OrdersController } from './orders.controller'
import { WechatPayModule } from './wechatpay.module'

@Module({ imports: [WechatPayModule], controllers: [OrdersController, NotificationsController] })
export class AppModule {}
