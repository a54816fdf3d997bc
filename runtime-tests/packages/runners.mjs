// Test runners without a line of configuration for these packages: Jest, which runs CommonJS alone, with JavaScript and with
// ts-jest's preset, and Vitest, in each of its pools. Each test calls, looks a call up in the catalogue's data, and checks the
// hash of a download.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { bundlerPath, bundlerVersion } from '../harness/bundlers.mjs'
import { start } from '../harness/process.mjs'
import { root } from '../harness/root.mjs'

const NAMES = {
  '@wechatpay-kit/endpoints': ['createClient', 'isWechatPayError'],
  '@wechatpay-kit/crypto/forge': ['importPublicKey'],
  '@wechatpay-kit/sandbox': ['createSandbox'],
  '@wechatpay-kit/transport-undici': ['createUndiciTransport'],
}

const write = (/** @type {(names: string, entry: string) => string} */ line) =>
  Object.entries(NAMES)
    .map(([entry, names]) => line(`{ ${names.join(', ')} }`, entry))
    .join('\n')

const REQUIRE = write((names, entry) => `const ${names} = require('${entry}')`)
const IMPORT = write((names, entry) => `import ${names} from '${entry}'`)

/** Written in the language of both. */
const TESTS = `
test('a call, a described call, an error, a file', async () => {
  const sandbox = await createSandbox()
  const { merchant, platformKeys, transport } = sandbox
  const wxpay = createClient({ merchant, platformKeys, transport })
  const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
  const altered = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()
  expect(altered.resp_code).toBe('000000')
  const order = wxpay.chain('v3/payscore/serviceorder')
  const query = { out_order_no: 'order-1', service_id: '2002', appid: 'wxd678efh567hg6787' }
  expect((await order.get({ query })).status).toBe(200)
  const error = await wxpay.chain('v3/refund/domestic/refunds/{out_refund_no}').get({ params: { out_refund_no: '1' } }).catch((error) => error)
  expect(isWechatPayError(error)).toBe(true)
  expect((await importPublicKey('no key').catch((error) => error)).code).toBe('KEY_FORMAT_INVALID')
  const download = async () => new Response('bill')
  const files = createClient({ merchant, platformKeys, transport: download })
  const hash = { type: 'SHA1' as const, value: 'a0f8fd1d5cc0d2b2ab5bb1d9ee8ba6b9b2ab2c9e' }
  const file = await files.download('https://api.mch.weixin.qq.com/v3/billdownload/file?token=1', { hash })
  expect((await file.text().catch((error) => error)).code).toBe('HASH_MISMATCH')
  await createUndiciTransport().close()
})
`

/** For what runs a program, and has no tests. */
const PROGRAM = `
const run = async () => {
  const { merchant, platformKeys, transport } = await createSandbox()
  const error = await importPublicKey('no key').catch((error: unknown) => error as { code: string })
  await createUndiciTransport().close()
  const response = await createClient({ merchant, platformKeys, transport }).chain('v3/certificates').get()
  console.log(response.status === 200 && 'code' in error ? 'Tests 1 passed' : 'failed')
  process.exit()
}
void run()
`

/** Packages that the project of a test has: a preset is found there, and types of what is global. */
const BESIDE = ['ts-jest', '@types/jest']

/** The error of a test that calls `require` itself in Vitest's pools of virtual machines; the guide names it. */
const NO_MODULE = `SyntaxError: Unexpected token 'export'`

/** Vitest's pools, each with the error that such a test ends in. */
const POOLS = { forks: undefined, threads: undefined, vmForks: NO_MODULE, vmThreads: NO_MODULE }

/** Nothing: the defaults of Jest. */
const JEST = {}

/** @param {import('../harness/project.mjs').Project} project @returns {Promise<{ problems: string[], rows: string[][] }>} */
export async function checkRunners({ folder }) {
  const project = join(folder, 'runners')
  mkdirSync(project)
  const javaScript = TESTS.replace(' as const', '')
  const files = {
    'package.json': { private: true },
    'one.test.js': REQUIRE + javaScript,
    'two.test.ts': IMPORT + TESTS,
    'three.vitest.mjs': `import { expect, test } from 'vitest'\n${IMPORT}${javaScript}`,
    // Vitest has no `require` of its own.
    'five.vitest-require.mjs': `import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
const require = createRequire(import.meta.url)
${REQUIRE}${javaScript}`,
    'four.ts': `${IMPORT.replace(', isWechatPayError', '')}${PROGRAM}`,
    'jest.config.json': JEST,
    'ts-jest.config.json': { preset: 'ts-jest' },
    'tsconfig.json': { compilerOptions: { module: 'commonjs', target: 'ES2022', esModuleInterop: true } },
    'vitest.config.mjs': `export default { test: { include: ['*.vitest*.mjs'] } }`,
  }
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(project, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  for (const name of BESIDE) {
    const link = join(project, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(bundlerPath(name), link)
  }
  const jest = bundlerPath('jest/bin/jest.js')
  const vitest = bundlerPath('vitest/vitest.mjs')
  /** `failed`: what is printed where the guide says that it does not work. @type {[name: string, version: string, args: string[], failed?: string | undefined][]} */
  const runs = [
    ['Jest', bundlerVersion('jest'), [jest, '--config', 'jest.config.json', 'one']],
    ['ts-jest', bundlerVersion('ts-jest'), [jest, '--config', 'ts-jest.config.json', 'two']],
    ['ts-node', bundlerVersion('ts-node'), ['-r', bundlerPath('ts-node/register'), 'four.ts']],
  ]
  for (const [pool, failed] of Object.entries(POOLS)) {
    const args = [vitest, 'run', `--pool=${pool}`]
    runs.push([`Vitest, ${pool}`, bundlerVersion('vitest'), [...args, 'three']])
    runs.push([`Vitest, ${pool}, require()`, bundlerVersion('vitest'), [...args, 'five'], failed])
  }
  /** @type {string[]} */
  const problems = ['en', 'zh']
    .map((language) => `docs/${language}/modules.md`)
    .filter((guide) => !readFileSync(join(root, guide), 'utf8').includes(NO_MODULE))
    .map((guide) => `${guide} does not name ${NO_MODULE}`)
  const rows = []
  for (const [name, version, args, failed] of runs) {
    const { code, output } = await start(process.execPath, args, project, { CI: '1', NO_COLOR: '1' })
    const isRight = failed ? code !== 0 && output.includes(failed) : code === 0 && /Tests:? +1 passed/.test(output)
    if (!isRight) problems.push(`${name} ${version}:\n${output.slice(0, 3000)}`)
    rows.push([name, version, isRight ? (failed ? 'fails, as the guide says' : 'passed') : 'WRONG'])
  }
  return { problems, rows }
}
