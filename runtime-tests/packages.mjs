// What ships, looked at from an empty project: npm run test:packages
import { createProject } from './harness/project.mjs'
import { checkCommands } from './packages/commands.mjs'
import { checkCopies } from './packages/copies.mjs'
import { checkFiles } from './packages/files.mjs'
import { checkImports } from './packages/imports.mjs'
import { checkManifests } from './packages/manifests.mjs'
import { checkSizes } from './packages/sizes.mjs'
import { checkTypes } from './packages/types.mjs'
import { checkVectors } from './packages/vectors.mjs'

const project = createProject()
try {
  const types = await checkTypes(project)
  const sizes = await checkSizes(project)
  const problems = {
    files: checkFiles(project),
    manifests: await checkManifests(project),
    imports: await checkImports(project),
    copies: await checkCopies(project),
    commands: await checkCommands(project),
    vectors: await checkVectors(project),
    types: types.problems,
    sizes: sizes.problems,
  }
  console.log(
    '| bundle | bytes, minified | gzipped | limit | on demand, gzipped | limit | built-ins imported |\n|---|---|---|---|---|---|---|',
  )
  for (const row of sizes.rows) console.log(`| ${row.join(' | ')} |`)
  for (const [subject, found] of Object.entries(problems)) {
    console.log(`${subject}: ${found.length === 0 ? 'good' : `${found.length} problems`}`)
    for (const problem of found) console.error(problem)
    if (found.length > 0) process.exitCode = 1
  }
  console.log(`${project.tarballs.size} packages, ${project.entries.length} entries, ${types.count} TypeScript set-ups`)
} finally {
  project.remove()
}
