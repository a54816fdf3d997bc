// Prints what was tried and what broke, and writes docs/evidence/attacks.md.
import { writeFileSync } from 'node:fs'

/** @typedef {import('./tally.mjs').Tally} Tally */

const { versions } = process
const [name, version] = Object.entries({ Deno: versions['deno'], Bun: versions['bun'], 'Node.js': versions.node }).find(
  ([, version]) => version,
) ?? ['unknown', '']

/** The runtime and its version. */
export const runtime = `${name} ${version}`
export const isNode = name === 'Node.js'

/** @param {Tally} tally @param {Map<string, number>} seconds */
export function print(tally, seconds) {
  const rows = [...tally.rows.values()]
  for (const { group, promise, tried, broken, examples } of rows) {
    console.log(
      `${broken ? 'BROKEN' : '  held'} ${String(tried).padStart(7)} tried ${String(broken).padStart(6)} broken  ${group} · ${promise}`,
    )
    for (const example of examples) console.log(`         ${example.slice(0, 300)}`)
  }
  console.log([...seconds].map(([group, time]) => `${group} ${time.toFixed(1)} s`).join(', '))
  const [tried, broken] = [sum(rows.map(({ tried }) => tried)), sum(rows.map(({ broken }) => broken))]
  console.log(`${rows.length} promises, ${tried} tries, ${broken} broken`)
}

/** @param {Tally} tally @param {number} seed */
export function write(tally, seed) {
  const rows = [...tally.rows.values()].map(
    ({ group, promise, tried, broken }) => `| ${group} | ${promise} | ${tried} | ${broken} |`,
  )
  writeFileSync(
    new URL('../../docs/evidence/attacks.md', import.meta.url),
    `# Attacks

Written by \`npm run attack -- --write\`: fresh attempts to break each promise of the [threat model](../../SECURITY.md), through the
packages as built. Chance decides what is tried; seed ${seed} tries the same again. Run on ${runtime}.

| against | promise | tried | broken |
| --- | --- | --- | --- |
${rows.join('\n')}
`,
  )
}

/** @param {readonly number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0)
}
