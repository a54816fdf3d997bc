import { spawnSync } from 'node:child_process'
import { createSandbox, generateKeyPair } from '@wechatpay-kit/sandbox'
import { serve } from '@wechatpay-kit/sandbox/node'
import { expect, it } from 'vitest'
import { root, run } from './run.ts'

const absent = ['python3', 'openssl'].filter((command) => spawnSync(command, ['--help']).error)

it.skipIf(absent.length > 0)(
  `orders, pays and queries from Python and openssl alone${absent.length > 0 ? ` (absent: ${absent.join(', ')})` : ''}`,
  async () => {
    const merchant = { mchid: '1900000001', serialNumber: '5157F09EFDC096DE', keys: await generateKeyPair() }
    const platform = { id: 'PUB_KEY_ID_0119000000012026010100000000000000', keys: await generateKeyPair() }
    const server = await serve(await createSandbox({ merchant, platform, platformKeyKind: 'public-key' }))
    const env = {
      WECHATPAY_BASE_URL: server.url,
      WECHATPAY_MCHID: merchant.mchid,
      WECHATPAY_SERIAL: merchant.serialNumber,
      WECHATPAY_PRIVATE_KEY: merchant.keys.privateKey,
      WECHATPAY_PUBLIC_KEY_ID: platform.id,
      WECHATPAY_PUBLIC_KEY: platform.keys.publicKey,
    }
    const program = `${root}examples/python/order.py`
    const paid = await run('python3', [program], { env })
    const other = await run('python3', [program], { env: { ...env, WECHATPAY_PUBLIC_KEY: merchant.keys.publicKey } })
    await server.close()
    expect(paid.stderr).toBe('')
    expect(paid.stdout.trim().split('\n')).toEqual([expect.stringMatching(/^weixin:\/\/wxpay\/bizpayurl/), 'SUCCESS'])
    expect([other.code, other.stderr]).toEqual([1, 'The response is not signed by WeChat Pay. Do not use it.\n'])
  },
)
