// What ships, looked at from an empty project: npm run test:packages
import { installBundlers } from './harness/bundlers.mjs'
import { createProject } from './harness/project.mjs'
import { checkBundlers } from './packages/bundlers.mjs'
import { checkCommands } from './packages/commands.mjs'
import { checkCopies } from './packages/copies.mjs'
import { checkFiles } from './packages/files.mjs'
import { checkImports } from './packages/imports.mjs'
import { checkManifests } from './packages/manifests.mjs'
import { checkMistakes } from './packages/mistakes.mjs'
import { checkRunners } from './packages/runners.mjs'
import { checkSizes } from './packages/sizes.mjs'
import { checkTypes } from './packages/types.mjs'
import { checkVectors } from './packages/vectors.mjs'

await installBundlers()
const project = createProject()

/** @param {string[]} head @param {string[][]} rows */
function printTable(head, rows) {
  console.log([head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n'))
}

try {
  const imports = await checkImports(project)
  const types = await checkTypes(project)
  const runners = await checkRunners(project)
  const bundlers = await checkBundlers(project)
  const sizes = await checkSizes(project)
  const problems = {
    files: checkFiles(project),
    manifests: await checkManifests(project),
    imports: imports.problems,
    copies: await checkCopies(project),
    commands: await checkCommands(project),
    vectors: await checkVectors(project),
    types: types.problems,
    mistakes: await checkMistakes(project),
    runners: runners.problems,
    bundlers: bundlers.problems,
    sizes: sizes.problems,
  }
  printTable(
    ['bundle', 'bytes, minified', 'gzipped', 'limit', 'on demand, gzipped', 'limit', 'built-ins imported'],
    sizes.rows,
  )
  printTable(['Node.js', 'entries imported', 'required', 'copies of a package'], imports.rows)
  printTable(['consumer', 'module, moduleResolution', 'TypeScript'], types.rows)
  printTable(['test runner, bundler', 'version', 'result'], [...runners.rows, ...bundlers.rows])
  for (const [subject, found] of Object.entries(problems)) {
    console.log(`${subject}: ${found.length === 0 ? 'good' : `${found.length} problems`}`)
    for (const problem of found) console.error(problem)
    if (found.length > 0) process.exitCode = 1
  }
  console.log(`${project.tarballs.size} packages, ${project.entries.length} entries, ${types.count} TypeScript set-ups`)
} finally {
  project.remove()
}
