import { describe, expect, it } from 'vitest'
// The rule by itself; what it does to calls is in retry.test.ts.
import { chooseHost, FRESH, type HostState, updateHost } from '../src/hosts.ts'

const resting = (until: number): HostState => ({ failures: 3, restsUntil: until })

describe('chooseHost', () => {
  it.each<[string, HostState[], now: number, failed: number | undefined, host: number]>([
    ['the first of fresh ones', [FRESH, FRESH], 0, undefined, 0],
    ['the next after one that failed', [FRESH, FRESH], 0, 0, 1],
    ['the first after the last failed', [FRESH, FRESH], 0, 1, 0],
    ['the only one, though it failed', [FRESH], 0, 0, 0],
    ['the second while the first rests', [resting(10), FRESH], 9, undefined, 1],
    ['the first when its rest is over', [resting(10), FRESH], 10, undefined, 0],
    ['the third while two rest', [resting(10), resting(10), FRESH], 9, undefined, 2],
    ['the first where all rest', [resting(10), resting(10)], 9, undefined, 0],
    ['the next after one that failed, though it rests', [FRESH, resting(10)], 9, 0, 1],
  ])('%s', (_, states, now, failed, host) => {
    expect(chooseHost(states, now, failed)).toBe(host)
  })
})

describe('updateHost', () => {
  it.each<[string, HostState, isAnswered: boolean, HostState]>([
    ['a failure is remembered', FRESH, false, { failures: 1, restsUntil: 0 }],
    ['two do not matter yet', { failures: 1, restsUntil: 0 }, false, { failures: 2, restsUntil: 0 }],
    ['the third sends it to rest', { failures: 2, restsUntil: 0 }, false, { failures: 3, restsUntil: 61_000 }],
    ['a failed probe sends it to rest again', resting(500), false, { failures: 4, restsUntil: 61_000 }],
    ['an answer forgives everything', resting(500), true, FRESH],
  ])('%s', (_, state, isAnswered, expected) => {
    expect(updateHost(state, isAnswered, 1_000)).toEqual(expected)
  })
})
