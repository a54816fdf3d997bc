import { Module } from '@nestjs/common'
import { type Client, createClient } from '@wechatpay-kit/client'
import { type Environment, readEnvironment } from '@wechatpay-kit/client/node'

/** The merchant of this shop: a client, and what it was made of. */
export class WechatPay {
  constructor(
    readonly environment: Environment<'merchant' | 'platformKeys' | 'apiV3Key'>,
    readonly wxpay: Client = createClient(environment),
  ) {}
}

/** Reads the merchant's environment once; a variable that is missing ends the start, and is named. */
async function createWechatPay() {
  return new WechatPay(await readEnvironment(process.env, { required: ['merchant', 'platformKeys', 'apiV3Key'] }))
}

@Module({ providers: [{ provide: WechatPay, useFactory: createWechatPay }], exports: [WechatPay] })
export class WechatPayModule {}
