// Cold start and the cost of a call in every runtime: npm run bench:runtimes [-- --quick]
// Writes docs/evidence/cold-start.md, in about three minutes; --quick prints only.
import { writeFileSync } from 'node:fs'
import { describeOrigin } from '../harness/machine.mjs'
import { formatSpread, formatTable } from '../harness/markdown.mjs'
import { judge, ratioOf, spreadOf } from '../harness/statistics.mjs'
import { createData, FIRST_SIGNATURE } from './data.mjs'
import { measureStarts } from './programs.mjs'
import { openRuntimes } from './runtimes.mjs'

const isQuick = process.argv.includes('--quick')
const STARTS = isQuick ? 3 : 15
const [BLOCKS, BLOCK_TIME] = isQuick ? [3, 40] : [10, 80]
const PROGRAMS = ['crypto', 'bare', 'core', 'client']
const REPORT = new URL('../../docs/evidence/cold-start.md', import.meta.url)

/** @typedef {import('./programs.mjs').Outcome} Outcome */

const { runtimes, close } = await openRuntimes({ ...(await createData()), blocks: BLOCKS, blockTime: BLOCK_TIME })
const starts = []
const calls = []
try {
  for (const runtime of runtimes) {
    const { name, version, form, missing } = runtime
    if (missing) {
      starts.push([name, missing, ...Array(8).fill('–')])
      calls.push([name, missing, ...Array(4).fill('–')])
      continue
    }
    const { crypto = [], bare = [], core = [], client = [] } = await measureStarts(runtime.start, PROGRAMS, STARTS)
    const elapsed = (/** @type {Outcome[]} */ outcomes) => spreadOf(outcomes.map((one) => one.elapsed))
    const own = (/** @type {Outcome[]} */ outcomes) =>
      outcomes.some((one) => one.own === undefined) ? '–' : formatSpread(spreadOf(outcomes.map((one) => one.own ?? 0)))
    const ratio = ratioOf(elapsed(crypto), elapsed(bare))
    const columns = [elapsed(bare), elapsed(crypto)].map((one) => formatSpread(one))
    const more = [own(bare), own(crypto), formatSpread(elapsed(core)), formatSpread(elapsed(client))]
    starts.push([
      `${name} ${version}`,
      form,
      ...columns,
      ratio.median.toFixed(2),
      judge(ratio, FIRST_SIGNATURE),
      ...more,
    ])
    if (form === 'installed' || !runtimes.some((other) => other.name === name && other.form === 'installed')) {
      const results = /** @type {{ inFlight: number, client: number[], bare: number[] }[]} */ (
        (await runtime.start('calls')).result
      )
      for (const { inFlight, client, bare } of results) {
        const differences = client.map((time, block) => time - Number(bare[block]))
        const figures = [bare, client, differences].map((times) => formatSpread(spreadOf(times)))
        const ratio = ratioOf(spreadOf(client), spreadOf(bare)).median.toFixed(2)
        calls.push([`${name} ${version}`, String(inFlight), ...figures, ratio])
      }
    }
    console.error(`${name} ${version}, ${form}: done`)
  }
} finally {
  await close()
}

const text = `# Cold start and the cost of a call

${describeOrigin('npm run bench:runtimes')}
Every figure is a median (lowest–highest); compare within a line, where everything was measured in turn.

## First signature in a fresh process

From the start of the process to the \`Authorization\` header of an \`alter\` request: a private key is imported from PEM and
signs once. “WebCrypto” is the same in bare \`crypto.subtle\`. Milliseconds, ${STARTS} starts each, the runtime's own start included;
for EdgeVM from \`new EdgeVM()\`, for Chromium from the navigation. “Own clock” is \`performance.now()\` at the end. The last
columns are the first call of a client: keys imported, three fields encrypted, request signed, response verified.

What the ratio of installed packages has above that of bundled ones is the loading of their modules: where a first signature
counts, in functions that start often, bundle.

${formatTable(['runtime', 'packages', 'WebCrypto', '`@wechatpay-kit/crypto`', 'ratio', `at most ${FIRST_SIGNATURE.atMost}`, 'WebCrypto, own clock', 'kit, own clock', 'first call, `/core`', 'first call, whole client'], starts)}

## The client's own work

The \`alter\` call with a transport that responds at once, against the same operations of bare WebCrypto: three encryptions, a
signature, a verification, and the JSON. Microseconds per call, ${BLOCKS} blocks of each in turn.

${formatTable(['runtime', 'in flight', 'WebCrypto', 'client', 'difference', 'ratio'], calls)}
`
console.log(text)
if (!isQuick) writeFileSync(REPORT, text)
