import { spawn } from 'node:child_process'

/** Milliseconds after which a program hangs, and is killed. */
const DEADLINE = 180_000

/** @typedef {{ code: number, output: string }} Outcome */

/** Runs a program to its end, whatever its exit code. @param {string} command @param {string[]} args @param {string} cwd @param {Record<string, string>} [env] @returns {Promise<Outcome>} */
export function start(command, args, cwd, env = {}) {
  return new Promise((resolve) => {
    const options = {
      cwd,
      env: { ...process.env, ...env },
      timeout: DEADLINE,
      killSignal: /** @type {const} */ ('SIGKILL'),
    }
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => resolve({ code: 1, output: String(error) }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
