import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { drawChart } from '../benchmarks/calls/chart.mjs'
import { type Results, writeReport } from '../benchmarks/calls/report.mjs'
import { type Contestant, contestants } from '../benchmarks/clients/index.mjs'
import type { Process } from '../benchmarks/harness/process.mjs'
import { profileCell, proveCell, runCell, startServer } from '../benchmarks/harness/run-cell.mjs'
import { checkProject } from '../benchmarks/types/compilers.mjs'
import { askEditor, listPlaces } from '../benchmarks/types/editor-places.mjs'
import { LISTS, writeProject } from '../benchmarks/types/project.mjs'
import { run } from './run.ts'

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
    await expect(proveCell(server, { client: liar, inFlight: 1 })).rejects.toThrow('The response is 401')
  })

  it('tells whose code the main thread runs', async () => {
    const client = contestants.find(({ name }) => name === 'kit-undici') as Contestant
    const times = await profileCell(server, { client, inFlight: 8 }, { warmup: 0, window: 200 })
    for (const group of ['kit: client', 'kit: crypto', 'undici']) expect(times[group]).toBeGreaterThan(0)
  })

  it('repeats responses under a key that the client knows: one has the public key, the next certificates alone', async () => {
    for (const name of ['kit-node', 'node-v3', 'kit-node']) {
      const client = contestants.find((one) => one.name === name) as Contestant
      const figures = await runCell(server, { client, inFlight: 2 }, { warmup: 0, window: 1 })
      expect(figures.callsPerSecond).toBeGreaterThan(0)
    }
  })

  it('measures small calls beside one with rows', async () => {
    const client = contestants.find(({ name }) => name === 'kit-fetch') as Contestant
    const cell = { client, inFlight: 4, besideRows: 5 }
    const figures = await runCell(server, cell, { warmup: 0, window: 1 })
    for (const value of Object.values(figures)) expect(value).toBeGreaterThan(0)
  })
})

describe('The report of routing', () => {
  it('finds each kind of path among all operations', async () => {
    const { stdout, stderr } = await run('node', ['benchmarks/calls/main.mjs', '--routing', '--quick'])
    // Whether a target is reached is for a quiet machine.
    expect(stderr).toBe('')
    for (const path of ['without variables', 'with variables, filled in', 'unknown'])
      expect(stdout).toMatch(new RegExp(`^\\| ${path} +\\| +\\d+ +\\| [\\d.]+`, 'm'))
  }, 120_000)
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
            { callsPerSecond: more, callsPerSecondBefore: more, ...latencies, ...costs },
          ]
        }),
      ),
    )
  const plan = { rounds: 5, warmup: 1, window: 1, deadline: 1 }
  /** First signatures that take so many times as long as in bare WebCrypto, and calls with so much more CPU time. */
  const furtherOf = (factor: number, microseconds = 50, load = 0.1) => {
    const spread = (median: number) => ({ median, min: median, max: median })
    const bare = { 'bare WebCrypto': 400, 'bare node:crypto, synchronous': 300 }
    const kit = { 'kit on WebCrypto': 400 + microseconds, 'kit on crypto/node': 300 + microseconds }
    const times = [1, 8, 64].map((inFlight) => ({ inFlight, figures: { ...bare, ...kit } }))
    const firstSignature = { times: 15, kit: spread(40 * factor), bare: spread(40) }
    return { firstSignature, cpu: { times, description: 'measured' }, load }
  }
  const verdictsOf = (factors: Record<string, number>, first = 1) =>
    [
      ...writeReport(resultsOf(factors), furtherOf(first), plan).matchAll(
        /([\d.]+) \([\d.–]+\) +\| ([a-z, ]+?) +\|$/gm,
      ),
    ].map(([, ratio, verdict]) => `${ratio} ${verdict}`)

  it('computes of every target whether it was reached', () => {
    expect(new Set(verdictsOf({ 'kit-node': 20, 'kit-fetch': 20 }))).toEqual(
      new Set(['20.00 reached', '0.05 reached', '1.00 reached']),
    )
    const slow = verdictsOf({ 'kit-node': 0.05, 'kit-fetch': 0.05 }, 1.16)
    expect(slow).toHaveLength(6)
    expect(new Set(slow)).toEqual(new Set(['0.05 not reached', '20.00 not reached', '1.16 not reached']))
  })

  it('says where the rounds do not agree on a verdict', () => {
    const verdicts = verdictsOf({ 'kit-node': 3, 'kit-fetch': 3 })
    expect(verdicts.slice(0, 2)).toEqual(['3.00 reached, within the spread', '3.00 reached, within the spread'])
    expect(verdicts[4]).toBe('0.33 not reached, within the spread')
  })

  it('judges the CPU time of a call beyond that of the same steps without the kit', () => {
    const rowsOf = (microseconds: number) =>
      [
        ...writeReport(resultsOf({}), furtherOf(1, microseconds), plan).matchAll(
          /^\| (kit on .*?) − bare +\| (.*) +\|$/gm,
        ),
      ].map(([, kit, cells]) => [kit, ...(cells ?? '').split('|').map((cell) => cell.trim())].join(', '))
    expect(rowsOf(90)).toContain('kit on WebCrypto, 8, at most 100, 90, reached')
    expect(rowsOf(90)).toContain('kit on crypto/node, 64, at most 70, 90, not reached')
    expect(rowsOf(110)).toContain('kit on WebCrypto, 1, at most 100, 110, not reached')
  })

  it('says that something else was at work', () => {
    const writeAt = (load: number) => writeReport(resultsOf({}), furtherOf(1, 50, load), plan)
    expect(writeAt(0.49)).toContain('The load average was 0.49 when it began.')
    expect(writeAt(0.5)).toContain(
      'The load average was 0.50 when it began, not below 0.5: **something else was at work',
    )
  })

  it('says that one round is only an indication', () => {
    const writeFor = (rounds: number) => writeReport(resultsOf({}), furtherOf(1), { ...plan, rounds })
    expect(writeFor(1)).toContain('only give an indication')
    expect(writeFor(5)).not.toContain('only give an indication')
  })

  it('compares with the faster peer', () => {
    const report = writeReport(resultsOf({ 'node-v3': 2 }), furtherOf(1), plan)
    expect(report).toMatch(
      /^\| kit, undici transport +\| 1000 \(500–2000\) +\| 1000 \(500–2000\) +\| 0\.50 +\| 1\.00 +\|/m,
    )
  })

  it('draws a bar as high as the median for each client that does the work', () => {
    const bars = [...drawChart(resultsOf({ floor: 2 })).matchAll(/<rect [^>]*width="([\d.]+)" height="([\d.]+)" fill/g)]
    const heights = bars.map(([, , height]) => Number(height)).filter((height) => height !== 12)
    expect(heights).toHaveLength(18)
    expect(Math.max(...heights)).toBeCloseTo(2 * Math.min(...heights), 0)
  })
})

describe('The benchmark of types', () => {
  it('compiles calls of real operations in the three notations, and notices one that is wrong', async () => {
    const { folder, operations, remove } = await writeProject(LISTS.marketing)
    onTestFinished(remove)
    expect(operations).toBeGreaterThan(100)
    const file = `${folder}/calls.ts`
    const calls = readFileSync(file, 'utf8')
    for (const notation of ['await wxpay.v3.', "await wxpay.chain('v3/", "await wxpay['v3/"])
      expect(calls.split(notation).length).toBeGreaterThan(10)
    expect(checkProject('7.0', folder).instantiations).toBeGreaterThan(10_000)
    writeFileSync(file, calls.replace('"params":{', '"params":{"unknown_variable":"1",'))
    expect(() => checkProject('7.0', folder)).toThrow('unknown_variable')
  })

  it('asks the editor for what is there, and fails where it does not offer it', async () => {
    const { folder, remove } = await writeProject(LISTS.pay)
    onTestFinished(remove)
    const [, fields] = listPlaces(LISTS.pay)
    if (!fields) throw new Error('There is no such place.')
    expect(askEditor(folder, fields, 1).afterEdits).toHaveLength(1)
    expect(() => askEditor(folder, { ...fields, expected: 'no_such_field' }, 1)).toThrow('no_such_field')
  })
})
