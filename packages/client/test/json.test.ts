import { createClient } from '@wechatpay-kit/client'
import { createSandbox } from '@wechatpay-kit/sandbox'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'

const { merchant, platformKeys, transport } = await createSandbox()
let sent: unknown
// Without operations no name of a field is sensitive.
const wxpay = createClient({
  merchant,
  platformKeys,
  transport: (url, request) => {
    sent = request.body
    return transport(url, request)
  },
})

/** The body that leaves for an untyped call, whose response does not matter. */
async function send(json: unknown): Promise<unknown> {
  sent = undefined
  await wxpay
    .chain('v3/a')
    .post({ json })
    .catch(() => {})
  return sent
}

it('is written as JSON.stringify writes it', async () => {
  const text = fc.stringMatching(/^[ -~张\n]{0,8}$/)
  const number = fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((value) => !Number.isInteger(value) || Number.isSafeInteger(value))
  const values = [text, number, fc.boolean(), fc.constant(null)]
  await fc.assert(
    fc.asyncProperty(fc.object({ key: text, values, maxDepth: 3 }), async (json) => {
      expect(await send(json)).toBe(JSON.stringify(json))
    }),
  )
})

it('keeps what looks like a prototype, leaves out what is undefined, and asks a value for its form', async () => {
  const json = {
    ...JSON.parse('{"__proto__": {"a": 1}, "constructor": "x", "2": -0, "1": "\\"\\\\"}'),
    left: undefined,
    at: new Date(0),
    called: Object.assign(() => {}, { toJSON: () => 'form' }),
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
