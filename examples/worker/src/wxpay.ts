import { type CoreClient, createClient } from '@wechatpay-kit/client/core'
import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { alterQualification } from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/alter'

/** README.md says what it holds. */
export type Environment = Readonly<Record<string, string | undefined>>

type Client = CoreClient<readonly [typeof alterQualification]>

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
  const [mchid, serialNumber, id] = [read('MCHID'), read('SERIAL'), read('PUBLIC_KEY_ID')]
  const privateKey = await importPrivateKey(read('PRIVATE_KEY'))
  const key = await importPublicKey(read('PUBLIC_KEY'))
  return createClient({
    merchant: { mchid, serialNumber, privateKey },
    platformKeys: [{ id, key }],
    operations: [alterQualification],
    baseUrls: env.BASE_URL ? [env.BASE_URL] : undefined,
  })
}
