// The suite in every runtime, on the packages as they ship: npm run test:runtimes [-- name …]
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as nodeKeys from '@wechatpay-kit/crypto/node'
import { conformanceCases } from '@wechatpay-kit/transport-fetch/conformance'
import { createProject } from './harness/project.mjs'
import { callServed, listServingRuntimes } from './harness/served.mjs'
import { startServer } from './harness/server.mjs'
import { createPages, listRuntimes } from './harness/suite.mjs'

const project = createProject()
const server = await startServer(createPages(project.folder))
const { listCases } = await import(pathToFileURL(join(project.folder, 'suite/run.mjs')).href)
// A runtime that runs only a part must not pass. Not every one can make servers, as the contract kit does, or has node:crypto.
const portable = listCases(server.origin).length
const onServers = listCases(server.origin, undefined, nodeKeys).length + conformanceCases.length
const wanted = process.argv.slice(2)
/** @typedef {{ name: string, isInProcess?: boolean, run: () => Promise<string[]> }} Check */
/** @type {Map<string, readonly string[]>} */
const rows = new Map()

/** Runs the suite and the suite with a broken vector. @param {import('./harness/suite.mjs').Runtime} runtime @returns {Promise<string[]>} what became of both */
async function check({ name, missing, isServer, start }) {
  if (missing) {
    console.log(`${name}: skipped: ${missing}`)
    return ['skipped', '–']
  }
  const [{ code, output }, broken] = await Promise.all([start(false), start(true)])
  const line = output.split('\n').find((text) => /: \d+ passed, \d+ failed$/.test(text))
  // The crypto entries that import keys notice it, and nothing else does.
  const isNoticed =
    broken.code !== 0 && broken.output.split('\n').some((text) => text.endsWith(` passed, ${isServer ? 4 : 3} failed`))
  if (line) console.log(line)
  if (code !== 0 || !line) console.error(output)
  if (!isNoticed) console.error(`${name}: a broken vector was not noticed:\n${broken.output}`)
  const expected = `${name}: ${isServer ? onServers : portable} passed, 0 failed`
  if (code === 0 && line !== expected) console.error(`${name}: not all cases ran; it should print ${expected}`)
  if (code !== 0 || line !== expected || !isNoticed) process.exitCode = 1
  return [line?.replace(`${name}: `, '') ?? 'did not run', isNoticed ? 'noticed' : 'not noticed']
}

/** Calls the sandbox that a runtime serves. @param {import('./harness/served.mjs').ServingRuntime} runtime @returns {Promise<string[]>} what became of the calls, and of those with wrong keys */
async function checkServing({ name, serve }) {
  const served = await serve()
  try {
    const { passed, failures, unnoticed } = await callServed(project.folder, served)
    const line = `${passed} passed, ${failures.length} failed`
    console.log(`${name}: ${line}`)
    for (const failure of failures) console.error(`${name}: ${failure}`)
    for (const title of unnoticed) console.error(`${name}: wrong keys were not noticed: ${title}`)
    if (failures.length > 0 || unnoticed.length > 0) process.exitCode = 1
    return [line, unnoticed.length > 0 ? 'not noticed' : 'noticed']
  } finally {
    served.stop()
  }
}

/** @param {Iterable<Check>} queue */
async function work(queue) {
  for (const { name, run } of queue) rows.set(name, await run())
}

try {
  /** @type {Check[]} */
  const all = [
    ...listRuntimes(project.folder, server.origin).map((runtime) => ({ ...runtime, run: () => check(runtime) })),
    ...listServingRuntimes(project.folder).map((runtime) => ({ ...runtime, run: () => checkServing(runtime) })),
  ]
  const unknown = wanted.find((name) => all.every((one) => one.name !== name))
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
console.log('\n| runtime | suite | broken vector, wrong keys |\n|---|---|---|')
for (const row of rows) console.log(`| ${row.flat().join(' | ')} |`)
