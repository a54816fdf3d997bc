// Cold start and the cost of a call in every runtime: npm run bench:runtimes [-- --quick]
// Writes docs/cold-start.md, in about three minutes; --quick prints only.
import { writeFileSync } from 'node:fs'
import { describeMachine, formatTable, median, spread } from '../report.mjs'
import { createData } from './data.mjs'
import { openRuntimes } from './runtimes.mjs'

const isQuick = process.argv.includes('--quick')
const STARTS = isQuick ? 3 : 15
const [BLOCKS, BLOCK_TIME] = isQuick ? [3, 40] : [10, 80]
const PROGRAMS = ['crypto', 'bare', 'core', 'client']
const REPORT = new URL('../../docs/cold-start.md', import.meta.url)

/** @typedef {import('./runtimes.mjs').Runtime} Runtime */
/** @typedef {import('./runtimes.mjs').Outcome} Outcome */

/** @param {Runtime} runtime @returns {Promise<Record<string, Outcome[]>>} */
async function measureStarts({ start }) {
  /** @type {Record<string, Outcome[]>} */
  const outcomes = Object.fromEntries(PROGRAMS.map((program) => [program, []]))
  // The first start of each reads its files from the disk.
  for (let round = -1; round < STARTS; round++) {
    const order = round % 2 === 0 ? PROGRAMS : [...PROGRAMS].reverse()
    for (const program of order) {
      const outcome = await start(program)
      if (typeof outcome.result !== 'string') throw new Error(`${program} gave no signature and no answer.`)
      if (round >= 0) outcomes[program]?.push(outcome)
    }
  }
  return outcomes
}

const { runtimes, close } = await openRuntimes({ ...(await createData()), blocks: BLOCKS, blockTime: BLOCK_TIME })
const starts = []
const calls = []
try {
  for (const runtime of runtimes) {
    const { name, version, form, missing } = runtime
    if (missing) {
      starts.push([name, missing, ...Array(7).fill('–')])
      calls.push([name, missing, ...Array(5).fill('–')])
      continue
    }
    const { crypto = [], bare = [], core = [], client = [] } = await measureStarts(runtime)
    const elapsed = (/** @type {Outcome[]} */ outcomes) => outcomes.map((one) => one.elapsed)
    const own = (/** @type {Outcome[]} */ outcomes) => outcomes.map((one) => one.own ?? Number.NaN)
    const show = (/** @type {number[]} */ values) => (values.some(Number.isNaN) ? '–' : spread(values, 1))
    const ratio = median(elapsed(crypto)) / median(elapsed(bare))
    const columns = [elapsed(bare), elapsed(crypto)].map(show)
    const more = [own(bare), own(crypto), elapsed(core), elapsed(client)].map(show)
    starts.push([`${name} ${version}`, form, ...columns, ratio.toFixed(2), ...more])
    if (form === 'installed' || !runtimes.some((other) => other.name === name && other.form === 'installed')) {
      const results = /** @type {{ inFlight: number, client: number[], bare: number[] }[]} */ (
        (await runtime.start('calls')).result
      )
      for (const { inFlight, client, bare } of results) {
        const differences = client.map((time, block) => time - Number(bare[block]))
        const figures = [spread(bare, 0), spread(client, 0), spread(differences, 0)]
        calls.push([`${name} ${version}`, String(inFlight), ...figures, (median(client) / median(bare)).toFixed(2)])
      }
    }
    console.error(`${name} ${version}, ${form}: done`)
  }
} finally {
  await close()
}

const text = `# Cold start and the cost of a call

Written by \`npm run bench:runtimes\`. Every figure is a median (lowest–highest); compare within a line, where everything
was measured in turn.

${describeMachine()}

## First signature in a fresh process

From the start of the process to the \`Authorization\` header of an \`alter\` request: a private key is imported from PEM and
signs once. “WebCrypto” is the same in bare \`crypto.subtle\`. Milliseconds, ${STARTS} starts each, the runtime's own start included;
for EdgeVM from \`new EdgeVM()\`, for Chromium from the navigation. “Own clock” is \`performance.now()\` at the end. The last
columns are the first call of a client: keys imported, three fields encrypted, request signed, answer verified.

${formatTable(['runtime', 'packages', 'WebCrypto', '`@wechatpay-kit/crypto`', 'ratio', 'WebCrypto, own clock', 'kit, own clock', 'first call, `/core`', 'first call, whole client'], starts)}

## The client's own work

The \`alter\` call with a transport that answers at once, against the same operations of bare WebCrypto: three encryptions, a
signature, a verification, and the JSON. Microseconds per call, ${BLOCKS} blocks of each in turn.

${formatTable(['runtime', 'in flight', 'WebCrypto', 'client', 'difference', 'ratio'], calls)}
`
console.log(text)
if (!isQuick) writeFileSync(REPORT, text)
