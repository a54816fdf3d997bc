// How types scale: npm run bench:types [-- --quick]      Writes docs/evidence/types.md, six minutes; --quick prints only.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeOrigin } from '../harness/machine.mjs'
import { formatNumber, formatSpread, formatTable } from '../harness/markdown.mjs'
import { spreadOf } from '../harness/statistics.mjs'
import { TARGET_HEADER, writeTarget } from '../harness/targets.mjs'
import { timeBuilds } from './build.mjs'
import { COMPILERS, checkProject } from './compilers.mjs'
import { askEditor, listPlaces } from './editor-places.mjs'
import { CALLS, LISTS, root, writeProject } from './project.mjs'

/** @typedef {import('../harness/statistics.mjs').Spread} Spread */
/** @typedef {keyof typeof LISTS} ListName */

const isQuick = process.argv.includes('--quick')
const { rounds: ROUNDS, edits: EDITS } = isQuick ? { rounds: 1, edits: 1 } : { rounds: 5, edits: 7 }
/** Seconds of the build, and of the type check of all operations beyond that of the default list; milliseconds of a completion. */
const TARGETS = { build: 5, check: { '6.0': 1.2, '7.0': 0.4 }, completion: { all: 600, area: 200 } }

const projects = await Promise.all(
  Object.entries(LISTS).map(async ([key, list]) => ({
    key: /** @type {ListName} */ (key),
    list,
    ...(await writeProject(list)),
  })),
)
try {
  const text = measure()
  console.log(text)
  if (!isQuick) writeFileSync(join(root, 'docs/evidence/types.md'), text)
} finally {
  for (const { remove } of projects) remove()
}

function measure() {
  const builds = spreadOf(timeBuilds(ROUNDS))
  const checks = measureChecks()
  const responses = measureResponses()
  const differences = Object.entries(TARGETS.check).map(([version, atMost]) => {
    const [all, few] = [checks.spreadOf('all', version), checks.spreadOf('default', version)]
    // The largest and the smallest that the rounds allow.
    const spread = { median: all.median - few.median, min: all.min - few.max, max: all.max - few.min }
    return writeTarget(`type check with all over that with the default, TypeScript ${version}, s`, spread, atMost)
  })
  const targets = [
    writeTarget('build of `packages/endpoints`, s', builds, TARGETS.build),
    ...differences,
    writeTarget('completion with all operations, ms', responses.findSlowest(['all']), TARGETS.completion.all),
    writeTarget('completion with one area, ms', responses.findSlowest(['pay', 'marketing']), TARGETS.completion.area),
  ]
  return `# How the types scale

${describeOrigin('npm run bench:types')}
Times are of this machine, numbers of types and instantiations of every machine.

Projects of a user's: one client of a list of operations, and ${CALLS} calls that are spread over the list, in the three
notations, each with what the operation demands.

${formatTable(TARGET_HEADER, targets)}

- **The build** is \`npm run build\` of TypeScript ${COMPILERS[2]} with nothing of the package built, and all that it needs; ${ROUNDS} rounds.
- **Completions** are of the slowest place below, after an edit; one area is the slower of \`areas/pay\` and the largest,
  \`areas/marketing\`.

## Type check

\`tsc --noEmit --extendedDiagnostics\` with \`skipLibCheck\`, median (lowest–highest) of ${ROUNDS}. TypeScript 7 counts what each of its
threads does.

${formatTable(['list', 'operations', 'TypeScript', 'check, s', 'whole, s', 'types', 'instantiations', 'memory, MB'], checks.rows)}

## Editor

The language service of TypeScript ${COMPILERS[2]} with the cursor at ‸, in milliseconds: creating the program, the first response after
it, and responses after an edit, median (lowest–highest) of ${EDITS}.

${formatTable(['list', 'place', 'program', 'first response', 'after an edit'], responses.rows)}
`
}

/** Checks the projects in turn, round by round. */
function measureChecks() {
  /** @type {Map<string, import('./compilers.mjs').Figures[]>} */
  const figures = new Map()
  for (let round = 0; round < ROUNDS; round++) {
    for (const { key, folder } of projects) {
      for (const version of COMPILERS) {
        const name = `${key} ${version}`
        figures.set(name, [...(figures.get(name) ?? []), checkProject(version, folder)])
      }
    }
  }
  const read = (/** @type {ListName} */ key, /** @type {string} */ version) => figures.get(`${key} ${version}`) ?? []
  const rows = projects.flatMap(({ key, list, operations }) =>
    COMPILERS.map((version) => {
      const of = (/** @type {'check' | 'total' | 'memory'} */ part) =>
        formatSpread(spreadOf(read(key, version).map((one) => one[part])))
      const [{ types = 0, instantiations = 0 } = {}] = read(key, version)
      const counts = [types, instantiations].map((count) => count.toLocaleString('en'))
      return [list.name, operations.toLocaleString('en'), version, of('check'), of('total'), ...counts, of('memory')]
    }),
  )
  return {
    rows,
    spreadOf: (/** @type {ListName} */ key, /** @type {string} */ version) =>
      spreadOf(read(key, version).map(({ check }) => check)),
  }
}

/** Asks the editor at all places of all projects. */
function measureResponses() {
  const found = projects.flatMap(({ key, list, folder }) =>
    listPlaces(list).map((place) => ({ key, list, place, ...askEditor(folder, place, EDITS) })),
  )
  const rows = found.map(({ list, place: { marked, kind }, program, first, afterEdits }) => [
    list.name,
    `\`${marked}\`${kind === 'hover' ? ' (hover)' : ''}`,
    formatNumber(program),
    formatNumber(first),
    formatSpread(spreadOf(afterEdits)),
  ])
  /** The slowest completion with one of the lists. @param {readonly ListName[]} keys @returns {Spread} */
  const findSlowest = (keys) =>
    found
      .filter(({ key, place }) => keys.includes(key) && place.kind === 'completion')
      .map(({ afterEdits }) => spreadOf(afterEdits))
      .reduce((one, other) => (one.median > other.median ? one : other))
  return { rows, findSlowest }
}
