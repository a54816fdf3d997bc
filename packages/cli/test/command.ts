import { spawn } from 'node:child_process'
import { root, run } from '../../../test/run.ts'

/** The command as it is built. */
export const program: string = `${root}packages/cli/dist/main.js`

/** Path of a file of the test vectors. */
export const vector = (path: string): string => `${root}test-vectors/${path}`

/** Runs the command as a process, with the variables of nobody but this test, and standard input, empty by default. */
export function runCommand(
  args: readonly string[],
  { input = '', env = {}, cwd = root }: { input?: string; env?: Record<string, string>; cwd?: string } = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  return run(process.execPath, [program, ...args], { cwd, env, input })
}

/** Runs the command on a terminal: both outputs are there, and standard error is in `stdout` too. */
export function runOnTerminal(args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const words = [process.execPath, program, ...args].map((word) => `'${word}'`).join(' ')
  return run('script', ['-qec', words, '/dev/null'])
}

/** Runs the command in a pipe whose reader leaves after the first line; gives exit code and standard error. */
export async function runIntoClosedPipe(
  args: readonly string[],
  input = '',
): Promise<{ code: number; stderr: string }> {
  const script = 'set -o pipefail; "$0" "$@" | true'
  const { code, stderr } = await run('bash', ['-c', script, process.execPath, program, ...args], { input })
  return { code, stderr }
}

/** Starts the command with a standard input that stays open, and signals it once it reads that; gives how it ended. */
export function interrupt(args: readonly string[], signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'ignore', 'ignore'] })
    child.stdin.on('error', () => {})
    // More than a pipe holds: it is written when the command has read from it.
    child.stdin.write('x'.repeat(1_000_000), () => child.kill(signal))
    child.on('close', (code, killedBy) => resolve(code ?? killedBy))
  })
}
