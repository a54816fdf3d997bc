import { Init, Provide, Scope, ScopeEnum } from '@midwayjs/core'
import { type Client, createClient } from '@wechatpay-kit/client'
import { type Environment, readEnvironment } from '@wechatpay-kit/client/node'

/** The merchant of this shop: a client, and what it was made of. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class WechatPayService {
  environment: Environment<'merchant' | 'platformKeys' | 'apiV3Key'>
  wxpay: Client

  @Init()
  async init() {
    this.environment = await readEnvironment(process.env, { required: ['merchant', 'platformKeys', 'apiV3Key'] })
    this.wxpay = createClient(this.environment)
  }
}
