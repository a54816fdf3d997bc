// The published packages, packed as a release would ship them.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { listPublished } from '../../tools/release/packages.mjs'
import { root } from './root.mjs'

/** What runs pnpm, in the version that `npm run bootstrap` names. */
export const pnpm = ['--prefer-offline', '-y', 'pnpm@12.21.0']

/**
 * Packs them as they are built.
 *
 * @param {string} destination a folder
 * @returns {Map<string, string>} paths of the tarballs, by package name
 */
export function packPackages(destination) {
  const published = listPublished(root)
  const filters = published.flatMap(({ folder }) => ['--filter', `./${folder}`])
  execFileSync('npx', [...pnpm, ...filters, 'pack', '--pack-destination', destination], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return new Map(
    published.map(({ manifest: { name, version } }) => {
      const path = join(destination, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)
      readFileSync(path)
      return [name, path]
    }),
  )
}
