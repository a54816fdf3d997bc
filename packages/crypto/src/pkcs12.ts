import { type Bytes, fromBinary, toBinary } from './bytes.ts'
import { KeyFormatError } from './errors.ts'
import { recognize } from './file-kind.ts'
import { checkFileSize } from './file-size.ts'
import { limitRounds } from './key-derivation.ts'
import { type KeyFile, openFile, unexpected } from './key-file.ts'
import forge from './node-forge.ts'
import type { Asn1, Bag } from './node-forge-api.ts'
import { encodeKey } from './pkcs8.ts'
import { readRsaKey } from './rsa-key.ts'
import { type Certificate, readCertificate } from './x509.ts'

/**
 * Reads the merchant's key and certificate out of `apiclient_cert.p12`.
 *
 * @param file - the file as bytes, or as base64. Legacy (RC2, 3DES with a SHA-1 MAC) and modern ones (AES-256 with a SHA-256 MAC) are read.
 * @param password - WeChat Pay sets the merchant number as password.
 * @returns the private key as PKCS#8 PEM, and the certificate of that key; other certificates are left aside.
 * @throws KeyFormatError (`KEY_FORMAT_INVALID`) for a wrong password or a damaged file, and where key and certificate do
 *   not belong together.
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises'
 * import { importPrivateKey } from '@wechatpay-kit/crypto'
 * import { readPkcs12 } from '@wechatpay-kit/crypto/certificate'
 *
 * const { privateKey, certificate } = readPkcs12(await readFile('apiclient_cert.p12'), '1900000000')
 * const merchant = { serialNumber: certificate.serialNumber, privateKey: await importPrivateKey(privateKey) }
 * ```
 * @see RFC 7292
 */
export function readPkcs12(file: KeyFile, password: string): { privateKey: string; certificate: Certificate } {
  const der = openPkcs12(file)
  if (typeof password !== 'string')
    throw new KeyFormatError('A PKCS#12 file needs its password, a string: WeChat Pay sets the merchant number.')
  const { keys, certificates } = limitRounds(() => decrypt(der, password))
  const [key, another] = keys
  if (!key || another)
    throw new KeyFormatError(`The PKCS#12 file holds ${keys.length} private keys: export it with one.`)
  const privateKey = encodeKey(key)
  const { modulus } = readRsaKey(privateKey, 'private key')
  const certificate = certificates.map((one) => readCertificate(one)).find((one) => hasModulus(one, modulus))
  if (!certificate) {
    throw new KeyFormatError(
      `None of the ${certificates.length} certificates in the PKCS#12 file belongs to its private key: export both together.`,
    )
  }
  return { privateKey, certificate }
}

function openPkcs12(file: KeyFile): Bytes {
  checkFileSize(file)
  const wanted = 'a PKCS#12 file (apiclient_cert.p12)'
  const opened = openFile(file, wanted)
  const { kind } = recognize(opened)
  if (kind === 'PKCS#12 file') return opened.der as Bytes
  throw unexpected(wanted, `a ${kind}`, 'Pass the bytes of apiclient_cert.p12.')
}

function decrypt(file: Bytes, password: string): { keys: Bytes[]; certificates: Bytes[] } {
  const { certBag, keyBag, pkcs8ShroudedKeyBag } = forge.pki.oids
  try {
    const content = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(toBinary(file)), true, password)
    const bags = (bagType: string) => content.getBags({ bagType })[bagType] as Bag[]
    const toDer = (asn1: Asn1) => fromBinary(forge.asn1.toDer(asn1).getBytes())
    return {
      keys: [...bags(keyBag), ...bags(pkcs8ShroudedKeyBag)].map(({ key, asn1 }) =>
        toDer(key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(key)) : asn1),
      ),
      certificates: bags(certBag).map(({ cert, asn1 }) => toDer(cert ? forge.pki.certificateToAsn1(cert) : asn1)),
    }
  } catch {
    throw new KeyFormatError(
      'The PKCS#12 file cannot be read: wrong password (WeChat Pay sets the merchant number), damaged, or of an unsupported form. Check the password, or export it again with openssl.',
    )
  }
}

function hasModulus({ publicKey }: Certificate, modulus: bigint): boolean {
  try {
    return readRsaKey(publicKey, 'public key').modulus === modulus
  } catch {
    // Not an RSA key, so not of this pair.
    return false
  }
}
