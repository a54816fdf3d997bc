/**
 * Reads X.509 certificates. Loads nothing.
 *
 * @module
 */

import { type Bytes, toHex } from './bytes.ts'
import {
  CONTEXT_0,
  type Element,
  INTEGER,
  malformed,
  OBJECT_IDENTIFIER,
  readElements,
  readInteger,
  readSequence,
  SEQUENCE,
} from './der.ts'
import { recognize } from './file-kind.ts'
import { checkFileSize } from './file-size.ts'
import { encodePem, type KeyFile, openFile, unexpected } from './key-file.ts'

/** The contents of a certificate. Nothing of it is checked: neither its signature nor its dates. */
export interface Certificate {
  /**
   * Serial number as WeChat Pay writes it (`serial_no`, `Wechatpay-Serial`): upper-case hexadecimal, two digits per
   * byte, leading zero digits kept.
   */
  readonly serialNumber: string
  /** Its owner: `CN=1900000000,O=…`, in the certificate's order, special characters escaped as in RFC 4514. */
  readonly subject: string
  /** Its issuer, in the same form. */
  readonly issuer: string
  readonly notBefore: Date
  readonly notAfter: Date
  /** SPKI as PEM, for `importPublicKey`, which says so if it is not an RSA key. */
  readonly publicKey: string
}

/** Short names of RFC 4514 section 3, and the two more that are common. */
const ATTRIBUTES: Record<string, string> = {
  '550403': 'CN',
  '550405': 'serialNumber',
  '550406': 'C',
  '550407': 'L',
  '550408': 'ST',
  '550409': 'street',
  '55040A': 'O',
  '55040B': 'OU',
  '2A864886F70D010901': 'emailAddress',
  '0992268993F22C640119': 'DC',
  '0992268993F22C640101': 'UID',
}

/** Encodings of the texts that are not UTF-8 (or its subset ASCII), by tag: TeletexString and BMPString. */
const ENCODINGS: Record<number, string> = { 20: 'latin1', 30: 'utf-16be' }

/**
 * Reads an X.509 certificate: a merchant's `apiclient_cert.pem`, or a platform certificate.
 *
 * @param certificate - PEM as text or bytes (CRLF and text around the block do no harm), DER, or base64 of either.
 * @returns its contents. An EC certificate is read too; `importPublicKey` then refuses its key and says why.
 * @throws KeyFormatError (`KEY_FORMAT_INVALID`) that says what was found.
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises'
 * import { readCertificate } from '@wechatpay-kit/crypto/x509'
 *
 * const { serialNumber, notAfter } = readCertificate(await readFile('apiclient_cert.pem', 'utf8'))
 * console.log(serialNumber, notAfter.toISOString())
 * ```
 * @see RFC 5280 section 4.1
 */
export function readCertificate(certificate: KeyFile): Certificate {
  const [serial, , issuer, validity, subject, publicKey] = readFields(openCertificate(certificate))
  const [notBefore, notAfter] = readElements(validity.content)
  readInteger(serial)
  return {
    serialNumber: writeSerialNumber(serial),
    subject: readName(subject),
    issuer: readName(issuer),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    publicKey: encodePem('PUBLIC KEY', publicKey.bytes),
  }
}

const WANTED = 'a certificate (such as apiclient_cert.pem)'
const PASS_FILE = 'Pass apiclient_cert.pem of the same download.'

function openCertificate(file: KeyFile): Bytes {
  checkFileSize(file)
  const opened = openFile(file, WANTED)
  const { kind } = recognize(opened)
  if (kind === 'certificate') return opened.der as Bytes
  const isPkcs12 = kind === 'PKCS#12 file'
  const remedy = isPkcs12 ? 'Read it with readPkcs12 of @wechatpay-kit/crypto/certificate.' : PASS_FILE
  throw unexpected(WANTED, `a ${kind}`, remedy)
}

type Fields = [
  serial: Element,
  signature: Element,
  issuer: Element,
  validity: Element,
  subject: Element,
  publicKey: Element,
]

/** The fields of the signed part that every certificate has. */
function readFields(der: Bytes): Fields {
  const [signed] = readSequence(der) as [Element]
  const [version, ...others] = readElements(signed.content)
  // Version 1 has no version field.
  const fields = version?.tag === CONTEXT_0 ? others : [version, ...others]
  const [serial, ...structures] = fields.slice(0, 6)
  if (serial?.tag !== INTEGER || structures.length !== 5 || structures.some((field) => field?.tag !== SEQUENCE))
    throw unexpected(WANTED, 'a file of another kind', PASS_FILE)
  return fields as Fields
}

function writeSerialNumber({ content }: Element): string {
  // The zero byte that only keeps the number positive is not part of it.
  return toHex(content)
    .toUpperCase()
    .replace(/^00(?=.)/, '')
}

/** A name as RFC 4514 writes it, in the certificate's order. */
function readName({ content }: Element): string {
  return readElements(content)
    .map((set) => readElements(set.content).map(readAttribute).join('+'))
    .join(',')
}

function readAttribute({ content }: Element): string {
  const [type, value] = readElements(content)
  if (type?.tag !== OBJECT_IDENTIFIER || !value) throw malformed()
  const oid = toHex(type.content).toUpperCase()
  return `${ATTRIBUTES[oid] ?? `OID.${oid}`}=${readText(value)}`
}

/** A text as RFC 4514 section 2.4 writes it. */
function readText({ tag, content }: Element): string {
  try {
    const text = new TextDecoder(ENCODINGS[tag] ?? 'utf-8', { fatal: true }).decode(content)
    return text.replace(/[,+"\\<>;]|^[ #]| $/g, '\\$&').replaceAll('\0', '\\00')
  } catch {
    throw malformed()
  }
}

function readTime(time: Element | undefined): Date {
  const text = new TextDecoder().decode(time?.content)
  // Two digits of year mean 1950 to 2049 (RFC 5280 section 4.1.2.5.1).
  const century = time?.tag === 0x17 ? (text < '50' ? '20' : '19') : ''
  const iso = `${century}${text}`.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  const date = new Date(iso)
  // A date that does not exist would become another one.
  if (Number.isNaN(date.getTime()) || date.toISOString().replace('.000', '') !== iso) throw malformed()
  return date
}
