// How types scale: npm run bench:types [-- --quick]      Writes docs/evidence/types.md, three minutes; --quick prints only.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describeOrigin } from '../harness/machine.mjs'
import { formatNumber, formatSpread, formatTable } from '../harness/markdown.mjs'
import { spreadOf } from '../harness/statistics.mjs'
import { COMPILERS, checkProject } from './compilers.mjs'
import { CALLS, root, toChain, writeProject } from './project.mjs'

const isQuick = process.argv.includes('--quick')
const ROUNDS = isQuick ? 1 : 3
/** Milliseconds that a completion may take with the most operations. */
const TARGET = 1000
const SIZES = [
  { size: 14, isSource: false, name: '14, those of the package' },
  { size: 200, isSource: false, name: '200, declared' },
  { size: 1000, isSource: false, name: '1,000, declared' },
  { size: 200, isSource: true, name: '200, from source' },
  { size: 1000, isSource: true, name: '1,000, from source' },
]

/** @param {string} folder @param {string} marked @param {string} expected @returns {{ program: number, first: number, edits: number[] }} */
function askEditor(folder, marked, expected) {
  const script = fileURLToPath(new URL('editor.mjs', import.meta.url))
  return JSON.parse(execFileSync(process.execPath, [script, folder, marked, expected], { encoding: 'utf8' }))
}

const checks = []
const responses = []
let slowest = 0
for (const { size, isSource, name } of SIZES) {
  const { folder, described, remove } = writeProject(size, isSource)
  try {
    const rounds = Array.from({ length: ROUNDS }, () => COMPILERS.map((version) => checkProject(version, folder)))
    for (const [index, version] of COMPILERS.entries()) {
      const figures = rounds.map((round) => /** @type {import('./compilers.mjs').Figures} */ (round[index]))
      const [{ types = 0, instantiations = 0 } = {}] = figures
      const of = (/** @type {'check' | 'total' | 'memory'} */ key) =>
        formatSpread(spreadOf(figures.map((one) => one[key])))
      const counts = [types, instantiations].map((count) => count.toLocaleString('en'))
      checks.push([name, version, of('check'), of('total'), ...counts, of('memory')])
    }
    const { path, method, options } =
      described.find((one) => /\/alter$/.test(one.path)) ?? /** @type {never} */ (described[0])
    const chain = `wxpay.${toChain(path)}`
    const [field = ''] = /\w+(?=:)(?!: \{)/.exec(options) ?? []
    const places = [
      [`${chain.split('.').slice(0, 3).join('.')}.‸`, String(chain.split('.')[3])],
      [`${chain}.${method.toLowerCase()}({ json: { ‸ } })`, field],
      ["wxpay.chain('‸')", path],
      [`${chain}.‸${method.toLowerCase()}`, ''],
    ]
    for (const [marked = '', expected = ''] of places) {
      const { program, first, edits } = askEditor(folder, marked, expected)
      const row = [name, `\`${marked}\`${expected ? '' : ' (hover)'}`]
      const after = spreadOf(edits)
      responses.push([...row, formatNumber(program), formatNumber(first), formatSpread(after)])
      if (size === 1000 && !isSource && expected) slowest = Math.max(slowest, after.median)
    }
  } finally {
    remove()
  }
}

const text = `# How the types scale

${describeOrigin('npm run bench:types')}
Times are of this machine, numbers of types and instantiations of every machine.

A project with so many operations, one client of them all, and ${CALLS} calls in the three notations.

“Declared” operations come as \`.d.ts\`, as a package ships them; “from source” the project defines them itself, and the
compiler infers each from its valibot schemas before it can look at any of them; where there are hundreds, compile them
into a package of their own. \`skipLibCheck\` is on.

## Type check

\`tsc --noEmit --extendedDiagnostics\`, median (lowest–highest) of ${ROUNDS}. TypeScript 7 counts what each of its threads does.

${formatTable(['operations', 'TypeScript', 'check, s', 'whole, s', 'types', 'instantiations', 'memory, MB'], checks)}

## Editor

The language service of TypeScript ${COMPILERS[1]} with the cursor at ‸, in milliseconds: creating the program, the first response after
it, and responses after an edit, median (lowest–highest) of five.

${formatTable(['operations', 'place', 'program', 'first response', 'after an edit'], responses)}

Slowest completion after an edit with 1,000 declared operations: ${formatNumber(slowest)} ms; the target is less than ${TARGET} ms.
`
console.log(text)
if (!isQuick) writeFileSync(join(root, 'docs/evidence/types.md'), text)
if (slowest >= TARGET) process.exitCode = 1
