// Writes the modules beside the JSON files of packages/catalogue/data anew, after a change of the JSON.
// Usage: node tools/catalogue-modules.mjs [<folder>]
import { dataFolder, writeModules } from './catalogue/write.mjs'

console.log(`${writeModules(process.argv[2] ?? dataFolder)} modules written.`)
