import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { type Client, createClient } from '@wechatpay-kit/endpoints'

/** Environment variables; README.md lists them. */
type Environment = Readonly<Record<string, string | undefined>>

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
    baseUrls: env.WECHATPAY_BASE_URL ? [env.WECHATPAY_BASE_URL] : undefined,
  })
}
