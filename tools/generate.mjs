// Writes what is generated from the catalogue: npm run generate
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dataFolder } from './catalogue/write.mjs'
import { FOLDERS, generateEndpoints } from './generate/endpoints.mjs'
import { writeNotifications } from './generate/notifications.mjs'
import { HEADER } from './generate/operations.mjs'

const source = fileURLToPath(new URL('../packages/endpoints/src/', import.meta.url))
for (const folder of FOLDERS) removeGenerated(join(source, folder))
const files = await generateEndpoints()
for (const [path, text] of files) {
  mkdirSync(dirname(join(source, path)), { recursive: true })
  writeFileSync(join(source, path), text)
}
console.log(`packages/endpoints: ${files.size} files`)

const events = fileURLToPath(new URL('../packages/client/src/notifications/events.ts', import.meta.url))
writeFileSync(events, writeNotifications(dataFolder))
console.log('packages/client: the types of notifications')

/** @param {string} folder */
function removeGenerated(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && readFileSync(path, 'utf8').startsWith(HEADER)) rmSync(path)
  }
}
