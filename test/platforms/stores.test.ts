import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { bundle, shells, testInWorkerd } from '../../runtime-tests/harness/runtimes.mjs'
import { root, run } from '../run.ts'

// The examples of stores that need a platform of their own, in it.

const folder = await mkdtemp(join(tmpdir(), 'wechatpay-kit-'))
afterAll(() => rm(folder, { recursive: true }))

it('the store on Durable Objects is a NotificationStore, and what lapsed is cleared', async () => {
  const source = bundle(`${root}test/programs/durable-object-worker.mjs`, { external: ['cloudflare:workers'] })
  const durableObjects = { NOTIFICATIONS: 'InspectableEntry' }
  const { code, output } = await testInWorkerd(folder, 'objects', { source, durableObjects })
  expect(output).toContain('9 cases, 1 key, then none')
  expect(code).toBe(0)
})

describe('the store on Deno KV', () => {
  const deno = shells.find(({ name }) => name === 'deno') ?? expect.fail()
  const file = join(folder, 'notifications.sqlite3')
  const flags = ['--unstable-kv', `--allow-read=${folder}`, `--allow-write=${folder}`]
  const start = async (...args: (string | number)[]) => {
    const program = `${root}test/programs/deno-kv.ts`
    const { code, stdout, stderr } = await run(deno.command, [
      ...deno.args,
      ...flags,
      program,
      file,
      ...args.map(String),
    ])
    expect([code, stderr]).toEqual([0, ''])
    return JSON.parse(stdout)
  }

  it('is a NotificationStore', async () => {
    expect(await start('check')).toBe(9)
  })

  it('shares a notification between processes', async () => {
    const claims = await Promise.all(Array.from({ length: 4 }, () => start('claim', 'shared', 600_000)))
    expect(claims.map(({ state }) => state).sort()).toEqual(['busy', 'busy', 'busy', 'claimed'])
    const { token } = claims.find(({ state }) => state === 'claimed')
    await start('release', 'shared', 'another')
    expect(await start('claim', 'shared', 600_000)).toEqual({ state: 'busy' })
    await start('complete', 'shared', token, 600_000)
    expect(await start('claim', 'shared', 600_000)).toEqual({ state: 'done' })
  })
})
