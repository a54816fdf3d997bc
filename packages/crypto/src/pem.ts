import { decodeBase64 } from './base64.ts'
import { KeyFormatError } from './errors.ts'

/** One PEM block (RFC 7468): what its label says and the bytes between. */
export interface PemBlock {
  readonly label: string
  /** `undefined` where the text between the lines is not base64, as in encrypted PKCS#1 keys with their headers. */
  readonly bytes: Uint8Array<ArrayBuffer> | undefined
}

/** Reads the only PEM block of a text; text around it, CRLF and indentation do no harm. */
export function readPem(text: string): PemBlock {
  const labels = Array.from(text.matchAll(/-----BEGIN ([^\r\n-]*)-----/g), (match) => match[1] as string)
  const [label] = labels
  if (label === undefined) throw new KeyFormatError('This is not PEM: there is no -----BEGIN … ----- line.')
  if (labels.length > 1) {
    throw new KeyFormatError(
      `There are ${labels.length} PEM blocks (${labels.join(', ')}); give only the one you mean.`,
    )
  }
  if (text.includes('\\n')) {
    throw new KeyFormatError(
      String.raw`The PEM holds the characters \n instead of line breaks; repair it with key.replaceAll('\\n', '\n').`,
    )
  }
  const start = text.indexOf(`-----BEGIN ${label}-----`) + label.length + 16
  const end = text.indexOf(`-----END ${label}-----`, start)
  if (end < 0) throw new KeyFormatError(`The PEM is truncated: there is no -----END ${label}----- line.`)
  return { label, bytes: decodeBase64(text.slice(start, end).replace(/\s+/g, '')) }
}
