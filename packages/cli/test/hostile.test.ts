import { lstatSync } from 'node:fs'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseEnv } from 'node:util'
import { createClient, readEnvironment } from '@wechatpay-kit/client'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { serve } from '@wechatpay-kit/sandbox/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../../../test/run.ts'
import { runCommand, runOnTerminal } from './command.ts'
import { type Running, startCommand, startSandbox, useFolder } from './sandbox.ts'

const folder = useFolder()
const env = () => ['--env-file', folder.file('.env')]

/** Characters that command a terminal: of both sets of control characters, and those that turn the order of a text. */
const COMMANDS = '\u001b[2J\u001b]0;title\u0007\r\b\u007f\u009b31m\u202e\u2066'
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for.
const FORBIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/

const receiver = createServer((request, response) => {
  request.resume()
  response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`seen${COMMANDS}`)
})
let to: string
let running: Running & { url: string }

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  to = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/notify`
  running = await startSandbox(folder)
})
afterAll(async () => {
  receiver.closeAllConnections()
  receiver.close()
  await running.stop()
})

const connect = async () => {
  const { apiV3Key: _, ...environment } = await readEnvironment(parseEnv(await readFile(folder.file('.env'), 'utf8')))
  return createClient(environment)
}
const order = { appid: 'wx2421b1c4370ec43b', mchid: '1900000000', description: 'a', amount: { total: 100 } }

describe('what comes from the network commands no terminal', () => {
  it('as the body of a receiver', async () => {
    const trigger = ['trigger', 'TRANSACTION.SUCCESS', '--to', to, ...env()]
    const plain = await runCommand(trigger)
    expect(plain.stdout).toContain('seen\\u001b[2J\\u001b]0;title\\u0007\\r')
    expect(plain.stdout).not.toMatch(FORBIDDEN)
    const json = await runCommand([...trigger, '--json'])
    expect(json.stdout).not.toMatch(FORBIDDEN)
    expect(JSON.parse(json.stdout)).toMatchObject({ body: `seen${COMMANDS}` })
  })

  it('as the resource of a notification', async () => {
    const receiving = startCommand(['receive', '--port', '0', ...env()])
    const [, url = ''] = await receiving.waitFor(/Notifications to (http:\S+\/) are/)
    const set = `resource.attach=x${COMMANDS}`
    await runCommand(['trigger', 'TRANSACTION.SUCCESS', '--set', set, '--to', url, ...env()])
    await receiving.waitFor(/"attach": "x.*\n/)
    expect(receiving.output.stdout).not.toMatch(FORBIDDEN)
    expect(JSON.parse(receiving.output.stdout.replace(/^.*\n/, ''))).toMatchObject({ attach: `x${COMMANDS}` })
    await receiving.stop()
  })

  it('as the message of an error, colours or not', async () => {
    const server = createServer((_, response) => {
      const json = { code: 'PARAM_ERROR', message: `no${COMMANDS}` }
      response.writeHead(400, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(json))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    for (const more of [{}, { FORCE_COLOR: '1' }]) {
      const { stderr } = await runCommand(['pay', 'O1', '--base-url', url], { env: more })
      expect(stderr).toContain('PARAM_ERROR')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are the command's own.
      expect(stderr.replace(/\u001b\[\d\dm/g, '')).not.toMatch(FORBIDDEN)
    }
    server.close()
  })

  it('as what a stranger has the sandbox say', async () => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ mchid: COMMANDS })
    expect((await fetch(`${running.url}/sandbox/pay`, { method: 'POST', headers, body })).status).toBe(404)
    await running.waitFor(/POST \/sandbox\/pay 404.*\n/)
    expect(running.output.stderr).not.toMatch(FORBIDDEN)
  })

  it('as a file that is printed on a terminal, and is itself in a pipe', async () => {
    const sandbox = await createSandbox()
    const content = new TextEncoder().encode(`费${COMMANDS}\r\n`)
    const server = await serve({
      fetch: async (request) => (request.url.includes('billdownload') ? new Response(content) : sandbox.fetch(request)),
    })
    const lines = Object.entries({ ...sandbox.merchants[0]?.writeEnvironment(), WECHATPAY_BASE_URL: server.url })
    const text = lines.map(([name, value]) => `${name}=${value.startsWith('-') ? btoa(value) : value}\n`).join('')
    await writeFile(folder.file('.env.file'), text)
    const args = ['download', '/v3/billdownload/file?token=1', '--unchecked', '--env-file', folder.file('.env.file')]
    const terminal = await runOnTerminal(args)
    expect(terminal.stdout).toContain('费\\u001b[2J')
    expect(terminal.stdout.replaceAll('\r\n', '\n')).not.toMatch(FORBIDDEN)
    expect((await runCommand(args)).stdout).toBe(`费${COMMANDS}\r\n`)
    await server.close()
  })
})

describe('an address that cannot be notified', () => {
  it('is told of, and stops neither the sandbox nor the command', async () => {
    const wxpay = await connect()
    const json = { ...order, out_trade_no: 'NOTIFY01', notify_url: 'nowhere' }
    await wxpay.chain('v3/pay/transactions/native').post({ json })
    const { code, stdout } = await runCommand(['pay', 'NOTIFY01', ...env()])
    expect([code, stdout]).toEqual([0, expect.stringMatching(/TRANSACTION\.SUCCESS → nowhere: no response/)])
    expect((await fetch(`${running.url}/sandbox`)).status).toBe(200)
  })
})

describe('control', () => {
  it.each(['127.0.0.1', 'localhost'])('under the host %s is for names of this machine alone', async (host) => {
    const own = startCommand(['sandbox', '--port', '0', '--host', host])
    const [, url = ''] = await own.waitFor(/listens on (http:\S+);/)
    const request = ['-s', '-H', 'Host: elsewhere.example', `${url}/sandbox`]
    expect((await run('curl', request, {})).stdout).toContain('NO_AUTH')
    await own.stop()
  })
})

describe('a file that is written', () => {
  it('goes through what is no file, and leaves it what it is', async () => {
    await mkdir(folder.file('pipes'))
    const pipe = folder.file('pipes/fifo')
    await run('mkfifo', [pipe], {})
    const reading = run('cat', [pipe], {})
    const sandbox = startCommand(['sandbox', '--port', '0', '--env', pipe])
    expect(parseEnv((await reading).stdout)).toMatchObject({ WECHATPAY_MCHID: '1900000000' })
    await sandbox.stop()
    expect(lstatSync(pipe).isFIFO()).toBe(true)
    expect(await readdir(folder.file('pipes'))).toEqual(['fifo'])
  })

  it('keeps a link', async () => {
    await writeFile(folder.file('target.env'), 'OTHER=1\n')
    await symlink('target.env', folder.file('link.env'))
    const sandbox = startCommand(['sandbox', '--port', '0', '--env', folder.file('link.env')])
    await sandbox.waitFor(/link\.env\./)
    await sandbox.stop()
    expect(lstatSync(folder.file('link.env')).isSymbolicLink()).toBe(true)
    expect(await readFile(folder.file('target.env'), 'utf8')).toMatch(/^OTHER=1\n# .*\nWECHATPAY_MCHID=/)
    expect(lstatSync(folder.file('target.env')).mode & 0o777).toBe(0o600)
  })
})

describe('a state file of somebody else’s', () => {
  it('adds nothing to the environment', async () => {
    const state = folder.file('other.jsonl')
    const first = startCommand(['sandbox', '--port', '0', '--state', state])
    await first.waitFor(/listens on/)
    await first.stop()
    const hostile = (await readFile(state, 'utf8')).replace(
      /"apiV3Key":"[^"]*"/,
      `"apiV3Key":${JSON.stringify('x\nNODE_OPTIONS=$(id)')}`,
    )
    await writeFile(state, hostile)
    const { code, stdout, stderr } = await runCommand(['sandbox', '--port', '0', '--state', state])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/WECHATPAY_APIV3_KEY/)
    expect(stderr).not.toContain('NODE_OPTIONS')
  })
})
