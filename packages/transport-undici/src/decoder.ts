import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

const DECODERS = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
])

/** What unpacks a body, as a stream; `undefined` for one that is not packed, or in a way that nobody knows. */
export function createDecoder(encoding: string | string[] | undefined): ReturnType<typeof createGunzip> | undefined {
  return typeof encoding === 'string' ? DECODERS.get(encoding.trim().toLowerCase())?.() : undefined
}
