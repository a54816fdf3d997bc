import type { Bytes } from '@wechatpay-kit/transport-fetch'

/** A part of a form. */
export interface Part {
  readonly name: string
  readonly filename: string | undefined
  readonly bytes: Bytes
}

/**
 * Reads the parts of a `multipart/form-data` body (RFC 7578) as servers take them, which is wider than `formData()`:
 * parameters with and without quotes, `filename*` (RFC 8187), a final semicolon, header names in any case, and whatever
 * stands before the first boundary. Gives `undefined` for a body that is no complete form.
 */
export function readParts(body: Bytes, contentType: string): readonly Part[] | undefined {
  const boundary = readParameters(contentType).get('boundary')
  if (!boundary) return undefined
  const delimiter = encode(`\r\n--${boundary}`)
  // A line break in front lets the first boundary, which may open the body, be found like the others.
  const bytes = join(encode('\r\n'), body)
  const parts: Part[] = []
  let start = find(bytes, delimiter, 0)
  while (start !== -1) {
    start += delimiter.length
    if (startsWith(bytes, '--', start)) return parts
    const end = find(bytes, delimiter, start)
    const part = end === -1 ? undefined : readPart(bytes.subarray(start, end))
    if (!part) return undefined
    parts.push(part)
    start = end
  }
  return undefined
}

/** Reads one part: the rest of the boundary's line, headers, an empty line, content. */
function readPart(bytes: Bytes): Part | undefined {
  const separator = encode('\r\n\r\n')
  const end = find(bytes, separator, 0)
  if (end === -1) return undefined
  const head = new TextDecoder().decode(bytes.subarray(0, end))
  const disposition = /^content-disposition:[ \t]*form-data(.*)$/im.exec(head)?.[1]
  if (disposition === undefined) return undefined
  const parameters = readParameters(disposition)
  const name = parameters.get('name')
  if (name === undefined) return undefined
  const filename = decodeExtended(parameters.get('filename*')) ?? parameters.get('filename')
  return { name, filename, bytes: bytes.slice(end + separator.length) }
}

/** Reads the parameters of a header, such as `; name="meta"`. */
function readParameters(value: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>()
  for (const [, name = '', quoted, token = ''] of value.matchAll(
    /;[ \t]*([^\s;="]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/g,
  )) {
    parameters.set(name.toLowerCase(), quoted === undefined ? token : unquote(quoted))
  }
  return parameters
}

/** Undoes what clients do to quotes and line breaks in a quoted value: a backslash, or the percent signs of browsers. */
function unquote(text: string): string {
  return text.replace(/\\(["\\])/g, '$1').replace(/%(22|0A|0D)/gi, decodeURIComponent)
}

/** Decodes a value such as `UTF-8''%E7%85%A7.png`; gives `undefined` for any other. */
function decodeExtended(value: string | undefined): string | undefined {
  const encoded = /^utf-8'[^']*'(.*)$/i.exec(value ?? '')?.[1]
  try {
    return encoded === undefined ? undefined : decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}

/** Finds where a sequence of bytes begins; -1 where it does not occur. */
function find(bytes: Bytes, sequence: Bytes, from: number): number {
  let index = bytes.indexOf(sequence[0] as number, from)
  while (index !== -1 && !sequence.every((byte, offset) => bytes[index + offset] === byte)) {
    index = bytes.indexOf(sequence[0] as number, index + 1)
  }
  return index
}

function startsWith(bytes: Bytes, text: string, from: number): boolean {
  return encode(text).every((byte, offset) => bytes[from + offset] === byte)
}

function join(first: Bytes, second: Bytes): Bytes {
  const bytes = new Uint8Array(first.length + second.length)
  bytes.set(first)
  bytes.set(second, first.length)
  return bytes
}

function encode(text: string): Bytes {
  return new TextEncoder().encode(text)
}
