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
const rows = []
try {
  const all = listRuntimes(project.folder, server.origin)
  const unknown = wanted.find((name) => all.every((runtime) => runtime.name !== name))
  if (unknown) throw new Error(`There is no runtime ${unknown}; there are ${all.map(({ name }) => name).join(', ')}.`)
  for (const { name, missing, hasKit, start } of all) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    if (missing) {
      console.log(`${name}: skipped: ${missing}`)
      rows.push([name, 'skipped', '–'])
      continue
    }
    const [{ code, output }, broken] = await Promise.all([start(false), start(true)])
    const line = output.split('\n').find((text) => /: \d+ passed, \d+ failed$/.test(text))
    // The two crypto entries notice it, and nothing else does.
    const isNoticed = broken.code !== 0 && /: \d+ passed, 2 failed$/m.test(broken.output)
    if (line) console.log(line)
    if (code !== 0 || !line) console.error(output)
    if (!isNoticed) console.error(`${name}: a broken vector was not noticed:\n${broken.output}`)
    const expected = `${name}: ${portable + (hasKit ? conformanceCases.length : 0)} passed, 0 failed`
    if (code === 0 && line !== expected) console.error(`${name}: not all cases ran; it should print ${expected}`)
    const isGood = code === 0 && line === expected && isNoticed
    if (!isGood) process.exitCode = 1
    rows.push([name, line?.replace(`${name}: `, '') ?? 'did not run', isNoticed ? 'noticed' : 'not noticed'])
  }
} finally {
  await server.close()
  project.remove()
}
console.log('\n| runtime | suite | broken vector |\n|---|---|---|')
for (const row of rows) console.log(`| ${row.join(' | ')} |`)
