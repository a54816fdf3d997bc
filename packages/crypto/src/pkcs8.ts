import { type Bytes, fromBinary, toBinary } from './bytes.ts'
import { KeyFormatError } from './errors.ts'
import { recognize } from './file-kind.ts'
import { checkFileSize } from './file-size.ts'
import { limitRounds } from './key-derivation.ts'
import { encodePem, type KeyFile } from './key-file.ts'
import forge from './node-forge.ts'
import type { Asn1 } from './node-forge-api.ts'
import { openKeyFile, readRsaKey } from './rsa-key.ts'

/**
 * Turns an RSA private key of any form into PKCS#8, and takes its passphrase off. `importPrivateKey` needs it for keys
 * with a passphrase alone.
 *
 * @param key - PKCS#8 or PKCS#1, or a key with a passphrase: encrypted PKCS#8 (PBES1, PBES2 with PBKDF2) or PKCS#1 with
 *   `Proc-Type` encryption. PEM as text or bytes, DER, or base64 of either; its content counts, not its label.
 * @param passphrase - for encrypted keys.
 * @returns PKCS#8 as PEM, unencrypted, without attributes.
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
export function toPkcs8(key: KeyFile, passphrase?: string): string {
  checkFileSize(key)
  const opened = openKeyFile(key, 'private key')
  if (recognize(opened).kind !== 'passphrase-protected private key') return encodeKey(key)
  if (typeof passphrase !== 'string' || passphrase === '')
    throw new KeyFormatError('The private key is encrypted: pass its passphrase to toPkcs8.')
  const { der, encryptedPem } = opened
  const decrypted = limitRounds(() =>
    der ? decrypt(der, passphrase) : decryptTraditional(encryptedPem as string, passphrase),
  )
  return encodeKey(decrypted)
}

/** Checks a private key as every other, and writes it as PEM. */
export function encodeKey(key: KeyFile): string {
  return encodePem('PRIVATE KEY', readRsaKey(key, 'private key').der)
}

function decrypt(der: Bytes, passphrase: string): Bytes {
  return attempt(() => {
    const key = forge.pki.decryptPrivateKeyInfo(forge.asn1.fromDer(toBinary(der)), toUtf8(passphrase))
    return key && toDer(key)
  })
}

function decryptTraditional(pem: string, passphrase: string): Bytes {
  return attempt(() => {
    const key = forge.pki.decryptRsaPrivateKey(pem, toUtf8(passphrase))
    return key && toDer(forge.pki.privateKeyToAsn1(key))
  })
}

/** Runs code of node-forge, whose errors may quote what they read, and gives `null` for a wrong passphrase. */
function attempt(decrypt: () => Bytes | null): Bytes {
  try {
    const key = decrypt()
    if (key) return key
  } catch {
    // The same error as for null.
  }
  throw new KeyFormatError(
    'The private key cannot be decrypted: the passphrase is wrong, the file is damaged, or it is encrypted in a way that is not supported, as scrypt is. Check the passphrase, or convert the file with openssl.',
  )
}

/** A text as a binary one: node-forge takes bytes. */
const toUtf8 = (text: string) => toBinary(new TextEncoder().encode(text))

function toDer(asn1: Asn1): Bytes {
  return fromBinary(forge.asn1.toDer(asn1).getBytes())
}
