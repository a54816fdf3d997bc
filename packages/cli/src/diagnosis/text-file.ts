/** Decodes a text file: UTF-8, or UTF-16 as Windows saves it. A byte order mark of UTF-8 stays. */
export function decodeFile(file: Uint8Array): string {
  const [first, second] = file
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding, { ignoreBOM: encoding === 'utf-8' }).decode(file)
}
