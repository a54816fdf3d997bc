// A project of a user's: so many operations, one client of them all, and calls in the three notations.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { zhejiang } from '@wechatpay-kit/endpoints'
import { generateOperations } from './operations.mjs'
import { sample } from './sample.mjs'

/** @typedef {{ method: string, path: string, options: string, name?: string, source?: string }} Described */
/** @typedef {{ folder: string, described: readonly Described[], remove(): void }} Project */

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const CALLS = 51

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

/**
 * Writes the project.
 *
 * @param {number} size how many operations; as many as the Zhejiang subsidy has are its own
 * @param {boolean} isSource whether the operations are sources of the project, or declarations as a package ships them
 * @returns {Project}
 */
export function writeProject(size, isSource) {
  const folder = mkdtempSync(join(tmpdir(), 'wechatpay-kit-types-'))
  const write = (/** @type {string} */ path, /** @type {string} */ text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  link(join(folder, 'node_modules/@wechatpay-kit/endpoints'), 'packages/endpoints')
  link(join(folder, 'node_modules/@wechatpay-kit/crypto'), 'packages/crypto')
  link(join(folder, 'node_modules/valibot'), 'node_modules/valibot')
  write('package.json', JSON.stringify({ private: true, type: 'module' }))
  write('tsconfig.json', JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ['operations', '*.ts'] }))

  const isOwn = size !== zhejiang.length
  const described = isOwn ? generateOperations(size) : zhejiang.map(describe)
  if (isOwn) {
    for (const { path, method, source } of described) write(fileOf(path, method), String(source))
    write('operations.ts', writeList(described))
    if (!isSource) declare(folder)
  }
  write('client.ts', writeClient(isOwn))
  write('calls.ts', writeCalls(described))
  return { folder, described, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Puts declarations in the place of the operations' sources. @param {string} folder */
function declare(folder) {
  const options = ['--declaration', '--emitDeclarationOnly', '--rootDir', '.', '--outDir', 'declared']
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.', ...options], {
    cwd: folder,
  })
  for (const name of ['operations', 'operations.ts']) rmSync(join(folder, name), { recursive: true })
  for (const name of ['operations', 'operations.d.ts']) renameSync(join(folder, 'declared', name), join(folder, name))
}

/** The list names its types: inferred, they would be written out a second time. @param {readonly Described[]} described */
function writeList(described) {
  const imports = described.map(
    ({ name, path, method }) => `import { ${name} } from './${fileOf(path, method).replace(/ts$/, 'js')}'`,
  )
  const names = described.map(({ name }) => name)
  const types = names.map((name) => `typeof ${name}`)
  return `${imports.join('\n')}\n
export const operations: readonly [\n  ${types.join(',\n  ')},\n] = [\n  ${names.join(',\n  ')},\n]\n`
}

/** @param {string} path @param {string} to folder within the repository */
function link(path, to) {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(join(root, to), path)
}

/** @param {import('@wechatpay-kit/endpoints').Operation} operation @returns {Described} */
function describe({ method, path, request }) {
  return { method, path, options: `{ json: ${sample(request)} }` }
}

/** Its file is named by its URL, as in the package. @param {string} path @param {string} method */
const fileOf = (path, method) => `operations/${path.replace(/[{}]/g, '_')}.${method.toLowerCase()}.ts`

/** @param {boolean} isOwn */
function writeClient(isOwn) {
  return `import { type ClientOptions, createClient } from '@wechatpay-kit/endpoints'
${isOwn ? "import { operations } from './operations.js'\n" : ''}
declare const options: Omit<ClientOptions, 'operations'>
export const wxpay = createClient(${isOwn ? '{ ...options, operations }' : 'options'})
`
}

/** @param {readonly Described[]} described */
function writeCalls(described) {
  const calls = Array.from({ length: CALLS }, (_, index) => {
    const { method, path, options } = /** @type {Described} */ (
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
    .split('/')
    .map((segment) => segment.replace(/^\{(.*)\}$/, '_$1_').replace(/-(\w)/g, (_, letter) => letter.toUpperCase()))
    .join('.')
}
