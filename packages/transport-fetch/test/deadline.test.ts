import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type Deadline, FetchError, startDeadline, withDeadline } from '@wechatpay-kit/transport-fetch'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const never = () => new Promise<never>(() => {})
const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('There is no error.'),
    (error: unknown) => error,
  )

describe('a deadline ends', () => {
  it('by time, neither before nor twice', async () => {
    const deadline = startDeadline(100)
    const listener = vi.fn()
    deadline.onEnd(listener)
    await vi.advanceTimersByTimeAsync(99)
    expect([deadline.ended, deadline.signal.aborted]).toEqual([undefined, false])
    await vi.advanceTimersByTimeAsync(1)
    expect(deadline.ended).toBeInstanceOf(FetchError)
    expect(deadline.ended).toMatchObject({ code: 'TIMED_OUT', message: expect.stringMatching(/100 ms.*raise/) })
    expect([deadline.signal.aborted, deadline.signal.reason]).toEqual([true, deadline.ended])
    deadline.close(new Error('too late'))
    expect(listener.mock.calls).toEqual([[deadline.ended]])
    expect(deadline.signal.reason).toBe(deadline.ended)
  })

  it('by the caller’s signal, whose reason is the cause', () => {
    const controller = new AbortController()
    const deadline = startDeadline(100, controller.signal)
    const reason = new Error('enough')
    controller.abort(reason)
    expect(deadline.ended).toMatchObject({ code: 'ABORTED', cause: reason })
    expect(vi.getTimerCount()).toBe(0)
  })

  it.each(['NETWORK_FAILED', 'RESPONSE_TOO_LARGE', 'REDIRECTED'] as const)(
    'as aborted by the caller’s signal, though its reason is a FetchError %s',
    (code) => {
      const reason = new FetchError(code, 'of another attempt')
      const deadline = startDeadline(100, AbortSignal.abort(reason))
      expect(deadline.ended).toMatchObject({ code: 'ABORTED', cause: reason })
    },
  )

  it('at once, if the signal has fired', async () => {
    const deadline = startDeadline(100, AbortSignal.abort('enough'))
    expect(deadline.ended).toMatchObject({ code: 'ABORTED', cause: 'enough' })
    expect(deadline.signal.reason).toBe(deadline.ended)
    expect(await errorOf(deadline.race(Promise.resolve(1)))).toBe(deadline.ended)
    expect(await errorOf(deadline.wait(1))).toBe(deadline.ended)
    const listener = vi.fn()
    deadline.onEnd(listener)
    expect(listener.mock.calls).toEqual([[deadline.ended]])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('by what ended another deadline, of which it has only the signal', async () => {
    const outer = startDeadline(50)
    const inner = startDeadline(100, outer.signal)
    await vi.advanceTimersByTimeAsync(50)
    expect(inner.ended).toMatchObject({ code: 'TIMED_OUT' })
    expect(inner.ended).toBe(outer.ended)
  })

  it('with what came first', async () => {
    const controller = new AbortController()
    const deadline = startDeadline(10, controller.signal)
    deadline.signal.addEventListener('abort', () => controller.abort())
    await vi.advanceTimersByTimeAsync(10)
    expect(deadline.ended).toMatchObject({ code: 'TIMED_OUT' })
  })

  it('never by time, if that is longer than a timer can wait', async () => {
    for (const timeout of [2 ** 31, Number.POSITIVE_INFINITY]) {
      const deadline = startDeadline(timeout)
      await vi.advanceTimersByTimeAsync(1_000)
      expect(deadline.ended).toBeUndefined()
      expect(vi.getTimerCount()).toBe(0)
      let isOver = false
      const wait = deadline.wait(timeout).then(() => {
        isOver = true
      })
      await vi.advanceTimersByTimeAsync(1_000)
      expect(isOver).toBe(false)
      void wait
    }
  })

  it.each([0, -1, Number.NaN])('not within %d ms, which is refused', (timeout) => {
    expect(() => startDeadline(timeout)).toThrow(RangeError)
    expect(() => startDeadline(1).child(timeout)).toThrow(RangeError)
  })
})

describe('work', () => {
  it('that is done in time gives its result or its error, and leaves no listener', async () => {
    const deadline = startDeadline(100)
    expect(await deadline.race(Promise.resolve('done'))).toBe('done')
    const error = new Error('broken')
    expect(await errorOf(deadline.race(Promise.reject(error)))).toBe(error)
    deadline.close()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('that hangs fails with the error of the deadline', async () => {
    const deadline = startDeadline(100)
    const errors = Promise.all([errorOf(deadline.race(never())), errorOf(deadline.race(never()))])
    await vi.advanceTimersByTimeAsync(100)
    expect(await errors).toEqual([deadline.ended, deadline.ended])
  })

  it('whose result was handed over is not kept: a deadline may race every piece of a large body', async () => {
    vi.useRealTimers()
    setFlagsFromString('--expose-gc')
    const collectGarbage: () => void = runInNewContext('gc')
    const deadline = startDeadline(60_000)
    const raced = async () => new WeakRef(await deadline.race(Promise.resolve({})))
    const result = await raced()
    await new Promise((resolve) => setTimeout(resolve, 1))
    collectGarbage()
    expect(result.deref()).toBeUndefined()
    deadline.close()
  })

  it('that fails after the end is heeded by nobody, and disturbs nobody', async () => {
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    try {
      const deadline = startDeadline(10)
      const work = deadline
        .wait(5)
        .then(() => new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 50)))
      const error = errorOf(deadline.race(work))
      await vi.advanceTimersByTimeAsync(100)
      expect(await error).toBe(deadline.ended)
      vi.useRealTimers()
      await new Promise((resolve) => setTimeout(resolve, 5))
      expect(unhandled).not.toHaveBeenCalled()
    } finally {
      process.off('unhandledRejection', unhandled)
    }
  })

  it('may wait, unless the deadline ends first; then no timer stays', async () => {
    const deadline = startDeadline(100)
    let isOver = false
    const wait = deadline.wait(40).then(() => {
      isOver = true
    })
    await vi.advanceTimersByTimeAsync(39)
    expect(isOver).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    await wait
    const error = errorOf(deadline.wait(1_000))
    await vi.advanceTimersByTimeAsync(60)
    expect(await error).toBe(deadline.ended)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is told once, unless its listener was removed', async () => {
    const deadline = startDeadline(10)
    const [kept, removed] = [vi.fn(), vi.fn()]
    deadline.onEnd(kept)
    deadline.onEnd(removed)()
    await vi.advanceTimersByTimeAsync(100)
    expect([kept.mock.calls, removed.mock.calls]).toEqual([[[deadline.ended]], []])
  })
})

describe('a child', () => {
  it('ends before its parent, which goes on', async () => {
    const parent = startDeadline(100)
    const child = parent.child(10)
    await vi.advanceTimersByTimeAsync(10)
    expect(child.ended).toMatchObject({ code: 'TIMED_OUT', message: expect.stringMatching(/10 ms.*attempt/) })
    expect(parent.ended).toBeUndefined()
    parent.close()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('ends with its parent, by the same error, and needs no timer for it', async () => {
    const parent = startDeadline(100)
    const [child, grandchild] = [parent.child(100), parent.child(500).child(Number.POSITIVE_INFINITY)]
    expect(vi.getTimerCount()).toBe(1)
    expect([child.remaining(), grandchild.remaining()]).toEqual([100, 100])
    await vi.advanceTimersByTimeAsync(100)
    expect(parent.ended).toBeDefined()
    expect([child.ended, grandchild.ended]).toEqual([parent.ended, parent.ended])
    expect(grandchild.signal.reason).toBe(parent.ended)
    expect(parent.child(10).ended).toBe(parent.ended)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('ends by a signal of its own', () => {
    const parent = startDeadline(100)
    expect(parent.child(10, AbortSignal.abort('enough')).ended).toMatchObject({ code: 'ABORTED', cause: 'enough' })
    expect(parent.ended).toBeUndefined()
  })

  it('does not outlive a parent that is closed', async () => {
    const parent = startDeadline(100)
    const child = parent.child(50)
    const error = errorOf(child.race(never()))
    const reason = new Error('broken')
    parent.close(reason)
    expect(await error).toBe(child.ended)
    expect(child.ended).toMatchObject({ code: 'ABORTED', cause: reason })
    expect(parent.child(50).ended).toMatchObject({ code: 'ABORTED' })
    expect([parent.ended, vi.getTimerCount()]).toEqual([undefined, 0])
  })

  it('never outlives its parent, however they are nested', async () => {
    const timeouts = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(timeouts, async ([first = 1, ...rest]) => {
        const chain: Deadline[] = [startDeadline(first)]
        for (const timeout of rest) chain.push((chain.at(-1) as Deadline).child(timeout))
        const start = performance.now()
        const ends = chain.map((deadline) => {
          let end = Number.NaN
          deadline.onEnd(() => {
            end = performance.now() - start
          })
          return () => end
        })
        await vi.advanceTimersByTimeAsync(1_000)
        const expected = [first, ...rest].map((_, index, all) => Math.min(...all.slice(0, index + 1)))
        expect(ends.map((end) => end())).toEqual(expected)
        expect(vi.getTimerCount()).toBe(0)
      }),
    )
  })
})

describe('a deadline that is closed', () => {
  it('leaves no timer and no listener on the caller’s signal', async () => {
    const { signal } = new AbortController()
    const listeners = new Set<unknown>()
    vi.spyOn(signal, 'addEventListener').mockImplementation((_, listener) => void listeners.add(listener))
    vi.spyOn(signal, 'removeEventListener').mockImplementation((_, listener) => void listeners.delete(listener))
    for (let call = 0; call < 1_000; call++) {
      await withDeadline(1_000, signal, async (deadline) => deadline.race(deadline.child(500).race(Promise.resolve())))
    }
    expect(signal.addEventListener).toHaveBeenCalledTimes(1_000)
    expect([listeners.size, vi.getTimerCount()]).toEqual([0, 0])
  })

  it('never ends, and tells nobody', async () => {
    const controller = new AbortController()
    const deadline = startDeadline(10, controller.signal)
    const listener = vi.fn()
    deadline.onEnd(listener)
    deadline.close()
    controller.abort()
    await vi.advanceTimersByTimeAsync(100)
    deadline.onEnd(listener)
    expect([deadline.ended, deadline.signal.aborted, listener.mock.calls]).toEqual([undefined, false, []])
  })

  it.each(['before', 'after'])('with a reason aborts its signal, read %s', (when) => {
    const deadline = startDeadline(10)
    if (when === 'before') expect(deadline.signal.aborted).toBe(false)
    const reason = new Error('broken')
    deadline.close(reason)
    expect([deadline.signal.aborted, deadline.signal.reason, deadline.ended]).toEqual([true, reason, undefined])
  })

  it('is so when the work is over, whether done or failed', async () => {
    const error = new Error('broken')
    expect(await withDeadline(100, undefined, async () => 'done')).toBe('done')
    expect(await errorOf(withDeadline(100, undefined, () => Promise.reject(error)))).toBe(error)
    expect(vi.getTimerCount()).toBe(0)
  })
})

it('counts the milliseconds that are left, at least one', async () => {
  const deadline = startDeadline(100)
  await vi.advanceTimersByTimeAsync(30)
  expect(deadline.remaining()).toBe(70)
  await vi.advanceTimersByTimeAsync(200)
  expect(deadline.remaining()).toBe(1)
  expect(startDeadline(Number.POSITIVE_INFINITY).remaining()).toBe(Number.POSITIVE_INFINITY)
})
