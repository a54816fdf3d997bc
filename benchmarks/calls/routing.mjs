import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describeOrigin } from '../harness/machine.mjs'
import { formatSpread, formatTable } from '../harness/markdown.mjs'
import { shuffle, spreadOf } from '../harness/statistics.mjs'
import { TARGET_HEADER, writeTarget } from '../harness/targets.mjs'

/** @typedef {import('@wechatpay-kit/endpoints').AnyOperation} Operation */
/** @typedef {Readonly<Record<string, string>> | undefined} Params */
/** @typedef {[method: string, path: string, params: Params]} Call */
/** @typedef {(...call: Call) => { operation?: Operation } | undefined} Find */
/** @typedef {{ name: string, isKnown: boolean, calls: Call[], times: number[] }} Case */
/** Milliseconds. @typedef {{ created: number, createdWarm: number, read: number[] }} Created */

/** Microseconds to find the operation of a call, and milliseconds to create a client of all. */
const TARGETS = { find: 5, create: 20 }
const PLANS = { full: { rounds: 9, finds: 20_000, processes: 9 }, quick: { rounds: 2, finds: 2_000, processes: 1 } }
const REPORT = new URL('../../docs/evidence/routing.md', import.meta.url)
/** Fills a variable: an order number, which no literal segment of a path is. */
const VALUE = '1217752501201407033233368018'
const VARIABLES = /\{(.*?)\}/g

// The package does not export them. By a URL, the type check needs no build.
const router = new URL('../../packages/client/dist/call/prepare/router.js', import.meta.url)
const misspelling = new URL('../../packages/client/dist/call/prepare/misspelling.js', import.meta.url)
const program = fileURLToPath(new URL('create-all.mjs', import.meta.url))

/** Prints the CPU time to find one of all operations, and to create a client of them; writes routing.md unless it is quick. @param {boolean} isQuick */
export async function printRouting(isQuick) {
  const { rounds, finds, processes } = isQuick ? PLANS.quick : PLANS.full
  /** @type {{ createRouter(operations: readonly Operation[], settings: object, refuseMisspelt: unknown): { find: Find } }} */
  const { createRouter } = await import(router.href)
  const { refuseMisspelt } = await import(misspelling.href)
  /** @type {{ operations: readonly Operation[] }} */
  const { operations } = await import('@wechatpay-kit/endpoints/areas/all')
  const { find } = createRouter(operations, {}, refuseMisspelt)
  const cases = listCases(operations, find)
  // The first round compiles.
  for (let round = 0; round <= rounds; round++) {
    for (const one of shuffle(cases)) {
      const time = measureFinds(find, one.calls, finds)
      if (round > 0) one.times.push(time)
    }
  }
  const slowest = cases
    .filter(({ isKnown }) => isKnown)
    .map(({ times }) => spreadOf(times))
    .reduce((one, other) => (one.median > other.median ? one : other))
  /** @type {Created[]} */
  const created = Array.from({ length: processes }, () =>
    JSON.parse(execFileSync(process.execPath, [program], { encoding: 'utf8' })),
  )
  const creation = spreadOf(created.map((one) => one.created))
  const text = `# Finding one of all operations

${describeOrigin('npm run bench -- --routing')}
Times are of the CPU, of all threads of the process, median (lowest–highest).

A client of \`areas/all\`, ${operations.length.toLocaleString('en')} operations.

${formatTable(TARGET_HEADER, [
  writeTarget('finding the operation of a call, µs', slowest, TARGETS.find),
  writeTarget('creating the client, ms', creation, TARGETS.create),
])}

## Finding

Microseconds of a find, ${rounds} rounds of ${finds.toLocaleString('en')} finds. The target is for the slowest of the known paths; an unknown one
is compared with all that it may be a misspelling of.

${formatTable(
  ['path', 'different calls', 'µs'],
  cases.map(({ name, calls, times }) => [name, calls.length.toLocaleString('en'), formatSpread(spreadOf(times))]),
)}

## Creating

Milliseconds, of ${processes} fresh ${processes === 1 ? 'process' : 'processes'}. The text of an operation is read at its first call; until then it costs nothing.

${formatTable(
  ['measured', 'ms'],
  [
    ['the first client of a process', formatSpread(creation)],
    ['a client after twenty others', formatSpread(spreadOf(created.map((one) => one.createdWarm)))],
    [
      'reading the text of the first operation of a process',
      formatSpread(spreadOf(created.map(({ read }) => read[0] ?? 0))),
    ],
    [
      'reading the text of an operation, median of all',
      formatSpread(spreadOf(created.map(({ read }) => spreadOf(read).median))),
    ],
    ['reading the texts of all operations, together', formatSpread(spreadOf(created.map(({ read }) => sum(read))))],
  ],
)}
`
  console.log(text)
  if (!isQuick) writeFileSync(REPORT, text)
}

/** @param {readonly number[]} values */
const sum = (values) => values.reduce((total, value) => total + value, 0)

/** Microseconds of CPU for each find. @param {Find} find @param {readonly Call[]} calls @param {number} finds */
function measureFinds(find, calls, finds) {
  const before = process.cpuUsage()
  for (let index = 0; index < finds; index++) find(.../** @type {Call} */ (calls[index % calls.length]))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / finds
}

/**
 * Lists the ways to call the operations, each of which was found to lead to its own; and paths that lead to none.
 *
 * @param {readonly Operation[]} operations
 * @param {Find} find
 * @returns {Case[]}
 */
function listCases(operations, find) {
  const fixed = operations.filter(({ path }) => !path.includes('{'))
  const variable = operations.filter(({ path }) => path.includes('{'))
  /** @param {string} name @param {readonly Operation[]} called @param {(operation: Operation) => Call} write @returns {Case} */
  const list = (name, called, write) => {
    const calls = called.map((operation) => {
      const call = write(operation)
      if (find(...call)?.operation !== operation) throw new Error(`The router finds another operation for ${call[1]}.`)
      return call
    })
    return { name, isKnown: true, calls: shuffle(calls), times: [] }
  }
  const unknown = operations
    .map(({ method, path }) => /** @type {Call} */ ([method, `${fill(path)}-unknown`, undefined]))
    .filter((call) => isUnknown(find, call))
  return [
    list('without variables', fixed, ({ method, path }) => [method, path, undefined]),
    list('with variables, their values in `params`', variable, ({ method, path }) => [method, path, listValues(path)]),
    list(
      'with variables, filled in',
      // A variable that is encrypted cannot be.
      variable.filter(({ params }) => !params),
      ({ method, path }) => [method, fill(path), undefined],
    ),
    { name: 'unknown', isKnown: false, calls: shuffle(unknown), times: [] },
  ]
}

/** @param {string} path */
const fill = (path) => path.replace(VARIABLES, VALUE)

/** @param {string} path @returns {Params} */
function listValues(path) {
  return Object.fromEntries(Array.from(path.matchAll(VARIABLES), ([, name]) => [String(name), VALUE]))
}

/** Tells whether a path leads to no operation; one that a variable takes does, or is refused for its method. @param {Find} find @param {Call} call */
function isUnknown(find, call) {
  try {
    return !find(...call)?.operation
  } catch {
    return false
  }
}
