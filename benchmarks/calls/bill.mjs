import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describeOrigin } from '../harness/machine.mjs'
import { formatTable } from '../harness/markdown.mjs'

/** Rows of the bills. */
const SIZES = { full: [10_000, 100_000, 1_000_000], quick: [10_000, 100_000] }
/** MiB of the process's heap. */
const HEAP = 32

const program = fileURLToPath(new URL('../../test/programs/read-bill.mjs', import.meta.url))

/** Prints what it costs to download and read a bill, in time and in memory. @param {boolean} isQuick */
export async function printBill(isQuick) {
  const sizes = isQuick ? SIZES.quick : SIZES.full
  const rows = sizes.map((size) => {
    const output = execFileSync(process.execPath, [`--max-old-space-size=${HEAP}`, program, String(size), 'stream'])
    const { rows, isRight, bytes, cpu, peak } = JSON.parse(output.toString())
    if (!isRight || rows !== size) throw new Error(`A bill of ${size} rows was read as one of ${rows}.`)
    const seconds = cpu / 1000
    const perSecond = Math.round(rows / seconds / 1000) * 1000
    return [
      size.toLocaleString('en'),
      (bytes / 2 ** 20).toFixed(1),
      seconds.toFixed(2),
      perSecond.toLocaleString('en'),
      (peak / 2 ** 20).toFixed(0),
    ]
  })
  console.log(`${describeOrigin('npm run bench -- --bill')}
A bill of transactions with 27 columns, made while it is downloaded, its SHA-1 checked, its rows read, in a process with
${HEAP} MiB of heap. CPU time is that of all three; memory is the most that the process had.

${formatTable(['rows', 'MiB of the file', 'CPU time, s', 'rows per second', 'peak memory, MiB'], rows)}`)
}
