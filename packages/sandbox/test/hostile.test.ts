import { spawnSync } from 'node:child_process'
import { lstatSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signRequest } from '@wechatpay-kit/crypto'
import { createClient } from '@wechatpay-kit/endpoints'
import { createSandbox, type Sandbox, type SandboxMerchant } from '@wechatpay-kit/sandbox'
import { openStateFile, serve } from '@wechatpay-kit/sandbox/node'
import { afterAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'sandbox-'))
afterAll(() => rmSync(folder, { recursive: true }))

const PARTNER = '1900000100'
const partners = { merchants: [{ mchid: '1900000001' }, { mchid: PARTNER, subMerchants: ['1900000001'] }] }

/** Sends any body, signed. */
async function send(sandbox: Sandbox, merchant: SandboxMerchant, method: string, target: string, body = '') {
  const { mchid, serialNumber, privateKey: signer } = merchant
  const message = { method, target, body, timestamp: Math.floor(Date.now() / 1000), nonce: 'n'.repeat(32) }
  const authorization = await signRequest(message, { mchid, serialNumber, signer })
  const headers = { authorization, 'content-type': 'application/json', accept: '*/*', 'user-agent': 'test' }
  const init = { method, headers, ...(body && { body }) }
  const response = await sandbox.fetch(new Request(`http://localhost${target}`, init))
  return { status: response.status, json: (await response.json().catch(() => ({}))) as Record<string, unknown> }
}

describe('one merchant', () => {
  it('does not get what another was told by the same request number', async () => {
    const sandbox = await createSandbox({ merchants: [{ mchid: '1900000001' }] })
    const connect = (merchant: SandboxMerchant) =>
      createClient({ merchant, platformKeys: merchant.platformKeys, transport: sandbox.transport })
    const [one, other] = sandbox.merchants.map(connect)
    const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '7' }
    const alter = (wxpay = one, more = {}) =>
      wxpay?.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json: { ...json, ...more } }).json()
    const first = await alter()
    expect(await alter()).toEqual(first)
    expect((await alter(other))?.auth_code).not.toBe(first?.auth_code)
    const stranger = { cert_no: '330102199001019999', name: '李四' }
    expect(await alter(other, { ...stranger, req_ssn: '8' })).toMatchObject({ resp_code: '000000' })
    expect(await alter(one, { ...stranger, req_ssn: '8' })).toMatchObject({ resp_code: '000000' })
  })

  it('calls for its own sub-merchants alone, whatever plays the call', async () => {
    const sandbox = await createSandbox(partners)
    const partner = sandbox.merchants[2] as SandboxMerchant
    const balance = (mchid: string) => send(sandbox, partner, 'GET', `/v3/ecommerce/fund/balance/${mchid}`)
    expect(await balance('1900000001')).toMatchObject({ status: 200 })
    expect(await balance('1900000000')).toMatchObject({ status: 403, json: { code: 'NO_AUTH' } })
    const notify = { sub_mchid: '1900000000', notify_url: 'https://shop.example/' }
    const settings = ['/v3/ecommerce/refunds/apply', JSON.stringify({ ...notify, sp_appid: 'wx1' })] as const
    expect((await send(sandbox, partner, 'POST', ...settings)).status).toBeGreaterThanOrEqual(400)
  })

  it('is asked for by the path that it signed', async () => {
    const sandbox = await createSandbox()
    const [merchant] = sandbox.merchants as [SandboxMerchant]
    expect((await send(sandbox, merchant, 'GET', '//elsewhere/v3/certificates')).status).toBe(404)
  })
})

describe('a body', () => {
  it('whose strings do not end is refused as soon as any other', async () => {
    const sandbox = await createSandbox()
    const [merchant] = sandbox.merchants as [SandboxMerchant]
    // So many that nobody would wait for a search that begins anew at each.
    const body = `"${'\\"'.repeat(1_000_000)}`
    const refused = await send(sandbox, merchant, 'POST', '/v3/pay/transactions/native', body)
    expect(refused).toMatchObject({ status: 400, json: { message: '请求体不是合法的JSON' } })
  })

  it('without end is not kept', async () => {
    const server = await serve(await createSandbox())
    const { port } = new URL(server.url)
    let sent = 0
    const socket = connect(Number(port), '127.0.0.1')
    const ended = new Promise((resolve) => socket.on('error', resolve).on('close', resolve))
    const piece = Buffer.alloc(2 ** 20)
    const write = () => {
      sent += piece.length
      if (socket.writable) socket.write(piece, write)
    }
    socket.write('POST /v3/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000000\r\n\r\n', write)
    await ended
    // The bound, and what was under way.
    expect(sent).toBeLessThan(200e6)
    await server.close()
  })
})

describe('an observer of deliveries that fails', () => {
  it.each([
    [
      'throws',
      () => {
        throw new Error('observer')
      },
    ],
    ['rejects', () => Promise.reject(new Error('observer'))],
  ])('and %s changes nothing', async (_, onDelivery) => {
    const sandbox = await createSandbox({ onDelivery: onDelivery as () => void })
    const [merchant] = sandbox.merchants as [SandboxMerchant]
    const order = {
      appid: 'wx1',
      mchid: '1900000000',
      description: 'a',
      out_trade_no: 'ORDER001',
      amount: { total: 1 },
    }
    const body = JSON.stringify({ ...order, notify_url: 'nowhere' })
    await send(sandbox, merchant, 'POST', '/v3/pay/transactions/native', body)
    await sandbox.command('pay', { out_trade_no: 'ORDER001' })
    await sandbox.settle()
    expect(await sandbox.command('deliveries', {})).toMatchObject({ deliveries: [{ url: 'nowhere', attempt: 1 }] })
  })
})

describe('a bill', () => {
  it('has the amounts of orders to the fen, however large', async () => {
    const sandbox = await createSandbox()
    const [merchant] = sandbox.merchants as [SandboxMerchant]
    const total = 9_007_199_254_740_901
    const order = { appid: 'wx1', mchid: '1900000000', description: 'a', out_trade_no: 'ORDER001', amount: { total } }
    const body = JSON.stringify({ ...order, notify_url: 'https://shop.example/' })
    await send(sandbox, merchant, 'POST', '/v3/pay/transactions/native', body)
    await sandbox.command('pay', { out_trade_no: 'ORDER001' })
    const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    const { json } = await send(sandbox, merchant, 'GET', `/v3/bill/tradebill?bill_date=${day}`)
    const wxpay = createClient({ merchant, platformKeys: merchant.platformKeys, transport: sandbox.transport })
    const hash = { type: json['hash_type'] as 'SHA1', value: String(json['hash_value']) }
    const url = `/v3${String(json['download_url']).split('/v3')[1]}`
    expect(await (await wxpay.download(url, { hash })).text()).toContain('`90071992547409.01')
  })
})

describe('a state file', () => {
  it('is not written through a link that somebody put beside it', async () => {
    const [path, victim] = [join(folder, 'state.jsonl'), join(folder, 'victim')]
    writeFileSync(victim, 'mine')
    symlinkSync(victim, `${path}.new`)
    await createSandbox({ storage: openStateFile(path) })
    expect(readFileSync(victim, 'utf8')).toBe('mine')
    expect(lstatSync(path).mode & 0o777).toBe(0o600)
  })

  it('is for one process at a time', () => {
    const path = join(folder, 'shared.jsonl')
    const script = `import { openStateFile } from '@wechatpay-kit/sandbox/node'
      openStateFile(${JSON.stringify(path)})`
    const open = () =>
      spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: import.meta.dirname, encoding: 'utf8' })
    expect(open()).toMatchObject({ status: 0 })
    expect(open()).toMatchObject({ status: 0 })
    openStateFile(path)
    expect(open()).toMatchObject({ status: 1, stderr: expect.stringContaining(`sandbox, process ${process.pid}.`) })
    // One that was killed has left it.
    writeFileSync(`${path}.lock`, '4194999')
    expect(open()).toMatchObject({ status: 0 })
  })

  it('is no device', () => {
    expect(() => openStateFile('/dev/null')).toThrow(/is a pipe or a device/)
  })
})
