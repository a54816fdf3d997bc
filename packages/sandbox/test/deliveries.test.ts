import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { handleNotifications } from '@wechatpay-kit/client'
import { createClient } from '@wechatpay-kit/endpoints'
import { createSandbox, type Delivery, type Sandbox, type SandboxOptions } from '@wechatpay-kit/sandbox'
import { openStateFile } from '@wechatpay-kit/sandbox/node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

/** Responds with these statuses in turn, then with 204; remembers the bodies. */
const statuses: number[] = []
const received: string[] = []
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  received.push(Buffer.concat(chunks).toString())
  const status = statuses.shift() ?? 204
  if (status === 0) return void request.socket.destroy()
  response.writeHead(status).end()
})

let url: string
let time: number
let deliveries: Delivery[]

beforeEach(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  time = 1_700_000_000_000
  deliveries = []
  statuses.length = 0
  received.length = 0
})

afterEach(() => {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(resolve))
})

const create = (options: SandboxOptions = {}) =>
  createSandbox({ now: () => time, onDelivery: (delivery) => deliveries.push(delivery), ...options })

const echo = async ({ merchant, platformKeys, transport }: Sandbox, notify_url = url) => {
  const wxpay = createClient({ merchant, platformKeys, transport, now: () => time })
  await wxpay.chain('v3/security/echo').post({ json: { echo_message: 'a', notify_url } })
}

describe('a notification', () => {
  it('is delivered once, where it is acknowledged', async () => {
    const sandbox = await create()
    await echo(sandbox)
    await sandbox.settle()
    time += 86_400_000
    await sandbox.settle()
    expect(deliveries).toMatchObject([{ attempt: 1, status: 204, url, event_type: 'SECURITY_ECHO.SUCCESS' }])
    expect(deliveries[0]).not.toHaveProperty('next')
  })

  it('is repeated after 15 seconds, 15, 30 and so on, with the same id and a new signature, until it is acknowledged', async () => {
    const sandbox = await create()
    statuses.push(500, 0, 404)
    await echo(sandbox)
    for (const seconds of [0, 14, 1, 14, 1, 29, 1, 100_000]) {
      time += seconds * 1000
      await sandbox.settle()
    }
    expect(deliveries.map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 500],
      [2, undefined],
      [3, 404],
      [4, 204],
    ])
    expect(deliveries[1]?.error).toMatch(/other side closed|ECONNRESET|fetch failed/)
    expect(new Set(received.map((body) => JSON.parse(body).id)).size).toBe(1)
    expect(new Set(received.map((body) => JSON.parse(body).resource.nonce)).size).toBe(4)
  })

  it('goes to a handler in the same process, and nowhere else', async () => {
    const handled: string[] = []
    const requests: string[] = []
    const deliver = async (request: Request) => {
      requests.push(request.url)
      return handle(request)
    }
    const sandbox = await create({ deliver })
    const options = { keys: sandbox.platformKeys, apiV3Key: sandbox.apiV3Key, now: () => time }
    const handle = handleNotifications(options, ({ event_type }) => void handled.push(event_type))
    await echo(sandbox)
    await sandbox.settle()
    expect(deliveries).toMatchObject([{ attempt: 1, status: 204, url }])
    const content = { event_type: 'REFUND.SUCCESS', original_type: 'refund', resource: {} } as const
    expect((await sandbox.notify(url, content)).status).toBe(204)
    expect(await sandbox.command('notifications', { event_type: 'REFUND.CLOSED', to: url })).toMatchObject({
      status: 204,
    })
    expect(handled).toEqual(['SECURITY_ECHO.SUCCESS', 'REFUND.SUCCESS', 'REFUND.CLOSED'])
    expect([requests, received]).toEqual([[url, url, url], []])
  })

  it('that its receiver does not acknowledge in time is repeated, as one that throws', async () => {
    let attempts = 0
    const deliver = (): Promise<Response> => {
      attempts += 1
      return attempts === 1 ? new Promise(() => {}) : Promise.reject(new Error('receiver is gone'))
    }
    const sandbox = await create({ deliver })
    await echo(sandbox)
    await sandbox.settle()
    time += 15_000
    await sandbox.settle()
    expect(deliveries.map(({ error }) => error)).toEqual([expect.stringMatching(/timeout/i), 'receiver is gone'])
  })

  it('is given up after 16 attempts, a day later', async () => {
    const sandbox = await create()
    statuses.push(...Array.from({ length: 30 }, () => 500))
    await echo(sandbox)
    const start = time
    let last = time
    for (let minute = 0; minute < 30 * 60; minute++) {
      const before = deliveries.length
      await sandbox.settle()
      if (deliveries.length > before) last = time
      time += 60_000
    }
    expect(deliveries.length).toBe(16)
    expect(deliveries.at(-1)).not.toHaveProperty('next')
    expect(Math.round((last - start) / 3_600_000)).toBe(24)
  })

  it('outlives a restart that comes before it is acknowledged', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'sandbox-deliveries-')), 'state.jsonl')
    const before = await create({ storage: openStateFile(path) })
    statuses.push(503)
    await echo(before)
    await before.settle()
    time += 15_000
    const after = await create({ storage: openStateFile(path) })
    await after.settle()
    expect(deliveries.map(({ status }) => status)).toEqual([503, 204])
    expect(new Set(deliveries.map(({ id }) => id)).size).toBe(1)
  })

  it('to a second merchant is encrypted by his key', async () => {
    const sandbox = await create({ merchants: [{ mchid: '1900000109' }] })
    const [first, second] = sandbox.merchants
    const content = { event_type: 'SECURITY_ECHO.SUCCESS', original_type: 'security', resource: { echo_message: 'a' } }
    const read = (apiV3Key = '') =>
      handleNotifications({ keys: sandbox.platformKeys, apiV3Key, now: () => time, onError: () => {} }, () => {})
    const ofSecond = async () => sandbox.createNotification(url, { ...content, mchid: '1900000109' })
    expect((await read(second?.apiV3Key)(await ofSecond())).status).toBe(204)
    expect((await read(first?.apiV3Key)(await ofSecond())).status).not.toBe(204)
    await expect(sandbox.createNotification(url, { ...content, mchid: '1' })).rejects.toThrow(/has no merchant 1 to/)
  })
})

describe('many merchants', () => {
  it('call with their own keys, and not with those of others', async () => {
    const sandbox = await create({
      merchants: [{ mchid: '1900000109' }, { mchid: '1900000110', platformKeyKind: 'public-key' }],
    })
    for (const merchant of sandbox.merchants) {
      const { transport } = sandbox
      const { platformKeys } = merchant
      const wxpay = createClient({ merchant, platformKeys, transport, now: () => time })
      expect((await wxpay.chain('v3/security/echo').post({ json: { echo_message: 'a' } })).status).toBe(200)
    }
    const [first, second] = sandbox.merchants
    const { privateKey, serialNumber } = first as NonNullable<typeof first>
    const merchant = { mchid: second?.mchid ?? '', privateKey, serialNumber }
    const { platformKeys, transport } = sandbox
    const wxpay = createClient({ merchant, platformKeys, transport, now: () => time })
    await expect(wxpay.chain('v3/security/echo').post({ json: { echo_message: 'a' } })).rejects.toMatchObject({
      status: 401,
    })
  })

  it('have numbers of their own', async () => {
    await expect(createSandbox({ merchants: [{ mchid: '1900000000' }] })).rejects.toThrow(/have the same mchid; give/)
  })
})

describe('/sandbox', () => {
  const post = (
    sandbox: Sandbox,
    path: string,
    { host = 'http://127.0.0.1:8080', ...init }: RequestInit & { host?: string } = {},
  ) =>
    sandbox.fetch(
      new Request(`${host}${path}`, {
        method: 'POST',
        body: '{}',
        headers: { 'Content-Type': 'application/json' },
        ...init,
      }),
    )

  it('says which commands there are, where one is unknown', async () => {
    const response = await post(await create(), '/sandbox/nothing')
    expect([response.status, (await response.json()).code]).toEqual([404, 'RESOURCE_NOT_EXISTS'])
  })

  it('is closed to pages of elsewhere, other host names, and forms', async () => {
    const sandbox = await create()
    const json = { 'Content-Type': 'application/json' }
    const statusOf = async (init: Parameters<typeof post>[2]) => (await post(sandbox, '/sandbox/nothing', init)).status
    expect(await statusOf({ host: 'http://attacker.example' })).toBe(403)
    expect(await statusOf({ headers: { ...json, Origin: 'https://attacker.example' } })).toBe(403)
    expect(await statusOf({ headers: { 'Content-Type': 'text/plain' } })).toBe(415)
    expect(await statusOf({ body: '[]' })).toBe(400)
    expect(await statusOf({ headers: { ...json, Origin: 'http://127.0.0.1:8080' } })).toBe(404)
  })

  it('is open to other host names where it is told to be', async () => {
    const sandbox = await create({ openControl: true })
    expect((await post(sandbox, '/sandbox/nothing', { host: 'http://sandbox:8080' })).status).toBe(404)
  })

  it('has a page for one order, from which the payer comes back to the merchant and to nothing else', async () => {
    const sandbox = await create()
    const { merchant, platformKeys, transport } = sandbox
    const wxpay = createClient({ merchant, platformKeys, transport, now: () => time })
    const scene_info = { payer_client_ip: '127.0.0.1', h5_info: { type: 'Wap' } }
    const order = { mchid: merchant.mchid, appid: 'wx1', description: '<b>茶叶</b>', notify_url: url, scene_info }
    const links = []
    for (const out_trade_no of ['number-1', 'number-2']) {
      const json = { ...order, out_trade_no, amount: { total: 123 } }
      const { h5_url } = (await wxpay.chain('v3/pay/transactions/h5').post({ json }).json()) as { h5_url: string }
      links.push(h5_url.replace(/^https:\/\/[^/]*/, 'http://localhost'))
    }
    const show = async (link: string) => (await sandbox.fetch(new Request(link))).text()
    const page = await show(`${links[0]}&redirect_url=${encodeURIComponent('https://shop.example/?a=1&b=2')}`)
    expect(page).toContain('number-1')
    expect(page).toContain('&lt;b&gt;')
    expect(page).not.toContain('number-2')
    expect(page).toContain('href="https://shop.example/?a=1&amp;b=2"')
    expect(await show(`${links[0]}&redirect_url=javascript:alert(1)`)).not.toContain('alert')
    const all = await show('http://localhost/sandbox')
    expect([all.includes('number-1'), all.includes('number-2'), all.includes('1.23 CNY')]).toEqual([true, true, true])
  })

  it('has a page', async () => {
    const response = await (await create()).fetch(new Request('http://localhost/sandbox'))
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await response.text()).toContain('Nothing is pending')
  })
})
