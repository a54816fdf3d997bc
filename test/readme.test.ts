import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSandbox, type Sandbox } from '@wechatpay-kit/sandbox'
import { type SandboxServer, serve } from '@wechatpay-kit/sandbox/node'
import { readBytes, readPem } from '@wechatpay-kit/test-vectors'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bin, root, run } from './run.ts'

// The examples of the README run as they stand, in the runtime that they are for, on the packages as built. What they
// send to WeChat Pay's address goes to a sandbox on loopback.
const environment = {
  MCHID: '1900007291',
  SERIAL: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB',
  PUBLIC_KEY_ID: 'PUB_KEY_ID_0114232134912410000000000000',
}
const keysOf = (name: string) => ({ privateKey: readPem(`${name}.private`), publicKey: readPem(`${name}.public`) })

let folder: string
let sandbox: Sandbox
let server: SandboxServer
let blocks: [runtime: string, code: string][]

beforeAll(async () => {
  blocks = await readBlocks('README.md')
  sandbox = await createSandbox({
    merchant: { mchid: environment.MCHID, serialNumber: environment.SERIAL, keys: keysOf('merchant') },
    platform: { id: environment.PUBLIC_KEY_ID, keys: keysOf('platform') },
  })
  server = await serve(sandbox)
  folder = await mkdtemp(join(tmpdir(), 'wechatpay-kit-'))
  await symlink(`${root}node_modules`, join(folder, 'node_modules'))
  const files = {
    'package.json': '{ "type": "module" }',
    'apiclient_key.pem': readPem('merchant.private'),
    'pub_key.pem': readPem('platform.public'),
    'apiclient_cert.pem': Buffer.from(readBytes('certificates/merchant.pem')).toString(),
    'redirect.mjs': `const { fetch } = globalThis
globalThis.fetch = (url, options) => fetch(url.replace('https://api.mch.weixin.qq.com', '${server.url}'), options)\n`,
  }
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

async function readBlocks(file: string): Promise<[string, string][]> {
  const text = await readFile(`${root}${file}`, 'utf8')
  return [...text.matchAll(/```\w+ runtime=(\w+)\n([\s\S]*?)```/g)].map(([, runtime = '', code = '']) => [
    runtime,
    code,
  ])
}

/** Writes the only example for a runtime to a file. */
async function writeExample(runtime: string): Promise<string> {
  const [block, ...more] = blocks.filter(([name]) => name === runtime)
  if (!block || more.length > 0) throw new Error(`README.md must have one example for ${runtime}.`)
  await writeFile(join(folder, `${runtime}.mjs`), block[1])
  return `${runtime}.mjs`
}

/** Runs the call for a person unknown to the sandbox, and checks that its output is the voucher code that was issued. */
async function expectVoucher(output: Promise<{ stdout: string; stderr: string; code: number }>): Promise<void> {
  const { stdout, stderr, code } = await output
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
  expect(sandbox.qualifications.get('330102199001011234')?.auth_code).toBe(stdout.trim())
}

describe('README.md', () => {
  it('says the same in Chinese, with the same examples', async () => {
    expect(await readBlocks('README.zh-CN.md')).toEqual(blocks)
    const [english, chinese] = await Promise.all(
      ['README.md', 'README.zh-CN.md'].map((name) => readFile(`${root}${name}`, 'utf8')),
    )
    const shape = (text = '') =>
      text
        .split('\n')
        .filter((line) => /^(#|\||```)/.test(line))
        .map((line) => line.split('|').length)
    expect(shape(chinese)).toEqual(shape(english))
  })

  it('shows the adapter of axios as it is', async () => {
    const adapter = await readFile(`${root}examples/transports/axios.mjs`, 'utf8')
    for (const name of ['README.md', 'README.zh-CN.md']) expect(await readFile(root + name, 'utf8')).toContain(adapter)
  })

  it('has an example that runs on Node.js', async () => {
    const args = ['--import', './redirect.mjs', await writeExample('node')]
    await expectVoucher(run(process.execPath, args, { cwd: folder, env: environment }))
  })

  it('has an example that runs on Deno', async () => {
    const flags = ['--no-remote', '--node-modules-dir=manual', '--allow-env', '--allow-read', '--allow-net=127.0.0.1']
    const args = ['run', ...flags, '--preload', './redirect.mjs', await writeExample('deno')]
    await expectVoucher(run(bin('deno'), args, { cwd: folder, env: environment }))
  })

  it('has an example that runs on Bun', async () => {
    const args = ['--preload', './redirect.mjs', await writeExample('bun')]
    await expectVoucher(run(bin('bun'), args, { cwd: folder, env: environment }))
  })

  it('has an example that runs on workerd, without any flag', async () => {
    buildSync({
      entryPoints: [join(folder, await writeExample('worker'))],
      bundle: true,
      format: 'esm',
      platform: 'neutral',
      mainFields: ['module', 'main'],
      outfile: join(folder, 'bundle.mjs'),
    })
    // The worker under test, and a test that calls it; all that the worker fetches goes to the sandbox.
    await writeFile(
      join(folder, 'check.mjs'),
      `import worker from './bundle.mjs'
export default {
  async test(_, env) {
    const response = await worker.fetch(new Request('https://shop.example/'), env)
    console.log((await response.json()).auth_code)
  },
}\n`,
    )
    const bindings = Object.entries({
      ...environment,
      PRIVATE_KEY: readPem('merchant.private'),
      PUBLIC_KEY: readPem('platform.public'),
    }).map(([name, value]) => `(name = "${name}", text = ${JSON.stringify(value)})`)
    await writeFile(
      join(folder, 'config.capnp'),
      `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [
  (name = "main", worker = (
    modules = [(name = "check.mjs", esModule = embed "check.mjs"), (name = "bundle.mjs", esModule = embed "bundle.mjs")],
    bindings = [${bindings.join(', ')}],
    globalOutbound = "sandbox",
    compatibilityDate = "2026-01-01")),
  (name = "sandbox", external = (address = "${new URL(server.url).host}", http = ())),
]);\n`,
    )
    await expectVoucher(run(bin('workerd'), ['test', 'config.capnp'], { cwd: folder }))
  })

  it('has examples that run beside a client', async () => {
    const examples = blocks.filter(([runtime]) => runtime === 'sandbox')
    expect(examples).toHaveLength(7)
    const signed = await sandbox.createNotification('https://shop.example/notifications', {
      event_type: 'TRANSACTION.SUCCESS',
      resource: { out_trade_no: 'O1' },
    })
    const notification = { method: 'POST', headers: Object.fromEntries(signed.headers), body: await signed.text() }
    const outputs = []
    for (const [index, [, code]] of examples.entries()) {
      const client = `import { createClient as create } from '@wechatpay-kit/endpoints'
import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { readFile } from 'node:fs/promises'
export const privateKey = await importPrivateKey(await readFile('apiclient_key.pem', 'utf8'))
export const merchant = { mchid: '${environment.MCHID}', serialNumber: '${environment.SERIAL}', privateKey }
export const platformKeys = [{ id: '${environment.PUBLIC_KEY_ID}', key: await importPublicKey(await readFile('pub_key.pem', 'utf8')) }]
export const gateway = '${server.url}'
export const apiV3Key = '${sandbox.apiV3Key}'
export const request = new Request('https://shop.example/notifications', ${JSON.stringify(notification)})
export const wxpay = create({ merchant, platformKeys, baseUrls: [gateway] })\n`
      await writeFile(join(folder, 'client.mjs'), client)
      const json = `{ cate_code: 'C03', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: 'gateway' }`
      const prelude = `import { wxpay, merchant, platformKeys, gateway, apiV3Key, request } from './client.mjs'\n${code.includes('const json') ? '' : `const json = ${json}\n`}`
      await writeFile(join(folder, `example-${index}.mjs`), prelude + code)
      // The gateway's example forwards by itself, so it must work without the redirect.
      const flags = code.includes('gateway') ? [] : ['--import', './redirect.mjs']
      const {
        code: exit,
        stdout,
        stderr,
      } = await run(process.execPath, [...flags, `example-${index}.mjs`], { cwd: folder })
      expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
      outputs.push(stdout.trim())
    }
    const [errors, manual, files, gateway, keys, notifications, setup] = outputs
    expect(errors).toBe('json.cert_no')
    expect(manual).toMatch(/^000000 成功 \w+$/)
    expect(files).toMatch(/^\d{5}\n32$/)
    expect(gateway).toBe('')
    expect(keys).toMatch(/^[0-9A-F]{40}$/)
    expect(notifications).toBe('TRANSACTION.SUCCESS O1\n204')
    expect(setup?.split('\n').map((line) => line.split(':')[0])).toEqual([
      'passed serial-number',
      'passed certificate',
      'passed api-v3-key',
      'passed platform-key',
      'passed clock',
      'passed echo',
    ])
    expect(sandbox.qualifications.get('330102199001011234')?.cate_code).toBe('C03')
  })
})
