import { once } from 'node:events'
import type { CommandContext } from '../command.ts'
import { escapeControls } from '../controls.ts'
import { CommandError } from '../errors.ts'
import { replaceFile } from '../replace-file.ts'

/** Saves a stream of bytes: to a file that appears when all of it is there, with progress; or to standard output. */
export async function saveBytes(
  chunks: AsyncIterable<Uint8Array>,
  {
    out,
    label,
    total,
  }: { readonly out: string | undefined; readonly label: string; readonly total?: number | undefined },
  context: CommandContext,
): Promise<void> {
  if (out === undefined) {
    const decoder = new TextDecoder()
    // A person reads it: what looks like a command of the terminal was written by somebody else.
    const show = (chunk: Uint8Array) => escapeControls(decoder.decode(chunk, { stream: true }))
    for await (const chunk of chunks) await write(process.stdout.isTTY ? show(chunk) : chunk, context.signal)
    return
  }
  const progress = await context.startProgress(label, total)
  let bytes = 0
  const counted = async function* () {
    for await (const chunk of chunks) {
      bytes += chunk.length
      progress.advance(chunk.length)
      yield chunk
    }
  }
  try {
    await replaceFile(out, counted())
    progress.stop(`${label}: ${bytes} bytes`)
  } catch (error) {
    progress.stop(label)
    throw explainFile(out, error)
  }
  context.print({ file: out, bytes }, () => context.say({ en: `${out}: ${bytes} bytes`, zh: `${out}：${bytes} 字节` }))
}

/** Writes to standard output, no faster than it is read. */
async function write(chunk: Uint8Array | string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  if (!process.stdout.write(chunk)) await once(process.stdout, 'drain', { signal })
}

/** Explains an error of a file that is written; gives any other as it is. */
function explainFile(path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (!syscall || !['open', 'rename', 'write', 'chmod'].includes(syscall)) return error
  return new CommandError('FILE_UNWRITABLE', `${path} cannot be written (${code}). Name another file with --out.`)
}

/** The bytes of a response, and their number where it is known. */
export function readBody({ body, headers }: Response): {
  chunks: AsyncIterable<Uint8Array>
  total: number | undefined
} {
  const length = Number(headers.get('content-length'))
  return { chunks: body ?? empty(), total: length > 0 && !headers.has('content-encoding') ? length : undefined }
}

async function* empty(): AsyncGenerator<Uint8Array> {}
