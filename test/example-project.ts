import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSandbox, type Sandbox } from '@wechatpay-kit/sandbox'
import { serve } from '@wechatpay-kit/sandbox/node'
import { readBytes, readPem } from '@wechatpay-kit/test-vectors'
import { buildSync } from 'esbuild'
import { createSales } from '../runtime-tests/suite/sales.mjs'
import { bin, root, run } from './run.ts'

/** The merchant and the platform key of all examples. */
export const identity = {
  mchid: '1900007291',
  serialNumber: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB',
  platformKeyId: 'PUB_KEY_ID_0114232134912410000000000000',
}

/** The environment that the examples read. */
const environment = {
  WECHATPAY_MCHID: identity.mchid,
  WECHATPAY_SERIAL: identity.serialNumber,
  WECHATPAY_PRIVATE_KEY: readPem('merchant.private'),
  WECHATPAY_PUBLIC_KEY_ID: identity.platformKeyId,
  WECHATPAY_PUBLIC_KEY: readPem('platform.public'),
}

type Outcome = ReturnType<typeof run>

/** A folder with the packages as built and the key files, and a sandbox to which its programs' calls go. */
export interface ExampleProject {
  readonly folder: string
  readonly sandbox: Sandbox
  /** Address of the sandbox. */
  readonly url: string
  /** Writes a module into the folder. */
  write(name: string, code: string): Promise<void>
  /** Runs a module in a runtime; what it sends to WeChat Pay's address goes to the sandbox. */
  readonly runtimes: Readonly<Record<'node' | 'deno' | 'bun' | 'workerd', (module: string) => Outcome>>
  close(): Promise<void>
}

const keysOf = (name: string) => ({ privateKey: readPem(`${name}.private`), publicKey: readPem(`${name}.public`) })

/** Makes a project for examples. */
export async function createExampleProject(): Promise<ExampleProject> {
  const sandbox = await createSandbox({
    merchant: { mchid: identity.mchid, serialNumber: identity.serialNumber, keys: keysOf('merchant') },
    platform: { id: identity.platformKeyId, keys: keysOf('platform') },
    storage: createSales({ mchid: identity.mchid, payments: 1800, refunds: 200 }),
  })
  const server = await serve(sandbox)
  const folder = await mkdtemp(join(tmpdir(), 'wechatpay-kit-'))
  const write = (name: string, code: string) => writeFile(join(folder, name), code)
  await symlink(`${root}node_modules`, join(folder, 'node_modules'))
  await write('package.json', '{ "type": "module" }')
  await write('apiclient_key.pem', readPem('merchant.private'))
  await write('pub_key.pem', readPem('platform.public'))
  await write('apiclient_cert.pem', Buffer.from(readBytes('certificates/merchant.pem')).toString())
  await write(
    'redirect.mjs',
    `const { fetch } = globalThis
globalThis.fetch = (url, options) => fetch(url.replace('https://api.mch.weixin.qq.com', '${server.url}'), options)\n`,
  )
  const options = { cwd: folder, env: environment }
  const denoFlags = ['--no-remote', '--node-modules-dir=manual', '--allow-env', '--allow-read', '--allow-net=127.0.0.1']
  return {
    folder,
    sandbox,
    url: server.url,
    write,
    runtimes: {
      node: (module) => run(process.execPath, ['--import', './redirect.mjs', module], options),
      deno: (module) => run(bin('deno'), ['run', ...denoFlags, '--preload', './redirect.mjs', module], options),
      bun: (module) => run(bin('bun'), ['--preload', './redirect.mjs', module], options),
      workerd: async (module) => {
        await writeWorker(module, folder, server.url, write)
        return run(bin('workerd'), ['test', 'config.capnp'], { cwd: folder })
      },
    },
    async close() {
      await server.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** Bundles a worker, with a test that calls it; all that the worker fetches goes to the sandbox. */
async function writeWorker(module: string, folder: string, url: string, write: ExampleProject['write']): Promise<void> {
  buildSync({
    entryPoints: [join(folder, module)],
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    outfile: join(folder, 'bundle.mjs'),
  })
  await write(
    'check.mjs',
    `import worker from './bundle.mjs'
export default {
  async test(_, env) {
    const response = await worker.fetch(new Request('https://shop.example/'), env)
    console.log((await response.json()).auth_code)
  },
}\n`,
  )
  const bindings = Object.entries(environment).map(
    ([name, value]) => `(name = "${name}", text = ${JSON.stringify(value)})`,
  )
  await write(
    'config.capnp',
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [
  (name = "main", worker = (
    modules = [(name = "check.mjs", esModule = embed "check.mjs"), (name = "bundle.mjs", esModule = embed "bundle.mjs")],
    bindings = [${bindings.join(', ')}],
    globalOutbound = "sandbox",
    compatibilityDate = "2026-01-01")),
  (name = "sandbox", external = (address = "${new URL(url).host}", http = ())),
]);\n`,
  )
}
