import type { Bytes } from './bytes.ts'
import { BIT_STRING, encodeElement, INTEGER, OCTET_STRING, SEQUENCE } from './der.ts'

/** An AlgorithmIdentifier: rsaEncryption with NULL (RFC 8017 appendix A.1). */
const RSA = [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00]

/** Writes the PKCS#8 of an RSA private key in the one form in which runtimes get it: version 0, and no attributes. */
export function encodePkcs8(pkcs1: Bytes): Bytes {
  const version = [INTEGER, 1, 0]
  return encodeElement(SEQUENCE, version, RSA, encodeElement(OCTET_STRING, pkcs1))
}

/** Writes the SPKI of an RSA public key. */
export function encodeSpki(pkcs1: Bytes): Bytes {
  const unusedBits = [0]
  return encodeElement(SEQUENCE, RSA, encodeElement(BIT_STRING, unusedBits, pkcs1))
}
