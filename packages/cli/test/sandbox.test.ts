import { readFile, stat, writeFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { parseEnv } from 'node:util'
import { readEnvironment } from '@wechatpay-kit/client'
import { createClient } from '@wechatpay-kit/endpoints'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../../../test/run.ts'
import { runCommand, runIntoClosedPipe } from './command.ts'
import { type Running, startCommand, startSandbox, unreachable, useFolder } from './sandbox.ts'

const folder = useFolder()
const hasIpv6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'))
const KEY = /[A-Za-z0-9+/]{200}/

/** Reads an env file as dotenv does: a line each, quotation marks taken away. */
const readAsDotenv = (text: string) =>
  Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, name, value] = /^\s*(?:export\s+)?([\w.-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
      return name === undefined || line.startsWith('#') ? [] : [[name, value?.replace(/^(['"`])(.*)\1$/, '$2')]]
    }),
  )

describe('the environment', () => {
  let sandbox: Running & { url: string }
  beforeAll(async () => {
    await writeFile(
      folder.file('.env'),
      [
        'DATABASE=x',
        '# a comment',
        'export WECHATPAY_MCHID=1900009999',
        'WECHATPAY_PRIVATE_KEY="-----BEGIN PRIVATE KEY-----',
        'MIIB',
        '-----END PRIVATE KEY-----"',
        'WECHATPAY_PUBLIC_KEY_FILE=pub_key.pem',
        'LAST="1"',
      ].join('\n'),
    )
    sandbox = await startSandbox(folder)
  })
  afterAll(() => sandbox.stop())

  it('is one for shells, Node.js, dotenv and Docker, and makes a client that calls the sandbox', async () => {
    const text = await readFile(folder.file('.env'), 'utf8')
    const script = 'set -a; . ./.env; set +a; exec "$0" -p "JSON.stringify(process.env)"'
    const { stdout } = await run('sh', ['-c', script, process.execPath], { cwd: folder.path })
    const docker = Object.fromEntries(
      text
        .split('\n')
        .filter((line) => /^\w+=/.test(line))
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    )
    const names = Object.keys(parseEnv(text))
      .filter((name) => name.startsWith('WECHATPAY_'))
      .sort()
    expect(names).toEqual(
      'APIV3_KEY BASE_URL MCHID PRIVATE_KEY PUBLIC_KEY PUBLIC_KEY_ID SERIAL'
        .split(' ')
        .map((name) => `WECHATPAY_${name}`),
    )
    for (const variables of [parseEnv(text), readAsDotenv(text), docker, JSON.parse(stdout) as object]) {
      const wxpay = createClient(await readEnvironment(variables))
      const json = { appid: 'wx1' }
      const call = wxpay.chain('v3/pay/transactions/native').post({ json, validation: 'off' })
      expect(await call.catch(({ apiCode }) => apiCode)).toBe('PARAM_ERROR')
      expect(await readEnvironment(variables, { required: ['apiV3Key'] })).toHaveProperty('apiV3Key')
    }
  })

  it('has the key that signs, also where a client names none', async () => {
    const { WECHATPAY_PUBLIC_KEY_ID } = parseEnv(await readFile(folder.file('.env'), 'utf8'))
    const { headers } = await fetch(`${sandbox.url}/v3/certificates`)
    expect(headers.get('wechatpay-serial')).toBe(WECHATPAY_PUBLIC_KEY_ID)
  })

  it('leaves other lines, and loses none: those of another account are comments', async () => {
    const text = await readFile(folder.file('.env'), 'utf8')
    expect(parseEnv(text)).toMatchObject({ DATABASE: 'x', LAST: '1', WECHATPAY_MCHID: '1900000000' })
    for (const line of ['export WECHATPAY_MCHID=1900009999', 'MIIB', 'WECHATPAY_PUBLIC_KEY_FILE=pub_key.pem'])
      expect(text).toContain(`\n# ${line}\n`)
    expect(sandbox.output.stderr).toMatch(/\.env set WECHATPAY_\* variables already: 3 of them are comments now/)
  })

  it('is for its owner alone, and not among what is printed', async () => {
    expect((await stat(folder.file('.env'))).mode & 0o777).toBe(0o600)
    expect(sandbox.output.stdout + sandbox.output.stderr).not.toMatch(KEY)
  })

  it('of further merchants stands beside it', async () => {
    const other = await startSandbox(folder, [
      '--merchant',
      '1900000001',
      '--merchant',
      '1900000002',
      '--env',
      'two.env',
    ])
    await other.stop()
    for (const [file, mchid] of [
      ['two.env', '1900000001'],
      ['two.env.1900000002', '1900000002'],
    ] as const) {
      expect(parseEnv(await readFile(folder.file(file), 'utf8'))).toMatchObject({ WECHATPAY_MCHID: mchid })
      expect((await stat(folder.file(file))).mode & 0o777).toBe(0o600)
    }
  })

  it('takes the place of the one before', async () => {
    const before = await readFile(folder.file('.env'), 'utf8')
    const other = await startSandbox(folder)
    await other.stop()
    const after = await readFile(folder.file('.env'), 'utf8')
    expect(after.split('\n')).toHaveLength(before.split('\n').length)
    expect(parseEnv(after)).toMatchObject({ WECHATPAY_BASE_URL: other.url, LAST: '1' })
    await writeFile(folder.file('.env'), before)
  })
})

describe('several merchants', () => {
  it('have a file each, and are told which', async () => {
    const args = ['--merchant', '1900000001', '--partner', '1900000100=1900000001']
    const running = await startSandbox(folder, args)
    await running.waitFor(/That of merchant 1900000100 is in \.env\.1900000100\.\n/)
    expect(await running.stop()).toBe(0)
    const text = await readFile(folder.file('.env.1900000100'), 'utf8')
    expect(parseEnv(text)).toMatchObject({ WECHATPAY_MCHID: '1900000100' })
  })
})

describe('without --env', () => {
  it('the environment is standard output, and everything else is not', async () => {
    const running = startCommand([
      'sandbox',
      '--port',
      '0',
      '--merchant',
      '1900000001',
      '--partner',
      '1900000100=1900000001',
    ])
    const [, url = ''] = await running.waitFor(/WECHATPAY_BASE_URL=(http:\S+)\n[\s\S]*# WECHATPAY_BASE_URL/)
    await fetch(`${url}/v3/certificates`)
    await running.waitFor(/GET \/v3\/certificates 400 INVALID_REQUEST|GET \/v3\/certificates 401 SIGN_ERROR/)
    expect(parseEnv(running.output.stdout)).toMatchObject({ WECHATPAY_MCHID: '1900000001' })
    expect(running.output.stdout).toContain('# WECHATPAY_MCHID=1900000100\n')
    expect(running.output.stderr).not.toMatch(KEY)
    expect(await running.stop()).toBe(0)
  })

  it('--json is a line for each event', async () => {
    const running = startCommand(['sandbox', '--port', '0', '--json'])
    await running.waitFor(/\n/)
    const { url, environments } = JSON.parse(running.output.stdout) as { url: string; environments: object[] }
    const wxpay = createClient(await readEnvironment(environments[0] ?? {}))
    const error = await wxpay
      .chain('v3/pay/transactions/native')
      .post({ json: { appid: 'x' } })
      .catch(String)
    expect(error).toContain('PARAM_ERROR')
    await running.waitFor(/PARAM_ERROR/)
    const [, call] = running.output.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object)
    expect(url).toContain('127.0.0.1')
    expect(call).toMatchObject({
      event: 'call',
      method: 'POST',
      path: '/v3/pay/transactions/native',
      status: 400,
      code: 'PARAM_ERROR',
      field: expect.any(String),
    })
    expect(running.output.stderr).toBe('')
    await running.stop()
  })
})

describe('what it prints of a call', () => {
  it('holds nobody’s values', async () => {
    const sandbox = await startSandbox(folder)
    const variables = parseEnv(await readFile(folder.file('.env'), 'utf8'))
    const { apiV3Key: _, ...environment } = await readEnvironment(variables)
    const wxpay = createClient(environment)
    const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '1' }
    await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json })
    await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json: { ...json, cate_code: 'Z' } }).catch(String)
    const openid = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o'
    await wxpay
      .chain(`v3/marketing/favor/users/${openid}/coupons`)
      .get({ query: { appid: 'wx1' } })
      .catch(String)
    await sandbox.waitFor(/coupons/)
    const { stdout, stderr } = sandbox.output
    expect(stderr).toContain('POST /v3/gov/subsidy/zhejiang/qualifications/alter 200')
    expect(stderr).toContain('/v3/marketing/favor/users/{openid}/coupons')
    for (const value of [...Object.values(json).slice(1, 4), openid, 'appid', 'Authorization'])
      expect(stdout + stderr).not.toContain(value)
    expect(await sandbox.stop('SIGTERM')).toBe(0)
  })
})

describe('a state file', () => {
  it('keeps keys across restarts', async () => {
    const args = ['--state', 'state.jsonl']
    const environmentOf = async () => {
      const sandbox = await startSandbox(folder, args)
      await sandbox.stop()
      const { WECHATPAY_BASE_URL, ...others } = parseEnv(await readFile(folder.file('.env'), 'utf8'))
      return others
    }
    expect(await environmentOf()).toEqual(await environmentOf())
    expect((await stat(folder.file('state.jsonl'))).mode & 0o777).toBe(0o600)
  })

  it('that is something else is refused', async () => {
    await writeFile(folder.file('other.txt'), 'hello\n')
    const { code, stderr } = await runCommand(['sandbox', '--port', '0', '--state', folder.file('other.txt')])
    expect([code, stderr]).toEqual([1, expect.stringMatching(/STATE_UNREADABLE: Line 1 of .*other\.txt/)])
    const { stderr: absent } = await runCommand(['sandbox', '--port', '0', '--state', folder.file('no/file')])
    expect(absent).toMatch(/STATE_UNREADABLE: .*ENOENT.*--state/)
  })
})

describe('wrong input', () => {
  it.each([
    [['--port', 'x'], 2, /--port is a whole number from 0 to 65535/],
    [['--port', '70000'], 2, /--port/],
    [['--pay-after', '1.5'], 2, /--pay-after/],
    [['--merchant', 'x'], 2, /8 to 10 digits/],
    [['--partner', '1900000100=x'], 2, /8 to 10 digits/],
    [['--merchant', '1900000001', '--partner', '1900000001'], 2, /one number/],
    [['--platform-keys', 'none'], 2, /Allowed choices/],
    [['--port', '0', '--host', '192.0.2.1'], 1, /HOST_UNKNOWN: 192\.0\.2\.1.*--host/],
    [['--port', '0', '--env', '/nowhere/.env'], 1, /FILE_UNWRITABLE: \/nowhere\/\.env.*--env/],
  ])('%j', async (args, exitCode, message) => {
    const { code, stdout, stderr } = await runCommand(['sandbox', ...args])
    expect([code, stdout]).toEqual([exitCode, ''])
    expect(stderr).toMatch(message)
  })

  it('is a port that is taken', async () => {
    const sandbox = await startSandbox(folder)
    const { code, stderr } = await runCommand(['sandbox', '--port', new URL(sandbox.url).port])
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/PORT_IN_USE: Port \d+ of 127\.0\.0\.1 is in use.*--port/),
    ])
    await sandbox.stop()
  })

  it('is a pipe that nobody reads', async () => {
    expect(await runIntoClosedPipe(['sandbox', '--port', '0'])).toEqual({ code: 0, stderr: expect.any(String) })
  })
})

describe('the host', () => {
  it('is 127.0.0.1, whose control responds under no other name; --host opens it', async () => {
    const control = async (url: string) => {
      const headers = { 'content-type': 'application/json', host: 'sandbox.example' }
      const args = [
        '-s',
        '-X',
        'POST',
        '-H',
        `Host: ${headers.host}`,
        '-H',
        'Content-Type: application/json',
        '-d',
        '{}',
        `${url}/sandbox/deliveries`,
      ]
      return (await run('curl', args)).stdout
    }
    const closed = await startSandbox(folder)
    expect(await control(closed.url)).toContain('NO_AUTH')
    await closed.stop()
    const open = await startSandbox(folder, ['--host', '0.0.0.0'])
    expect(JSON.parse(await control(open.url))).toEqual({ deliveries: [] })
    await open.stop()
    const own = await startSandbox(folder, ['--host', '127.0.0.1'])
    expect(await control(own.url)).toContain('NO_AUTH')
    await own.stop()
  })

  it.skipIf(!hasIpv6)('may be one of IPv6', async () => {
    const running = startCommand(['sandbox', '--port', '0', '--host', '::1'])
    const [, url = ''] = await running.waitFor(/WECHATPAY_BASE_URL=(\S+)\n/)
    expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/)
    expect((await fetch(`${url}/sandbox`)).status).toBe(200)
    await running.stop()
  })
})

describe.each([
  ['pay', ['O1']],
  ['refund', ['R1']],
  ['confirm', ['T1']],
  ['introduce', ['oUpF8uMuAJO_M2pxb1Q9zNjWeS6o', '张三']],
  ['trigger', ['TRANSACTION.SUCCESS', '--to', 'http://127.0.0.1:3000']],
])('%s', (name, args) => {
  it('says which sandbox it does not reach, and how to start one', async () => {
    const { code, stdout, stderr } = await runCommand([name, ...args, '--base-url', unreachable])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain(`SANDBOX_UNREACHABLE: No sandbox responds at ${unreachable} (ECONNREFUSED)`)
    expect(stderr).toContain('wechatpay-kit sandbox')
    const json = await runCommand([name, ...args, '--base-url', unreachable, '--json'])
    expect(JSON.parse(json.stderr)).toMatchObject({ code: 'SANDBOX_UNREACHABLE' })
  })

  it('is refused against WeChat Pay itself', async () => {
    for (const host of ['api.mch.weixin.qq.com', 'api2.mch.weixin.qq.com', 'apihk.mch.weixin.qq.com']) {
      const { code, stderr } = await runCommand([name, ...args], { env: { WECHATPAY_BASE_URL: `https://${host}` } })
      expect([code, stderr]).toEqual([1, expect.stringMatching(/NOT_A_SANDBOX.*WeChat Pay itself/)])
    }
  })

  it('wants its argument, and an address that is one', async () => {
    expect(await runCommand([name])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('missing required argument'),
    })
    expect(await runCommand([name, ...args, '--base-url', 'x'])).toMatchObject({ code: 2 })
  })
})
