// Prints what was tried and what broke, and writes docs/evidence/attacks.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** @typedef {import('./tally.mjs').Tally} Tally */
/** @typedef {{ name: string, version: string }} Runtime */

const { versions } = process
const [name, version = ''] = Object.entries({ Deno: versions['deno'], Bun: versions['bun'] }).find(
  ([, version]) => version,
) ?? ['Node.js', versions.node]

/** The runtime of this process. @type {Runtime} */
export const ownRuntime = { name, version }

const PAGE = new URL('../../docs/evidence/attacks.md', import.meta.url)
const ORDER = ['Node.js', 'Deno', 'Bun', 'workerd']
const HEAD = `# Attacks

Written by \`npm run attack -- --write\`: fresh attempts to break each promise of the [threat model](../../SECURITY.md),
through the packages as built. Chance decides what is tried; the seed tries the same again. \`--runtime=deno\`, \`bun\` and
\`workerd\` write their parts. Raw sockets are for Node.js alone; key files, servers that hang up and the memory of a
process are not for workerd.
`

/** @param {Tally} tally @param {Map<string, number>} seconds */
export function print(tally, seconds) {
  const rows = [...tally.rows.values()]
  for (const { group, promise, tried, broken, examples } of rows) {
    const counts = `${String(tried).padStart(7)} tried ${String(broken).padStart(6)} broken`
    console.log(`${broken ? 'BROKEN' : '  held'} ${counts}  ${group} · ${promise}`)
    for (const example of examples) console.log(`         ${example.slice(0, 300)}`)
  }
  console.log([...seconds].map(([group, time]) => `${group} ${time.toFixed(1)} s`).join(', '))
  const { tried, broken } = count(rows)
  console.log(`${rows.length} promises, ${tried} tries, ${broken} broken`)
}

/** Writes the part of a runtime, and keeps those of others. @param {Runtime} runtime @param {Tally} tally @param {number} seed */
export function write({ name, version }, tally, seed) {
  const rows = [...tally.rows.values()]
  const { tried, broken } = count(rows)
  const table = rows.map(({ group, promise, tried, broken }) => [group, promise, String(tried), String(broken)])
  const section = `## ${name}\n\n${name} ${version}, seed ${seed}: ${tried} tries, ${broken} broken.\n\n${align([['against', 'promise', 'tried', 'broken'], ...table])}`
  const [, ...old] = existsSync(PAGE) ? readFileSync(PAGE, 'utf8').split(/\n(?=## )/) : []
  const others = old.map((part) => part.trimEnd()).filter((part) => !part.startsWith(`## ${name}\n`))
  // In one order, whoever wrote last.
  const placeOf = (/** @type {string} */ part) => ORDER.findIndex((name) => part.startsWith(`## ${name}\n`))
  const parts = [...others, section].sort((one, other) => placeOf(one) - placeOf(other))
  writeFileSync(PAGE, `${HEAD}\n${parts.join('\n\n')}\n`)
}

/** A table whose columns are as wide as their widest cell. @param {readonly string[][]} rows */
function align([head = [], ...rows]) {
  const widths = head.map((_, index) => Math.max(...[head, ...rows].map((row) => row[index]?.length ?? 0)))
  const write = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`
  return [write(head), write(widths.map((width) => '-'.repeat(width))), ...rows.map(write)].join('\n')
}

/** @param {readonly { tried: number, broken: number }[]} rows */
function count(rows) {
  const total = { tried: 0, broken: 0 }
  for (const { tried, broken } of rows) {
    total.tried += tried
    total.broken += broken
  }
  return total
}
