import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The repository's root folder. */
export const root: string = fileURLToPath(new URL('..', import.meta.url))

const bins = `${root}runtime-tests/node_modules/.bin`

/** Path of a runtime that the runtime tests brought. */
export const bin = (name: string): string => `${bins}/${name}`

/** The environment of every program: commands of the system, then of the runtime tests; and no settings of the user's. */
export const baseEnvironment = {
  PATH: `${process.env['PATH']}:${bins}`,
  HOME: process.env['HOME'],
  DENO_NO_UPDATE_CHECK: '1',
  NO_COLOR: '1',
}

/** Runs a program to its end, whatever its exit code. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; input?: string } = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      command,
      args,
      { cwd: options.cwd ?? root, env: { ...baseEnvironment, ...options.env } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    )
    // A program may end without having read its input.
    child.stdin?.on('error', () => {}).end(options.input)
  })
}
