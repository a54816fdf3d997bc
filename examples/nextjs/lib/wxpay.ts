import { type Client, createClient, readEnvironment } from '@wechatpay-kit/endpoints'

let wxpay: Client | undefined

/** The client, made with the first call and kept: importing a key can cost as much as a signature. */
export async function getWxpay(env: object): Promise<Client> {
  wxpay ??= createClient(await readEnvironment(env))
  return wxpay
}
