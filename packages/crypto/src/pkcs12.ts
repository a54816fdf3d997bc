import type { Asn1, Bag } from 'node-forge'
import { fromBinary, isBytes, toBinary, toHex } from './bytes.ts'
import { type Element, readSequence } from './der.ts'
import { KeyFormatError } from './errors.ts'
import { checkRounds } from './key-derivation.ts'
import { type KeyLabel, readKey } from './key-format.ts'
import forge from './node-forge.ts'
import { encodeKey } from './pkcs8.ts'
import { type Certificate, readCertificate } from './x509.ts'

/**
 * Reads the merchant's key and certificate out of `apiclient_cert.p12`.
 *
 * @param bytes - the file. Legacy (RC2, 3DES with a SHA-1 MAC) and modern ones (AES-256 with a SHA-256 MAC) are read.
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
export function readPkcs12(bytes: Uint8Array, password: string): { privateKey: string; certificate: Certificate } {
  if (!isBytes(bytes)) throw new KeyFormatError(`Expected a PKCS#12 file as bytes, found ${typeof bytes}.`)
  if (typeof password !== 'string') throw new KeyFormatError('A PKCS#12 file needs its password, a string.')
  const file = new Uint8Array(bytes)
  checkRounds(file)
  const { keys, certificates } = open(file, password)
  if (keys.length !== 1) throw new KeyFormatError(`The PKCS#12 file holds ${keys.length} private keys: export one.`)
  const privateKey = encodeKey(keys[0] as Uint8Array)
  const modulus = readModulus(privateKey, 'PRIVATE KEY')
  const certificate = certificates.map((der) => readCertificate(der)).find((one) => hasModulus(one, modulus))
  if (!certificate) {
    throw new KeyFormatError(
      `None of the ${certificates.length} certificates in the PKCS#12 file belongs to its private key: export both together.`,
    )
  }
  return { privateKey, certificate }
}

function open(file: Uint8Array, password: string): { keys: Uint8Array[]; certificates: Uint8Array[] } {
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
      'The PKCS#12 file cannot be read: wrong password (WeChat Pay sets the merchant number), damaged, or of an unsupported form.',
    )
  }
}

function hasModulus({ publicKey }: Certificate, modulus: string): boolean {
  try {
    return readModulus(publicKey, 'PUBLIC KEY') === modulus
  } catch {
    // Not an RSA key, so not of this pair.
    return false
  }
}

/** The modulus of a key, in hexadecimal. A private key has version numbers before what a public key has too. */
function readModulus(key: string, label: KeyLabel): string {
  const versions = label === 'PRIVATE KEY' ? 1 : 0
  const [der] = readKey(key, label)
  const { content } = readSequence(der)[1 + versions] as Element
  // A bit string begins with the number of its unused bits.
  const modulus = readSequence(content.subarray(1 - versions))[versions] as Element
  return toHex(modulus.content)
}
