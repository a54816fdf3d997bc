// Writes what the published packages say of themselves in more than one place: `deno.json`, for JSR, of each `package.json`;
// and where the repository lives, which the root's `package.json` alone holds, into all others.
// Usage: npm run metadata [-- https://host/owner/name]
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describeForJsr, describeWorkspace, JSR_FOLDERS } from './release/jsr.mjs'
import { listPublished } from './release/packages.mjs'
import { readAddress, repositoryFields } from './release/repository.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const [given] = process.argv.slice(2)

/** JSON as the formatter wants it: a list of texts in one line. @param {string} path @param {object} value */
function write(path, value) {
  const text = JSON.stringify(value, null, 2).replace(/\[\n\s+("[^[\]{}]*?)\n\s+\]/g, (_, inside) => {
    const line = `[${inside.replace(/\n\s+/g, ' ')}]`
    return line.length < 100 ? line : _
  })
  writeFileSync(`${root}${path}`, `${text}\n`)
}

/** A manifest as it stands in the file. @param {string} path */
const read = (path) => JSON.parse(readFileSync(`${root}${path}`, 'utf8'))

const workspace = read('package.json')
try {
  if (given) {
    workspace.repository = { type: 'git', url: `git+${readAddress(given)}.git` }
    writeManifest('package.json', workspace)
  }
} catch (error) {
  console.error(/** @type {Error} */ (error).message)
  process.exit(1)
}
const address = workspace.repository?.url.replace(/^git\+/, '').replace(/\.git$/, '')
const published = listPublished(root)
for (const { folder, manifest } of address ? published : []) {
  writeManifest(`${folder}/package.json`, { ...manifest, ...repositoryFields(address, folder) })
}
for (const one of published.filter(({ folder }) => JSR_FOLDERS.includes(folder))) {
  write(`${one.folder}/deno.json`, describeForJsr(root, one))
}
write('deno.json', describeWorkspace())
console.log(address ? `The repository is at ${address}.` : 'The repository has no address yet.')

/** Writes a manifest, its fields in npm's order. @param {string} path @param {Record<string, unknown>} manifest */
function writeManifest(path, manifest) {
  const first = ['name', 'private', 'version', 'description', 'keywords', 'homepage', 'bugs', 'repository', 'license']
  const ordered = Object.fromEntries(first.filter((key) => key in manifest).map((key) => [key, manifest[key]]))
  writeFileSync(`${root}${path}`, `${JSON.stringify({ ...ordered, ...manifest }, null, 2)}\n`)
}
