import { Controller, Inject, Post } from '@midwayjs/core'
import type { Context } from '@midwayjs/koa'
import { NotificationService } from '../service/notification.service'

@Controller('/notifications')
export class NotificationsController {
  @Inject()
  ctx: Context

  @Inject()
  notifications: NotificationService

  // The signature covers the raw body: Midway's parser keeps it in ctx.request. Koa leaves the response to the handler.
  @Post('/')
  async receive() {
    this.ctx.respond = false
    await this.notifications.receive(this.ctx.request, this.ctx.res)
  }
}
