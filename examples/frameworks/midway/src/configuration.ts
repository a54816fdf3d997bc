import { join } from 'node:path'
import { CommonJSFileDetector, Configuration, IMidwayContainer } from '@midwayjs/core'
import * as koa from '@midwayjs/koa'
import { NotificationService } from './service/notification.service'

@Configuration({
  imports: [koa],
  importConfigs: [join(__dirname, './config')],
  detector: new CommonJSFileDetector(),
})
export class MainConfiguration {
  /** Reads the merchant's environment: a variable that is missing ends the start, and is named. */
  async onReady(container: IMidwayContainer) {
    await container.getAsync(NotificationService)
  }
}
