import { KeyFormatError } from './errors.ts'
import type { KeyFile } from './key-file.ts'

/** Largest file that is read. A PKCS#12 file with a chain of certificates has some 10 KB. */
const MAX_SIZE = 2 ** 20

/** Refuses a file that takes long to read and is no key file. */
export function checkFileSize(file: KeyFile): void {
  // Whatever is neither text nor bytes is refused where it is opened. A key file's text is ASCII.
  const size = typeof file === 'string' ? file.length : file?.byteLength
  if (size > MAX_SIZE)
    throw new KeyFormatError(`Found ${size} bytes, but no key file is larger than 1 MiB: pass the right file.`)
}
