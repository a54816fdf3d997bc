import { readFile } from 'node:fs/promises'
import { addAbortSignal } from 'node:stream'
import type { CommandContext } from './command.ts'
import { CommandError, UsageError } from './errors.ts'
import type { Text } from './language.ts'

let isRead = false

/** Reads standard input to its end, once; `wait` is called first where a person has to type it. */
export async function readInput(signal: AbortSignal, wait: () => void): Promise<Buffer> {
  signal.throwIfAborted()
  if (isRead) throw new UsageError('Standard input was read as the key already. Name the file of one of both.')
  isRead = true
  if (process.stdin.isTTY) wait()
  const chunks: Buffer[] = []
  for await (const chunk of addAbortSignal(signal, process.stdin)) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Reads a file that the user named; `role` is the option or variable that names it, where it is no argument. */
export async function readNamedFile(path: string, role?: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const found = FOUND[code ?? ''] ?? `could not be read (${code})`
    throw new CommandError(
      'FILE_UNREADABLE',
      `The file ${path} ${found}. ${role ? `Name the file with ${role}.` : 'Name another file.'}`,
    )
  }
}

const FOUND: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a directory',
  EACCES: 'may not be read by this user',
}

/** Tells a person that the line feed at the end of the input counts, which `echo` writes and nobody sees. */
export function noteLineFeed(input: Buffer, { note, say }: CommandContext, verb: Text): void {
  if (input.at(-1) !== 0x0a) return
  note(
    say({
      en: `The input ends with a line feed, which is ${verb.en} too; printf '%s' writes none.`,
      zh: `输入以换行符结尾，它也会被${verb.zh}；printf '%s' 不会写入换行符。`,
    }),
  )
}
