import { expect, it } from 'vitest'
import { createRandom } from '../tools/attack/random.mjs'
import { attackResponses } from '../tools/attack/responses.mjs'
import { ALTER, createScene } from '../tools/attack/scene.mjs'
import { createTally } from '../tools/attack/tally.mjs'
import { run } from './run.ts'

it('breaks nothing in a short run, and says what it tried', { timeout: 120_000 }, async () => {
  const args = ['tools/attack.mjs', '--seed=1', '--scale=0.01', '--only=responses,requests']
  const { code, stdout } = await run(process.execPath, args)
  expect(stdout).toMatch(/^seed 1, Node\.js /)
  expect(stdout).toMatch(/held +200 tried +0 broken/)
  expect([stdout.match(/BROKEN.*/g), code]).toEqual([null, 0])
})

it.each(['deno', 'bun', 'workerd'])('does the same in %s', { timeout: 120_000 }, async (runtime) => {
  const args = ['tools/attack.mjs', `--runtime=${runtime}`, '--seed=1', '--scale=0.01', '--only=responses,requests']
  const { code, stdout } = await run(process.execPath, args)
  expect(stdout).toMatch(new RegExp(`^seed 1, ${runtime} \\d`, 'i'))
  expect(stdout).toMatch(/held +200 tried +0 broken/)
  expect(stdout).toMatch(/held +\d+ tried +0 broken +requests: injected values · what is signed is what is sent/)
  expect([stdout.match(/BROKEN.*/g), code]).toEqual([null, 0])
})

it('finds a client that verifies nothing', async () => {
  const scene = await createScene()
  const tally = createTally()
  const connectIdle = (transport: (...values: unknown[]) => Promise<Response>) => ({
    [ALTER]: { post: () => transport() },
    chain: () => ({ get: () => transport() }),
  })
  const naive = { ...scene, connectIdle } as unknown as typeof scene
  await attackResponses({ scene: naive, random: createRandom(1), tally, scale: 0.02 })
  const rows = [...tally.rows.values()]
  expect(rows.map(({ promise, broken }) => [promise.slice(0, 11), broken > 0])).toEqual(
    expect.arrayContaining([
      ['no body but', true],
      ['no response', true],
    ]),
  )
})
