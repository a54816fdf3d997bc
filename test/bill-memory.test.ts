import { expect, it } from 'vitest'
import { run } from './run.ts'

/**
 * Downloads and reads a bill in processes with so many MiB of heap; gives the lowest of their peaks. What a process holds
 * beyond what it needs depends on when garbage is collected, which is another time in each.
 */
async function readBill(way: string, rows: number, heap: number) {
  const runs = [await readOnce(way, rows, heap), await readOnce(way, rows, heap), await readOnce(way, rows, heap)]
  return runs.reduce((lowest, one) => (one.peak < lowest.peak ? one : lowest))
}

async function readOnce(way: string, rows: number, heap: number) {
  const program = [`--max-old-space-size=${heap}`, 'test/programs/read-bill.mjs', String(rows), way]
  const { code, stdout } = await run(process.execPath, program)
  expect({ way, rows, code }).toEqual({ way, rows, code: 0 })
  return JSON.parse(stdout) as { rows: number; isRight: boolean; bytes: number; peak: number; orders: number }
}

const ROWS = 200_000

it('a bill of 200,000 rows takes the memory of a quarter of them', async () => {
  const quarter = await readBill('stream', ROWS / 4, 32)
  const { peak, bytes, ...read } = await readBill('stream', ROWS, 32)
  expect(read).toMatchObject({ rows: ROWS, isRight: true })
  expect(peak - quarter.peak).toBeLessThan((bytes - quarter.bytes) / 2)
})

it('a bill that comes in one piece, as an encrypted one does, becomes text piece by piece', async () => {
  const half = await readBill('whole', ROWS / 4, 32)
  const { peak, bytes, ...read } = await readBill('whole', ROWS / 2, 32)
  expect(read).toMatchObject({ rows: ROWS / 2, isRight: true })
  // The program has the bytes twice, the download copies them; as text they would take three times as much again.
  expect(peak - half.peak).toBeLessThan(4 * (bytes - half.bytes))
})

it('numbers and amounts that are kept of every row do not keep the bill', async () => {
  expect(await readBill('keep', ROWS / 2, 48)).toMatchObject({ rows: ROWS / 2, isRight: true, orders: ROWS / 2 })
})
