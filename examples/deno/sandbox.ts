// A WeChat Pay to test against, with fresh keys. On standard output: the environment of its clients, as an env file.
import { createSandbox, generateKeyPair } from '@wechatpay-kit/sandbox'

const mchid = '1900000000'
const serialNumber = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1'
const id = 'PUB_KEY_ID_0119000000002026010100000000000000'
const [merchant, platform] = [await generateKeyPair(), await generateKeyPair()]
const sandbox = await createSandbox({
  merchant: { mchid, serialNumber, keys: merchant },
  platform: { id, keys: platform },
  platformKeyKind: 'public-key',
  onRequest: ({ method, target }) => console.error(`${method} ${target}`),
})
const { addr } = Deno.serve({ hostname: '127.0.0.1', port: 0, onListen() {} }, sandbox.fetch)
const url = `http://127.0.0.1:${addr.port}`

const line = (pem: string) => pem.trim().replaceAll('\n', '\\n')
console.log(`WECHATPAY_MCHID=${mchid}
WECHATPAY_SERIAL=${serialNumber}
WECHATPAY_PRIVATE_KEY="${line(merchant.privateKey)}"
WECHATPAY_PUBLIC_KEY_ID=${id}
WECHATPAY_PUBLIC_KEY="${line(platform.publicKey)}"
WECHATPAY_APIV3_KEY=${sandbox.apiV3Key}
WECHATPAY_BASE_URL=${url}`)
console.error(`The sandbox listens on ${url}`)
