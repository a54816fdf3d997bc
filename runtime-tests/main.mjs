// The suite in every runtime, on the packages as they ship: npm run test:runtimes [-- name …]
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { conformanceCases } from '@wechatpay-kit/transport-fetch/conformance'
import { createProject } from './harness/project.mjs'
import { startServer } from './harness/server.mjs'
import { createPages, listRuntimes } from './harness/suite.mjs'

const project = createProject()
const server = await startServer(createPages(project.folder))
const { listCases } = await import(pathToFileURL(join(project.folder, 'suite/run.mjs')).href)
// A runtime that runs only a part must not pass. The kit makes servers, which not every runtime can.
const portable = listCases(server.origin).length
const wanted = process.argv.slice(2)
/** @type {Map<string, readonly string[]>} */
const rows = new Map()

/** Runs the suite and the suite with a broken vector. @param {import('./harness/suite.mjs').Runtime} runtime @returns {Promise<string[]>} what became of both */
async function check({ name, missing, hasKit, start }) {
  if (missing) {
    console.log(`${name}: skipped: ${missing}`)
    return ['skipped', '–']
  }
  const [{ code, output }, broken] = await Promise.all([start(false), start(true)])
  const line = output.split('\n').find((text) => /: \d+ passed, \d+ failed$/.test(text))
  // The three crypto entries that import keys notice it, and nothing else does.
  const isNoticed = broken.code !== 0 && /: \d+ passed, 3 failed$/m.test(broken.output)
  if (line) console.log(line)
  if (code !== 0 || !line) console.error(output)
  if (!isNoticed) console.error(`${name}: a broken vector was not noticed:\n${broken.output}`)
  const expected = `${name}: ${portable + (hasKit ? conformanceCases.length : 0)} passed, 0 failed`
  if (code === 0 && line !== expected) console.error(`${name}: not all cases ran; it should print ${expected}`)
  if (code !== 0 || line !== expected || !isNoticed) process.exitCode = 1
  return [line?.replace(`${name}: `, '') ?? 'did not run', isNoticed ? 'noticed' : 'not noticed']
}

/** @param {Iterable<import('./harness/suite.mjs').Runtime>} queue */
async function work(queue) {
  for (const runtime of queue) rows.set(runtime.name, await check(runtime))
}

try {
  const all = listRuntimes(project.folder, server.origin)
  const unknown = wanted.find((name) => all.every((runtime) => runtime.name !== name))
  if (unknown) throw new Error(`There is no runtime ${unknown}; there are ${all.map(({ name }) => name).join(', ')}.`)
  const chosen = all.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  for (const { name } of chosen) rows.set(name, ['did not run', '–'])
  // Two at a time; one that computes in this process would keep the server from the others.
  const queue = chosen.filter(({ isInProcess }) => !isInProcess).values()
  await Promise.all([work(queue), work(queue)])
  await work(chosen.filter(({ isInProcess }) => isInProcess))
} finally {
  await server.close()
  project.remove()
}
console.log('\n| runtime | suite | broken vector |\n|---|---|---|')
for (const row of rows) console.log(`| ${row.flat().join(' | ')} |`)
