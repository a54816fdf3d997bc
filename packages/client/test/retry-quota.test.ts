import { type ClientOptions, createClient } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { describe, expect, it } from 'vitest'

const path = 'v3/gov/subsidy/zhejiang/qualifications/alter'
const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000' }
const sandbox = await createSandbox()
const { merchant, platformKeys } = sandbox

/** A client whose network can go down, the requests that it made, and the calls that fail in an outage. */
function connect(retry: ClientOptions['retry'] = {}) {
  const network = { isDown: false, requests: 0 }
  const wxpay = createClient({
    merchant,
    platformKeys,
    retry: { baseDelay: 0, ...retry },
    transport: (url, request) => {
      network.requests++
      return network.isDown ? Promise.reject(new Error('down')) : sandbox.transport(url, request)
    },
  })
  let calls = 0
  const call = (options: object = {}) => wxpay[path].post({ json: { ...json, req_ssn: `${calls++}` }, ...options })
  /** Counts the requests of calls. */
  const count = async (number: number, make: () => Promise<unknown>): Promise<number> => {
    const before = network.requests
    for (let made = 0; made < number; made++) await make()
    return network.requests - before
  }
  return {
    succeed: (number: number) => count(number, () => call()),
    fail: async (number: number) => {
      network.isDown = true
      const requests = await count(number, () => expect(call()).rejects.toMatchObject({ retryable: true }))
      network.isDown = false
      return requests
    },
    stumble: () => {
      sandbox.failNext({ status: 503 })
      return count(1, () => call())
    },
    miss: (number: number) =>
      count(number, () => expect(wxpay.chain('v3/unknown').get()).rejects.toMatchObject({ status: 404 })),
    network,
    call,
  }
}

describe('the quota of repetitions', () => {
  it('lets 200 calls in a total outage make 300 requests, one after the other and at once', async () => {
    expect(await connect().fail(200)).toBe(300)
    const { network, call } = connect()
    network.isDown = true
    const outcomes = await Promise.allSettled(Array.from({ length: 200 }, () => call()))
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true)
    expect(network.requests).toBe(300)
  })

  it('refills by a fifth with each response to a first attempt, refusals included', async () => {
    const { succeed, fail, miss } = connect({ quota: 2 })
    expect(await fail(2)).toBe(4)
    expect(await succeed(4)).toBe(4)
    expect(await fail(1)).toBe(1)
    expect(await succeed(1)).toBe(1)
    expect(await fail(1)).toBe(2)
    expect(await miss(5)).toBe(5)
    expect(await fail(1)).toBe(2)
    expect(await succeed(100)).toBe(100)
    expect(await fail(2)).toBe(4)
  })

  it('gets back what a repetition took that was good for something', async () => {
    const { stumble, fail } = connect({ quota: 1 })
    for (let round = 0; round < 10; round++) expect(await stumble()).toBe(2)
    expect(await fail(2)).toBe(3)
  })

  it('gets back what was taken for a repetition that was aborted before it was made', async () => {
    const { fail, call } = connect({ quota: 1 })
    const controller = new AbortController()
    sandbox.failNext({ status: 503, retryAfter: 10 })
    const aborted = call({ signal: controller.signal })
    setTimeout(() => controller.abort(), 100)
    await expect(aborted).rejects.toMatchObject({ code: 'TRANSPORT_ABORTED', outcome: 'unknown' })
    expect(await fail(1)).toBe(2)
  })

  it('is each client’s own, and as large as it was told', async () => {
    const [one, other] = [connect({ quota: 3 }), connect({ quota: 3 })]
    expect([await one.fail(10), await other.fail(10)]).toEqual([13, 13])
    expect(await connect({ quota: Number.POSITIVE_INFINITY }).fail(200)).toBe(600)
  })

  it.each([0, -1, 1.5, Number.NaN, '3', null])('must be a whole number from 1, or Infinity: %s', (quota) => {
    expect(() => connect({ quota: quota as number })).toThrow(expect.objectContaining({ field: 'retry.quota' }))
  })
})
