import {
  closeSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import type { Change, SandboxStorage } from '../state/state.ts'

/** Lines beyond twice the rows at which the file is written anew. */
const SLACK = 10_000

/**
 * Keeps the memory of a sandbox in a file, as a line of JSON for each change; a restart loses nothing. When most lines are
 * of the past, the file is written anew beside itself and moved into its place. Only its owner can read it: it has the keys
 * of the merchants.
 *
 * @param path - of the file, which is made where there is none; one sandbox at a time may have it open.
 * @returns the storage for `createSandbox`.
 * @throws Error of `node:fs`, such as `EACCES`; or an Error that names the line, where the file is not the memory of a
 *   sandbox, and the process, where another one has it open.
 * @example
 * ```ts
 * import { mkdtempSync } from 'node:fs'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { createSandbox } from '@wechatpay-kit/sandbox'
 * import { openStateFile } from '@wechatpay-kit/sandbox/node'
 *
 * const path = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'state.jsonl')
 * const { apiV3Key } = await createSandbox({ storage: openStateFile(path) })
 * console.log((await createSandbox({ storage: openStateFile(path) })).apiV3Key === apiV3Key) // true
 * ```
 */
export function openStateFile(path: string): SandboxStorage {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found && !found.isFile() && !found.isDirectory())
    throw new Error(`${path} is a pipe or a device, and the memory of a sandbox is a file. Name another.`)
  let file = openSync(path, 'a', 0o600)
  const place = realpathSync(path)
  lock(path, `${place}.lock`)
  let lines = 0
  let limit = SLACK

  const writeAnew = (rows: readonly Change[]) => {
    const beside = `${place}.new`
    // Somebody else's file or link of this name is not written to.
    rmSync(beside, { force: true })
    const next = openSync(beside, 'wx', 0o600)
    writeSync(next, rows.map(toLine).join(''))
    closeSync(file)
    renameSync(beside, place)
    file = next
    lines = rows.length
    limit = 2 * lines + SLACK
  }

  return {
    load() {
      const changes = readChanges(path)
      // What a crash broke off at the end is not to be continued.
      writeAnew(changes)
      return changes
    },
    append(step, listRows) {
      // At once, so that a crash leaves all of it or nothing.
      writeSync(file, step.map(toLine).join(''))
      lines += step.length
      if (lines > limit) writeAnew([...listRows()])
    },
  }
}

/** The locks of this process. */
const locks = new Set<string>()

/** Takes the lock of a state file, which goes with this process: two that write would lose what the other has. */
function lock(path: string, lockPath: string): void {
  const holder = readHolder(lockPath)
  if (holder !== undefined && holder !== process.pid && isRunning(holder))
    throw new Error(
      `${path} is open in another sandbox, process ${holder}. Stop that one, or name another file; if it is none, delete ${lockPath}.`,
    )
  rmSync(lockPath, { force: true })
  writeFileSync(lockPath, String(process.pid), { flag: 'wx', mode: 0o600 })
  if (locks.size === 0) process.once('exit', () => locks.forEach(release))
  locks.add(lockPath)
}

function release(lockPath: string): void {
  if (readHolder(lockPath) === process.pid) rmSync(lockPath, { force: true })
}

/** The process that has a lock; `undefined` where there is none. */
function readHolder(lockPath: string): number | undefined {
  const found = statSync(lockPath, { throwIfNoEntry: false })
  return found?.isFile() ? Number(readFileSync(lockPath, 'utf8')) || undefined : undefined
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function toLine(change: Change): string {
  return `${JSON.stringify(change)}\n`
}

/** Reads the lines that are whole: a crash may have broken off the last one, whose response nobody got. */
function readChanges(path: string): readonly Change[] {
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  return lines.map((line, index) => {
    try {
      const change: unknown = JSON.parse(line)
      if (Array.isArray(change) && typeof change[0] === 'string' && typeof change[1] === 'string')
        return change as unknown as Change
    } catch {
      // Refused below, like JSON that is no change.
    }
    throw new Error(
      `Line ${index + 1} of ${path} is not a change of a sandbox's memory. Name another file, or delete it.`,
    )
  })
}
