// The site, looked at: its code compiled and run, its pages opened in Chromium. npm run test:site
import assert from 'node:assert/strict'
import { dist } from '../check/built.mjs'
import { listAgentCases } from './agents.mjs'
import { listAlterCases } from './alter.mjs'
import { listBudgetCases } from './budgets.mjs'
import { runCommands } from './commands.mjs'
import { listGuideCases } from './guides.mjs'
import { runCases, startBrowser } from './harness.mjs'
import { listLookCases } from './looks.mjs'
import { listOperationCases } from './operations.mjs'
import { listOriginCases } from './origin.mjs'
import { listReadingCases } from './reading.mjs'
import { runSamples } from './run-samples.mjs'
import { checkTypes, compileSamples, listVariants, typed } from './samples.mjs'
import { listSearchCases } from './search.mjs'
import { serveFolder } from './serve.mjs'
import { listWorkbenchCases } from './workbench.mjs'

/** @type {import('./harness.mjs').Case[]} */
const codeCases = [
  { title: 'the types of the site’s own code are sound', run: () => assert.deepEqual(checkTypes(), []) },
  {
    title: 'the code of every page compiles',
    run() {
      const { samples, faults } = compileSamples()
      console.log(`${samples} samples compiled`)
      assert.deepEqual(faults.slice(0, 10), [])
    },
  },
  {
    title: 'commands of pages run',
    async run() {
      const { run, faults } = await runCommands()
      console.log(`${run} commands run`)
      assert.deepEqual(faults, [])
      assert.ok(run > 80)
    },
  },
  {
    title: 'the code of every page runs',
    async run() {
      const { responded, prepared, faults } = await runSamples(typed)
      console.log(`${responded} samples responded to, ${prepared} of them by a sandbox in the state that they need`)
      assert.deepEqual(faults.slice(0, 10), [])
      assert.equal(responded, typed.flatMap(listVariants).length)
    },
  },
]

/** Parts to run, of those below; all where none is named. */
const wanted = process.argv.slice(2)

const { origin, close } = await serveFolder(dist)
const browser = await startBrowser(origin)
try {
  const parts = {
    budgets: await listBudgetCases(browser),
    alter: listAlterCases(browser),
    operations: await listOperationCases(browser),
    search: listSearchCases(browser),
    reading: listReadingCases(browser),
    looks: listLookCases(browser),
    guides: listGuideCases(browser),
    workbench: listWorkbenchCases(browser),
    agents: await listAgentCases(dist),
    origin: listOriginCases(),
    code: codeCases,
    silence: [
      { title: 'no page asked for anything elsewhere', run: () => assert.deepEqual(browser.foreign, []) },
      { title: 'no page threw', run: () => assert.deepEqual(browser.errors, []) },
    ],
  }
  const chosen = Object.entries(parts).filter(([name]) => wanted.length === 0 || wanted.includes(name))
  const { passed, failed } = await runCases(chosen.flatMap(([, cases]) => cases))
  console.log(`site: ${passed} passed, ${failed} failed`)
  if (failed > 0) process.exitCode = 1
} finally {
  await browser.close()
  await close()
}
