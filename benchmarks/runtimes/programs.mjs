// Programs that sign or call once, and how each is started and reports.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

/** @typedef {{ result: unknown, own?: number, elapsed: number }} Outcome milliseconds; `own` since the runtime's own start */
/** @typedef {(program: string) => Promise<Outcome>} Start */

const programs = fileURLToPath(new URL('programs/', import.meta.url))

/** How a program is run and reports, by kind of runtime. */
const ENTRIES = {
  process: 'console.log(JSON.stringify({ result: await run(data), own: performance.now() }))',
  workerd: 'export default { test: async () => console.log(JSON.stringify({ result: await run(data) })) }',
  edge: 'globalThis.outcome = run(data).then((result) => ({ result }))',
  page: 'globalThis.outcome = run(data).then((result) => ({ result, own: performance.now() }))',
}

/** A folder of programs with what they are given. @param {object} data */
export function openPrograms(data) {
  const folder = mkdtempSync(join(tmpdir(), 'wechatpay-kit-start-'))
  const write = (/** @type {string} */ name, /** @type {string} */ text) => writeFileSync(join(folder, name), text)
  write('package.json', JSON.stringify({ private: true, type: 'module' }))
  write('data.mjs', `export const data = ${JSON.stringify(data)}\n`)

  /** The file of a program with its entry. @param {string} program @param {keyof typeof ENTRIES} kind */
  const prepare = (program, kind) => {
    const name = `${program}.${kind}.mjs`
    const imports = `import { run } from '${programs}${program}.mjs'\nimport { data } from './data.mjs'\n`
    if (!existsSync(join(folder, name))) write(name, imports + ENTRIES[kind])
    return name
  }
  /** @param {string} program @param {keyof typeof ENTRIES} kind */
  const bundle = (program, kind) => {
    const outfile = `${program}.${kind}.bundle.mjs`
    if (!existsSync(join(folder, outfile))) {
      buildSync({
        entryPoints: [join(folder, prepare(program, kind))],
        outfile: join(folder, outfile),
        bundle: true,
        minify: true,
        format: kind === 'edge' ? 'iife' : 'esm',
        platform: 'browser',
        target: 'es2022',
      })
    }
    return outfile
  }
  const start = (/** @type {string} */ command, /** @type {string[]} */ args) => startProcess(command, args, folder)
  return { folder, write, prepare, bundle, start, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** From the start of a process to the line it prints. @param {string} command @param {string[]} args @param {string} cwd @returns {Promise<Outcome>} */
function startProcess(command, args, cwd) {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const env = { ...process.env, DENO_NO_UPDATE_CHECK: '1' }
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 })
    let [output, errors, elapsed] = ['', '', 0]
    child.stdout.on('data', (chunk) => {
      elapsed ||= performance.now() - start
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      errors += chunk
    })
    child.on('error', reject)
    child.on('close', (code) => {
      const line = output.split('\n').find((text) => text.startsWith('{'))
      if (code === 0 && line) resolve({ ...JSON.parse(line), elapsed })
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${errors || output}`))
    })
  })
}

/**
 * Starts each program so many times, in turn.
 *
 * @param {Start} start
 * @param {readonly string[]} names
 * @param {number} times
 * @returns {Promise<Record<string, Outcome[]>>}
 */
export async function measureStarts(start, names, times) {
  /** @type {Record<string, Outcome[]>} */
  const outcomes = Object.fromEntries(names.map((name) => [name, []]))
  // The first start of each reads its files from the disk.
  for (let round = -1; round < times; round++) {
    for (const name of round % 2 === 0 ? names : [...names].reverse()) {
      const outcome = await start(name)
      if (typeof outcome.result !== 'string') throw new Error(`${name} gave no signature and no answer.`)
      if (round >= 0) outcomes[name]?.push(outcome)
    }
  }
  return outcomes
}
