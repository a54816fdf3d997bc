import { createClient, defineOperation, type ResponsePromise } from '@wechatpay-kit/client'
import { operations } from '@wechatpay-kit/endpoints/areas/all'
import { createSandbox } from '@wechatpay-kit/sandbox'
import fetchMock from 'fetch-mock'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'

const { merchant, platformKeys } = await createSandbox()
const mock = fetchMock.createInstance().route('*', 500)
const wxpay = createClient({
  merchant,
  platformKeys,
  operations,
  transport: mock.fetchHandler,
  retry: { maxAttempts: 1 },
})

/** The path to which a call goes; what comes back is no matter here. */
async function findPath(call: ResponsePromise<unknown>): Promise<string> {
  await expect(call).rejects.toMatchObject({ status: 500 })
  return new URL(mock.callHistory.lastCall()?.url ?? '').pathname
}

/** A body that the operation would refuse; nothing of it is validated. */
const off = { json: {}, validation: 'off' } as const

describe('the cancellation of an applyment, whose variable has two names', () => {
  const cancel = '/v3/apply4subject/applyment/20000123/cancel'

  it('is one operation', () => {
    const paths = operations.map(({ path }) => path).filter((path) => /apply4subject.*cancel$/.test(path))
    expect(paths).toEqual(['v3/apply4subject/applyment/{business_code}/cancel'])
  })

  it('takes either number, by the name of its own', async () => {
    const node = wxpay.chain('v3/apply4subject/applyment/{business_code}/cancel')
    expect(await findPath(node.post({ params: { business_code: '20000123' } }))).toBe(cancel)
    const other = wxpay.chain('v3/apply4subject/applyment/{applyment_id}/cancel')
    expect(await findPath(other.post({ params: { applyment_id: '20000123' } }))).toBe(cancel)
    // It is the known operation: it takes no body.
    await expect(other.post({ params: { applyment_id: '1' }, json: { a: 1 } })).rejects.toMatchObject({ field: 'json' })
  })
})

describe('a path that ends with a slash', () => {
  it('goes with its slash, in every notation', async () => {
    const { v3 } = wxpay
    expect(await findPath(v3.applyment4sub.applyment.post(off))).toBe('/v3/applyment4sub/applyment/')
    expect(await findPath(wxpay['v3/applyment4sub/applyment/'].post(off))).toBe('/v3/applyment4sub/applyment/')
    expect(await findPath(wxpay.chain('v3/applyment4sub/applyment/').post(off))).toBe('/v3/applyment4sub/applyment/')
    expect(await findPath(wxpay.chain('v3/ecommerce/applyments/').post(off))).toBe('/v3/ecommerce/applyments/')
  })

  it('goes with its slash where it is written without', async () => {
    expect(await findPath(wxpay.chain('v3/applyment4sub/applyment').post(off))).toBe('/v3/applyment4sub/applyment/')
    expect(await findPath(wxpay.chain('v3/ecommerce/applyments').post(off))).toBe('/v3/ecommerce/applyments/')
  })

  it('does not lend its slash to those below it', async () => {
    const node = wxpay.chain('v3/ecommerce/applyments/{applyment_id}')
    expect(await findPath(node.get({ params: { applyment_id: '1' } }))).toBe('/v3/ecommerce/applyments/1')
  })
})

describe('the pure chain', () => {
  /** The node of a path, property by property, as it is written or in camel case. */
  const walk = (path: string, spell: (segment: string) => string) =>
    path
      .replace(/\/$/, '')
      .split('/')
      .reduce<object>((node, segment) => Reflect.get(node, spell(segment)) as object, wxpay)
  const camelCase = (segment: string) =>
    segment.replace(/^\{(.+)\}$/, '_$1_').replace(/-(.)/g, (_, letter) => letter.toUpperCase())

  it('reaches every operation, that of a path which goes on with the name of a method too', () => {
    const unreached = operations
      .filter(({ path, method }) =>
        [(segment: string) => segment, camelCase].some(
          (spell) => typeof Reflect.get(walk(path, spell), method.toLowerCase()) !== 'function',
        ),
      )
      .map(({ path }) => path)
    expect(unreached).toEqual([])
  })

  it('calls both the method and the path below it', async () => {
    const { receivers } = wxpay.v3.profitsharing
    expect(await findPath(receivers.delete.post(off))).toBe('/v3/profitsharing/receivers/delete')
    const known = { method: 'DELETE', path: 'v3/profitsharing/receivers', response: v.object({}) } as const
    const both = createClient({
      merchant,
      platformKeys,
      operations: [...operations, defineOperation(known)],
      transport: mock.fetchHandler,
      retry: { maxAttempts: 1 },
    })
    expect(await findPath(both.v3.profitsharing.receivers.delete())).toBe('/v3/profitsharing/receivers')
    expect(await findPath(both.v3.profitsharing.receivers.delete.post(off))).toBe('/v3/profitsharing/receivers/delete')
  })
})
