import { X509Certificate } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { readEnvironment } from '@wechatpay-kit/client'
import { createClient } from '@wechatpay-kit/endpoints'
import { createSandbox, type Sandbox } from '@wechatpay-kit/sandbox'
import { type SandboxServer, serve } from '@wechatpay-kit/sandbox/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { interrupt, runCommand, runIntoClosedPipe, runOnTerminal } from './command.ts'
import { type Running, startCommand, startSandbox, unreachable, useFolder } from './sandbox.ts'

const folder = useFolder()
const env = () => ['--env-file', folder.file('.env')]
const KEY = /[A-Za-z0-9+/]{200}/

/** A receiver that responds as `respond` says. */
let respond: { status: number; body?: string } | 'silence' = { status: 204 }
const receiver = createServer((request, response) => {
  request.resume()
  if (respond !== 'silence') response.writeHead(respond.status).end(respond.body)
})
let to: string
let running: Running & { url: string }

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  to = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/notify`
  // Refunds wait for the command, and there are certificates beside the public key.
  running = await startSandbox(folder, ['--refund-after', '86400000', '--platform-keys', 'both'])
})
afterAll(async () => {
  receiver.closeAllConnections()
  receiver.close()
  await running.stop()
})

const order = (out_trade_no: string, notify_url = to) =>
  JSON.stringify({
    appid: 'wx2421b1c4370ec43b',
    mchid: '1900000000',
    description: 'a',
    out_trade_no,
    notify_url,
    amount: { total: 100 },
  })

describe('pay and refund', () => {
  it('say what happened, and whether it was acknowledged', async () => {
    respond = { status: 204 }
    await runCommand(['call', 'POST', 'v3/pay/transactions/native', '--json', order('ORDER001'), ...env()])
    const failed = await runCommand(['pay', 'ORDER001', '--fail', '--json', ...env()])
    expect(JSON.parse(failed.stdout)).toEqual({ result: expect.objectContaining({ trade_state: 'NOTPAY' }) })
    const paid = await runCommand(['pay', 'ORDER001', ...env()])
    expect(paid).toMatchObject({ code: 0, stderr: '' })
    expect(paid.stdout).toMatch(
      /^ORDER001: SUCCESS, 100 fen CNY \d{28}\nTRANSACTION\.SUCCESS → http:\/\/127\.0\.0\.1:\d+\/notify: 204, acknowledged\n$/,
    )
    const again = await runCommand(['pay', 'ORDER001', ...env()])
    expect(again).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^error ORDER_?PAID|^error [A-Z_]+: /),
    })
    respond = { status: 500 }
    const refund = JSON.stringify({
      out_trade_no: 'ORDER001',
      out_refund_no: 'REFUND01',
      notify_url: to,
      amount: { refund: 1, total: 100, currency: 'CNY' },
    })
    await runCommand(['call', 'POST', 'v3/refund/domestic/refunds', '--json', refund, ...env()])
    const { stdout } = await runCommand(['refund', 'REFUND01', '--result', 'abnormal', '--json', ...env()])
    expect(JSON.parse(stdout)).toMatchObject({
      result: { out_refund_no: 'REFUND01', status: 'ABNORMAL' },
      notifications: [{ event_type: 'REFUND.ABNORMAL', status: 500, next: expect.any(Number) }],
    })
  })

  it('speak Chinese where the user does', async () => {
    const { stderr } = await runCommand(['pay', 'NOTHING1', ...env()], { env: { LANG: 'zh_CN.UTF-8' } })
    expect(stderr).toContain('ORDER_NOT_EXIST: 订单不存在')
  })
})

describe('confirm and introduce', () => {
  it('take a transfer, or not, by the name that the sandbox was told', async () => {
    const openid = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o'
    const transfer = (out_bill_no: string, user_name?: string) =>
      JSON.stringify({
        appid: 'wx2421b1c4370ec43b',
        out_bill_no,
        transfer_scene_id: '1000',
        openid,
        transfer_amount: 400,
        transfer_remark: 'a',
        ...(user_name === undefined ? {} : { user_name }),
        transfer_scene_report_infos: [
          { info_type: '活动名称', info_content: 'a' },
          { info_type: '奖励说明', info_content: 'b' },
        ],
      })
    const introduced = await runCommand(['introduce', openid, '张三', ...env()])
    expect(introduced).toMatchObject({ code: 0, stderr: '' })
    expect(introduced.stdout).not.toContain('张三')
    const path = 'v3/fund-app/mch-transfer/transfer-bills'
    for (const [number, name] of [['TRANSFER1'], ['TRANSFER2', '李四'], ['TRANSFER3']] as const)
      expect(await runCommand(['call', 'POST', path, '--json', transfer(number, name), ...env()])).toMatchObject({
        code: 0,
      })
    expect((await runCommand(['confirm', 'TRANSFER1', ...env()])).stdout).toMatch(
      /^TRANSFER1: SUCCESS\nno notification/,
    )
    expect((await runCommand(['confirm', 'TRANSFER2', ...env()])).stdout).toContain(
      'TRANSFER2: FAIL (NAME_NOT_CORRECT)',
    )
    const { stdout } = await runCommand(['confirm', 'TRANSFER3', '--fail', 'ACCOUNT_FROZEN', '--json', ...env()])
    expect(JSON.parse(stdout)).toMatchObject({ result: { state: 'FAIL', fail_reason: 'ACCOUNT_FROZEN' } })
  })
})

describe('trigger', () => {
  const trigger = (args: readonly string[] = []) =>
    runCommand(['trigger', 'TRANSACTION.SUCCESS', '--to', to, ...env(), ...args])

  it.each([
    [{ status: 204 }, [], 0, /: 204 · \d+ ms\nAcknowledged: WeChat Pay would not send it again\./],
    [
      { status: 200, body: '{"code":"FAIL"}' },
      [],
      0,
      /200 · .*\n {2}\{"code":"FAIL"\}\nAcknowledged by its status, though the body says FAIL/,
    ],
    [{ status: 500, body: 'oops' }, [], 1, /500 · .*\n {2}oops\nNot acknowledged: .* after 15 s, and up to 15 times/],
    [{ status: 302 }, [], 1, /Redirects are not followed/],
    [{ status: 401 }, ['--fault', 'stale'], 0, /Rightly refused/],
    [{ status: 204 }, ['--fault', 'unsigned'], 1, /WRONGLY ACKNOWLEDGED/],
    [{ status: 204 }, ['--fault', 'bom'], 0, /Acknowledged/],
    ['silence', [], 1, /no response within 5 s/],
  ] as const)(
    'to a receiver with %j and %j ends with %i',
    async (response, args, exitCode, message) => {
      respond = response
      const { code, stdout, stderr } = await trigger(args)
      expect([code, stderr]).toEqual([exitCode, ''])
      expect(stdout).toMatch(message)
    },
    10_000,
  )

  it('says what it means to a machine', async () => {
    respond = { status: 204 }
    const { stdout } = await trigger(['--json', '--set', 'resource.amount.total=1'])
    expect(JSON.parse(stdout)).toMatchObject({ acknowledged: true, status: 204, meaning: 'acknowledged' })
  })

  it.each([
    [['trigger', 'TRANSACTION.SUCESS', '--to', 'http://127.0.0.1:3000'], /EVENT_UNKNOWN: .*TRANSACTION\.SUCCESS/],
    [['trigger', 'REFUND.SUCCESS'], /--to is missing/],
    [['trigger', 'REFUND.SUCCESS', '--to', 'ftp://x'], /--to is ftp:\/\/x\. Give an address with its scheme/],
    [['trigger', 'REFUND.SUCCESS', '--to', 'localhost:3000'], /--to is localhost:3000\. Give an address/],
    [['trigger', 'REFUND.SUCCESS', '--to', 'http://127.0.0.1:3000', '--set', 'x'], /--set takes a place and a value/],
    [['trigger', 'REFUND.SUCCESS', '--to', 'http://127.0.0.1:3000', '--set', 'resource.amount.total=0.5'], /单位为分/],
    [['trigger', 'REFUND.SUCCESS', '--to', 'http://127.0.0.1:3000', '--fault', 'drop'], /Allowed choices/],
  ])('%j is wrong usage', async (args, message) => {
    const { code, stdout, stderr } = await runCommand([...args, ...env()])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
  })
})

describe('receive', () => {
  it('prints what can be trusted, and why the rest is refused', async () => {
    const args = ['receive', '--port', '0', '--path', '/n', ...env()]
    const receiving = startCommand(args)
    const [, url = ''] = await receiving.waitFor(/Notifications to (http:\S+\/n) are/)
    const sent = ['--set', 'resource.out_trade_no=O77', '--to', url, ...env()]
    expect((await runCommand(['trigger', 'TRANSACTION.SUCCESS', ...sent])).stdout).toContain('Acknowledged')
    expect(receiving.output.stdout).toMatch(/^TRANSACTION\.SUCCESS [\w-]{36}\n\{\n[\s\S]*"out_trade_no": "O77"/)
    const forged = await runCommand(['trigger', 'TRANSACTION.SUCCESS', '--fault', 'wrong-signature', ...sent])
    expect(forged.stdout).toContain('Rightly refused')
    expect(receiving.output.stdout).toMatch(/\nrefused SIGNATURE_MISMATCH: /)
    expect((await fetch(url.replace('/n', '/m'), { method: 'POST' })).status).toBe(404)
    expect(await receiving.stop()).toBe(0)
  })

  it('--json is a line for each', async () => {
    const receiving = startCommand(['receive', '--port', '0', '--json', ...env()])
    await receiving.waitFor(/listening.*\n/)
    const { url } = JSON.parse(receiving.output.stdout) as { url: string }
    await runCommand(['trigger', 'REFUND.SUCCESS', '--to', url, ...env()])
    await runCommand(['trigger', 'REFUND.SUCCESS', '--fault', 'stale', '--to', url, ...env()])
    const lines = receiving.output.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object)
    expect(lines).toMatchObject([
      { event: 'listening' },
      { event: 'notification', event_type: 'REFUND.SUCCESS', resource: { refund_status: 'SUCCESS' } },
      { event: 'refused', code: 'SIGNATURE_STALE' },
    ])
    expect(receiving.output.stderr).toBe('')
    const taken = await runCommand(['receive', '--port', new URL(url).port, ...env()])
    expect([taken.code, taken.stderr]).toEqual([1, expect.stringContaining('PORT_IN_USE')])
    await receiving.stop('SIGTERM')
  })

  it('lists every key that is missing', async () => {
    const { code, stderr } = await runCommand(['receive', '--port', '0'])
    expect(code).toBe(2)
    for (const name of ['PUBLIC_KEY_ID', 'PUBLIC_KEY', 'APIV3_KEY'])
      expect(stderr).toContain(`WECHATPAY_${name} is missing`)
  })
})

describe('call', () => {
  const person = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '1' }
  const alter = 'v3/gov/subsidy/zhejiang/qualifications/alter'
  const call = (args: readonly string[], input?: string) =>
    runCommand(['call', ...args, ...env()], input === undefined ? {} : { input })

  it('encrypts, signs, verifies and prints the JSON: of an argument, a file, or standard input', async () => {
    const text = JSON.stringify(person)
    await writeFile(folder.file('person.json'), text)
    for (const [json, input] of [[text], [`@${folder.file('person.json')}`], ['-', text]] as const) {
      const { code, stdout, stderr } = await call(['POST', alter, '--json', json], input)
      expect([code, stderr]).toEqual([0, ''])
      expect(JSON.parse(stdout)).toMatchObject({ resp_code: '000000' })
      for (const value of [person.cert_no, person.name, person.tel]) expect(stdout).not.toContain(value)
    }
  })

  it('decrypts what comes back encrypted', async () => {
    const json = JSON.stringify({ echo_message: 'a', encrypted_echo_message: '张三' })
    expect(JSON.parse((await call(['POST', '/v3/security/echo', '--json', json])).stdout)).toEqual(JSON.parse(json))
  })

  it('finds the operation of a path with values, and types its query', async () => {
    await call(['POST', 'v3/pay/transactions/native', '--json', order('ORDER002')])
    for (const args of [
      ['v3/pay/transactions/out-trade-no/ORDER002', '--query', 'mchid=1900000000'],
      ['https://api.mch.weixin.qq.com/v3/pay/transactions/out-trade-no/ORDER002?mchid=1900000000'],
    ])
      expect(JSON.parse((await call(['GET', ...args])).stdout)).toMatchObject({ trade_state: 'NOTPAY' })
    expect(await call(['GET', 'v3/pay/transactions/out-trade-no/ORDER002'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('query.mchid'),
    })
    const list = [
      'GET',
      'v3/marketing/favor/stocks',
      '--query',
      'offset=0',
      '--query',
      'limit=10',
      '--query',
      'stock_creator_mchid=1900000000',
    ]
    expect(await call(list)).toMatchObject({ code: 0, stderr: '' })
  })

  it('prints nothing of a response without content', async () => {
    const path = 'v3/pay/transactions/out-trade-no/ORDER002/close'
    expect(await call(['POST', path, '--json', '{"mchid":"1900000000"}'])).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  it('refuses what cannot be right before anything is sent', async () => {
    const { code, stderr } = await call(['POST', alter, '--json', JSON.stringify({ ...person, cert_no: '', more: 1 })])
    expect(code).toBe(1)
    expect(JSON.parse(stderr)).toMatchObject({
      code: 'VALIDATION_FAILED',
      outcome: 'not-sent',
      issues: expect.any(Array),
    })
    for (const value of [person.name, person.tel]) expect(stderr).not.toContain(value)
  })

  it('refuses a misspelt path, and people’s fields on it, unless they are meant', async () => {
    const misspelt = await call(['POST', alter.replace('alter', 'altr'), '--json', JSON.stringify(person)])
    expect(JSON.parse(misspelt.stderr)).toMatchObject({
      code: 'VALIDATION_FAILED',
      message: expect.stringContaining('give --unvalidated'),
    })
    const elsewhere = await call(['POST', 'v3/gov/subsidy/zhejiang/people/query', '--json', '{"name":"张三"}'])
    expect(JSON.parse(elsewhere.stderr)).toMatchObject({ code: 'VALIDATION_FAILED', outcome: 'not-sent' })
    expect(elsewhere.stderr).not.toContain('张三')
    const meant = await call([
      'POST',
      'v3/gov/subsidy/zhejiang/people/query',
      '--json',
      '{"name":"x"}',
      '--plain-field',
      'name',
    ])
    expect(JSON.parse(meant.stderr)).toMatchObject({ code: 'API_ERROR', status: 404 })
  })

  it('uploads a file, with the other parts of its form', async () => {
    const picture = folder.file('licence.PNG')
    await writeFile(picture, 'picture')
    const upload = 'v3/merchant/media/upload'
    expect(JSON.parse((await call(['POST', upload, '--file', picture])).stdout)).toEqual({
      media_id: expect.any(String),
    })
    const parts = ['--field', 'item_id=1', '--field', 'manage_record_id=1', '--json', '{"file_name":"licence.PNG"}']
    const path = 'v3/mch-manage/submission-files/sub-mchid/1900000109/upload'
    expect(await call(['POST', path, '--file', picture, ...parts])).toMatchObject({ code: 0, stderr: '' })
    let form = ''
    const server = createServer(async (request, response) => {
      for await (const chunk of request) form += chunk
      response.writeHead(500).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await call(['POST', upload, '--file', picture, '--json', '{"filename":"other.png"}', '--base-url', origin])
    server.close()
    expect(form).toMatch(/name="meta"[\s\S]*"filename":"other\.png","sha256":"[\da-f]{64}"/)
    expect(form).toMatch(/name="file"; filename="other\.png"\r\nContent-Type: image\/png\r\n\r\npicture\r\n/)
  })

  it.each([
    ['an upload without its file', ['POST', 'v3/merchant/media/upload'], 2, 'takes a file. Name it: --file FILE.'],
    ['a file of a call that takes none', ['POST', alter, '--file', 'x.png'], 2, 'takes no file. Leave out --file.'],
    ['a file of a query', ['GET', 'v3/x', '--file', 'x.png'], 2, 'takes no file. Leave out --file.'],
    ['a part of a form without a file', ['POST', 'v3/x', '--field', 'a=1'], 2, 'Name its file: --file FILE.'],
    [
      'a part without a name',
      ['POST', 'v3/x', '--file', 'x.png', '--field', '1'],
      2,
      '--field takes a name and a value',
    ],
    ['a file that is not there', ['POST', 'v3/merchant/media/upload', '--file', 'x.png'], 1, 'does not exist'],
    ['a brand that is no number', ['GET', 'brand/x', '--brand-id', 'a'], 2, '--brand-id takes the brand id'],
    ['the path of a brand', ['GET', 'brand/marketing/product-coupon/notify-configs'], 1, 'give --brand-id'],
    ['the path of a merchant', ['GET', 'v3/certificates', '--brand-id', '100000000'], 1, 'leave out --brand-id'],
  ])('refuses %s', async (_, args, code, message) => {
    const refused = await call(args)
    expect(refused).toMatchObject({ code, stdout: '' })
    expect(JSON.parse(refused.stderr).message).toContain(message)
  })

  it('calls as a brand, which needs no merchant number', async () => {
    const all = parseEnv(await readFile(folder.file('.env'), 'utf8')) as Record<string, string>
    const { WECHATPAY_MCHID: _, ...variables } = all
    const config = ['GET', 'brand/marketing/product-coupon/notify-configs', '--brand-id', '100000000']
    for (const env of [variables, all]) {
      const { code, stdout } = await runCommand(['call', ...config], { env })
      expect(code).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({ notify_url: expect.any(String) })
    }
  })

  it('tells of a refusal what the error of the kit tells', async () => {
    const { code, stderr } = await call([
      'GET',
      'v3/pay/transactions/out-trade-no/NOTHING2',
      '--query',
      'mchid=1900000000',
    ])
    expect(code).toBe(1)
    expect(JSON.parse(stderr)).toMatchObject({
      code: 'API_ERROR',
      status: 404,
      apiCode: 'ORDER_NOT_EXIST',
      outcome: 'refused',
    })
  })

  it('tells what is known of a call to a host that does not respond', async () => {
    const { code, stdout, stderr } = await call(['GET', 'v3/certificates', '--base-url', unreachable])
    expect([code, stdout]).toEqual([1, ''])
    expect(JSON.parse(stderr)).toMatchObject({
      code: expect.stringMatching(/^TRANSPORT_/),
      outcome: expect.any(String),
      reason: 'ECONNREFUSED',
    })
    expect(stderr).not.toMatch(KEY)
  })

  it('tells people on a terminal in lines, each thing that is wrong once', async () => {
    const missing = ['POST', 'v3/pay/transactions/native', '--json', '{"amount":{"total":0.5}}', ...env()]
    const refused = await runOnTerminal(['call', ...missing])
    expect(refused.code).toBe(1)
    expect(refused.stdout).toMatch(/^error VALIDATION_FAILED: json\.amount\.total must be .*, in fen/)
    expect(refused.stdout).toMatch(
      /^ {2}json\.amount\.total must be of type integer, in fen\r?\n {2}json\.appid is missing\r?$/m,
    )
    const lost = await runOnTerminal(['call', 'GET', 'v3/certificates', ...env(), '--base-url', unreachable])
    expect(lost.stdout).toMatch(/^error TRANSPORT_/)
    expect(lost.stdout.match(/ECONNREFUSED/g)).toHaveLength(1)
  })

  it.each([
    [['GET', 'v3/certificates', '--query', 'x'], /--query takes/],
    [['GET', 'v3/certificates', '--header', 'x'], /--header takes/],
    [['POST', 'v3/certificates', '--json', '{"name":"张三"'], /--json is not JSON/],
    [['POST', 'v3/certificates', '--json', '-'], /--json is not JSON/],
    [['HEAD', 'v3/certificates'], /Allowed choices/],
    [['GET', 'v3/merchant-service/images/abc'], /wechatpay-kit download/],
    [[], /missing required argument/],
  ])('%j is wrong usage', async (args, message) => {
    const { code, stdout, stderr } = await call(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
    expect(stderr).not.toContain('张三')
  })

  it('ends silently in a closed pipe, and at a signal', async () => {
    expect(await runIntoClosedPipe(['call', 'GET', 'v3/certificates', ...env()])).toEqual({ code: 0, stderr: '' })
    expect(await interrupt(['call', 'POST', alter, '--json', '-', ...env()], 'SIGINT')).toBe(130)
  })
})

describe('check', () => {
  it('passes where all is right, notifications received included', async () => {
    const { code, stdout, stderr } = await runCommand(['check', ...env()])
    expect([code, stderr]).toEqual([0, ''])
    for (const check of ['serial-number', 'api-v3-key', 'platform-key', 'clock', 'echo', 'notifications'])
      expect(stdout).toMatch(new RegExp(`^passed ${check}`, 'm'))
    expect(running.output.stderr).not.toMatch(/SECURITY_ECHO\.SUCCESS.*not acknowledged/)
  })

  it('names what is missing, as a finding', async () => {
    const { code, stdout } = await runCommand(['check', '--json'])
    expect(code).toBe(1)
    const { findings } = JSON.parse(stdout) as { findings: { check: string; status: string; message: string }[] }
    expect(findings).toContainEqual({
      check: 'environment',
      status: 'failed',
      message: expect.stringContaining('WECHATPAY_MCHID is missing'),
    })
    expect(findings.at(-1)?.message).toContain('--env-file .env')
  })

  it.each([
    [{ WECHATPAY_SERIAL: '5157F09EFDC096DE15EBE81A47057A72' }, 'echo', /WECHATPAY_SERIAL/],
    [
      { WECHATPAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_0110000000002026010100000000000000' },
      'platform-key',
      /WECHATPAY_PUBLIC_KEY/,
    ],
    [{ WECHATPAY_APIV3_KEY: 'x'.repeat(32) }, 'notifications', /Compare WECHATPAY_APIV3_KEY with the one that was set/],
    [{ WECHATPAY_BASE_URL: unreachable }, 'echo', /WECHATPAY_BASE_URL/],
  ])('finds the fault of %j, and its remedy', async (wrong, check, remedy) => {
    const variables = parseEnv(await readFile(folder.file('.env'), 'utf8')) as Record<string, string>
    const { code, stdout } = await runCommand(['check', '--json'], { env: { ...variables, ...wrong } })
    expect(code).toBe(1)
    const { findings } = JSON.parse(stdout) as { findings: { check: string; status: string; message: string }[] }
    const found = findings.find(({ status, ...finding }) => finding.check === check && status === 'failed')
    expect(found?.message).toMatch(remedy)
    expect(stdout).not.toMatch(KEY)
  })

  it('checks the certificate too, where it is given', async () => {
    const { code, stdout } = await runCommand([
      'check',
      ...env(),
      '--certificate-file',
      'test-vectors/certificates/merchant-bag.pem',
    ])
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/^failed environment: WECHATPAY_PRIVATE_KEY .*WECHATPAY_CERTIFICATE/m),
    ])
  })

  it('has a notification sent to an address of the merchant’s', async () => {
    respond = { status: 204 }
    const { code, stdout } = await runCommand(['check', '--notify', to, ...env()])
    expect([code, stdout]).toEqual([0, expect.stringContaining(`SECURITY_ECHO.SUCCESS is on its way to ${to}`)])
    await running.waitFor(/SECURITY_ECHO\.SUCCESS → .*\/notify: 204, acknowledged/)
  })
})

describe('certificates', () => {
  it('are listed, and saved', async () => {
    const out = folder.file('certificates')
    const { code, stdout, stderr } = await runCommand(['certificates', '--out', out, '--json', ...env()])
    expect([code, stderr]).toEqual([0, ''])
    const { certificates } = JSON.parse(stdout) as { certificates: { serialNumber: string; file: string }[] }
    expect(certificates).toHaveLength(1)
    const [{ serialNumber = '', file = '' } = {}] = certificates
    expect(new X509Certificate(await readFile(file)).serialNumber).toBe(serialNumber)
    expect(await readdir(out)).toEqual([`wechatpay_${serialNumber}.pem`])
    const list = await runCommand(['certificates', ...env()])
    expect(list.stdout).toMatch(new RegExp(`^${serialNumber} {2}from .* to `))
  })

  it('are what a merchant without a public key verifies with', async () => {
    const other = await mkdtemp(join(tmpdir(), 'wechatpay-kit-'))
    const sandbox = await startSandbox({ path: other }, ['--platform-keys', 'certificate'])
    const args = ['--env-file', join(other, '.env')]
    expect(await runCommand(['certificates', ...args])).toMatchObject({ code: 0, stderr: '' })
    expect(await runCommand(['check', ...args])).toMatchObject({ code: 0, stderr: '' })
    await sandbox.stop()
    await rm(other, { recursive: true })
  })

  it('cannot be written into a file, or had from a host that does not respond', async () => {
    await writeFile(folder.file('file'), '')
    const out = ['certificates', '--out', folder.file('file'), ...env()]
    expect(await runCommand(out)).toMatchObject({ code: 1, stderr: expect.stringMatching(/FILE_UNWRITABLE.*--out/) })
    expect(await runCommand(['certificates', '--base-url', unreachable, ...env()])).toMatchObject({
      code: 1,
      stdout: '',
    })
    expect(await runCommand(['certificates'])).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('bills and files', () => {
  let sandbox: Sandbox
  let server: SandboxServer
  let yesterday: string
  let variables: Record<string, string>
  let tamper = false

  beforeAll(async () => {
    let shift = -86_400_000
    const now = () => Date.now() + shift
    sandbox = await createSandbox({ now })
    server = await serve({
      async fetch(request) {
        const response = await sandbox.fetch(request)
        if (!tamper || !request.url.includes('/billdownload/')) return response
        return new Response(`${await response.text()}more`, response)
      },
    })
    const { merchant, platformKeys, transport } = sandbox
    const wxpay = createClient({ merchant, platformKeys, transport, now })
    const json = { ...(JSON.parse(order('BILL0001')) as object), description: 'a, "b"' }
    await wxpay.chain('v3/pay/transactions/native').post({ json })
    await sandbox.command('pay', { out_trade_no: 'BILL0001' })
    yesterday = new Date(now() + 8 * 3_600_000).toISOString().slice(0, 10)
    shift = 0
    variables = { ...sandbox.merchants[0]?.writeEnvironment(), WECHATPAY_BASE_URL: server.url }
  })
  afterAll(() => server.close())

  const bill = (args: readonly string[] = []) => runCommand(['bill', yesterday, ...args], { env: variables })

  it('are printed as they are, as CSV, and as rows', async () => {
    const raw = await bill()
    expect([raw.code, raw.stderr]).toEqual([0, ''])
    expect(raw.stdout).toContain('`BILL0001')
    const csv = await bill(['--csv'])
    const [header = '', row = '', ...rest] = csv.stdout.trim().split('\r\n')
    expect(header).toMatch(/^交易时间,.*商户订单号/)
    expect(row).toMatch(/,BILL0001,/)
    expect([rest, csv.stdout.includes('`')]).toEqual([[], false])
    const rows = (await bill(['--json'])).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object)
    expect(rows).toMatchObject([
      { row: { 商户订单号: 'BILL0001', 应结订单金额: 100 } },
      { summary: { 应结订单总金额: 100 } },
    ])
  })

  it('are files that appear when they are whole', async () => {
    const out = folder.file('bill.csv')
    const { code, stdout } = await bill(['--out', out])
    expect([code, stdout]).toEqual([0, expect.stringMatching(/bill\.csv: \d+ bytes/)])
    expect(await readFile(out, 'utf8')).toBe((await bill()).stdout)
    for (const args of [[], ['--csv']]) {
      await writeFile(out, 'before')
      tamper = true
      const changed = await bill(['--out', out, ...args])
      tamper = false
      expect([changed.code, changed.stderr]).toEqual([1, expect.stringMatching(/HASH_MISMATCH|BILL_MALFORMED/)])
      expect(await readFile(out, 'utf8')).toBe('before')
    }
    expect((await readdir(folder.path)).filter((name) => name.includes('.part'))).toEqual([])
    expect((await stat(out)).mode & 0o777 & ~0o022).toBe(0o644)
  })

  it('are of other types, encrypted ones too', async () => {
    for (const args of [
      ['--type', 'fundflow', '--account', 'BASIC'],
      ['--type', 'sub-merchant-fundflow', '--sub-mchid', '1900000001'],
      ['--type', 'ecommerce-fundflow'],
    ]) {
      const { code, stderr, stdout } = await bill([...args, '--json'])
      // A day without such rows has no such bill.
      if (code === 0) expect(stdout).toContain('{"row":')
      else expect(JSON.parse(stderr)).toMatchObject({ apiCode: 'NO_STATEMENT_EXIST' })
    }
  })

  it('are downloaded by their address', async () => {
    const wxpay = createClient(await readEnvironment(variables))
    const { download_url, hash_value } = (await wxpay
      .chain('v3/bill/tradebill')
      .get({ query: { bill_date: yesterday } })
      .json()) as Record<string, string>
    const download = (args: readonly string[]) =>
      runCommand(['download', download_url ?? '', ...args], { env: variables })
    const out = folder.file('file.csv')
    expect(await download(['--hash', `sha1:${hash_value}`, '--out', out])).toMatchObject({ code: 0, stderr: '' })
    expect(await readFile(out, 'utf8')).toBe((await download(['--unchecked'])).stdout)
    const wrong = await download(['--hash', `SHA1:${'0'.repeat(40)}`, '--out', folder.file('wrong.csv')])
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('HASH_MISMATCH')])
    expect(await readdir(folder.path)).not.toContain('wrong.csv')
    expect(await download([])).toMatchObject({ code: 2, stderr: expect.stringContaining('--unchecked') })
    expect(await download(['--hash', 'x'])).toMatchObject({ code: 2 })
    expect(await download(['--hash', `SHA1:${hash_value}`, '--unchecked'])).toMatchObject({ code: 2 })
    expect(await download(['--unchecked', '--out', '/nowhere/x'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('FILE_UNWRITABLE'),
    })
    const statement = ['download', 'hk/v3/statements?date=2026-01-01']
    expect(await runCommand(statement, { env: variables })).toMatchObject({ code: 0, stderr: '' })
    const elsewhere = await runCommand(['download', 'https://example.com/x', '--unchecked'], { env: variables })
    expect(elsewhere.code).toBe(1)
  })

  it.each([
    [['bill', '2026-1-1'], /2026-01-31/],
    [['bill'], /missing required argument/],
    [['bill', '2026-01-01', '--type', 'x'], /Allowed choices/],
    [['bill', '2026-01-01', '--account', 'BASIC'], /has no account_type/],
    [['bill', '2026-01-01', '--type', 'sub-merchant-fundflow'], /--sub-mchid/],
    [['bill', '2026-01-01', '--csv', '--json'], /Give one of them/],
    [['bill', '2026-01-01', '--out', 'x', '--json'], /Redirect them/],
    [['download'], /missing required argument/],
  ])('%j is wrong usage', async (args, message) => {
    const { code, stdout, stderr } = await runCommand(args, { env: variables })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
  })

  it('cannot be had from a host that does not respond, nor without keys', async () => {
    for (const args of [
      ['bill', '2026-01-01'],
      ['download', `${unreachable}/v3/billdownload/file`, '--unchecked'],
    ]) {
      const away = await runCommand(args, { env: { ...variables, WECHATPAY_BASE_URL: unreachable } })
      expect([away.code, away.stdout, away.stderr]).toEqual([1, '', expect.stringContaining('TRANSPORT_')])
      expect(await runCommand(args)).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining('WECHATPAY_MCHID'),
      })
    }
  })

  const call = async (path: string, json: object) =>
    (await runCommand(['call', 'POST', path, '--json', JSON.stringify(json), ...env()])).code

  it('of payers end silently in a closed pipe too', async () => {
    const refund = {
      out_trade_no: 'PIPE01',
      out_refund_no: 'PIPER1',
      amount: { refund: 1, total: 100, currency: 'CNY' },
    }
    expect(await call('v3/pay/transactions/native', JSON.parse(order('PIPE01')))).toBe(0)
    expect(await runIntoClosedPipe(['pay', 'PIPE01', ...env()])).toEqual({ code: 0, stderr: '' })
    expect(await call('v3/refund/domestic/refunds', refund)).toBe(0)
    expect(await runIntoClosedPipe(['refund', 'PIPER1', ...env()])).toEqual({ code: 0, stderr: '' })
  })

  it('of payees end silently in a closed pipe too', async () => {
    const infos = [
      { info_type: '活动名称', info_content: 'a' },
      { info_type: '奖励说明', info_content: 'b' },
    ]
    const transfer = {
      appid: 'wx1',
      out_bill_no: 'PIPE1',
      openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6p',
      transfer_amount: 100,
      transfer_remark: 'a',
      transfer_scene_id: '1000',
      transfer_scene_report_infos: infos,
    }
    expect(await call('v3/fund-app/mch-transfer/transfer-bills', transfer)).toBe(0)
    expect(await runIntoClosedPipe(['confirm', 'PIPE1', ...env()])).toEqual({ code: 0, stderr: '' })
  })

  it('of bills and files end silently in a closed pipe too', async () => {
    expect(await call('v3/pay/transactions/native', JSON.parse(order('PIPE02')))).toBe(0)
    expect((await runCommand(['pay', 'PIPE02', ...env()])).code).toBe(0)
    const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    expect(await runIntoClosedPipe(['bill', day, ...env()])).toEqual({ code: 0, stderr: '' })
    const listed = await runCommand(['call', 'GET', 'v3/bill/tradebill', '--query', `bill_date=${day}`, ...env()])
    const { download_url } = JSON.parse(listed.stdout) as { download_url: string }
    expect(await runIntoClosedPipe(['download', download_url, '--unchecked', ...env()])).toEqual({
      code: 0,
      stderr: '',
    })
  })

  it('end silently in a closed pipe', async () => {
    respond = { status: 204 }
    const trigger = ['trigger', 'REFUND.SUCCESS', '--to', to]
    for (const args of [['certificates'], ['check'], trigger, ['introduce', 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o', '张三']])
      expect(await runIntoClosedPipe([...args, ...env()])).toEqual({ code: 0, stderr: '' })
  })
})
