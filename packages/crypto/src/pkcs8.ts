import type { Asn1 } from 'node-forge'
import { fromBinary, toBinary } from './bytes.ts'
import { malformed } from './der.ts'
import { KeyFormatError } from './errors.ts'
import { checkRounds } from './key-derivation.ts'
import { readKey } from './key-format.ts'
import forge from './node-forge.ts'
import { encodePem, readPem } from './pem.ts'

/**
 * Turns an RSA private key of an older or an encrypted form into PKCS#8, the form that `importPrivateKey` takes.
 *
 * @param pem - PKCS#1 (`RSA PRIVATE KEY`, with or without `Proc-Type` encryption), encrypted PKCS#8 (PBES1, PBES2 with
 *   PBKDF2), or PKCS#8, which is checked and given back.
 * @param passphrase - for encrypted keys.
 * @returns PKCS#8 as PEM, unencrypted.
 * @throws KeyFormatError (`KEY_FORMAT_INVALID`) that says what was found; a wrong passphrase cannot be told from a
 *   damaged file.
 * @example
 * ```ts
 * import { importPrivateKey } from '@wechatpay-kit/crypto'
 * import { toPkcs8 } from '@wechatpay-kit/crypto/certificate'
 *
 * declare const pem: string
 * const privateKey = await importPrivateKey(toPkcs8(pem, 'passphrase'))
 * ```
 * @see RFC 5958 section 3, RFC 8017 appendix A.1.2, RFC 8018 section 6
 */
export function toPkcs8(pem: string, passphrase?: string): string {
  const [label, bytes] = readPem(pem)
  if (label === 'ENCRYPTED PRIVATE KEY') return encodeKey(decrypt(requireBytes(bytes), requirePassphrase(passphrase)))
  if (label === 'RSA PRIVATE KEY') return encodeKey(bytes ? wrap(bytes) : decryptTraditional(pem, passphrase))
  return encodeKey(pem)
}

/** Checks a PKCS#8 key as every other, and writes it as PEM. */
export function encodeKey(key: string | Uint8Array): string {
  const [der] = readKey(key, 'PRIVATE KEY')
  return encodePem('PRIVATE KEY', der)
}

/** PKCS#1 within PKCS#8. */
function wrap(der: Uint8Array): Uint8Array {
  return attempt('is not PKCS#1', () => toDer(forge.pki.wrapRsaPrivateKey(forge.asn1.fromDer(toBinary(der)))))
}

function decrypt(der: Uint8Array<ArrayBuffer>, passphrase: string): Uint8Array {
  checkRounds(der)
  return attempt('cannot be decrypted: wrong passphrase, damaged, or encrypted in an unsupported way (scrypt)', () => {
    const key = forge.pki.decryptPrivateKeyInfo(forge.asn1.fromDer(toBinary(der)), toUtf8(passphrase))
    return key && toDer(key)
  })
}

function decryptTraditional(pem: string, passphrase: string | undefined): Uint8Array {
  if (!/Proc-Type:\s*4,\s*ENCRYPTED/.test(pem)) throw malformed()
  const secret = requirePassphrase(passphrase)
  return attempt('cannot be decrypted: wrong passphrase, damaged, or encrypted in an unsupported way', () => {
    const key = forge.pki.decryptRsaPrivateKey(pem, toUtf8(secret))
    return key && toDer(forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(key)))
  })
}

/** Runs code of node-forge, whose errors may quote what they read. */
function attempt(problem: string, read: () => Uint8Array | null): Uint8Array {
  try {
    const result = read()
    if (result) return result
  } catch {
    // Said below, in our own words.
  }
  throw new KeyFormatError(`The private key ${problem}.`)
}

function requireBytes(bytes: Uint8Array<ArrayBuffer> | undefined): Uint8Array<ArrayBuffer> {
  if (!bytes) throw malformed()
  return bytes
}

function requirePassphrase(passphrase: string | undefined): string {
  if (typeof passphrase === 'string' && passphrase !== '') return passphrase
  throw new KeyFormatError('The private key is encrypted: give its passphrase.')
}

/** A text as a binary one: node-forge takes bytes. */
const toUtf8 = (text: string) => toBinary(new TextEncoder().encode(text))

function toDer(asn1: Asn1): Uint8Array {
  return fromBinary(forge.asn1.toDer(asn1).getBytes())
}
