import { type CoreClient, createClient } from '@wechatpay-kit/client/core'
import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto/pem'
import * as alter from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/alter'

/** Environment variables; README.md lists them. */
export type Environment = Readonly<Record<string, string | undefined>>

type Client = CoreClient<readonly [typeof alter.post]>

let wxpay: Client | undefined

/** The client, made with the first call and kept: importing a key can cost as much as a signature. */
export async function getWxpay(env: Environment): Promise<Client> {
  wxpay ??= await createWxpay(env)
  return wxpay
}

async function createWxpay(env: Environment): Promise<Client> {
  const read = (name: string): string => {
    const value = env[name]
    if (!value) throw new Error(`The environment variable ${name} is missing; README.md says what it holds.`)
    return value
  }
  return createClient({
    merchant: {
      mchid: read('WECHATPAY_MCHID'),
      serialNumber: read('WECHATPAY_SERIAL'),
      privateKey: await importPrivateKey(read('WECHATPAY_PRIVATE_KEY')),
    },
    platformKeys: [{ id: read('WECHATPAY_PUBLIC_KEY_ID'), key: await importPublicKey(read('WECHATPAY_PUBLIC_KEY')) }],
    operations: [alter.post],
    baseUrls: env.WECHATPAY_BASE_URL ? [env.WECHATPAY_BASE_URL] : undefined,
  })
}
