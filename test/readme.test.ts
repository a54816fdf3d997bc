import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { createClient } from '@wechatpay-kit/endpoints'
import { generateKeyPair } from '@wechatpay-kit/sandbox'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { bundle, serveInWorkerd } from '../runtime-tests/harness/runtimes.mjs'
import { createExampleProject, type ExampleProject, identity } from './example-project.ts'
import { SECTIONS } from './migration.ts'
import { pairs, readBlocks } from './pages.ts'
import { run } from './run.ts'

// The examples of the READMEs and the guides run as they stand, in the runtime that they are for, on the packages as
// built. What they send to WeChat Pay's address goes to a sandbox on loopback.
let project: ExampleProject
beforeAll(async () => {
  project = await createExampleProject()
})
afterAll(() => project.close())

/** The blocks of a guide for people who come from elsewhere: its `.env`, and a program for each section. */
const beside = ['migration', ...SECTIONS.map(() => 'migration')]

/** The blocks that run on their own: the app in three-commands.test.ts, those of openssl.md in start.test.ts, `beside` in migration.test.ts. */
const alone: Readonly<Record<string, readonly string[]>> = {
  'README.md': ['process', 'express'],
  'docs/en/from-better-wechatpay.md': beside,
  'docs/en/from-node-easywechat.md': beside,
  'docs/en/from-wechatpay-axios-plugin.md': beside,
  'docs/en/from-wechatpay-node-v3.md': beside,
  'docs/en/from-wechatpay-php.md': beside,
  'docs/en/keys.md': ['shell'],
  'docs/en/openssl.md': ['openssl'],
  'docs/en/runtimes.md': ['node', 'deno', 'bun', 'worker'],
  'docs/en/sandbox-server.md': ['listen', 'worker'],
}

/** The output of each example that runs beside a client, in the order of its page. */
const outputs: Readonly<Record<string, readonly (string | RegExp)[]>> = {
  'README.md': ['json.cert_no'],
  'docs/en/bills.md': ['true'],
  'docs/en/calls.md': [/^000000 成功 \w+$/, 'ApiError', 'SHA1', 'ApiError', 'notify_url,update_time'],
  'docs/en/certificates.md': [/^[0-9A-F]{40}$/],
  'docs/en/crypto.md': [
    'true false',
    '200 true',
    '"POST\\n/v3/security/echo\\n1554208460\\n593BEC0C\\n{}\\n" 344\ntrue',
  ],
  'docs/en/errors.md': ['TransportError nothing was executed'],
  'docs/en/files.md': [/^\d{6}$/, /^\d{6}$/, '48'],
  'docs/en/keys.md': [/^[0-9A-F]{40} true$/, '6 forms, 1 key'],
  'docs/en/notifications.md': ['O1\n204'],
  'docs/en/payments.md': [
    [
      'appId timeStamp nonceStr package signType paySign',
      'timeStamp nonceStr package signType paySign',
      'appid partnerid prepayid package noncestr timestamp sign',
    ].join('\n'),
  ],
  'docs/en/sandbox-described.md': ['order-1 DONE\nPARAM_ERROR /appid'],
  'docs/en/sandbox-payments.md': ['SUCCESS 100'],
  'docs/en/sandbox.md': [
    'A01',
    'R1',
    '1900000000\n1900000109\n1900000110',
    'SignatureError\nTransportError\nApiError\n200',
    'REFUND.SUCCESS R1',
  ],
  'docs/en/sandbox-transfers.md': ['WAIT_USER_CONFIRM\nSUCCESS\n100'],
  'docs/en/setup-check.md': [
    /^passed serial-number: .*\npassed certificate: .*\npassed api-v3-key: .*\npassed platform-key: .*\npassed clock: .*\npassed echo: .*$/,
  ],
  'docs/en/telemetry.md': [
    'attempt 1 \nresponse 1 503\nretry 1 SERVICE_UNAVAILABLE\nattempt 2 \nresponse 2 200\nsuccess 2',
    '000000',
  ],
  'docs/en/transports.md': ['200', '200 2'],
}

/** The blocks of a page for a runtime. */
const blocksFor = (runtime: string, file: string): string[] =>
  readBlocks(file)
    .filter(({ info }) => info.endsWith(` runtime=${runtime}`))
    .map(({ code }) => code)

/** Writes the only example of a page for a runtime to a file. */
async function writeExample(runtime: string, file: string): Promise<string> {
  const [code, ...more] = blocksFor(runtime, file)
  if (code === undefined || more.length > 0) throw new Error(`${file} must have one example for ${runtime}.`)
  await project.write(`${runtime}.mjs`, code)
  return `${runtime}.mjs`
}

describe('a call that stands in full', () => {
  it.each([
    ['process', 'README.md', 'node'],
    ['process', 'README.md', 'deno'],
    ['process', 'README.md', 'bun'],
    ['node', 'docs/en/runtimes.md', 'node'],
    ['deno', 'docs/en/runtimes.md', 'deno'],
    ['bun', 'docs/en/runtimes.md', 'bun'],
    ['worker', 'docs/en/runtimes.md', 'workerd'],
  ] as const)('for %s in %s prints the voucher code in %s', async (label, file, runtime) => {
    // For a person unknown to the sandbox.
    const { stdout, stderr, code } = await project.runtimes[runtime](await writeExample(label, file))
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.trim()).not.toBe('')
    expect(project.sandbox.qualifications.get('330102199001011234')?.auth_code).toBe(stdout.trim())
  })
})

it('a command gives the serial number of a certificate', async () => {
  const [command = ''] = blocksFor('shell', 'docs/en/keys.md')
  const { code, stdout } = await run('sh', ['-ec', command], { cwd: project.folder })
  expect([code, stdout]).toEqual([0, `serial=${identity.serialNumber}\n`])
})

it('no example is left out', () => {
  const found = pairs.map(([file]) => [file, readBlocks(file).flatMap(({ info }) => info.split(' runtime=')[1] ?? [])])
  const expected = pairs.map(([file]) => [
    file,
    [...(alone[file] ?? []), ...(outputs[file] ?? []).map(() => 'sandbox')],
  ])
  const sort = (runtimes: unknown) => (runtimes as string[]).sort()
  expect(found.map(([file, runtimes]) => [file, sort(runtimes)])).toEqual(
    expected.map(([file, runtimes]) => [file, sort(runtimes)]),
  )
})

describe('the examples beside a client', () => {
  it.each(Object.entries(outputs))('of %s print %j', async (file, expected) => {
    await project.write('client.mjs', await createClientModule())
    for (const [index, code] of blocksFor('sandbox', file).entries()) {
      const name = `example-${index}.mjs`
      await project.write(name, prelude(code) + code)
      // The gateway's example forwards by itself, so it must work without the redirect.
      const forwards = code.includes('gateway')
      const outcome = forwards
        ? await run(process.execPath, [name], { cwd: project.folder })
        : await project.runtimes.node(name)
      expect(outcome).toMatchObject({ code: 0, stderr: '' })
      const output = expected[index] ?? expect.fail(`${file} has an example that nobody expects`)
      if (typeof output === 'string') expect(outcome.stdout.trim()).toBe(output)
      else expect(outcome.stdout.trim()).toMatch(output)
      if (forwards) expect(project.sandbox.qualifications.get('330102199001011234')?.cate_code).toBe('C03')
    }
  })
})

describe('the sandbox that listens', () => {
  it.each(['docs/en/sandbox-server.md'])('of %s serves a client that has what it prints', async (file) => {
    const program = spawn(process.execPath, [await writeExample('listen', file)], { cwd: project.folder })
    onTestFinished(() => void program.kill())
    let output = ''
    for await (const chunk of program.stdout) {
      output += chunk
      if (output.includes('END PUBLIC KEY')) break
    }
    const [, url = '', privatePem = '', publicPem = ''] = output.match(/^(\S+)\n(-[\s\S]*?)\n\n(-[\s\S]*)$/) ?? []
    const code = blocksFor('listen', file)[0] ?? ''
    const [, mchid = '', serialNumber = '', id = ''] =
      code.match(/mchid: '(.*?)', serialNumber: '(.*?)'[\s\S]*? id: '(.*?)'/) ?? []
    const wxpay = createClient({
      merchant: { mchid, serialNumber, privateKey: await importPrivateKey(privatePem) },
      platformKeys: [{ id, key: await importPublicKey(publicPem) }],
      baseUrls: [url],
    })
    const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
    const { resp_code } = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()
    expect(resp_code).toBe('000000')
  })
})

it('the sandbox in a Worker of docs/en/sandbox-server.md serves a client that has its keys', async () => {
  const name = await writeExample('worker', 'docs/en/sandbox-server.md')
  const [merchantKeys, platformKeys] = [await generateKeyPair(), await generateKeyPair()]
  const { mchid, serialNumber, platformKeyId: id } = identity
  const bindings = {
    MERCHANT: JSON.stringify({ mchid, serialNumber, keys: merchantKeys }),
    PLATFORM: JSON.stringify({ id, keys: platformKeys }),
  }
  const source = bundle(join(project.folder, name))
  const { origin, stop } = await serveInWorkerd(project.folder, { source, bindings })
  onTestFinished(stop)
  const wxpay = createClient({
    merchant: { mchid, serialNumber, privateKey: await importPrivateKey(merchantKeys.privateKey) },
    platformKeys: [{ id, key: await importPublicKey(platformKeys.publicKey) }],
    baseUrls: [origin],
  })
  const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
  expect((await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()).resp_code).toBe('000000')
})

/** The names that the examples beside a client use. */
const NAMES = ['wxpay', 'merchant', 'platformKeys', 'gateway', 'apiV3Key', 'request']

/** Declares what an example uses and does not declare itself. */
function prelude(code: string): string {
  const json = `{ cate_code: 'C03', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: 'gateway' }`
  const isDeclared = (name: string) => new RegExp(`const ({[^}]*)?\\b${name}\\b[^=]*=`).test(code)
  const names = NAMES.filter((name) => !isDeclared(name))
  return `import { ${names.join(', ')} } from './client.mjs'\n${isDeclared('json') ? '' : `const json = ${json}\n`}`
}

async function createClientModule(): Promise<string> {
  const signed = await project.sandbox.createNotification('https://shop.example/notifications', {
    event_type: 'TRANSACTION.SUCCESS',
    resource: { out_trade_no: 'O1' },
  })
  const notification = { method: 'POST', headers: Object.fromEntries(signed.headers), body: await signed.text() }
  return `import { createClient as create } from '@wechatpay-kit/endpoints'
import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { readFile } from 'node:fs/promises'
export const privateKey = await importPrivateKey(await readFile('apiclient_key.pem', 'utf8'))
export const merchant = { mchid: '${identity.mchid}', serialNumber: '${identity.serialNumber}', privateKey }
export const platformKeys = [{ id: '${identity.platformKeyId}', key: await importPublicKey(await readFile('pub_key.pem', 'utf8')) }]
export const gateway = '${project.url}'
export const apiV3Key = '${project.sandbox.apiV3Key}'
export const request = new Request('https://shop.example/notifications', ${JSON.stringify(notification)})
export const wxpay = create({ merchant, platformKeys, baseUrls: [gateway] })\n`
}
