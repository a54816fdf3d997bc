import { basename, extname } from 'node:path'
import { readNamedFile } from '../input.ts'

/** Media types by the ending of a file's name: of what WeChat Pay takes. */
const TYPES: Readonly<Record<string, string>> = {
  '.bmp': 'image/bmp',
  '.csv': 'text/csv',
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.mp4': 'video/mp4',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.txt': 'text/plain',
}

/** Reads the file of an upload; its media type is that of its name, or left to the client. */
export async function readUpload(path: string): Promise<File> {
  const bytes = await readNamedFile(path, '--file')
  return new File([new Uint8Array(bytes)], basename(path), { type: TYPES[extname(path).toLowerCase()] ?? '' })
}
