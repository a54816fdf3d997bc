import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Contestant, contestants } from '../benchmarks/clients/index.mjs'
import type { Process } from '../benchmarks/harness/process.mjs'
import { proveCell, runCell, startServer } from '../benchmarks/harness/run-cell.mjs'

let server: Process
beforeAll(() => {
  server = startServer()
})
afterAll(() => server.stop())

describe('The benchmark', () => {
  it.each(contestants.map((client) => [client.title, client] as const))(
    'is honest for %s: the sandbox reads what was meant, a wrong signature is rejected; without crypto it is refused',
    async (_, client) => proveCell(server, { client, inFlight: 1 }),
  )

  it('fails for a client without crypto that pretends to have it', async () => {
    const liar: Contestant = { name: 'plain-undici', title: 'The liar', kind: 'peer' }
    await expect(proveCell(server, { client: liar, inFlight: 1 })).rejects.toThrow('The answer is 401')
  })

  it('counts calls, and knows how many rows they have', async () => {
    const [client] = contestants as [Contestant]
    const figures = await runCell(server, { client, inFlight: 4, rows: 3 }, { warmup: 0, window: 1 })
    expect(figures.callsPerSecond).toBeGreaterThan(0)
    expect(figures.latencyP99).toBeGreaterThanOrEqual(figures.latencyP50)
  })
})
