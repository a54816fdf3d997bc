import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { createEnvironment } from './create-environment.ts'
import { type Environment, type EnvironmentOptions, type EnvironmentParts, readEnvironmentOptions } from './parts.ts'
import { readVariables } from './variables.ts'

/**
 * Reads the environment variables that hold a merchant's keys, and makes of them what `createClient` and
 * `handleNotifications` take. For every runtime: it reads no file.
 *
 * | variable | value |
 * |---|---|
 * | `WECHATPAY_MCHID` | merchant number (商户号) |
 * | `WECHATPAY_SERIAL` | serial number of the API certificate (商户API证书序列号) |
 * | `WECHATPAY_CERTIFICATE` | in its place the certificate, which tells it: `apiclient_cert.pem`; read with the option `readCertificate` |
 * | `WECHATPAY_PRIVATE_KEY` | the key of that certificate: `apiclient_key.pem` |
 * | `WECHATPAY_PUBLIC_KEY_ID`, `WECHATPAY_PUBLIC_KEY` | WeChat Pay's public key (微信支付公钥): `PUB_KEY_ID_…`, `pub_key.pem` |
 * | `WECHATPAY_APIV3_KEY` | APIv3 key (APIv3密钥), 32 characters |
 * | `WECHATPAY_PLATFORM_KEYS` | `public-key`, `certificates`, or both with a comma, the one first that encrypts. Certificates take the option `createCertificateKeys` and the APIv3 key. Default: the public key; certificates where it is not set and these two are given |
 * | `WECHATPAY_BASE_URL` | another origin to call: a sandbox |
 *
 * Keys and certificates are texts: PEM, whose line breaks may be written out as `\n`, or base64 of PEM or DER. White space,
 * a byte order mark and quotation marks around a value do no harm, and an empty value is none.
 *
 * @param env - the variables: `process.env`, `Deno.env.toObject()`, `Bun.env`, the `env` of a Worker.
 * @param options - `required` parts; `createCertificateKeys`, `transport` and `now` (milliseconds) for platform certificates;
 *   `readCertificate` for the merchant's.
 * @returns merchant, WeChat Pay's keys, APIv3 key and base URL, as far as they are set.
 * @throws ValidationError (`VALIDATION_FAILED`) that lists every variable that is missing or wrong, with its remedy and never
 *   its value.
 * @example
 * ```ts
 * import { createClient, handleNotifications, readEnvironment } from '@wechatpay-kit/client'
 *
 * export default {
 *   async fetch(request: Request, env: object) {
 *     const environment = await readEnvironment(env, { required: ['merchant', 'platformKeys', 'apiV3Key'] })
 *     const wxpay = createClient(environment)
 *     const { platformKeys: keys, apiV3Key } = environment
 *     const handle = handleNotifications({ keys, apiV3Key }, async ({ event_type }) => console.log(event_type, wxpay))
 *     return handle(request)
 *   },
 * }
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012081606 | document 4012081606}, APIv3 接口规则
 */
export async function readEnvironment<const Part extends keyof EnvironmentParts = 'merchant' | 'platformKeys'>(
  env: object,
  options?: EnvironmentOptions<Part>,
): Promise<Environment<Part>> {
  const own = readEnvironmentOptions(env, options)
  return (await createEnvironment(readVariables(env), {
    ...own,
    importPrivateKey,
    importPublicKey,
  })) as Environment<Part>
}
