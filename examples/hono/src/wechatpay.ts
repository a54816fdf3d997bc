import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { createClient, createMemoryStore, handleNotifications } from '@wechatpay-kit/endpoints'

/** Environment variables; README.md lists them. */
export type Environment = Readonly<Record<string, string | undefined>>

let kept: Awaited<ReturnType<typeof create>> | undefined

/** Client and notification handler, made with the first request and kept: importing a key can cost as much as a signature. */
export async function getWechatPay(env: Environment): ReturnType<typeof create> {
  kept ??= await create(env)
  return kept
}

async function create(env: Environment) {
  const read = (name: string): string => {
    const value = env[name]
    if (!value) throw new Error(`The environment variable ${name} is missing; README.md says what it holds.`)
    return value
  }
  const merchant = {
    mchid: read('WECHATPAY_MCHID'),
    serialNumber: read('WECHATPAY_SERIAL'),
    privateKey: await importPrivateKey(read('WECHATPAY_PRIVATE_KEY')),
  }
  const key = await importPublicKey(read('WECHATPAY_PUBLIC_KEY'))
  const platformKeys = [{ id: read('WECHATPAY_PUBLIC_KEY_ID'), key }]
  const baseUrls = env.WECHATPAY_BASE_URL ? ([env.WECHATPAY_BASE_URL] as const) : undefined
  return {
    wxpay: createClient({ merchant, platformKeys, baseUrls }),
    handle: handleNotifications(
      {
        keys: platformKeys,
        apiV3Key: read('WECHATPAY_APIV3_KEY'),
        // Several processes need a store that they share.
        store: createMemoryStore(),
        onError: (error) => console.error(String(error)),
      },
      ({ id, event_type }) => console.log(`${event_type} ${id}`),
    ),
  }
}
