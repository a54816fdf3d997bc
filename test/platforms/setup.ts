import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSandbox, type SeenRequest } from '@wechatpay-kit/sandbox'
import { serve } from '@wechatpay-kit/sandbox/node'
import { readPem } from '@wechatpay-kit/test-vectors'
import { afterAll, afterEach, expect, vi } from 'vitest'
import { root } from '../run.ts'

export type Environment = Readonly<Record<string, string>>

export const person = { cert_no: '330102199001011234', name: '张三', tel: '13800138000' }
let number = 0

/** The fields of a call that was not made before. */
export const createCall = () => ({ cate_code: 'A01', ...person, req_ssn: `R${++number}` })

/** The path of the call. */
export const ALTER = '/v3/gov/subsidy/zhejiang/qualifications/alter'

/** Checks that a text shows nothing of the person, and no key of the merchant's. */
export function expectDiscreet(text: string): void {
  const secrets = [...Object.values(person), readPem('merchant.private').slice(30, 90)]
  for (const secret of secrets) expect(text).not.toContain(secret)
}

/** A sandbox over HTTP for the tests of a file, the environment of its clients, and copies of the examples. */
export async function setUp() {
  const keysOf = (name: string) => ({ privateKey: readPem(`${name}.private`), publicKey: readPem(`${name}.public`) })
  const merchant = { mchid: '1900007291', serialNumber: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB' }
  const id = 'PUB_KEY_ID_0114232134912410000000000000'
  const seen: SeenRequest[] = []
  const sandbox = await createSandbox({
    merchant: { ...merchant, keys: keysOf('merchant') },
    platform: { id, keys: keysOf('platform') },
    onRequest: (request) => seen.push(request),
  })
  const server = await serve(sandbox)
  const environment = {
    WECHATPAY_MCHID: merchant.mchid,
    WECHATPAY_SERIAL: merchant.serialNumber,
    WECHATPAY_PRIVATE_KEY: readPem('merchant.private'),
    WECHATPAY_PUBLIC_KEY_ID: id,
    WECHATPAY_PUBLIC_KEY: readPem('platform.public'),
    WECHATPAY_APIV3_KEY: sandbox.apiV3Key,
    WECHATPAY_BASE_URL: server.url,
  }
  const folder = mkdtempSync(join(tmpdir(), 'wechatpay-kit-'))
  const stops: (() => unknown)[] = []
  let copies = 0

  afterEach(() => {
    for (const stop of stops.splice(0)) stop()
    vi.unstubAllEnvs()
    vi.restoreAllMocks()
  })
  afterAll(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })
  return {
    sandbox,
    environment,
    /** The environment without one of its variables. */
    without: (name: keyof typeof environment): Environment => {
      const { [name]: _, ...rest } = environment
      return rest
    },
    /** The request that the sandbox decrypted last. */
    lastSeen: () => seen.pop(),
    /** The person's voucher code. */
    voucher: () => sandbox.qualifications.get(person.cert_no)?.auth_code,
    /** Copies an example out of the repository, as a user does; its packages are those of `examples/`, as built. */
    copy: (name: string, env: Environment = environment): string => {
      const copy = join(folder, String(++copies), name)
      cpSync(`${root}examples/${name}`, copy, { recursive: true })
      symlinkSync(`${root}examples/node_modules`, join(copy, 'node_modules'))
      writeFileSync(
        join(copy, '.env'),
        Object.entries(env)
          .map(([key, value]) => `${key}="${value}"\n`)
          .join(''),
      )
      return copy
    },
    /** Stops it when the test is over. */
    keep: <Started extends { stop(): unknown }>(started: Started): Started => {
      stops.push(started.stop)
      return started
    },
  }
}
