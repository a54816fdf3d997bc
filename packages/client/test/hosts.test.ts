import { createClient } from '@wechatpay-kit/client'
import { createSandbox } from '@wechatpay-kit/sandbox'
import type { Transport } from '@wechatpay-kit/transport-fetch'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const A = 'https://a.example'
const B = 'https://b.example'
const C = 'https://c.example'
const REST = 60_000

const sandbox = await createSandbox()

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A client of these hosts whose calls give the hosts that they attempted, and the set of hosts that are down. */
function createCalls(baseUrls: readonly [string, ...string[]]) {
  const down = new Set<string>()
  let attempted: string[] = []
  const transport: Transport = async (url, request) => {
    if (down.has(new URL(url).origin)) throw new TypeError('unreachable')
    return sandbox.transport(url, request)
  }
  const wxpay = createClient({
    merchant: sandbox.merchant,
    platformKeys: sandbox.platformKeys,
    transport,
    baseUrls,
    retry: { baseDelay: 0 },
    onEvent: (event) => {
      if (event.type === 'attempt') attempted.push(event.host)
    },
  })
  const call = async () => {
    attempted = []
    await wxpay
      .chain('v3/certificates')
      .get()
      .catch(() => {})
    return attempted
  }
  return { call, down }
}

it('prefers the first host, and goes on to the next after one that failed', async () => {
  const { call, down } = createCalls([A, B, C])
  expect(await call()).toEqual([A])
  down.add(A)
  expect(await call()).toEqual([A, B])
})

it('begins again with the first after the last failed, and stays with an only one', async () => {
  const { call, down } = createCalls([A, B])
  down.add(A).add(B)
  expect(await call()).toEqual([A, B, A])
  const single = createCalls([A])
  single.down.add(A)
  expect(await single.call()).toEqual([A, A, A])
})

it('leaves a host alone for a minute after three failures in a row, then probes it', async () => {
  const { call, down } = createCalls([A, B])
  down.add(A)
  for (let failures = 1; failures <= 3; failures++) expect(await call()).toEqual([A, B])
  expect(await call()).toEqual([B])
  vi.advanceTimersByTime(REST - 1)
  expect(await call()).toEqual([B])
  vi.advanceTimersByTime(1)
  // One failed probe is enough for another rest.
  expect(await call()).toEqual([A, B])
  expect(await call()).toEqual([B])
  vi.advanceTimersByTime(REST)
  down.delete(A)
  expect(await call()).toEqual([A])
})

it('forgives every failure for one response, whatever it says', async () => {
  const { call, down } = createCalls([A, B])
  for (let round = 1; round <= 2; round++) {
    down.add(A)
    expect(await call()).toEqual([A, B])
    expect(await call()).toEqual([A, B])
    down.delete(A)
    sandbox.failNext('wrong-signature')
    expect(await call()).toEqual([A])
  }
})

it('takes the third host while two rest, and the first where all rest', async () => {
  const { call, down } = createCalls([A, B, C])
  down.add(A).add(B)
  for (let failures = 1; failures <= 3; failures++) expect(await call()).toEqual([A, B, C])
  expect(await call()).toEqual([C])
  down.add(C)
  // Within a call, the host after the one that failed is attempted, though it rests.
  expect(await call()).toEqual([C, A, B])
  expect(await call()).toEqual([C, A, B])
  expect(await call()).toEqual([C, A, B])
  expect(await call()).toEqual([A, B, C])
})
