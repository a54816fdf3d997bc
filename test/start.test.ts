import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { serve } from '@wechatpay-kit/sandbox/node'
import { readPem } from '@wechatpay-kit/test-vectors'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root, run } from './run.ts'

// Runs what `npm start` runs, on the packages as built.
const start = (args: string[], env: Record<string, string> = {}) =>
  run(process.execPath, ['examples/alter/main.mjs', ...args], { env })

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wechatpay-kit-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('npm start', () => {
  it('alters a qualification over HTTP and prints the exchange, without a key or a whole signature', async () => {
    const { code, stdout, stderr } = await start([])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/listens on http:\/\/127\.0\.0\.1:\d+/)
    expect(stdout).toContain('→ POST /v3/gov/subsidy/zhejiang/qualifications/alter')
    expect(stdout).toMatch(/Wechatpay-Serial: PUB_KEY_ID_/)
    for (const field of ['cert_no', 'name', 'tel'])
      expect(stdout).toMatch(new RegExp(`${field} +\\S+ .*encrypted with RSA-OAEP`))
    expect(stdout).toMatch(/signature verified\n {2}resp_code 000000\n {2}resp_desc 成功\n {2}auth_code \w+/)
    expect(stdout).not.toContain('WHAT WAS GIVEN\n')
    expect(stdout).toContain('npm start -- --save exchange, then see docs/en/openssl.md')
    expect(stdout).not.toMatch(/[A-Za-z0-9+/]{60}/)
    expect(stdout).not.toContain('PRIVATE')
    for (const value of ['330102199001011234', '张三', '13800138000']) expect(stdout).not.toContain(value)
  })

  it('takes the user’s own values', async () => {
    const { code, stdout } = await start(
      '--cate-code B02 --cert-no 1234567890 --name 李四 --tel 1 --req-ssn 7'.split(' '),
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(/cate_code B02 = what was given\n {2}cert_no {3}123\*+90 = what was given\n {2}name {6}李\*/)
  })

  it('explains itself', async () => {
    const { code, stdout } = await start(['--help'])
    expect(code).toBe(0)
    const documented = [
      '--cate-code',
      '--cert-no',
      '--name',
      '--tel',
      '--req-ssn',
      '--save',
      '--live',
      'MCHID',
      'SERIAL',
    ]
    for (const word of [...documented, 'PRIVATE_KEY_FILE', 'PUBLIC_KEY_ID', 'PUBLIC_KEY_FILE'])
      expect(stdout).toContain(word)
  })

  it.each<[number, RegExp, string[]]>([
    [2, /--bogus.*--help/, ['--bogus']],
    [2, /argument missing.*--help/, ['--name']],
    [2, /positional|argument.*--help/, ['A01']],
    [2, /--save is for the sandbox/, ['--live', '--save', 'x']],
    [1, /--name must not be empty/, ['--name', '']],
    [1, /--name has 300 bytes/, ['--name', '浙'.repeat(100)]],
    [1, /--live needs --cate-code/, ['--live']],
  ])('ends with %i and one line: %s', async (exitCode, message, args) => {
    const { code, stderr } = await start(args)
    expect(code).toBe(exitCode)
    expect(stderr).toMatch(message)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})

describe('npm start -- --live', () => {
  const values = '--live --cate-code A01 --cert-no 330102199001011234 --name 张三 --tel 13800138000 --req-ssn 1'.split(
    ' ',
  )
  const merchant = { mchid: '1900007291', serialNumber: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB' }
  const keysOf = (name: string) => ({ privateKey: readPem(`${name}.private`), publicKey: readPem(`${name}.public`) })
  const environment = {
    WECHATPAY_MCHID: merchant.mchid,
    WECHATPAY_SERIAL: merchant.serialNumber,
    WECHATPAY_PRIVATE_KEY_FILE: `${root}test-vectors/keys/merchant.private.pem`,
    WECHATPAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_1',
    WECHATPAY_PUBLIC_KEY_FILE: `${root}test-vectors/keys/platform.public.pem`,
  }

  it('calls what the environment names', async () => {
    const sandbox = await createSandbox({
      merchant: { ...merchant, keys: keysOf('merchant') },
      platform: { id: 'PUB_KEY_ID_1', keys: keysOf('platform') },
    })
    const server = await serve(sandbox)
    const { code, stdout, stderr } = await start(values, { ...environment, WECHATPAY_BASE_URL: server.url })
    await server.close()
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('resp_code 000000')
    expect(sandbox.qualifications.get('330102199001011234')?.cate_code).toBe('A01')
  })

  it.each<[string, Record<string, string>, RegExp]>([
    ['no merchant number', { WECHATPAY_MCHID: '' }, /WECHATPAY_MCHID is missing: set it to the merchant number/],
    ['no key id', { WECHATPAY_PUBLIC_KEY_ID: '' }, /WECHATPAY_PUBLIC_KEY_ID/],
    [
      'no such file',
      { WECHATPAY_PRIVATE_KEY_FILE: '/nowhere.pem' },
      /WECHATPAY_PRIVATE_KEY_FILE names a file that cannot be read \(ENOENT\)/,
    ],
    [
      'the wrong key',
      { WECHATPAY_PRIVATE_KEY_FILE: environment.WECHATPAY_PUBLIC_KEY_FILE },
      /WECHATPAY_PRIVATE_KEY_FILE cannot be used: .*found a public key/,
    ],
    [
      'a weak key',
      { WECHATPAY_PUBLIC_KEY_FILE: `${root}test-vectors/keys/small.public.pem` },
      /WECHATPAY_PUBLIC_KEY_FILE cannot be used: .*1024 bits/,
    ],
    ['a bad serial', { WECHATPAY_SERIAL: 'PUB_KEY_ID_1' }, /WECHATPAY_SERIAL is the id of WeChat Pay’s public key/],
    ['plain http', { WECHATPAY_BASE_URL: 'http://example.com' }, /https/],
    [
      'an unreachable host',
      { WECHATPAY_BASE_URL: 'http://127.0.0.1:49151' },
      /Check that the host can be reached.*ECONNREFUSED/,
    ],
  ])('ends with 1 and one line: %s', async (_, change, message) => {
    const { code, stderr, stdout } = await start(values, {
      WECHATPAY_BASE_URL: 'http://127.0.0.1:49151',
      ...environment,
      ...change,
    })
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(message)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  it('says so of a file that is no key', async () => {
    const file = join(folder, 'note.txt')
    await writeFile(file, 'not a key')
    const { code, stderr } = await start(values, { ...environment, WECHATPAY_PUBLIC_KEY_FILE: file })
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/WECHATPAY_PUBLIC_KEY_FILE cannot be used: Expected a public key/),
    ])
  })
})

it('runs the telemetry example, which shows nobody', async () => {
  const { code, stdout, stderr } = await run(process.execPath, ['examples/telemetry/main.mjs'])
  expect([code, stderr]).toEqual([0, ''])
  const name = 'POST /v3/gov/subsidy/zhejiang/qualifications/alter'
  const histogram = 'http.client.request.duration s'
  expect(stdout.match(/^\w.*(?= \{)/gm)).toEqual([name, name, name, 'checkout', histogram, histogram])
  expect(stdout).toContain("'http.request.resend_count': 1")
  expect(stdout.match(/'http.response.status_code': \d+/g)?.map((line) => Number(line.slice(-3)))).toEqual([
    503, 200, 503, 200,
  ])
  for (const value of ['330102199001011234', '张三', '13800138000']) expect(stdout).not.toContain(value)
})

describe('the saved exchange', () => {
  it('is confirmed by openssl, with the commands of the guide', async () => {
    const exchange = join(folder, 'exchange')
    expect(await start(['--save', exchange])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('docs/en/openssl.md says how to check it'),
    })
    const guide = await readFile(`${root}docs/en/openssl.md`, 'utf8')
    const commands =
      guide.match(/```sh runtime=openssl\n([\s\S]*?)```/)?.[1] ?? expect.fail('no openssl commands in openssl.md')
    const { stdout, stderr } = await run('sh', ['-ec', commands], { cwd: folder })
    expect(stderr).toBe('')
    expect(stdout).toBe('Verified OK\nVerified OK\n330102199001011234')
    const request = join(exchange, 'request.txt')
    await writeFile(request, (await readFile(request, 'utf8')).replace('A01', 'A02'))
    expect((await run('sh', ['-ec', commands], { cwd: folder })).stdout).toContain('Verification failure')
  })
})
