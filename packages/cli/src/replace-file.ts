import { randomUUID } from 'node:crypto'
import { chmod, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'

/**
 * Writes a file beside its place and moves it there once it is whole: whoever reads the place finds the old file or the new
 * one, and a failure leaves nothing behind. A link stays one, to the new file; a pipe or a device is written to, because
 * nothing can take its place.
 *
 * @param content - or a stream of it, whose failure is that of the file.
 */
export async function replaceFile(
  path: string,
  content: string | Uint8Array | AsyncIterable<Uint8Array>,
  mode = 0o666,
): Promise<void> {
  const place = await realpath(path).catch(() => path)
  const found = await stat(place).catch(() => undefined)
  if (found && !found.isFile() && !found.isDirectory()) return writeFile(place, content)
  const beside = `${place}.${randomUUID().slice(0, 8)}.part`
  try {
    await writeFile(beside, content, { mode, flag: 'wx' })
    // The mode of a new file is less what the process masks; a secret is secret whatever that is.
    if (mode === 0o600) await chmod(beside, mode)
    await rename(beside, place)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}
