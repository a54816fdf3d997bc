import { mkdtempSync, readFileSync, symlinkSync } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { serve } from '@wechatpay-kit/sandbox/node'
import ts from 'typescript'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { JSR_FOLDERS } from '../../tools/release/jsr.mjs'
import { bin, root, run } from '../run.ts'
import { type JsrRegistry, openJsrRegistry } from './jsr-registry.ts'

// What `deno publish` makes of the packages, at a registry on this machine: types, explicit types, files, dependencies.
const folder = mkdtempSync(join(tmpdir(), 'jsr-'))
let registry: JsrRegistry
let published: Awaited<ReturnType<typeof run>>

beforeAll(async () => {
  registry = await openJsrRegistry(join(folder, 'registry'))
  const options = ['--allow-dirty', '--no-provenance', '--token=of-this-machine']
  published = await run('npm', ['run', '-s', 'jsr', '--', '--publish', ...options], { env: { JSR_URL: registry.url } })
}, 300_000)
afterAll(async () => {
  await registry.close()
  await rm(folder, { recursive: true })
})

it('publishes each package, its types explicit', async () => {
  expect(published.stderr).toContain('Checking for slow types in the public API')
  expect(published.code, published.stdout + published.stderr).toBe(0)
  const names = JSR_FOLDERS.map((path) => path.replace('packages/', ''))
  expect((await readdir(registry.folder)).sort()).toEqual([...names].sort())
})

it('names a registry and a range for all that its modules import', async () => {
  const files = (await readdir(registry.folder, { recursive: true })).filter((file) => file.endsWith('.ts'))
  expect(files.length).toBeGreaterThan(1_100)
  const unmapped = files.flatMap((file) => {
    const { importedFiles } = ts.preProcessFile(readFileSync(join(registry.folder, file), 'utf8'))
    return importedFiles
      .map(({ fileName }) => fileName)
      .filter((name) => !/^(\.{1,2}\/|node:|jsr:@wechatpay-kit\/[\w-]+@\^\d|npm:(@[\w-]+\/)?[\w-]+@\^\d)/.test(name))
      .map((name) => `${file}: ${name}`)
  })
  expect(unmapped).toEqual([])
})

it('runs from the registry in Deno, and calls', async () => {
  const sandbox = await createSandbox()
  const server = await serve(sandbox)
  const own = join(folder, 'program')
  await mkdir(join(own, 'node_modules/@noble'), { recursive: true })
  // What npm would install beside it.
  const dependencies = { 'node-forge': 'crypto', valibot: 'client', '@noble/hashes': 'client', 'gmsm-sm3js': 'client' }
  for (const [name, from] of Object.entries(dependencies)) {
    symlinkSync(join(root, 'packages', from, 'node_modules', name), join(own, 'node_modules', name))
  }
  const ranges = Object.fromEntries(Object.keys(dependencies).map((name) => [name, '*']))
  await writeFile(join(own, 'package.json'), JSON.stringify({ dependencies: ranges }))
  await writeFile(
    join(own, 'main.ts'),
    `import { createClient, readEnvironment } from 'jsr:@wechatpay-kit/endpoints@^0.0.0'
import { post } from 'jsr:@wechatpay-kit/endpoints@^0.0.0/v3/pay/transactions/native'
import { createNonce } from 'jsr:@wechatpay-kit/crypto@^0.0.0'
const wxpay = createClient({ ...(await readEnvironment(Deno.env.toObject())), operations: [post] })
const json = { appid: 'wx1', mchid: Deno.env.get('WECHATPAY_MCHID')!, description: 'x', out_trade_no: createNonce(),
  notify_url: 'https://shop.example/notify', amount: { total: 1 } }
const { code_url } = await wxpay.v3.pay.transactions.native.post({ json }).json()
console.log(code_url)
`,
  )
  const env = {
    JSR_URL: registry.url,
    DENO_DIR: join(folder, 'cache'),
    ...sandbox.merchants[0]?.writeEnvironment(),
    WECHATPAY_BASE_URL: server.url,
  }
  const args = [
    'run',
    '--check',
    '--no-lock',
    '--node-modules-dir=manual',
    '--allow-env',
    '--allow-net=127.0.0.1',
    'main.ts',
  ]
  const { code, stdout, stderr } = await run(bin('deno'), args, { cwd: own, env })
  await server.close()
  expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: expect.stringMatching(/^weixin:\/\/\S+\n$/) })
}, 120_000)
