// Programs that sign or call once, and how each is started and reports.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { start } from '../../runtime-tests/harness/process.mjs'
import { bundle as bundleText } from '../../runtime-tests/harness/runtimes.mjs'

/** @typedef {{ result: unknown, own?: number, elapsed: number }} Outcome milliseconds; `own` since the runtime's own start */
/** @typedef {(program: string) => Promise<Outcome>} Start */

const programs = fileURLToPath(new URL('programs/', import.meta.url))

/** Ways in which a program is run and reports, by kind of runtime. */
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
    const name = `${program}.${kind}.bundle.mjs`
    if (!existsSync(join(folder, name))) {
      const entry = join(folder, prepare(program, kind))
      write(name, bundleText(entry, { minify: true, format: kind === 'edge' ? 'iife' : 'esm' }))
    }
    return name
  }
  return { folder, prepare, bundle, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Runs a program in a process of its own. @param {{ command: string, args: string[], env?: Record<string, string> }} shell @param {string} file @param {string} folder @returns {Promise<Outcome>} */
export async function runInShell({ command, args, env }, file, folder) {
  return toOutcome(`${command} ${file}`, await start(command, [...args, file], folder, env))
}

/** The outcome that a program printed. @param {string} name for errors @param {import('../../runtime-tests/harness/process.mjs').Outcome} printed @returns {Outcome} */
export function toOutcome(name, { code, output, firstOutput }) {
  const line = output.split('\n').find((text) => text.startsWith('{'))
  if (code !== 0 || !line) throw new Error(`${name} ended with ${code}: ${output}`)
  return { ...JSON.parse(line), elapsed: firstOutput }
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
      if (typeof outcome.result !== 'string') throw new Error(`${name} gave no signature and no response.`)
      if (round >= 0) outcomes[name]?.push(outcome)
    }
  }
  return outcomes
}
