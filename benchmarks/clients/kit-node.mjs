import * as nodeKeys from '@wechatpay-kit/crypto/node'
import { createUndiciTransport } from '@wechatpay-kit/transport-undici'
import { createClient as createKit } from './kit-fetch.mjs'

/** @param {import('./index.mjs').Account} account */
export const createClient = (account) => createKit(account, createUndiciTransport(), nodeKeys)
