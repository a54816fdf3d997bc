// A project of a user's: one client of a list of operations, and calls of them in the three notations.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nameOperation, readOperations } from '../../tools/prove/facts.mjs'
import { makeMinimal, makeRequest } from '../../tools/prove/requests.mjs'
import { BY_HAND } from '../../tools/prove/values.mjs'

/**
 * A list of operations.
 *
 * @typedef {object} List
 * @property {string} name - for the report.
 * @property {string} [entry] - of `@wechatpay-kit/endpoints`, that exports it. Default: the client's default list.
 * @property {string} place - the path of the operation at which the editor is asked.
 * @property {string} field - of its request.
 */

/** @typedef {{ method: string, path: string, options: string }} WrittenCall a call, its options as source text */
/** @typedef {{ folder: string, operations: number, remove(): void }} Project */

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const CALLS = 51

/** @satisfies {Record<string, List>} */
export const LISTS = {
  default: { name: 'the default', place: 'v3/gov/subsidy/zhejiang/qualifications/alter', field: 'cert_no' },
  pay: { name: '`areas/pay`', entry: 'areas/pay', place: 'v3/pay/transactions/jsapi', field: 'appid' },
  marketing: {
    name: '`areas/marketing`',
    entry: 'areas/marketing',
    place: 'v3/marketing/favor/coupon-stocks',
    field: 'stock_name',
  },
  all: { name: '`areas/all`', entry: 'areas/all', place: 'v3/pay/transactions/jsapi', field: 'appid' },
}

const COMPILER_OPTIONS = {
  target: 'ES2022',
  module: 'NodeNext',
  moduleResolution: 'NodeNext',
  lib: ['ES2022', 'DOM', 'DOM.Iterable'],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
}

/** Writes the project of a list. @param {List} list @returns {Promise<Project>} */
export async function writeProject({ entry }) {
  const folder = mkdtempSync(join(tmpdir(), 'wechatpay-kit-types-'))
  const write = (/** @type {string} */ path, /** @type {unknown} */ text) =>
    writeFileSync(join(folder, path), typeof text === 'string' ? text : JSON.stringify(text))
  for (const name of ['endpoints', 'crypto'])
    link(join(folder, `node_modules/@wechatpay-kit/${name}`), `packages/${name}`)
  write('package.json', { private: true, type: 'module' })
  write('tsconfig.json', { compilerOptions: COMPILER_OPTIONS, include: ['*.ts'] })
  const operations = await readList(entry)
  write('client.ts', writeClient(entry))
  write('calls.ts', writeCalls(await describeCalls(operations)))
  return { folder, operations: operations.length, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** @param {string} path @param {string} to folder within the repository */
function link(path, to) {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(join(root, to), path)
}

/** @param {string | undefined} entry @returns {Promise<readonly import('@wechatpay-kit/endpoints').AnyOperation[]>} */
async function readList(entry) {
  const { operations, zhejiang } = await import(`@wechatpay-kit/endpoints${entry ? `/${entry}` : ''}`)
  return operations ?? zhejiang
}

/**
 * Describes calls of operations that are no files, each with all that it demands.
 *
 * @param {readonly import('@wechatpay-kit/endpoints').AnyOperation[]} operations
 * @returns {Promise<WrittenCall[]>}
 */
async function describeCalls(operations) {
  const known = new Map((await readOperations()).map((one) => [one.name, one]))
  return operations
    .filter(({ transfer }) => transfer === undefined)
    .map(({ method, path }) => {
      const found = known.get(nameOperation({ method, path }))
      if (!found) throw new Error(`No facts are known of ${method} ${path}.`)
      const { facts, decision } = found
      const given = makeMinimal(facts, makeRequest(facts, decision.kind === 'by hand' ? BY_HAND : {}))
      return { method, path, options: JSON.stringify(given) }
    })
}

/** @param {string | undefined} entry */
function writeClient(entry) {
  return `import { type ClientOptions, createClient } from '@wechatpay-kit/endpoints'
${entry ? `import { operations } from '@wechatpay-kit/endpoints/${entry}'\n` : ''}
declare const options: Omit<ClientOptions, 'operations'>
export const wxpay = createClient(${entry ? '{ ...options, operations }' : 'options'})
`
}

/** Writes calls that are spread over the operations; of few, some are called several times. @param {readonly WrittenCall[]} described */
function writeCalls(described) {
  const calls = Array.from({ length: CALLS }, (_, index) => {
    const { method, path, options } = /** @type {WrittenCall} */ (
      described[Math.floor((index * described.length) / CALLS)]
    )
    const node = [`wxpay.${toChain(path)}`, `wxpay.chain('${path}')`, `wxpay['${path}']`][index % 3]
    return `export const response${index} = await ${node}.${method.toLowerCase()}(${options}).json()`
  })
  return `import { wxpay } from './client.js'\n\n${calls.join('\n')}\n`
}

/** The path in pure chain notation. @param {string} path */
export function toChain(path) {
  return path
    .replace(/\/$/, '')
    .split('/')
    .map((segment) => segment.replace(/^\{(.*)\}$/, '_$1_').replace(/-(\w)/g, (_, letter) => letter.toUpperCase()))
    .join('.')
}
