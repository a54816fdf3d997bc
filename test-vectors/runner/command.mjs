// The command as a process: whatever it starts ends with it, and it writes to no terminal itself.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { showLog } from './log.mjs'

/** Milliseconds in which a command may end by itself, and in which its last output may arrive. */
export const GRACE = 2_000

/** Whether processes have groups, which are killed as one. Windows has none: there the command alone is killed. */
const HAS_GROUPS = process.platform !== 'win32'

/** Signals that end this process, and with it the command, which is in another group and hears nothing of them. */
const SIGNALS = /** @type {const} */ (['SIGHUP', 'SIGINT', 'SIGTERM'])

/**
 * Starts a command in a group of its own.
 *
 * @param {string[]} command program and arguments, run without a shell
 * @returns {{ child: import('node:child_process').ChildProcessWithoutNullStreams, kill: () => void }} `kill` ends it, and all of its group
 */
export function startCommand([program = '', ...args]) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: HAS_GROUPS })
  let isKilled = false

  showLog(child.stderr, (text) => process.stderr.write(text))
  child.on('exit', () => {
    // A process that it left behind may hold its log open.
    const late = setTimeout(() => child.stderr.destroy(), GRACE)
    child.on('close', () => clearTimeout(late))
  })
  process.on('exit', kill)
  for (const signal of SIGNALS) process.on(signal, () => process.exit(128 + constants.signals[signal]))
  return { child, kill }

  function kill() {
    if (child.pid === undefined || isKilled) return
    isKilled = true
    if (!HAS_GROUPS) return void child.kill('SIGKILL')
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch {
      // All of the group have ended.
    }
  }
}
