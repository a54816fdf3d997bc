// How records stand in files: JSON with one record a line, and the same text as a module that every runtime can load.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the published facts. */
export const dataFolder = fileURLToPath(new URL('../../packages/catalogue/data', import.meta.url))

/** @param {unknown[]} records */
export function formatRecords(records) {
  return `[\n${records.map((record) => JSON.stringify(record)).join(',\n')}\n]\n`
}

/** Text of the module of a JSON file. @param {string} json */
function formatModule(json) {
  return `// Made of the JSON file beside it by tools/catalogue-modules.mjs.\nexport default ${json}`
}

/** Writes a module beside each JSON file. @param {string} folder @returns {number} how many */
export function writeModules(folder) {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  for (const file of files) {
    const json = readFileSync(join(folder, file), 'utf8')
    writeFileSync(join(folder, file.replace(/\.json$/, '.mjs')), formatModule(json))
  }
  return files.length
}
