/**
 * Platform certificates (平台证书) that are downloaded and rotate. Loads no node-forge.
 *
 * @module
 */
export { type CertificateKeysOptions, createCertificateKeys } from './certificates/certificate-keys.ts'
