import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { createClient, handleNotifications } from '@wechatpay-kit/endpoints'

/** README.md says what it holds. */
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
  const [mchid, serialNumber, id, apiV3Key] = [read('MCHID'), read('SERIAL'), read('PUBLIC_KEY_ID'), read('APIV3_KEY')]
  const privateKey = await importPrivateKey(read('PRIVATE_KEY'))
  const platformKeys = [{ id, key: await importPublicKey(read('PUBLIC_KEY')) }]
  const baseUrls = env.BASE_URL ? ([env.BASE_URL] as const) : undefined
  // Several processes need a store in place of this set; see `remember` and `forget`.
  const seen = new Set<string>()
  return {
    wxpay: createClient({ merchant: { mchid, serialNumber, privateKey }, platformKeys, baseUrls }),
    handle: handleNotifications(
      {
        keys: platformKeys,
        apiV3Key,
        remember: (id) => !seen.has(id) && Boolean(seen.add(id)),
        forget: (id) => seen.delete(id),
        onError: (error) => console.error(String(error)),
      },
      ({ id, event_type }) => console.log(`${event_type} ${id}`),
    ),
  }
}
