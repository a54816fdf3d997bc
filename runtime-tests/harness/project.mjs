// An empty project with the packages as a release would ship them: packed, and installed from the tarballs.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packPackages, pnpm } from './pack.mjs'
import { root } from './root.mjs'
import { readVectors } from './vectors.mjs'

export { root }

/**
 * @typedef {object} Project
 * @property {string} folder
 * @property {Map<string, { path: string, files: string[] }>} tarballs by package name
 * @property {string[]} entries everything that can be imported: `@wechatpay-kit/crypto/forge`
 * @property {() => void} remove
 */

/**
 * @param {object} [options]
 * @param {Record<string, string>} [options.others] packages of others that the project depends on too, with their versions
 * @returns {Project}
 */
export function createProject({ others = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'wechatpay-kit-'))
  const packed = join(folder, 'tarballs')
  mkdirSync(packed)
  const tarballs = new Map(
    [...packPackages(packed)].map(([name, path]) => {
      const files = execFileSync('tar', ['-tzf', path], { encoding: 'utf8' }).trim().split('\n')
      return [name, { path, files }]
    }),
  )
  const dependencies = Object.fromEntries([...tarballs].map(([name, { path }]) => [name, `file:${path}`]))
  // The second is an optional peer: of the entry `opentelemetry`, which is imported here like any other.
  const devDependencies = { '@types/node': '20.19.43', '@opentelemetry/api': '1.9.1' }
  const all = { ...dependencies, ...others }
  write('package.json', JSON.stringify({ private: true, type: 'module', dependencies: all, devDependencies }))
  // Their dependencies on each other are these tarballs too.
  const overrides = Object.entries(dependencies).map(([name, from]) => `  '${name}': ${from}`)
  write('pnpm-workspace.yaml', `packages: []\noverrides:\n${overrides.join('\n')}\n`)
  execute('npx', [...pnpm, 'install', '--prefer-offline', '--ignore-scripts'], folder)
  for (const name of ['suite', 'entries']) {
    cpSync(join(root, 'runtime-tests', name), join(folder, name), { recursive: true })
  }
  write('suite/vectors.mjs', `export const vectors = ${JSON.stringify(readVectors())}\n`)
  const entries = [...tarballs.keys()].flatMap((name) => {
    const { exports = {} } = JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8'))
    return Object.keys(exports)
      .flatMap((path) => expand(path, exports[path].default, tarballs.get(name)?.files ?? []))
      .map((path) => name + path.slice(1))
  })
  return { folder, tarballs, entries, remove: () => rmSync(folder, { recursive: true, force: true }) }

  /** @param {string} path @param {string} text */
  function write(path, text) {
    writeFileSync(join(folder, path), text)
  }
}

/** The entries that a pattern of `exports` opens: for `./v3/*` one for each file. @param {string} path @param {string} target @param {string[]} files */
function expand(path, target, files) {
  if (!path.includes('*')) return [path]
  const pattern = new RegExp(`^${target.replaceAll('.', '\\.').replace('*', '(.+)')}$`)
  return files.flatMap((file) => {
    const [, inside] = pattern.exec(file.replace('package', '.')) ?? []
    return inside ? [path.replace('*', inside)] : []
  })
}

/** @param {string} command @param {string[]} args @param {string} cwd */
function execute(command, args, cwd) {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}
