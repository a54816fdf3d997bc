// The commands of pages, run by a shell against a sandbox that the command itself serves.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeTrigger } from '../build/html/event.mjs'
import { events } from '../build/pages.mjs'
import { writeCommand } from '../src/samples/command.mjs'
import { makeSample } from '../src/samples/request.mjs'
import { typed } from './samples.mjs'

const program = fileURLToPath(new URL('../../../packages/cli/dist/main.js', import.meta.url))
/** Areas of which the sandbox remembers nothing: it responds to every call that is well formed. */
const AREAS = ['payscore', 'smartguide', 'marketing', 'hk', 'new-tax-control-fapiao', 'merchant-service']
/** Commands that are run of each area, and of event types. */
const COMMANDS = 6

/**
 * Runs commands of pages.
 *
 * @returns {Promise<{ run: number, faults: readonly string[] }>}
 */
export async function runCommands() {
  const folder = mkdtempSync(join(tmpdir(), 'site-commands-'))
  const server = spawn(process.execPath, [program, 'sandbox', '--env', '.env', '--port', '0'], { cwd: folder })
  try {
    await new Promise((resolve, reject) => {
      server.stdout.once('data', resolve)
      server.once('exit', (code) => reject(new Error(`The sandbox ended with ${code}.`)))
    })
    const commands = AREAS.flatMap((area) => {
      const own = typed.filter((operation) => operation.area === area && !operation.facts.download)
      const step = Math.max(1, Math.floor(own.length / COMMANDS))
      return own.filter((_, index) => index % step === 0).map((one) => writeCommand(one.facts, makeSample(one.facts)))
    })
    const faults = commands.flatMap((command) => runCommand(command, folder, 0))
    // Nobody listens there: the command is understood, and says so.
    const unheard = events.slice(0, COMMANDS).flatMap((event) => {
      return runCommand(writeTrigger(event).replace(':3000', ':1'), folder, 1)
    })
    return { run: commands.length + COMMANDS, faults: [...faults, ...unheard] }
  } finally {
    server.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {string} command @param {string} cwd @param {number} expected - exit code. @returns {string[]} */
function runCommand(command, cwd, expected) {
  const line = command.replaceAll('npx wechatpay-kit', `"${process.execPath}" "${program}"`)
  const { status, stderr } = spawnSync('sh', ['-c', line], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  })
  return status === expected ? [] : [`${command}\nended with ${status}: ${stderr.slice(0, 300)}`]
}
