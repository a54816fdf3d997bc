// Prints what a newer description has that the catalogue has not: operations, fields, types, required, encrypted, values.
// What the catalogue settled against the description before (its disputed and undescribed fields) is no news; inside JSON
// texts nothing is compared. The overlay is left out: it does not describe. Prints nothing where nothing changed. The description: the folder that holds docs/v3/**/*.yaml.
// Usage: node tools/catalogue-compare.mjs <folder> [--areas=pay,refund]
import { parseArgs } from 'node:util'
import { areas as allAreas } from '@wechatpay-kit/catalogue'
import { readDescription } from './catalogue/description.mjs'
import { compareNodes, nameOf, placesOf } from './catalogue/differences.mjs'
import { readRecords } from './catalogue/write.mjs'

const { values, positionals } = parseArgs({ allowPositionals: true, options: { areas: { type: 'string' } } })
const [folder] = positionals
if (folder === undefined) fail('No folder is given. Pass the one that holds docs/v3 with its YAML files.')
/** Of a path: `pay` of `/v3/pay/…`, `hk` of `/hk/v3/…`. @param {string} path */
const areaOf = (path) => path.split('/')[path.startsWith('/v3/') ? 2 : 1] ?? ''
/** @type {readonly string[]} */
const wanted = values.areas?.split(',') ?? allAreas
const unknown = wanted.filter((area) => !allAreas.some((known) => known === area))
if (unknown.length > 0) fail(`No area is named ${unknown.join(', ')}. Pass names as in packages/catalogue/data.`)
const areas = allAreas.filter((area) => wanted.includes(area))

const theirs = new Map(
  read(folder)
    .filter(({ path }) => values.areas === undefined || wanted.includes(areaOf(path)))
    .map((operation) => [`${operation.method} ${operation.path}`, operation]),
)
const counts = { added: 0, removed: 0, changed: 0 }
for (const ours of areas.flatMap((area) => readRecords(area))) {
  const key = `${ours.method} ${ours.path}`
  const newer = theirs.get(key)
  theirs.delete(key)
  const lines = newer ? compareNodes(placesOf(ours), newer.places) : []
  if (!newer && !ours.undescribed) print('removed', ours)
  else if (lines.length > 0) print('changed', ours, lines)
}
for (const operation of theirs.values()) print('added', operation)
const { added, removed, changed } = counts
if (added + removed + changed > 0) console.log(`${added} added, ${removed} removed, ${changed} changed`)

/** @param {keyof typeof counts} what @param {Parameters<typeof nameOf>[0]} operation @param {string[]} [lines] */
function print(what, operation, lines = []) {
  counts[what]++
  console.log([`${what} ${nameOf(operation)}`, ...lines].join('\n'))
}

/** @param {string} from */
function read(from) {
  try {
    return readDescription(from)
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  }
}

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(message)
  process.exit(2)
}
