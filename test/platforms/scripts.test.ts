import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { createClient } from '@wechatpay-kit/endpoints'
import { describe, expect, it } from 'vitest'
import { run } from '../run.ts'
import { ALTER, createCall, type Environment, expectDiscreet, person, setUp } from './setup.ts'
import { startProgram } from './start.ts'

const { environment, without, lastSeen, voucher, copy, keep } = await setUp()

/** The commands by which the README of each starts a script. */
const SCRIPTS = {
  node: { main: ['npm', '-s', 'start'], sandbox: ['node', 'sandbox.mjs'] },
  deno: { main: ['deno', 'task', 'start'], sandbox: ['deno', 'task', 'sandbox'] },
  bun: { main: ['bun', 'main.ts'], sandbox: ['bun', 'sandbox.ts'] },
}
type Script = keyof typeof SCRIPTS
const scripts = Object.keys(SCRIPTS) as Script[]

function runMain(name: Script, input: string, env: Environment = environment) {
  const [command = '', ...args] = SCRIPTS[name].main
  return run(command, args, { cwd: copy(name, env), input })
}

describe.each(scripts)('%s, executed', (name) => {
  it('alters what standard input describes', async () => {
    const call = createCall()
    const { code, stdout, stderr } = await runMain(name, JSON.stringify(call))
    expect({ code, stdout, stderr }).toMatchObject({ code: 0, stdout: `000000 ${voucher()}\n` })
    expect(lastSeen()).toMatchObject({ target: ALTER, json: call })
    expectDiscreet(stdout + stderr)
  })

  it('says what is wrong, and nothing of a person', async () => {
    const failures: [string, Environment, string][] = [
      [
        '{}',
        without('WECHATPAY_PRIVATE_KEY'),
        'WECHATPAY_PRIVATE_KEY is missing: set it to the text of apiclient_key.pem',
      ],
      [JSON.stringify(createCall()).slice(0, -1), environment, 'Standard input is not JSON.'],
      [JSON.stringify({ ...createCall(), tel: '' }), environment, 'ValidationError: json.tel'],
    ]
    for (const [input, env, message] of failures) {
      const { code, stdout, stderr } = await runMain(name, input, env)
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toContain(message)
      expectDiscreet(stderr)
    }
  })
})

it.each([
  ['deno', 'bun'],
  ['bun', 'deno'],
  ['node', 'node'],
] as const)('the sandbox on %s serves the example on %s', async (host, guest) => {
  const [command = '', ...args] = SCRIPTS[host].sandbox
  const { match, output } = keep(
    await startProgram(command, args, copy(host), /^WECHATPAY_MCHID=[\s\S]*WECHATPAY_BASE_URL=.*\n/),
  )
  const env = match[0]
  const guestFolder = copy(guest)
  writeFileSync(join(guestFolder, '.env'), env)
  const [main = '', ...mainArgs] = SCRIPTS[guest].main
  const input = readFileSync(join(guestFolder, 'call.json'), 'utf8')
  const outcome = await run(main, mainArgs, { cwd: guestFolder, input })
  expect(outcome).toMatchObject({ code: 0, stdout: expect.stringMatching(/^000000 \w+\n$/) })
  expect(output()).toContain(`POST ${ALTER}`)
  // That sandbox knows the person now, by the number that it decrypted.
  const read = (name: string) => env.match(new RegExp(`^${name}="?([^"\n]*)`, 'm'))?.[1] ?? ''
  const wxpay = createClient({
    merchant: {
      mchid: read('WECHATPAY_MCHID'),
      serialNumber: read('WECHATPAY_SERIAL'),
      privateKey: await importPrivateKey(read('WECHATPAY_PRIVATE_KEY')),
    },
    platformKeys: [{ id: read('WECHATPAY_PUBLIC_KEY_ID'), key: await importPublicKey(read('WECHATPAY_PUBLIC_KEY')) }],
    baseUrls: [read('WECHATPAY_BASE_URL')],
  })
  const query = { cert_no: person.cert_no, req_ssn: '2' }
  const { data } = await wxpay.v3.gov.subsidy.zhejiang.qualifications.query.post({ json: query }).json()
  expect(data).toMatchObject([{ cate_code: 'A01' }])
  expectDiscreet(output().replace(env, '') + outcome.stdout + outcome.stderr)
})
