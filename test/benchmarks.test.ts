import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawChart } from '../benchmarks/calls/chart.mjs'
import { type Results, writeReport } from '../benchmarks/calls/report.mjs'
import { type Contestant, contestants } from '../benchmarks/clients/index.mjs'
import type { Process } from '../benchmarks/harness/process.mjs'
import { proveCell, runCell, startServer } from '../benchmarks/harness/run-cell.mjs'

describe('A benchmark', () => {
  let server: Process
  beforeAll(() => {
    server = startServer()
  })
  afterAll(() => server.stop())

  it.each(contestants.map((client) => [client.title, client] as const))(
    'lets %s show that it does the work: signs and encrypts, or is refused; rejects a wrong signature',
    async (_, client) => proveCell(server, { client, inFlight: 1 }),
  )

  it('fails for a client without crypto that pretends to have it', async () => {
    const liar: Contestant = { name: 'plain-undici', title: 'The liar', kind: 'peer' }
    await expect(proveCell(server, { client: liar, inFlight: 1 })).rejects.toThrow('The answer is 401')
  })

  it('measures small calls beside one with rows', async () => {
    const client = contestants.find(({ name }) => name === 'kit-fetch') as Contestant
    const cell = { client, inFlight: 4, besideRows: 5 }
    const figures = await runCell(server, cell, { warmup: 0, window: 1 })
    for (const value of Object.values(figures)) expect(value).toBeGreaterThan(0)
  })
})

describe('The report', () => {
  /** Results in which a client is so many times as fast as the others, and takes as little of everything else. */
  const resultsOf = (factors: Record<string, number>): Results =>
    new Map(
      [1, 8, 64].flatMap((inFlight) =>
        contestants.map((client) => {
          const factor = factors[client.name] ?? 1
          const spread = (median: number) => ({ median, min: median / 2, max: median * 2 })
          const [more, less] = [spread(1000 * factor), spread(1000 / factor)]
          const latencies = { latencyP50: less, latencyP99: less, besideP50: less }
          const costs = { eventLoopDelayP99: less, peakMemory: less, cpuPerCall: less }
          return [
            { client, inFlight },
            { callsPerSecond: more, ...latencies, ...costs },
          ]
        }),
      ),
    )
  const plan = { rounds: 5, warmup: 1, window: 1, deadline: 1 }
  const verdictsOf = (factors: Record<string, number>) =>
    [...writeReport(resultsOf(factors), plan).matchAll(/([\d.]+) +\| ((?:not )?reached) +\|$/gm)].map(
      ([, ratio, verdict]) => `${ratio} ${verdict}`,
    )

  it('computes of every target whether it was reached', () => {
    expect(new Set(verdictsOf({ 'kit-undici': 5, 'kit-fetch': 5 }))).toEqual(new Set(['5.00 reached', '0.20 reached']))
    const slow = verdictsOf({ 'kit-undici': 0.5, 'kit-fetch': 0.5 })
    expect(slow).toHaveLength(9)
    expect(new Set(slow)).toEqual(new Set(['0.50 not reached', '2.00 not reached']))
  })

  it('compares with the faster peer', () => {
    const report = writeReport(resultsOf({ 'node-v3': 2 }), plan)
    expect(report).toMatch(/^\| kit, undici transport +\| 1000 \(500–2000\) +\| 0\.50 +\| 1\.00 +\|/m)
  })

  it('draws a bar as high as the median for each client that does the work', () => {
    const bars = [...drawChart(resultsOf({ floor: 2 })).matchAll(/<rect [^>]*width="([\d.]+)" height="([\d.]+)" fill/g)]
    const heights = bars.map(([, , height]) => Number(height)).filter((height) => height !== 12)
    expect(heights).toHaveLength(15)
    expect(Math.max(...heights)).toBeCloseTo(2 * Math.min(...heights), 0)
  })
})
