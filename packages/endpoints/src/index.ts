/**
 * WeChat Pay's endpoints, typed, and a client that knows them. All of `@wechatpay-kit/client` is here too, so that one
 * import is enough.
 *
 * @module
 */
export * from '@wechatpay-kit/client'
export { type Client, type ClientOptions, createClient } from './client.ts'
export * from './zhejiang.ts'
