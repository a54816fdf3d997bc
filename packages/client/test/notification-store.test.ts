import { createMemoryStore } from '@wechatpay-kit/client'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

describe('createMemoryStore', () => {
  const create = (maxEntries?: number) => {
    const clock = { time: 0 }
    return { clock, store: createMemoryStore({ now: () => clock.time, maxEntries }) }
  }
  const tokenOf = async (claim: ReturnType<ReturnType<typeof createMemoryStore>['claim']>) => {
    const verdict = await claim
    return verdict.state === 'claimed' ? verdict.token : expect.fail(verdict.state)
  }

  it('claims once, until the claim lapses, is released or completed', async () => {
    const { store, clock } = create()
    const first = await tokenOf(store.claim('a', 10))
    expect(await store.claim('a', 10)).toEqual({ state: 'busy' })
    clock.time = 10
    const second = await tokenOf(store.claim('a', 10))
    expect(second).not.toBe(first)
    await store.release('a', second)
    const third = await tokenOf(store.claim('a', 10))
    await store.complete('a', third, 100)
    expect(await store.claim('a', 10)).toEqual({ state: 'done' })
    clock.time += 100
    await tokenOf(store.claim('a', 10))
  })

  it('lets a holder whose claim lapsed touch nobody else’s', async () => {
    const { store, clock } = create()
    const lapsed = await tokenOf(store.claim('a', 10))
    clock.time = 10
    const token = await tokenOf(store.claim('a', 10))
    await store.complete('a', lapsed, 100)
    await store.release('a', lapsed)
    expect(await store.claim('a', 10)).toEqual({ state: 'busy' })
    await store.complete('a', token, 100)
    await store.release('a', token)
    expect(await store.claim('a', 10)).toEqual({ state: 'done' })
  })

  it('never lets two hold the same notification, and forgets nothing that is done before its time', async () => {
    const step = fc.record({
      id: fc.constantFrom('a', 'b'),
      wait: fc.nat(12),
      end: fc.constantFrom('complete', 'release', 'die'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { store, clock } = create()
        const heldUntil = new Map<string, number>()
        const doneUntil = new Map<string, number>()
        for (const { id, wait, end } of steps) {
          const claim = await store.claim(id, 10)
          const isHeld = (heldUntil.get(id) ?? 0) > clock.time
          const isDone = (doneUntil.get(id) ?? 0) > clock.time
          expect(claim.state).toBe(isDone ? 'done' : isHeld ? 'busy' : 'claimed')
          if (claim.state === 'claimed') heldUntil.set(id, clock.time + 10)
          clock.time += wait
          if (claim.state !== 'claimed' || end === 'die') continue
          const isStillHeld = (heldUntil.get(id) ?? 0) > clock.time
          await store[end](id, claim.token, 100)
          if (!isStillHeld) continue
          heldUntil.delete(id)
          if (end === 'complete') doneUntil.set(id, clock.time + 100)
        }
      }),
    )
  })

  it('is bounded: what was done first is forgotten, a claim never', async () => {
    const { store } = create(3)
    await tokenOf(store.claim('claimed', 10))
    for (const id of ['a', 'b', 'c']) await store.complete(id, await tokenOf(store.claim(id, 10)), 100)
    expect(await store.claim('claimed', 10)).toEqual({ state: 'busy' })
    expect(await store.claim('c', 10)).toEqual({ state: 'done' })
    await tokenOf(store.claim('a', 10))
  })

  it.each([
    ['maxEntries', { maxEntries: 0 }],
    ['now', { now: 1 as never }],
    ['max', { max: 5 } as never],
  ])('refuses a bad %s', (field, options) => {
    expect(() => createMemoryStore(options)).toThrow(expect.objectContaining({ field }))
  })
})
