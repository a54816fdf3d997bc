import { createClient } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { describeOrigin } from '../harness/machine.mjs'
import { formatNumber, formatSpread, formatTable } from '../harness/markdown.mjs'
import { judge, spreadOf } from '../harness/statistics.mjs'
import { describeRequest } from '../requests.mjs'

/** Milliseconds of the main thread that an error which nobody has verified may cost. */
const TARGET = { atMost: 50 }
/** Rows of the call, with four sensitive values each. */
const ROWS = 75
const PLANS = { full: { rounds: 15 }, quick: { rounds: 3 } }
const LARGEST = 2 ** 16

const { path, create } = describeRequest(ROWS)
/** The call, every sensitive value of it another one. */
const json = create('1')
for (const [index, row] of json.data.entries()) {
  Object.assign(row, {
    cert_no: `33010219900101${1000 + index}`,
    name: `张三${index}`,
    tel: `138001${38000 + index}`,
    address: `文一路 ${index} 号`,
  })
}

/** Bodies of an unsigned error, each as large as is read, in shapes that cost much; and larger ones. @type {Record<string, () => string>} */
const BODIES = {
  'many short texts': () => error(fillList('"a"')),
  'many empty objects': () => error(fillList('{}')),
  'many numbers': () => error(fillList('1')),
  'many names': () => error(`{${fill((index) => `"n${index}":"${index}"`)}}`),
  'one long text': () => error(JSON.stringify('x'.repeat(LARGEST - 100))),
  'a long message': () => JSON.stringify({ code: 'X', message: 'y'.repeat(LARGEST - 100) }),
  'a long message of beginnings of the values': () =>
    JSON.stringify({ code: 'X', message: '33010219900101'.repeat(LARGEST / 14 - 10) }),
  'a long message of values': () =>
    JSON.stringify({
      code: 'X',
      message: json.data
        .map((/** @type {{ cert_no: string }} */ { cert_no }) => cert_no)
        .join('')
        .repeat(48),
    }),
  'a long message of beginnings of an Authorization': () =>
    JSON.stringify({ code: 'X', message: 'WECHATPAY2-'.repeat(LARGEST / 11 - 10) }),
  'a long message of beginnings of a signature': () =>
    JSON.stringify({ code: 'X', message: 'signature="'.repeat(LARGEST / 12 - 100) }),
  'a long message of control characters': () => `{"code":"X","message":"${'\u202e'.repeat(LARGEST / 3 - 50)}"}`,
  'deeply nested lists': () => error('['.repeat(LARGEST / 2 - 100) + ']'.repeat(LARGEST / 2 - 100)),
  'a SIGN_ERROR with a long message': () =>
    JSON.stringify({
      code: 'SIGN_ERROR',
      message: '',
      detail: { sign_information: { truncated_sign_message: '\n'.repeat(LARGEST / 2 - 200), sign_message_length: 1 } },
    }),
  'no JSON': () => '<'.repeat(LARGEST),
  '16 MiB of short texts': () => error(`[${'"a",'.repeat(2 ** 22)}"a"]`),
}

/** @param {string} detail */
const error = (detail) => `{"code":"X","message":"m","detail":${detail}}`
/** @param {string} item */
const fillList = (item) => `[${fill(() => item)}]`
/** As many items as fit. @param {(index: number) => string} write */
function fill(write) {
  const items = []
  for (let length = 60; length < LARGEST; length += (items.at(-1) ?? '').length + 1) items.push(write(items.length))
  return items.slice(0, -1).join()
}

/** Prints how long a call with 300 sensitive values works on an error that nobody signed. @param {boolean} isQuick */
export async function printErrors(isQuick) {
  const { rounds } = isQuick ? PLANS.quick : PLANS.full
  const { merchant, platformKeys } = await createSandbox()
  let body = ''
  let start = { user: 0, system: 0 }
  const wxpay = createClient({
    merchant,
    platformKeys,
    retry: { maxAttempts: 1 },
    transport: async () => {
      const response = new Response(body, { status: 400 })
      start = process.cpuUsage()
      return response
    },
  })
  const call = wxpay.chain(/** @type {`/v3/${string}`} */ (path))
  const figures = []
  for (const [name, write] of Object.entries(BODIES)) {
    body = write()
    const times = []
    for (let round = 0; round <= rounds; round++) {
      const failure = await call.post({ json }).catch((thrown) => thrown)
      const { user, system } = process.cpuUsage(start)
      if (failure?.name !== 'ApiError') throw failure
      // The first round compiles.
      if (round > 0) times.push((user + system) / 1000)
    }
    figures.push({ name, spread: spreadOf(times) })
  }
  const slowest = figures.map(({ spread }) => spread).reduce((one, other) => (one.median > other.median ? one : other))
  const verdict = judge(slowest, TARGET)
  console.log(`${describeOrigin('npm run bench -- --errors')}
CPU time of the process from the response to the error, of a call with ${4 * ROWS} sensitive values, median (lowest–highest) of
${rounds} rounds. Bodies are of 64 KiB, all that is read, unless it says more.

${formatTable(
  ['body of the error', 'ms'],
  figures.map(({ name, spread }) => [name, formatSpread(spread)]),
)}

Slowest: ${formatSpread(slowest)} ms; at most ${formatNumber(TARGET.atMost)} ms: ${verdict}.`)
  if (!verdict.startsWith('reached')) process.exitCode = 1
}
