import { type Bytes, decodeBase64, encodeBase64, typeOf } from './bytes.ts'
import { malformed, SEQUENCE } from './der.ts'
import { KeyFormatError } from './errors.ts'

/** The content of a file with a key or a certificate: PEM as text or bytes, DER, or base64 of either. */
export type KeyFile = string | Uint8Array | ArrayBuffer

/** A decoded file: its DER, or the PEM of an encrypted key of the traditional form (`Proc-Type: 4,ENCRYPTED`). */
export interface OpenFile {
  readonly der?: Bytes
  readonly encryptedPem?: string
}

/**
 * Decodes a file. Text around its PEM block, CRLF, indentation and line breaks written out as `\n` do no harm.
 *
 * @param wanted - the file that was asked for, in words for the error.
 */
export function openFile(file: KeyFile, wanted: string): OpenFile {
  if (typeof file === 'string') {
    const isBinary = file.includes('\ufffd') && !file.includes('-----BEGIN ')
    if (isBinary) throw unexpected(wanted, 'bytes read as text', 'Read the file as bytes.')
    return openText(file, wanted)
  }
  const type = typeOf(file)
  if (type !== 'Uint8Array' && type !== 'ArrayBuffer')
    throw unexpected(
      wanted,
      `a value of type ${type}`,
      REMEDIES[type] ?? 'Pass the content of the file. Export key objects as PEM.',
    )
  const bytes = new Uint8Array(file)
  return bytes[0] === SEQUENCE ? { der: bytes } : openText(new TextDecoder().decode(bytes), wanted)
}

/** Remedies for values that are no content of a file, where they do not come from key objects. */
const REMEDIES: Readonly<Record<string, string>> = {
  Undefined: 'Set the variable.',
  Promise: 'Await it.',
}

function openText(given: string, wanted: string): OpenFile {
  // Environment variables hold line breaks as \n, and as \\n where they were written out twice.
  const text = given.replace(/\\{1,4}[rn]/g, '\n')
  const [, block, another] = text.split('-----BEGIN ')
  if (block === undefined) return openBase64(text, wanted)
  if (another !== undefined) throw unexpected(wanted, 'several PEM blocks', 'Pass the right one alone.')
  return openPemBlock(block, text, wanted)
}

function openPemBlock(block: string, text: string, wanted: string): OpenFile {
  const [label = '', body = '', end] = block.split('-----')
  if (end !== `END ${label}`) {
    throw unexpected(wanted, 'a PEM block without its END line', 'Copy it whole; in an .env file, in quotation marks.')
  }
  if (body.includes('Proc-Type:')) return { encryptedPem: text }
  const der = decodeBase64(body.replace(/\s/g, ''))
  if (!der) throw malformed()
  return { der }
}

/** Opens a file that was written as base64 altogether, or whose PEM lines were left out. */
function openBase64(text: string, wanted: string): OpenFile {
  const decoded = decodeBase64(text.replace(/\s/g, ''))
  if (decoded?.length) return openFile(decoded, wanted)
  const trimmed = text.trim()
  const isName = /^file:|\.(pem|key|p12|pfx|crt|cer|der)$/i.test(trimmed)
  const found = isName ? 'a file name' : trimmed ? 'text without a PEM block' : 'nothing'
  throw unexpected(wanted, found, 'Pass the content of the file.')
}

/** The error for a file that is not the one that was asked for. */
export function unexpected(wanted: string, found: string, remedy: string): KeyFormatError {
  return new KeyFormatError(`Expected ${wanted}, found ${found}. ${remedy}`)
}

/** Writes a PEM block. */
export function encodePem(label: string, bytes: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${encodeBase64(bytes).replace(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`
}
