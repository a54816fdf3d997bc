// Keys from environment variables, as every runtime hands them out: an object of texts, or an object of the runtime's own.
import { createCertificateKeys } from '@wechatpay-kit/client/certificate-keys'
import {
  createClient as createCoreClient,
  decryptResponse,
  readEnvironment as readCoreEnvironment,
} from '@wechatpay-kit/client/core'
import { createClient, echo, isWechatPayError, readEnvironment } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { json } from './calls.mjs'
import { equal } from './check.mjs'

/**
 * @param {typeof import('./vectors.mjs').vectors} vectors
 * @param {object | undefined} own `process.env`, `Deno.env.toObject()`, `Bun.env`, the `env` of a Worker
 * @returns {import('./run.mjs').Case[]}
 */
export function environmentCases({ account, keys }, own) {
  const { mchid, serialNumber } = account.merchant
  const pem = (/** @type {string} */ name) => String(keys[name])
  const line = (/** @type {string} */ name) => `"${pem(name).trim().replaceAll('\n', '\\n')}"\r`
  const env = {
    WECHATPAY_MCHID: mchid,
    WECHATPAY_SERIAL: ` ${serialNumber} `,
    WECHATPAY_PRIVATE_KEY: line('merchant.private'),
    WECHATPAY_PUBLIC_KEY_ID: account.platformKeyId,
    WECHATPAY_PUBLIC_KEY: btoa(pem('platform.public')),
  }
  const merchant = {
    mchid,
    serialNumber,
    keys: { privateKey: pem('merchant.private'), publicKey: pem('merchant.public') },
  }
  const platform = {
    id: account.platformKeyId,
    keys: { privateKey: pem('platform.private'), publicKey: pem('platform.public') },
  }
  return [
    [
      'alter with keys of the environment',
      async () => {
        const { transport } = await createSandbox({ merchant, platform, platformKeyKind: 'public-key' })
        const wxpay = createClient({ ...(await readEnvironment(env)), transport })
        const { resp_code } = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()
        equal(resp_code, '000000')
      },
    ],
    [
      'alter with keys of the runtime’s own environment, where it has one',
      async () => {
        const { transport } = await createSandbox({ merchant, platform, platformKeyKind: 'public-key' })
        const wxpay = createCoreClient({
          ...(await readCoreEnvironment(own ?? env)),
          transport,
          operations: [echo],
          decryptResponse,
        })
        const sent = { echo_message: 'one', encrypted_echo_message: 'two' }
        equal(await wxpay.v3.security.echo.post({ json: sent }).json(), sent)
      },
    ],
    [
      'certificates with the APIv3 key of the environment, from the core entry',
      async () => {
        const { transport, apiV3Key } = await createSandbox({ merchant, platformKeyKind: 'certificate' })
        const environment = await readCoreEnvironment(
          { ...env, WECHATPAY_PLATFORM_KEYS: 'certificates', WECHATPAY_APIV3_KEY: apiV3Key },
          { createCertificateKeys, transport },
        )
        const wxpay = createCoreClient({ ...environment, transport, operations: [echo], decryptResponse })
        const sent = { echo_message: 'one', encrypted_echo_message: 'two' }
        equal(await wxpay.v3.security.echo.post({ json: sent }).json(), sent)
      },
    ],
    [
      'an environment that is not complete: all that is missing, in one error',
      async () => {
        const error = await readEnvironment({}).catch((/** @type {unknown} */ thrown) => thrown)
        if (!isWechatPayError(error) || error.name !== 'ValidationError') throw new Error('The error is another.')
        const missing = ['MCHID', 'SERIAL', 'PRIVATE_KEY', 'PUBLIC_KEY_ID', 'PUBLIC_KEY']
        const found = error.message.match(/WECHATPAY_\w+ is missing/g)
        equal(
          found,
          missing.map((name) => `WECHATPAY_${name} is missing`),
        )
      },
    ],
  ]
}
