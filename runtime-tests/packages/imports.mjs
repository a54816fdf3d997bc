// In every Node.js: each entry can be imported and required as the same module, nothing else can, and node-forge is loaded
// by those entries alone that say so.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { start } from '../harness/process.mjs'
import { NODE_VERSIONS, nodeBinary } from '../harness/runtimes.mjs'

const ON_FORGE = ['@wechatpay-kit/crypto/forge', '@wechatpay-kit/crypto/certificate', '@wechatpay-kit/sandbox']

/** Prints a problem a line. */
const SCRIPT = `
import { createRequire } from 'node:module'
const { entries, inner, onForge } = JSON.parse(process.argv[2])
const require = createRequire(import.meta.url)
const loadsForge = () => Object.keys(require.cache).some((path) => path.includes('/node-forge/'))
const late = entries.filter((entry) => onForge.includes(entry))
for (const entry of [...entries.filter((entry) => !late.includes(entry)), ...late]) {
  if (entry === late[0] && loadsForge()) console.log('node-forge is loaded before an entry that says so')
  const module = await import(entry)
  if (Object.keys(module).length === 0) console.log(entry + ' exports nothing')
  // The default export of CommonJS is what require gives.
  if (![module, module.default].includes(require(entry))) console.log(entry + ' is another module for require')
}
if (!loadsForge()) console.log('node-forge is never loaded: this check sees nothing')
for (const path of inner) {
  const code = await import(path).then(() => 'nothing', (error) => error.code)
  if (code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') console.log(path + ' should not be exported: ' + code)
}
`

/** @param {import('../harness/project.mjs').Project} project @returns {Promise<string[]>} problems */
export async function checkImports({ folder, entries, tarballs }) {
  writeFileSync(join(folder, 'imports.mjs'), SCRIPT)
  const inner = [...tarballs.keys()].map((name) => `${name}/dist/index.js`)
  const input = JSON.stringify({ entries, inner, onForge: ON_FORGE })
  const problems = []
  for (const version of NODE_VERSIONS) {
    // Some versions warn that require() of a module is experimental.
    const { code, output } = await start(nodeBinary(version), ['--no-warnings', 'imports.mjs', input], folder)
    if (code !== 0 || output !== '') problems.push(`node-${version}: ${output || `exit code ${code}`}`)
  }
  return problems
}
