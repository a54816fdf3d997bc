// The code of all pages as modules, for the compiler; and as functions, to be run against a sandbox.
/** @import { SiteOperation } from '../build/catalogue/operations.mjs' */
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isTyped } from '../build/catalogue/operations.mjs'
import { writeHandler } from '../build/html/event.mjs'
import { events, operations } from '../build/pages.mjs'
import { isOfFiles, writeCall, writeSetup } from '../src/samples/code.mjs'
import { makeSample } from '../src/samples/request.mjs'
import { hasVariant, toText } from '../src/samples/segments.mjs'

/** Folder of the modules, inside of the site: so they find the packages as the site does. */
const folder = fileURLToPath(new URL('../samples.tmp/', import.meta.url))
const compiler = fileURLToPath(new URL('../../../node_modules/typescript-7.0/bin/tsc', import.meta.url))

const OPTIONS = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  skipLibCheck: true,
  target: 'ES2022',
  module: 'NodeNext',
  lib: ['ES2023', 'DOM', 'DOM.Iterable'],
  types: [],
}

/** A line that does not compile if the result's type is unknown: then the call was not taken for the operation's. */
const TYPED = 'const isTyped: unknown extends typeof result ? false : true = true; void isTyped\n'

/** The operations that have code. */
export const typed = operations.filter(isTyped)

/** Lists the variants of an operation's code. @param {SiteOperation} operation */
export function listVariants({ facts }) {
  const notations = isOfFiles(facts) ? ['chain'] : ['chain', 'declarative', 'property']
  const values = hasVariant(writeCall(facts, makeSample(facts)), 'ciphertext') ? ['plain', 'ciphertext'] : ['plain']
  return notations.flatMap((notation) =>
    ['await', 'then'].flatMap((style) => values.map((value) => [notation, style, value])),
  )
}

/** Compiles the code of all pages, in all variants. @returns {{ samples: number, faults: readonly string[] }} */
export function compileSamples() {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  try {
    const samples = [...writeOperations(), ...writeEvents()].reduce((sum, count) => sum + count, 0)
    writeFileSync(join(folder, 'wrong.ts'), WRONG)
    writeFileSync(
      join(folder, 'globals.d.ts'),
      'declare const process: { readonly env: Readonly<Record<string, string | undefined>> }\n',
    )
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: OPTIONS, include: ['*.ts'] }))
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
    const { stdout } = spawnSync(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], {
      cwd: join(folder, '..'),
      encoding: 'utf8',
      maxBuffer: 1e9,
    })
    const faults = stdout.split('\n').filter((line) => line.includes(': error TS'))
    const unnoticed = faults.some((fault) => fault.startsWith('samples.tmp/wrong.ts')) ? [] : ['Wrong code compiles.']
    return { samples, faults: [...faults.filter((fault) => !fault.startsWith('samples.tmp/wrong.ts')), ...unnoticed] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @returns {number[]} samples of each module. */
function writeOperations() {
  return typed.map((operation) => {
    const { facts, slug } = operation
    const variants = listVariants(operation).map((chosen) => toText(writeCall(facts, makeSample(facts)), chosen))
    const blocks = variants.map((code) => `{\n${code}\n${code.includes('const result') ? TYPED : ''}}`)
    writeFileSync(join(folder, `${slug.replace(/[/]/g, '__')}.ts`), `${writeSetup(facts)}\n${blocks.join('\n')}\n`)
    return variants.length
  })
}

/** Code that is wrong: a compiler that accepts it proves nothing. */
const WRONG = `import { createClient, readEnvironment } from '@wechatpay-kit/endpoints'
import * as refunds from '@wechatpay-kit/endpoints/v3/refund/domestic/refunds'

const wxpay = createClient({ ...(await readEnvironment(process.env)), operations: [refunds.post] })
await wxpay.chain('v3/refund/domestic/refunds').post({ json: { out_refund_no: 1 } })
`

function writeEvents() {
  return events.map((event) => {
    writeFileSync(join(folder, `${event.slug.replace('/', '__')}.ts`), `${writeHandler(event)}\n`)
    return 1
  })
}

/** Checks the types of the site's own code. @returns {readonly string[]} faults; those of the theme's sources are not ours. */
export function checkTypes() {
  const { stdout } = spawnSync(process.execPath, [compiler, '-p', '.', '--pretty', 'false'], {
    cwd: join(folder, '..'),
    encoding: 'utf8',
  })
  return stdout.split('\n').filter((line) => line.includes('error TS') && !line.startsWith('node_modules/'))
}
