import { spawn } from 'node:child_process'

/** Milliseconds after which a program hangs, and is killed, unless it is said otherwise. */
const DEADLINE = 180_000

/** @typedef {{ code: number, output: string, firstOutput: number }} Outcome what was printed, and the milliseconds until its standard output began */

/** Runs a program to its end, whatever its exit code. @param {string} command @param {readonly string[]} args @param {string} cwd @param {Record<string, string>} [env] @param {number} [timeout] @returns {Promise<Outcome>} */
export function start(command, args, cwd, env = {}, timeout = DEADLINE) {
  return new Promise((resolve) => {
    const begin = performance.now()
    const options = {
      cwd,
      env: { ...process.env, ...env },
      timeout,
      killSignal: /** @type {const} */ ('SIGKILL'),
    }
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let [output, firstOutput] = ['', 0]
    child.stdout.once('data', () => (firstOutput = performance.now() - begin))
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => resolve({ code: 1, output: String(error), firstOutput }))
    child.on('close', (code) => resolve({ code: code ?? 1, output, firstOutput }))
  })
}

/**
 * A program that goes on running.
 *
 * @typedef {object} Program
 * @property {RegExpMatchArray} match what it printed when it was ready
 * @property {() => string} output all that it printed: first its standard output, then its errors
 * @property {() => void} stop
 */

/** Starts a program and waits until its output matches. @param {string} command @param {readonly string[]} args @param {{ cwd: string, env?: NodeJS.ProcessEnv, ready: RegExp }} options `env` is all of the environment @returns {Promise<Program>} */
export function startUntilReady(command, args, { cwd, env, ready }) {
  // A group of its own, because some commands start others, which would outlive them.
  const child = spawn(command, args, { cwd, env, detached: true })
  const printed = { stdout: '', stderr: '' }
  const output = () => printed.stdout + printed.stderr
  const stop = () => void process.kill(-Number(child.pid))
  return new Promise((resolve, reject) => {
    for (const name of /** @type {const} */ (['stdout', 'stderr'])) {
      child[name].on('data', (chunk) => {
        printed[name] += chunk
        const match = output().match(ready)
        if (match) resolve({ match, output, stop })
      })
    }
    child.on('error', reject)
    child.on('close', () => reject(new Error(`${command} ended:\n${output()}`)))
  })
}
