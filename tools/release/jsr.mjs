// What JSR reads of the packages that are published there: `deno.json`, made of `package.json` and the sources.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Folders of the packages that are on JSR. They run without Node.js, and so does all that they need. */
export const JSR_FOLDERS = ['packages/crypto', 'packages/transport-fetch', 'packages/client', 'packages/endpoints']

/** The `deno.json` of the repository. */
export const describeWorkspace = () => ({ workspace: JSR_FOLDERS.map((folder) => `./${folder}`) })

/** The `deno.json` of a package. @param {string} root @param {import('./packages.mjs').Package} published */
export function describeForJsr(root, { folder, manifest }) {
  const exports = Object.keys(manifest.exports ?? {}).flatMap((entry) => listSources(join(root, folder), entry))
  const conformance = existsSync(join(root, folder, 'conformance')) ? ['conformance/*.ts'] : []
  // Deno takes ranges from package.json, but prefers those of development, which are exact, to those of peers.
  const peers = Object.entries(manifest.peerDependencies ?? {}).map(([name, range]) => [name, `npm:${name}@${range}`])
  return {
    name: manifest.name,
    version: manifest.version,
    license: manifest['license'],
    exports: Object.fromEntries(exports),
    ...(peers.length > 0 && { imports: Object.fromEntries(peers) }),
    publish: { include: ['README.md', 'README.zh-CN.md', 'src', ...conformance] },
  }
}

/** The sources of an entry of `exports`: one, or for a pattern such as `./v3/*` all. @param {string} folder @param {string} entry @returns {string[][]} name and file of each */
function listSources(folder, entry) {
  if (entry.endsWith('.json')) return []
  if (entry === '.') return [[entry, './src/index.ts']]
  const path = entry.slice(2)
  if (entry.endsWith('/*')) {
    const base = `src/${path.slice(0, -2)}`
    return readdirSync(join(folder, base), { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => file.endsWith('.ts'))
      .sort()
      .map((file) => [`./${base.slice(4)}/${file.slice(0, -3)}`, `./${base}/${file}`])
  }
  const source = [`./src/${path}.ts`, `./${path}/index.ts`].find((file) => existsSync(join(folder, file)))
  if (!source) throw new Error(`Found no source of the entry ${entry} in ${folder}; wanted src/${path}.ts.`)
  return [[entry, source]]
}
