// What an app carries: bundled by esbuild, minified, gzipped, against limits and beside the SDKs in use. Every row is an
// app in a few lines; what it must not carry is looked for among the modules in its bundle. What is imported on demand
// goes into files of its own, which are counted apart: bundlers that make one file carry it too, and load it at need.
import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { root } from '../harness/project.mjs'

const SIGN = `
import { createNonce, importPrivateKey, signRequest } from '@wechatpay-kit/crypto'
export { createNonce, importPrivateKey, signRequest }`

const WORKER = `
import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto/pem'
import { createClient } from '@wechatpay-kit/client/core'
import * as alter from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/alter'
let client
export default {
  async fetch(request, env) {
    const create = async () => {
      const { WECHATPAY_MCHID: mchid, WECHATPAY_SERIAL: serialNumber, WECHATPAY_PUBLIC_KEY_ID: id } = env
      const privateKey = await importPrivateKey(env.WECHATPAY_PRIVATE_KEY)
      const key = await importPublicKey(env.WECHATPAY_PUBLIC_KEY)
      const merchant = { mchid, serialNumber, privateKey }
      return createClient({ merchant, platformKeys: [{ id, key }], operations: [alter.post] })
    }
    client ??= create()
    return (await client).v3.gov.subsidy.zhejiang.qualifications.alter.post({ json: await request.json() })
  },
}`

const ENVIRONMENT = `
import { createClient, readEnvironment } from '@wechatpay-kit/client/core'
import * as alter from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/alter'
let client
export default {
  async fetch(request, env) {
    client ??= readEnvironment(env).then((environment) => createClient({ ...environment, operations: [alter.post] }))
    return (await client).v3.gov.subsidy.zhejiang.qualifications.alter.post({ json: await request.json() })
  },
}`

const GENERATED = `
import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto/pem'
import { createClient } from '@wechatpay-kit/client/core'
import * as jsapi from '@wechatpay-kit/endpoints/v3/pay/transactions/jsapi'
export { createClient, importPrivateKey, importPublicKey }
export const operations = [jsapi.post]`

const CLIENT = `
import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { createClient } from '@wechatpay-kit/endpoints'
export { createClient, importPrivateKey, importPublicKey }`

/** `limit` is for what is loaded at the start beyond the `base`, `limitOnDemand` for the rest. @typedef {{ name: string, source: string, base?: string, limit?: number, limitOnDemand?: number, without?: RegExp, platform?: 'node' }} App */

/** @type {App[]} */
const APPS = [
  {
    name: 'crypto, all of the main entry',
    source: `export * from '@wechatpay-kit/crypto'`,
    limit: 5_000,
    without: /node_modules\/(?!@wechatpay-kit\/crypto\/|\.pnpm)/,
  },
  {
    name: 'crypto, an app that only signs',
    source: SIGN,
    limit: 3_700,
    without: /signed-message|resource|serial-number|forge/,
  },
  {
    name: 'crypto/pem',
    source: `export * from '@wechatpay-kit/crypto/pem'`,
    limit: 2_000,
    without: /forge|file-kind|key-file|rsa-key/,
  },
  {
    name: 'crypto/x509',
    source: `export * from '@wechatpay-kit/crypto/x509'`,
    limit: 2_600,
    without: /forge|webcrypto/,
  },
  { name: 'crypto/forge', source: `export * from '@wechatpay-kit/crypto/forge'` },
  { name: 'crypto/certificate', source: `export * from '@wechatpay-kit/crypto/certificate'` },
  {
    name: 'crypto/pay-parameters',
    source: `export * from '@wechatpay-kit/crypto/pay-parameters'`,
    limit: 600,
    without: /forge|webcrypto/,
  },
  {
    name: 'a Worker with client and alter',
    source: WORKER,
    limit: 20_000,
    without: /forge|noble|notification|upload|download|setup|certificate|claim|authcode/,
  },
  {
    name: 'readEnvironment in that Worker',
    source: ENVIRONMENT,
    base: WORKER,
    limit: 3_400,
    without: /forge|noble|notification|upload|download|setup|certificates|x509|claim|authcode/,
  },
  {
    name: 'a Worker’s client with one generated operation',
    source: GENERATED,
    limit: 20_000,
    without: /valibot|operation\/issues|forge|noble|notification|upload|download|setup|certificate/,
  },
  {
    name: 'one more generated operation',
    source: `${GENERATED}\nexport * as refunds from '@wechatpay-kit/endpoints/v3/refund/domestic/refunds'`,
    base: GENERATED,
    limit: 500,
  },
  {
    name: 'all operations',
    source: `export * from '@wechatpay-kit/endpoints/areas/all'`,
    limit: 45_000,
    without: /forge|client\/dist\/(call|keys|files|notifications)/,
  },
  {
    name: 'the whole client, fourteen operations',
    source: CLIENT,
    limit: 30_700,
    limitOnDemand: 14_000,
    without: /forge|certificate|notification/,
  },
  {
    name: 'catalogue, all of the main entry',
    source: `export * from '@wechatpay-kit/catalogue'`,
    limit: 3_800,
    limitOnDemand: 290_000,
  },
  { name: 'wechatpay-axios-plugin 0.9.6', source: `export * from 'wechatpay-axios-plugin'`, platform: 'node' },
  {
    name: 'wechatpay-node-v3 2.2.1',
    source: `import Pay from 'wechatpay-node-v3'; export default Pay`,
    platform: 'node',
  },
]

/** @param {import('../harness/project.mjs').Project} project @returns {Promise<{ problems: string[], rows: string[][] }>} */
export async function checkSizes({ folder }) {
  const problems = []
  const rows = []
  for (const { name, source, base, limit, limitOnDemand, without, platform = 'browser' } of APPS) {
    const { carried, start, onDemand, builtIns } = await bundle(source, folder, platform)
    const { size: baseSize } = base === undefined ? { size: 0 } : (await bundle(base, folder, platform)).start
    const size = start.size - baseSize
    const foreign = without ? carried.filter((path) => without.test(path)) : []
    if (foreign.length > 0) problems.push(`${name} carries ${foreign.join(', ')}`)
    if (limit !== undefined && size > limit) problems.push(`${name} has ${size} bytes, more than ${limit}`)
    if (onDemand.size > (limitOnDemand ?? Infinity))
      problems.push(`${name} loads ${onDemand.size} bytes on demand, more than ${limitOnDemand}`)
    if (platform === 'browser' && builtIns.size > 0) problems.push(`${name} imports ${[...builtIns].join(', ')}`)
    const columns = [start.length, size, limit, onDemand.size, limitOnDemand, builtIns.size]
    rows.push([name, ...columns.map((value) => String(value ?? '–'))])
  }
  return { problems, rows }
}

/**
 * Bundles an app: its sizes at the start and on demand, the modules that it carries, and the built-ins that it imports.
 *
 * @param {string} source @param {string} folder @param {'browser' | 'node'} platform
 */
async function bundle(source, folder, platform) {
  writeFileSync(join(folder, 'app.mjs'), source)
  const { outputFiles, metafile } = await build({
    entryPoints: [join(folder, 'app.mjs')],
    absWorkingDir: folder,
    nodePaths: [join(root, 'runtime-tests/node_modules')],
    outdir: join(folder, 'bundle'),
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform,
    target: 'es2022',
    metafile: true,
    write: false,
    logLevel: 'silent',
  })
  const { outputs } = metafile
  const atStart = findLoadedAtStart(outputs)
  const measure = (/** @type {boolean} */ isStart) => {
    const chosen = outputFiles.filter(({ path }) => atStart.has(relative(folder, path)) === isStart)
    const length = chosen.reduce((sum, { contents }) => sum + contents.length, 0)
    const size = chosen.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0)
    return { length, size }
  }
  const carried = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  )
  const builtIns = new Set(
    Object.values(outputs).flatMap(({ imports }) => imports.flatMap(({ path, external }) => (external ? [path] : []))),
  )
  return { carried, start: measure(true), onDemand: measure(false), builtIns }
}

/** The files of a bundle that are loaded before anything is called: the entry, and what it imports statically. @param {import('esbuild').Metafile['outputs']} outputs */
function findLoadedAtStart(outputs) {
  const found = new Set(Object.keys(outputs).filter((path) => outputs[path]?.entryPoint === 'app.mjs'))
  for (const path of found) {
    for (const { path: imported, kind } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && imported in outputs) found.add(imported)
    }
  }
  return found
}
