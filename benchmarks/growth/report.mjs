import { formatNumber, formatSpread, formatTable } from '../harness/markdown.mjs'
import { describeRun } from '../harness/run.mjs'

/** @typedef {import('../harness/run.mjs').Cell} Cell */
/** @typedef {import('../harness/run.mjs').Spreads} Spreads */
/** @typedef {[cell: Cell, spreads: Spreads]} Result */

/** @param {Map<Cell, Spreads>} results @param {import('../harness/run.mjs').Plan} plan */
export function writeReport(results, plan) {
  const all = [...results]
  const beside = all.filter(([cell]) => cell.besideRows !== undefined)
  const byRows = all.filter(([cell]) => cell.rows !== undefined)
  const byNumber = all.filter(([cell]) => cell.rows === undefined && cell.besideRows === undefined)
  return `# How cost grows

${describeRun('npm run bench:growth', plan)}

Clients, server and checks are those of [the comparison](benchmark.md). CPU is the time of all threads of the process;
memory is its peak.

## Calls in flight

\`qualifications/alter\`, three encrypted fields. Growth is linear where the CPU of a call stays the same. The undici transport
has 100 connections unless told otherwise, so that of 1000 calls 900 wait for one. A call takes memory until it is answered:
${writeMemory(byNumber)}.

${writeNumbers(byNumber)}

## Rows of a call

\`n-qualifications/confirm\`, four encrypted fields in each row, one call at a time. Growth is linear where a row costs the
same.

${writeRows(byRows)}

## Small calls beside a huge one

\`qualifications/alter\`, one at a time, while the same client makes calls of 1000 rows, one at a time; and each alone.

${writeBeside(beside, byNumber, byRows)}
`
}

/** What each call in flight adds to the peak, from the second-largest number of them to the largest. @param {readonly Result[]} results */
function writeMemory(results) {
  const clients = [...new Set(results.map(([{ client }]) => client))]
  const texts = clients.map((client) => {
    const [some, most] = results
      .filter(([cell]) => cell.client === client)
      .slice(-2)
      .map(([{ inFlight }, { peakMemory }]) => ({ inFlight, memory: peakMemory.median * 1024 }))
    if (!some || !most) throw new Error(`${client.title} was not measured often enough.`)
    const each = (most.memory - some.memory) / (most.inFlight - some.inFlight)
    return `${formatNumber(each)} KiB each beyond ${some.inFlight} in flight (${client.title})`
  })
  return texts.join(', ')
}

/** @param {readonly Result[]} results */
function writeNumbers(results) {
  const rows = results.map(([{ client, inFlight }, spreads]) => [
    client.title,
    String(inFlight),
    formatSpread(spreads.callsPerSecond),
    formatSpread(spreads.cpuPerCall),
    formatSpread(spreads.latencyP50),
    formatSpread(spreads.latencyP99),
    formatSpread(spreads.eventLoopDelayP99),
    formatSpread(spreads.peakMemory),
  ])
  const header = ['client', 'in flight', 'calls/s', 'CPU per call, ms', 'latency p50, ms', 'latency p99, ms']
  return formatTable([...header, 'event-loop delay p99, ms', 'peak memory, MiB'], rows)
}

/** @param {readonly Result[]} results */
function writeRows(results) {
  const table = results.map(([{ client, rows = 1 }, spreads]) => [
    client.title,
    String(rows),
    formatSpread(spreads.latencyP50),
    formatSpread(spreads.latencyP50, 1000 / rows),
    formatSpread(spreads.cpuPerCall, 1000 / rows),
    formatSpread(spreads.eventLoopDelayP99),
    formatSpread(spreads.peakMemory),
  ])
  const header = ['client', 'rows', 'time of a call, ms', 'time per row, µs', 'CPU per row, µs']
  return formatTable([...header, 'event-loop delay p99, ms', 'peak memory, MiB'], table)
}

/** @param {readonly Result[]} results @param {readonly Result[]} byNumber @param {readonly Result[]} byRows */
function writeBeside(results, byNumber, byRows) {
  const rows = results.flatMap(([{ client, inFlight, besideRows }, together]) => {
    const small = byNumber.find(([cell]) => cell.client === client && cell.inFlight === inFlight)?.[1]
    const huge = byRows.find(([cell]) => cell.client === client && cell.rows === besideRows)?.[1]
    if (!small || !huge) throw new Error(`${client.title} was not measured alone.`)
    return [
      [client.title, 'small alone', formatSpread(small.latencyP50), formatSpread(small.latencyP99), '–'],
      [client.title, 'huge alone', '–', '–', formatSpread(huge.latencyP50)],
      [
        client.title,
        'together',
        formatSpread(together.latencyP50),
        formatSpread(together.latencyP99),
        formatSpread(together.besideP50),
      ],
    ]
  })
  return formatTable(['client', 'calls', 'small p50, ms', 'small p99, ms', 'huge p50, ms'], rows)
}
