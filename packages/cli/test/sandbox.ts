import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { baseEnvironment } from '../../../test/run.ts'
import { program } from './command.ts'

/** A command that runs until it is stopped. */
export interface Running {
  readonly child: ChildProcess
  /** What it wrote so far. */
  readonly output: { stdout: string; stderr: string }
  /** Waits until standard output or standard error matches; rejects with both where the command ends before. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>
  /** Signals it, and gives its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals | null>
}

/** Starts a command as a process. */
export function startCommand(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Running {
  const env = { ...baseEnvironment, ...options.env }
  const child = spawn(process.execPath, [program, ...args], {
    env,
    cwd: options.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  const listeners = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
      for (const listener of listeners) listener()
    })
  let end: number | NodeJS.Signals | null | undefined
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.on('close', (code, signal) => {
      end = code ?? signal
      for (const listener of listeners) listener()
      resolve(end)
    }),
  )
  return {
    child,
    output,
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(output.stdout) ?? pattern.exec(output.stderr)
          if (found) resolve(found)
          else if (end !== undefined) reject(new Error(`ended with ${end}\n${output.stdout}\n${output.stderr}`))
          else return
          listeners.delete(look)
        }
        listeners.add(look)
        look()
      }),
    stop(signal = 'SIGINT') {
      child.kill(signal)
      return ended
    },
  }
}

/** A folder of the test's own, which is removed after it. */
export function useFolder(): { readonly path: string; file(name: string): string } {
  let path = ''
  beforeAll(async () => {
    path = await mkdtemp(join(tmpdir(), 'wechatpay-kit-'))
  })
  afterAll(() => rm(path, { recursive: true }))
  return {
    get path() {
      return path
    },
    file: (name) => join(path, name),
  }
}

/** A sandbox that the command serves on a free port, its environment in `.env` of the folder. */
export async function startSandbox(
  folder: { readonly path: string },
  args: readonly string[] = [],
): Promise<Running & { readonly url: string }> {
  const env = args.includes('--env') ? [] : ['--env', '.env']
  const running = startCommand(['sandbox', '--port', '0', ...env, ...args], { cwd: folder.path })
  const [, url = ''] = await running.waitFor(/listens on (http:\/\/127\.0\.0\.1:\d+);[\s\S]*env\./)
  return { ...running, url }
}

/** An address on which nobody listens: the port is not for users. */
export const unreachable = 'http://127.0.0.1:49151'
