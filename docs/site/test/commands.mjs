// The commands of pages, run by a shell against a sandbox that the command itself serves.
/** @import { SiteOperation } from '../build/catalogue/operations.mjs' */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeTrigger } from '../build/html/event.mjs'
import { events } from '../build/pages.mjs'
import { findHash, isOfFiles } from '../src/samples/code.mjs'
import { writeCommand } from '../src/samples/command.mjs'
import { makeSample } from '../src/samples/request.mjs'
import { typed } from './samples.mjs'
import { MERCHANT } from './stage.mjs'
import { NUMBER, readToday } from './states.mjs'

const program = fileURLToPath(new URL('../../../packages/cli/dist/main.js', import.meta.url))
/** Areas of which the sandbox remembers nothing: it responds to every call that is well formed. */
const AREAS = ['payscore', 'smartguide', 'marketing', 'hk', 'new-tax-control-fapiao', 'merchant-service']
/** Commands that are run of each area, and of event types. */
const COMMANDS = 6

/**
 * Runs commands of pages: some of each area, and all of files and of brands.
 *
 * @returns {Promise<{ run: number, faults: readonly string[] }>}
 */
export async function runCommands() {
  const folder = mkdtempSync(join(tmpdir(), 'site-commands-'))
  writeFileSync(join(folder, 'file.png'), 'picture')
  const options = ['--env', '.env', '--port', '0', '--merchant', MERCHANT]
  const server = spawn(process.execPath, [program, 'sandbox', ...options], { cwd: folder })
  try {
    await new Promise((resolve, reject) => {
      server.stdout.once('data', resolve)
      server.once('exit', (code) => reject(new Error(`The sandbox ended with ${code}.`)))
    })
    const commands = typed.filter(isChosen).map(({ facts }) => writeCommand(facts, makeSample(facts)))
    const faults = commands.flatMap((command) => checkCommand(command, folder, 0))
    // Nobody listens there: the command is understood, and says so.
    const unheard = events.slice(0, COMMANDS).flatMap((event) => {
      return checkCommand(writeTrigger(event).replace(':3000', ':1'), folder, 1)
    })
    return { run: commands.length + 1 + COMMANDS, faults: [...faults, ...downloadBill(folder), ...unheard] }
  } finally {
    server.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Files of which another response tells the address and the hash. */
const isToldOf = (/** @type {SiteOperation} */ { facts }) => typeof findHash(facts) === 'object'

/** Tells whether the command of an operation is run. @param {SiteOperation} operation */
function isChosen(operation) {
  const { area, facts } = operation
  if (isOfFiles(facts) || facts.path.startsWith('/brand/')) return !isToldOf(operation)
  if (!AREAS.includes(area)) return false
  const own = typed.filter((one) => one.area === area && !isOfFiles(one.facts))
  return own.indexOf(operation) % Math.max(1, Math.floor(own.length / COMMANDS)) === 0
}

/** Runs the commands that lead to the file of a bill, with the address and the hash that they tell. @param {string} folder */
function downloadBill(folder) {
  const find = (/** @type {string} */ name) =>
    typed.find(({ facts }) => `${facts.method} ${facts.path}` === name)?.facts ?? assert.fail(`There is no ${name}.`)
  const write = (/** @type {string} */ name, /** @type {Readonly<Record<string, string>>} */ known) =>
    writeCommand(
      find(name),
      makeSample(find(name), (field) => known[field]),
    )
  run(write('POST /v3/pay/transactions/native', {}), folder)
  run(`npx wechatpay-kit pay ${NUMBER} --env-file .env`, folder)
  const { stdout } = run(write('GET /v3/bill/tradebill', { bill_date: readToday() }), folder)
  const { download_url, hash_type, hash_value } = JSON.parse(stdout)
  const token = new URL(download_url).searchParams.get('token') ?? ''
  const command = write('GET /v3/billdownload/file', { token }).replace(
    /--hash \S+/,
    `--hash ${hash_type}:${hash_value}`,
  )
  return checkCommand(command, folder, 0)
}

/** @param {string} command @param {string} cwd @param {number} expected - exit code. @returns {string[]} */
function checkCommand(command, cwd, expected) {
  const { status, stderr } = run(command, cwd)
  return status === expected ? [] : [`${command}\nended with ${status}: ${stderr.slice(0, 300)}`]
}

/** @param {string} command @param {string} cwd */
function run(command, cwd) {
  const line = command.replaceAll('npx wechatpay-kit', `"${process.execPath}" "${program}"`)
  return spawnSync('sh', ['-c', line], { cwd, encoding: 'utf8', env: { PATH: process.env['PATH'] } })
}
