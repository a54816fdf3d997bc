import { createFetchTransport, type Transport } from '@wechatpay-kit/transport-fetch'
import { conformanceCases } from '@wechatpay-kit/transport-fetch/conformance'
import { createUndiciTransport } from '@wechatpay-kit/transport-undici'
import { describe, expect, it, onTestFinished } from 'vitest'
import { serveProxy } from './servers.ts'

const create = (options?: Parameters<typeof createUndiciTransport>[0]) => {
  const transport = createUndiciTransport(options)
  onTestFinished(() => transport.close())
  return transport
}

const transports: Record<string, () => Transport | Promise<Transport>> = {
  'with defaults': () => create(),
  'over one connection': () => create({ connections: 1 }),
  'within the limits of createFetchTransport': () => createFetchTransport({ transport: create() }),
}

describe.each(Object.entries(transports))('%s', (_, make) => {
  it.each(conformanceCases.map((one) => [one.name, one] as const))('%s', async (_, { run }) => run(await make()))
})

describe('through a proxy', () => {
  it.each(conformanceCases.map((one) => [one.name, one] as const))('%s', async (name, { run }) => {
    const { host, seen } = await serveProxy()
    await run(create({ proxy: `http://${host}` }))
    if (name !== 'sends nothing when aborted before') expect(seen.length).toBeGreaterThan(0)
  })
})
