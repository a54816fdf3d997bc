// Checks the built site: every link leads somewhere, and nothing is fetched from elsewhere. npm run site:check
import { readBuilt } from './built.mjs'
import { findDeadLinks, findForeign } from './links.mjs'

const built = await readBuilt()
const faults = [...findDeadLinks(built), ...findForeign(built)]
for (const fault of faults.slice(0, 50)) console.error(fault)
if (faults.length > 50) console.error(`and ${faults.length - 50} more`)
console.log(`${built.pages.size} pages, ${built.links} links, ${faults.length} faults`)
if (faults.length > 0) process.exitCode = 1
