// The packages that are published, and what their manifests say.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {string} version
 * @property {boolean} [private]
 * @property {Record<string, unknown>} [exports]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [peerDependencies]
 */

/** @typedef {{ folder: string, manifest: Manifest & Record<string, unknown> }} Package */

/** Lists the packages of a clone that are published, by their folders. @param {string} root @returns {Package[]} */
export function listPublished(root) {
  const folders = [...readdirSync(join(root, 'packages')).map((name) => `packages/${name}`), 'test-vectors']
  return folders
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) }))
    .filter(({ manifest }) => manifest.private !== true)
}
