import { expect, test } from 'vitest'
import { createState } from '../src/state/state.ts'
import { type LedgerEntry, listEntries, recordEntry } from '../src/worlds/ledger.ts'

const payment: Omit<LedgerEntry, 'id'> = {
  time: Date.parse('2026-11-26T00:00:00+08:00'),
  mchid: '1900000000',
  kind: 'payment',
  amount: 1234,
  fee: 7,
  rate: '0.60%',
  businessId: '4200000000000000000000000001',
  outBusinessNo: 'A1',
}

test('a day of the ledger is one of China, from its first millisecond to its last', async () => {
  const state = await createState()
  const times = ['2026-11-25T23:59:59.999+08:00', '2026-11-26T00:00:00+08:00', '2026-11-26T23:59:59.999+08:00']
  for (const time of [...times, '2026-11-27T00:00:00+08:00']) recordEntry(state, { ...payment, time: Date.parse(time) })
  expect(listEntries(state, '1900000000', '2026-11-26').map(({ time }) => time)).toEqual(times.slice(1).map(Date.parse))
})

test('an entry has a number of its own, and is the partner’s and the sub-merchant’s, and nobody else’s', async () => {
  const state = await createState()
  const first = recordEntry(state, { ...payment, subMchid: '1900000001' })
  const second = recordEntry(state, { ...payment, mchid: '1900000002' })
  const ids = (mchid: string) => listEntries(state, mchid, '2026-11-26').map(({ id }) => id)
  expect(first).toMatch(/^\d{19}$/)
  expect(second > first).toBe(true)
  expect(ids('1900000000')).toEqual([first])
  expect(ids('1900000001')).toEqual([first])
  expect(ids('1900000002')).toEqual([second])
  expect(ids('1900000003')).toEqual([])
})
