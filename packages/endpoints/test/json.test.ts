import { createClient } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'

const { merchant, platformKeys, transport } = await createSandbox()
let sent: unknown
const wxpay = createClient({
  merchant,
  platformKeys,
  transport: (url, request) => {
    sent = request.body
    return transport(url, request)
  },
})

/** What leaves for an untyped call, whose answer does not matter. */
async function send(json: unknown): Promise<unknown> {
  await wxpay
    .chain('v3/a')
    .post({ json })
    .catch(() => {})
  return sent
}

it('is written as JSON.stringify writes it', async () => {
  const json = fc.object({ key: fc.stringMatching(/^[ -~]{0,8}$/), withNullPrototype: true, maxDepth: 3 })
  await fc.assert(
    fc.asyncProperty(json, async (value) => {
      const plain: unknown = JSON.parse(
        JSON.stringify(value, (_, inner) => (typeof inner === 'string' ? 'text' : inner)),
      )
      expect(await send(plain)).toBe(JSON.stringify(plain))
    }),
    { numRuns: 50 },
  )
})

it('keeps what looks like a prototype, leaves out what is undefined, and asks a value for its form', async () => {
  const json = {
    ...JSON.parse('{"__proto__": {"a": 1}, "constructor": "x", "2": -0, "1": "\\"\\\\"}'),
    left: undefined,
    at: new Date(0),
    boxed: [new String('x'), new Number(1), new Boolean(false), null],
    empty: [{}, []],
  }
  expect(await send(json)).toBe(JSON.stringify(json))
})

it('reads each value once', async () => {
  let reads = 0
  const json = {
    get amount() {
      return ++reads
    },
  }
  expect(await send(json)).toBe('{"amount":1}')
})
