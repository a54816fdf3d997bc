import { type CoreClient, createClient, readEnvironment } from '@wechatpay-kit/client/core'
import * as alter from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/alter'

type Client = CoreClient<readonly [typeof alter.post]>

let wxpay: Client | undefined

/** The client, made with the first call and kept: importing a key can cost as much as a signature. */
export async function getWxpay(env: object): Promise<Client> {
  wxpay ??= createClient({ ...(await readEnvironment(env)), operations: [alter.post] })
  return wxpay
}
