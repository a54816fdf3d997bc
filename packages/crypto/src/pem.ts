import { decodeBase64, encodeBase64 } from './base64.ts'
import { isBytes } from './bytes.ts'
import { malformed } from './der.ts'
import { KeyFormatError } from './errors.ts'

/** What can be asked for, by PEM label: the merchant's or WeChat Pay's file of that kind. */
const WANTED = {
  'PRIVATE KEY': 'apiclient_key.pem',
  'PUBLIC KEY': 'pub_key.pem',
  CERTIFICATE: 'apiclient_cert.pem',
}

export type WantedLabel = keyof typeof WANTED

/** What turns other files into those, by PEM label. */
const REMEDIES: Record<string, string> = {
  'RSA PRIVATE KEY': 'toPkcs8',
  'ENCRYPTED PRIVATE KEY': 'toPkcs8',
  CERTIFICATE: 'readCertificate',
}

/** The DER of a file that is given as PEM text with the wanted label, or as bytes. */
export function readFile(file: string | Uint8Array, wanted: WantedLabel): Uint8Array<ArrayBuffer> {
  // A SEQUENCE; other bytes are PEM text that was not decoded.
  if (isBytes(file) && file[0] === 0x30) return new Uint8Array(file)
  const { label, bytes } = readPem(isBytes(file) ? new TextDecoder().decode(file) : file)
  if (label !== wanted) throw unexpected(label, wanted)
  if (!bytes) throw malformed()
  return bytes
}

/** The error for a file that is not what was asked for. */
export function unexpected(found: string, wanted: WantedLabel): KeyFormatError {
  const remedy = REMEDIES[found]
  const advice = remedy ? `: use ${remedy} of @wechatpay-kit/crypto/certificate` : ''
  return new KeyFormatError(`Expected a ${wanted} (${WANTED[wanted]}), found a ${found}${advice}.`)
}

/** One PEM block (RFC 7468): what its label says and the bytes between. */
export interface PemBlock {
  readonly label: string
  /** `undefined` where the text between the lines is not base64, as in encrypted PKCS#1 keys with their headers. */
  readonly bytes: Uint8Array<ArrayBuffer> | undefined
}

/** Reads the only PEM block of a text; text around it, CRLF, indentation and `\n` written out do no harm. */
export function readPem(text: string): PemBlock {
  if (typeof text !== 'string') throw new KeyFormatError(`Expected PEM text or DER bytes, found ${typeof text}.`)
  const decode = (base64: string) => decodeBase64(base64.replace(/\\[rn]|\s/g, ''))
  const [block, ...more] = text.split('-----BEGIN ').slice(1)
  if (block === undefined) {
    const found = decode(text)?.[0] === 0x30 ? 'DER as base64 text: decode it to bytes' : 'no -----BEGIN line'
    throw new KeyFormatError(`Expected PEM text or DER bytes, found ${found}.`)
  }
  if (more.length > 0)
    throw new KeyFormatError(`Expected one PEM block, found ${more.length + 1}: give the one you mean.`)
  const [label, body, end] = block.split('-----') as [string, string?, string?]
  if (end !== `END ${label}`) throw malformed()
  return { label, bytes: decode(body as string) }
}

/** Writes a PEM block. */
export function encodePem(label: string, bytes: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${encodeBase64(bytes).replace(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`
}
