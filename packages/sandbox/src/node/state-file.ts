import { closeSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
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
 * @throws Error of `node:fs`, such as `EACCES`; or an Error that names the line, where the file is not the memory of a sandbox.
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
  let file = openSync(path, 'a', 0o600)
  let lines = 0
  let limit = SLACK

  const writeAnew = (rows: readonly Change[]) => {
    const beside = `${path}.new`
    const next = openSync(beside, 'w', 0o600)
    writeSync(next, rows.map(toLine).join(''))
    closeSync(file)
    renameSync(beside, path)
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
