import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sandbox } from '@wechatpay-kit/sandbox'
import { describe, expect, it, vi } from 'vitest'
import { ALTER, createCall, type Environment, expectDiscreet, person, setUp } from './setup.ts'
import { importBundle, inProcess, type Shop, startInWorkerd, startOnEdge } from './start.ts'

const { sandbox, environment, without, lastSeen, voucher, copy, keep } = await setUp()

type Hono = { request(url: string, init: RequestInit): Promise<Response> }
const stubEnvironment = (env: Environment) => {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
}
const SHOPS: Record<string, { path: string; start(env: Environment): Promise<Shop> }> = {
  'worker, executed in workerd': {
    path: '/',
    start: (env) => {
      const folder = copy('worker')
      const { main, compatibility_date, ...more } = JSON.parse(readFileSync(join(folder, 'wrangler.jsonc'), 'utf8'))
      expect(more).not.toHaveProperty('compatibility_flags')
      return startInWorkerd(folder, main, compatibility_date, env)
    },
  },
  'worker as an edge function of Vercel, executed in the edge runtime': {
    path: '/api/alter',
    start: (env) => {
      const folder = copy('worker')
      const [, code] = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(folder, 'README.md'), 'utf8')) ?? []
      mkdirSync(join(folder, 'api'))
      writeFileSync(join(folder, 'api/alter.ts'), code ?? expect.fail('no edge function in README.md'))
      return startOnEdge(folder, 'api/alter.ts', env)
    },
  },
  'hono, executed in workerd': {
    path: '/qualifications/alter',
    start: (env) => startInWorkerd(copy('hono'), 'src/app.ts', '2026-01-01', env),
  },
  'hono, executed in Node.js': {
    path: '/qualifications/alter',
    start: async (env) => {
      stubEnvironment(env)
      const { default: app } = (await importBundle(copy('hono'), 'src/app.ts')) as { default: Hono }
      return inProcess((url, init) => app.request(url, init))
    },
  },
}

const errors = () => vi.spyOn(console, 'error').mockImplementation(() => {})
const post = (body: string): RequestInit => ({
  method: 'POST',
  body,
  headers: { 'Content-Type': 'application/json' },
})

describe.each(Object.entries(SHOPS))('%s', (_, { path, start }) => {
  it('alters', async () => {
    const printed = errors()
    const shop = keep(await start(environment))
    const call = createCall()
    const response = await shop.send(path, post(JSON.stringify(call)))
    expect(await response.json()).toEqual({ resp_code: '000000', auth_code: voucher() })
    expect(lastSeen()).toMatchObject({ target: ALTER, json: call })
    expect(shop.output() + printed.mock.calls).not.toContain('Error')
  })

  it('refuses failures by kind, without anything of a person', async () => {
    const printed = errors()
    const shop = keep(await start(environment))
    const send = async (body: object | string, fault?: Parameters<Sandbox['failNext']>[0]) => {
      if (fault) sandbox.failNext(fault)
      const response = await shop.send(path, post(typeof body === 'string' ? body : JSON.stringify(body)))
      return [response.status, await response.text()] as const
    }
    const declined = JSON.stringify({ resp_code: '900001', resp_desc: `没有${person.name}`, auth_code: '' })
    const responses = [
      await send('{"name":"张三'),
      await send({ ...createCall(), tel: '' }),
      await send(createCall(), { body: declined }),
      await send(createCall(), 'wrong-signature'),
    ]
    expect(responses.map(([status, text]) => [status, JSON.parse(text)])).toEqual([
      [422, { code: 'VALIDATION_FAILED', field: 'json' }],
      [422, { code: 'VALIDATION_FAILED', field: 'json.tel' }],
      [409, { code: 'BUSINESS_DECLINED', resp_code: '900001' }],
      [502, { code: 'SIGNATURE_MISMATCH' }],
    ])
    expectDiscreet(responses.flat().join() + shop.output() + printed.mock.calls)
  })

  it('names the variable that is missing', async () => {
    const printed = errors()
    const shop = keep(await start(without('WECHATPAY_PUBLIC_KEY')))
    const response = await shop.send(path, post(JSON.stringify(createCall())))
    expect(response.status).toBe(500)
    const output = () => shop.output() + printed.mock.calls
    await vi.waitFor(() =>
      expect(output()).toContain('WECHATPAY_PUBLIC_KEY is missing: set it to the text of pub_key.pem'),
    )
    expectDiscreet(output() + (await response.text()))
  })
})

it.each(Object.entries(SHOPS).filter(([name]) => name.endsWith('Node.js')))('%s: keeps its keys', async (_, shop) => {
  const { send } = await shop.start(environment)
  const importKey = vi.spyOn(crypto.subtle, 'importKey')
  const imports = []
  for (const call of [createCall(), createCall()]) {
    expect((await send(shop.path, post(JSON.stringify(call)))).status).toBe(200)
    imports.push(importKey.mock.calls.length)
  }
  expect(imports[0]).toBeGreaterThan(0)
  expect(imports[1]).toBe(imports[0])
})

it('hono takes notifications in workerd, each once', async () => {
  const shop = keep((await SHOPS['hono, executed in workerd']?.start(environment)) as Shop)
  const content = { event_type: 'TRANSACTION.SUCCESS', resource: { out_trade_no: '1', payer: person } } as const
  const notification = await sandbox.createNotification('http://localhost/notifications', content)
  const init = { method: 'POST', headers: notification.headers, body: await notification.text() }
  const forged = await sandbox.createNotification('http://localhost/', { ...content, fault: 'wrong-signature' })
  const statuses = [
    (await shop.send('/notifications', init)).status,
    (await shop.send('/notifications', init)).status,
    (await shop.send('/notifications', { method: 'POST', headers: forged.headers, body: await forged.text() })).status,
  ]
  expect(statuses).toEqual([204, 204, 401])
  await vi.waitFor(() => expect(shop.output()).toMatch(/TRANSACTION\.SUCCESS[\s\S]*SignatureError/))
  expect(shop.output().match(/TRANSACTION\.SUCCESS/g)).toHaveLength(1)
  expectDiscreet(shop.output())
})
