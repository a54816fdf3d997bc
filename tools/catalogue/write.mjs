// How records stand in files: JSON with one record a line, which is the description; and a module that every runtime can
// load, which is the description with the overlay.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Overlays } from './overlay.mjs'

/** The folder of the published facts. */
export const dataFolder = fileURLToPath(new URL('../../packages/catalogue/data', import.meta.url))

/** The folder of the facts written by hand. */
export const overlayFolder = fileURLToPath(new URL('../../packages/catalogue/overlay', import.meta.url))

/** The operations of an area as the description has them. @param {string} area @returns {import('@wechatpay-kit/catalogue').CatalogueOperation[]} */
export function readRecords(area) {
  return JSON.parse(readFileSync(join(dataFolder, `${area}.json`), 'utf8'))
}

/** @param {unknown[]} records */
export function formatRecords(records) {
  return `[\n${records.map((record) => JSON.stringify(record)).join(',\n')}\n]\n`
}

/** Text of a module of records. @param {unknown[]} records */
function formatModule(records) {
  return `// Made of the JSON file beside it, and of the overlay, by tools/catalogue-modules.mjs.\nexport default ${formatRecords(records)}`
}

/** Takes out of a term the spaces at which a line of its page ends: between two Chinese characters stands none. @param {string} name @param {unknown} value */
const joinTerm = (name, value) =>
  name === 'term' && typeof value === 'string' ? value.replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '') : value

/** Writes a module beside each JSON file. @param {string} folder @param {string} [overlay] folder of overlays @returns {number} how many */
export function writeModules(folder, overlay) {
  const overlays = new Overlays(overlay)
  const modules = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const records = JSON.parse(readFileSync(join(folder, file), 'utf8'), joinTerm)
      const area = file.replace(/\.json$/, '')
      return { to: join(folder, `${area}.js`), text: formatModule(overlays.lay(area, records)) }
    })
  overlays.finish()
  for (const { to, text } of modules) writeFileSync(to, text)
  return modules.length
}
