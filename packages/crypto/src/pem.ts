import { decodeBase64, encodeBase64 } from './base64.ts'

/** One PEM block (RFC 7468). */
export type PemBlock = [
  /** Its label; for what is not one PEM block, what it is instead. */
  label: string,
  /** `undefined` where the text between the lines is not base64, as in encrypted PKCS#1 keys with their headers. */
  bytes?: Uint8Array<ArrayBuffer> | undefined,
]

/** Reads the only PEM block of a text; text around it, CRLF, indentation and `\n` written out do no harm. */
export function readPem(text: string): PemBlock {
  if (typeof text !== 'string') return [typeof text]
  const [, block = '', more] = text.split('-----BEGIN ')
  const [label, body = '', end] = block.split('-----') as [string, string?, string?]
  // DER in base64 begins with MI.
  const found =
    end === `END ${label}` ? label : /^\s*MI/.test(text) ? 'base64: decode it' : 'no PEM block: copy it again'
  return [more == null ? found : 'PEM blocks: copy one', decodeBase64(body.replace(/\\[rn]|\s/g, ''))]
}

/** Writes a PEM block. */
export function encodePem(label: string, bytes: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${encodeBase64(bytes).replace(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`
}
