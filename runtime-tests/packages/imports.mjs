// In every Node.js: each entry can be imported and required, as the same module where Node.js can require ES modules, and
// with the same exports where it cannot; nothing else can; and node-forge is loaded by those entries alone that say so.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { listNodeVersions, satisfies } from '../harness/bundlers.mjs'
import { start } from '../harness/process.mjs'

const ON_FORGE = ['@wechatpay-kit/crypto/forge', '@wechatpay-kit/crypto/certificate', '@wechatpay-kit/sandbox']

/** Prints a problem a line. */
const SCRIPT = `
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
const { entries, inner, onForge, requiresModules } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const require = createRequire(import.meta.url)
const loadsForge = () => Object.keys(require.cache).some((path) => path.includes('/node-forge/'))
const late = entries.filter((entry) => onForge.includes(entry))
// What a package of CommonJS is for import has these beside its exports.
const OF_COMMONJS = ['default', 'module.exports']
const namesOf = (module) => Object.keys(module).filter((name) => !OF_COMMONJS.includes(name)).sort().join()
for (const entry of [...entries.filter((entry) => !late.includes(entry)), ...late]) {
  if (entry === late[0] && loadsForge()) console.log('node-forge is loaded before an entry that says so')
  const module = await import(entry)
  const required = require(entry)
  if (Object.keys(module).length === 0) console.log(entry + ' exports nothing')
  // A package of CommonJS alone has it as its default export.
  const isSame = required === module || required === module.default
  if (requiresModules && !isSame) console.log(entry + ' is another module for require')
  if (!requiresModules && required === module) console.log(entry + ' is an ES module for require')
  if (namesOf(required) !== namesOf(module)) console.log(entry + ' exports something else for require')
}
if (!loadsForge()) console.log('node-forge is never loaded: this check sees nothing')
for (const path of inner) {
  const code = await import(path).then(() => 'nothing', (error) => error.code)
  if (code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') console.log(path + ' should not be exported: ' + code)
}
`

/** Requires every entry from a file that is CommonJS itself, before anything is imported. */
const COMMONJS = `
const { entries } = JSON.parse(require('node:fs').readFileSync(process.argv[2], 'utf8'))
for (const entry of entries) if (Object.keys(require(entry)).length === 0) console.log(entry + ' exports nothing')
`

/** @param {import('../harness/project.mjs').Project} project @returns {Promise<{ problems: string[], rows: string[][] }>} */
export async function checkImports({ folder, entries, tarballs }) {
  writeFileSync(join(folder, 'imports.mjs'), SCRIPT)
  writeFileSync(join(folder, 'requires.cjs'), COMMONJS)
  const claims = readClaims(folder, [...tarballs.keys()])
  /** @type {string[]} */
  const problems = []
  /** @type {Map<string, string[]>} */
  const rows = new Map()
  const versions = listNodeVersions()
  for (const [name, claim] of claims) {
    const oldest = `${claim.replace('>=', '')}.0.0`.split('.', 3).join('.')
    if (!versions.some(({ version }) => version === oldest))
      problems.push(`${name} claims Node.js ${claim}, not tested`)
  }
  const queue = versions.map((node, index) => ({ node, index })).values()
  const work = async () => {
    for (const { node, index } of queue) {
      const { name, version, binary, args, requiresModules } = node
      rows.set(name, [])
      const isClaimed = (/** @type {string} */ entry) => satisfies(version, claims.get(packageOf(entry)) ?? '')
      const own = entries.filter(isClaimed)
      const inner = [...claims.keys()].map((name) => `${name}/dist/index.js`)
      const file = join(folder, `entries-${index}.json`)
      writeFileSync(file, JSON.stringify({ entries: own, inner, onForge: ON_FORGE, requiresModules }))
      for (const script of ['imports.mjs', 'requires.cjs']) {
        // Some versions warn that require() of a module is experimental.
        const { code, output } = await start(binary, [...args, '--no-warnings', script, file], folder)
        if (code !== 0 || output !== '') problems.push(`Node.js ${name}: ${output || `exit code ${code}`}`)
      }
      rows.set(name, [String(own.length), String(own.length), requiresModules ? 'one' : 'two'])
    }
  }
  await Promise.all([work(), work()])
  return { problems, rows: [...rows].map(([name, row]) => [name, ...row]) }
}

/** The versions of Node.js that packages say they need. @param {string} folder @param {string[]} names @returns {Map<string, string>} */
function readClaims(folder, names) {
  return new Map(
    names.map((name) => {
      const manifest = readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')
      return [name, JSON.parse(manifest).engines.node]
    }),
  )
}

/** @param {string} entry */
const packageOf = (entry) => entry.split('/', 2).join('/')
