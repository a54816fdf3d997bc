// Imports every file of operations by the path that a user writes, and prints what each exports; and whether the list of
// all has these very operations.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const [packageName = '', ...folders] = process.argv.slice(2)
const dist = join(fileURLToPath(import.meta.resolve(`${packageName}/areas/all`)), '..', '..')
/** @type {{ operations: readonly object[] }} */
const { operations } = await import(`${packageName}/areas/all`)
const all = new Set(operations)
const found = []
for (const folder of folders) {
  for (const file of readdirSync(join(dist, folder), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.js')) continue
    const path = `${folder}/${file.slice(0, -'.js'.length).replaceAll('\\', '/')}`
    /** @type {Record<string, { method: string, path: string }>} */
    const module = await import(`${packageName}/${path}`)
    for (const [name, operation] of Object.entries(module)) {
      found.push({ file: path, name, method: operation.method, path: operation.path, isListed: all.has(operation) })
    }
  }
}
console.log(JSON.stringify(found))
