import { type ChildProcess, spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createProject, type Project } from '../runtime-tests/harness/project.mjs'
import { readBlocks } from './pages.ts'
import { baseEnvironment } from './run.ts'

// The README's three commands, in a fresh folder with the packed packages and Express. The app is the README's, and so are
// the commands; their ports alone are others, so that nothing else on this machine is in the way.
let project: Project
const running: ChildProcess[] = []

beforeAll(() => {
  project = createProject({ others: { express: '5.3.0' } })
}, 180_000)
afterAll(async () => {
  for (const child of running.filter(({ exitCode }) => exitCode === null)) {
    const end = new Promise((resolve) => child.once('close', resolve))
    // Its group: npx and what it started.
    process.kill(-Number(child.pid), 'SIGINT')
    await end
  }
  project.remove()
})

/** Starts a command line in the folder; what it wrote can be read, and waited for. */
function start(line: string, env: Record<string, string> = {}) {
  const child = spawn('sh', ['-c', line], {
    cwd: project.folder,
    env: { ...baseEnvironment, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  running.push(child)
  let output = ''
  const listeners = new Set<() => void>()
  const add = (text: string) => {
    output += text
    for (const listener of listeners) listener()
  }
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', add)
  child.once('close', () => add(''))
  const waitFor = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const [found] = pattern.exec(output) ?? []
        if (found !== undefined) resolve(found)
        else if (child.exitCode !== null) reject(new Error(`${line} ended with ${child.exitCode}:\n${output}`))
      }
      listeners.add(look)
      look()
    })
  return { waitFor, read: () => output }
}

/** A port that is free now. */
async function findPort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return String(port)
}

it('the README’s three commands and its app print a payment that was verified', async () => {
  const blocks = readBlocks('README.md')
  const { code: app = '' } = blocks.find(({ info }) => info === 'js runtime=express') ?? {}
  expect(app.trimEnd().split('\n').length).toBeLessThanOrEqual(15)
  const lines =
    blocks
      .find(({ code }) => code.startsWith('npx wechatpay-kit sandbox'))
      ?.code.trim()
      .split('\n') ?? []
  expect(lines).toHaveLength(3)
  const [serve = '', listen = '', trigger = ''] = lines
  await writeFile(join(project.folder, 'app.mjs'), app)

  const port = await findPort()
  const sandbox = start(`${serve} --port 0`)
  const origin = await sandbox.waitFor(/http:\/\/127\.0\.0\.1:\d+/)
  await sandbox.waitFor(/environment is in \.env/)
  const shop = start(listen, { PORT: port })
  const send = async (args = '') => {
    const line = `${trigger.replace(':3000/', `:${port}/`)}${args}`
    const outcome = start(line, { WECHATPAY_BASE_URL: origin })
    return outcome.waitFor(/Acknowledged|Rightly refused|cannot be reached/)
  }
  // The app says nothing when it listens.
  for (let tries = 0; tries < 50 && (await send(' --fault unsigned')) === 'cannot be reached'; tries += 1);
  expect(await send()).toBe('Acknowledged')
  expect(await shop.waitFor(/^paid \w+ \d+$/m)).toMatch(/^paid OUT\d+ \d+$/)
  expect(await send(' --set resource.out_trade_no=O1 --set resource.amount.total=1')).toBe('Acknowledged')
  expect(await shop.waitFor(/^paid O1 1$/m)).toBe('paid O1 1')
  expect(await send(' --set resource.out_trade_no=O2 --fault wrong-signature')).toBe('Rightly refused')
  // Its notification was responded to, so that it would stand there.
  expect(shop.read()).not.toContain('O2')
}, 120_000)
