// Makes packages/catalogue/data from a folder of researched facts, once; from then on the data are their own source.
// Running it twice changes nothing. Format of the folder, and what becomes of it: packages/catalogue/README.md
// Usage: node tools/catalogue-import.mjs <folder> [<folder of the result>]
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { reduceNotification, reduceOperation } from './catalogue/reduce.mjs'
import { dataFolder, formatRecords, overlayFolder, writeModules } from './catalogue/write.mjs'

const [from, to = dataFolder] = process.argv.slice(2)
if (from === undefined) {
  console.error('No folder is given. Pass the folder of facts: node tools/catalogue-import.mjs <folder>')
  process.exit(2)
}
const files = readdirSync(from).filter((file) => file.endsWith('.json') && file !== 'index.json')
if (!files.includes('notifications.json')) {
  console.error(
    `${from} holds no notifications.json, so it is no folder of facts. Pass the one that has a file per area.`,
  )
  process.exit(2)
}
mkdirSync(to, { recursive: true })
for (const file of files.sort()) {
  const reduce = file === 'notifications.json' ? reduceNotification : reduceOperation
  const records = JSON.parse(readFileSync(join(from, file), 'utf8')).map(reduce)
  writeFileSync(join(to, file), formatRecords(records))
}
const count = writeModules(to, to === dataFolder ? overlayFolder : undefined)
console.log(`${count} files of records, each as JSON and as a module.`)
