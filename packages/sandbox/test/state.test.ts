import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@wechatpay-kit/endpoints'
import { type Change, createSandbox, type SandboxOptions } from '@wechatpay-kit/sandbox'
import { openStateFile } from '@wechatpay-kit/sandbox/node'
import { describe, expect, it } from 'vitest'

const createPath = () => join(mkdtempSync(join(tmpdir(), 'sandbox-state-')), 'state.jsonl')
const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '1' }

const alter = async (options: SandboxOptions, number = '1') => {
  const sandbox = await createSandbox(options)
  const { merchant, platformKeys, transport } = sandbox
  const wxpay = createClient({ merchant, platformKeys, transport })
  const response = wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json: { ...json, req_ssn: number } })
  return { sandbox, auth_code: (await response.json()).auth_code }
}

describe('a memory in a file', () => {
  it('loses nothing by a restart: keys, people, and calls that were executed', async () => {
    const path = createPath()
    const before = await alter({ storage: openStateFile(path) })
    const after = await alter({ storage: openStateFile(path) })
    expect(after.sandbox.merchant.serialNumber).toBe(before.sandbox.merchant.serialNumber)
    expect(after.sandbox.apiV3Key).toBe(before.sandbox.apiV3Key)
    expect(after.sandbox.platformKeys[0]?.id).toBe(before.sandbox.platformKeys[0]?.id)
    expect(after.auth_code).toBe(before.auth_code)
    expect(after.sandbox.qualifications.get(json.cert_no)).toMatchObject({ alterations: 1 })
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('has the keys of before: what one sandbox signs, the next one’s client verifies', async () => {
    const path = createPath()
    const first = await createSandbox({ storage: openStateFile(path) })
    const second = await createSandbox({ storage: openStateFile(path) })
    for (const [client, server] of [
      [first, second],
      [second, first],
    ] as const) {
      const { merchant, platformKeys } = client
      const wxpay = createClient({ merchant, platformKeys, transport: server.transport })
      const certificates = createClient({ merchant, platformKeys, transport: server.transport })
      expect(
        await wxpay
          .chain('v3/security/echo')
          .post({ json: { echo_message: 'a' } })
          .json(),
      ).toEqual({ echo_message: 'a' })
      expect((await certificates.chain('v3/certificates').get()).status).toBe(200)
    }
  })

  it('keeps certificates that were rotated', async () => {
    const path = createPath()
    const options = { platformKeyKind: 'certificate' } as const
    const first = await createSandbox({ ...options, storage: openStateFile(path) })
    const serialNumber = await first.rotateCertificate()
    const second = await createSandbox({ ...options, storage: openStateFile(path) })
    expect(second.platformKeys[0]?.id).toBe(serialNumber)
  })

  it('survives a line that a crash broke off, and writes whole lines after it', async () => {
    const path = createPath()
    await alter({ storage: openStateFile(path) })
    const whole = readFileSync(path, 'utf8')
    writeFileSync(path, `${whole}["zhejiang.qualifications","33010`)
    const { sandbox } = await alter({ storage: openStateFile(path) }, '2')
    expect(sandbox.qualifications.get(json.cert_no)).toMatchObject({ alterations: 2 })
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
    expect(lines.every((line) => Array.isArray(JSON.parse(line)))).toBe(true)
  })

  it('refuses a file that is something else, naming the line', async () => {
    const path = createPath()
    writeFileSync(path, 'hello\n')
    await expect(createSandbox({ storage: openStateFile(path) })).rejects.toThrow(/^Line 1 of .* is not a change of/)
    expect(readFileSync(path, 'utf8')).toBe('hello\n')
  })

  it('is written anew when most of it is past, and has the same rows', async () => {
    const path = createPath()
    const storage = openStateFile(path)
    const rows = new Map([
      ['a', 1],
      ['b', 2],
    ])
    storage.load()
    for (let value = 0; value < 25_000; value++) {
      rows.set('a', value)
      storage.append([['table', 'a', value]], () => Array.from(rows, ([key, row]) => ['table', key, row]))
    }
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
    expect(lines.length).toBeLessThan(11_000)
    expect(new Map(lines.map((line) => JSON.parse(line).slice(1)))).toEqual(rows)
  })
})

describe('a storage', () => {
  it('never has half of what was done: a payment, its money and its notification come at once', async () => {
    const steps: (readonly Change[])[] = []
    const storage = { load: () => steps.flat(), append: (step: readonly Change[]) => void steps.push(step) }
    const sandbox = await createSandbox({ storage })
    const { merchant, platformKeys, transport } = sandbox
    const wxpay = createClient({ merchant, platformKeys, transport })
    const order = { appid: 'wxd678efh567hg6787', mchid: merchant.mchid, out_trade_no: 'order-1', description: '茶叶' }
    const json = { ...order, notify_url: 'http://127.0.0.1:9/', amount: { total: 100 } }
    await wxpay.chain('v3/pay/transactions/native').post({ json })
    const first = steps.length
    await sandbox.command('pay', { out_trade_no: 'order-1' })

    const path = 'v3/pay/transactions/out-trade-no/{out_trade_no}'
    for (let count = first; count <= steps.length; count++) {
      const deliveries: string[] = []
      const after = await createSandbox({
        storage: { load: () => steps.slice(0, count).flat(), append: () => {} },
        // Of a notification that was tried once, the next attempt is due.
        now: () => Date.now() + 60_000,
        onDelivery: ({ event_type }) => void deliveries.push(event_type),
      })
      const client = createClient({ merchant, platformKeys, transport: after.transport })
      const [params, query] = [{ out_trade_no: 'order-1' }, { mchid: merchant.mchid }]
      const { trade_state } = (await client.chain(path).get({ params, query }).json()) as { trade_state: string }
      const bill_date = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
      const bill = client.chain('v3/bill/tradebill').get({ query: { bill_date } })
      const hasBill = await bill.then(
        () => true,
        () => false,
      )
      await after.settle()
      const isPaid = count > first
      expect([trade_state, hasBill, deliveries.length > 0]).toEqual([isPaid ? 'SUCCESS' : 'NOTPAY', isPaid, isPaid])
    }
  })

  it('that fails fails the call whose changes it lost, and those after it', async () => {
    let isFull = false
    const append = async () => {
      if (isFull) throw new Error('The disk is full.')
    }
    const sandbox = await createSandbox({ storage: { load: () => [], append } })
    const echo = () => sandbox.command('pay', { out_trade_no: 'nothing' })
    await expect(echo()).rejects.toThrow('订单不存在')
    isFull = true
    await expect(sandbox.rotateCertificate()).rejects.toThrow('The disk is full.')
    isFull = false
    await expect(sandbox.rotateCertificate()).rejects.toThrow('The disk is full.')
  })
})
