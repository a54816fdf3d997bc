// Every framework, started and called by a sandbox's real notifications: npm run test:frameworks [-- name …]
import { checkExample } from './frameworks/check.mjs'
import { listExamples } from './frameworks/examples.mjs'
import { startSandbox } from './frameworks/sandbox.mjs'
import { createWorkspace } from './frameworks/workspace.mjs'
import { createProject } from './harness/project.mjs'

/** Examples that are checked at a time. */
const AT_A_TIME = 2
/** Characters of a problem that are shown. */
const SHOWN = 2_000

const examples = await listExamples(process.argv.slice(2))
const project = createProject()
/** @type {import('./frameworks/check.mjs').Result[]} */
const results = []

/** @param {Iterable<import('./frameworks/examples.mjs').Example>} queue @param {import('./frameworks/workspace.mjs').Workspace} workspace @param {import('./frameworks/sandbox.mjs').Sandbox} sandbox */
async function work(queue, workspace, sandbox) {
  for (const example of queue) {
    for (const result of await checkExample(example, workspace, sandbox)) {
      results.push(result)
      const wrong = listChecks(result).filter(({ problem }) => problem !== undefined)
      console.log(`${example.name}: ${wrong.length === 0 ? 'good' : 'WRONG'} after ${result.seconds} s`)
      for (const { name, problem } of wrong) console.error(`${example.name}: ${name}: ${problem?.slice(0, SHOWN)}`)
    }
  }
}

try {
  const workspace = await createWorkspace(project.folder, examples)
  console.log(`installed after ${workspace.seconds} s`)
  const sandbox = await startSandbox(project.folder)
  try {
    const queue = examples.values()
    await Promise.all(Array.from({ length: AT_A_TIME }, () => work(queue, workspace, sandbox)))
  } finally {
    await sandbox.stop()
  }
} finally {
  project.remove()
}

console.log(`\nNode.js ${process.version}\n`)
console.log(
  '| example | framework | bad order | order | notification | forged | missing variable | other set-ups | mistakes that name their remedy |',
)
console.log('|---|---|---|---|---|---|---|---|---|')
for (const { example, version, checks, variants, mistakes } of results.sort((one, other) =>
  one.example < other.example ? -1 : 1,
)) {
  const cells = checks.map(({ problem }) => (problem === undefined ? 'yes' : 'NO'))
  console.log(`| ${[example, version, ...cells, count(variants), count(mistakes)].join(' | ')} |`)
}
const all = results.flatMap(listChecks)
const failed = all.filter(({ problem }) => problem !== undefined).length
console.log(`\nframeworks: ${all.length - failed} passed, ${failed} failed`)
if (failed > 0) process.exitCode = 1

/** @param {import('./frameworks/check.mjs').Result} result */
function listChecks({ checks, variants, mistakes }) {
  return [...checks, ...variants, ...mistakes]
}

/** @param {readonly import('./frameworks/check.mjs').Check[]} checks */
function count(checks) {
  return `${checks.filter(({ problem }) => problem === undefined).length} of ${checks.length}`
}
