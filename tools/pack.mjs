// Packs all published packages into one folder, and prints the line that installs them: for as long as no registry has them.
// Usage: npm run pack [-- <folder>]
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { packPackages } from '../runtime-tests/harness/pack.mjs'

const folder = resolve(process.argv[2] ?? 'tarballs')
mkdirSync(folder, { recursive: true })
// Those of another version would be installed too.
const old = readdirSync(folder).filter((file) => /^wechatpay-kit-.*\.tgz$/.test(file))
for (const file of old) rmSync(join(folder, file))
const tarballs = packPackages(folder)
for (const [name, path] of tarballs) console.log(`${name}: ${basename(path)}`)
console.log(`\nIn your project:\n\nnpm install ${quote(folder)}/wechatpay-kit-*.tgz`)

/** A path as a shell takes it. @param {string} path */
function quote(path) {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}
