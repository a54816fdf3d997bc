/**
 * Reads the files that WebCrypto cannot: X.509 certificates, PKCS#12, PKCS#1 and encrypted private keys. Loads
 * node-forge; the main entry does not.
 *
 * @module
 */

export { toPkcs8 } from './pkcs8.ts'
export { readPkcs12 } from './pkcs12.ts'
export { type Certificate, readCertificate } from './x509.ts'
