// Writes the modules beside the JSON files of packages/catalogue/data anew, with the facts of packages/catalogue/overlay,
// after a change of either. Usage: node tools/catalogue-modules.mjs [<folder> [<folder of overlays>]]
import { OverlayError } from './catalogue/overlay.mjs'
import { dataFolder, overlayFolder, writeModules } from './catalogue/write.mjs'

const [folder, overlay] = process.argv.length > 2 ? process.argv.slice(2) : [dataFolder, overlayFolder]
try {
  console.log(`${writeModules(folder ?? dataFolder, overlay)} modules written.`)
} catch (error) {
  if (!(error instanceof OverlayError)) throw error
  console.error(error.message)
  process.exit(1)
}
