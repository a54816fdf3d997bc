// Certificates and key files in every form in use; the serial numbers were read by node:crypto.
import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { readCertificate, readPkcs12, toPkcs8 } from '@wechatpay-kit/crypto/certificate'
import { check, equal, fails } from './check.mjs'

const bytesOf = (/** @type {string} */ base64) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))

/** @param {typeof import('./vectors.mjs').vectors} vectors @returns {import('./run.mjs').Case[]} */
export function certificateCases({ certificates, pkcs12, keys }) {
  const signs = async (/** @type {string} */ privateKey) => {
    const signature = await (await importPrivateKey(privateKey)).sign('message')
    check(await (await importPublicKey(String(keys['merchant.public']))).verify('message', signature), 'another key')
  }
  return [
    ...certificates.map(
      ({ name, pem, serialNumber, notAfter }) =>
        /** @type {const} */ ([
          `certificate: ${name}`,
          async () => {
            const certificate = readCertificate(pem)
            equal([certificate.serialNumber, certificate.notAfter.getTime()], [serialNumber, notAfter])
            await importPublicKey(certificate.publicKey)
          },
        ]),
    ),
    ...pkcs12.map(
      ({ name, base64 }) =>
        /** @type {const} */ ([
          `PKCS#12: ${name}`,
          async () => {
            await signs((await readPkcs12(bytesOf(base64), 'example')).privateKey)
            await fails(() => readPkcs12(bytesOf(base64), 'wrong'), 'KEY_FORMAT_INVALID')
          },
        ]),
    ),
    ...['merchant.pkcs1', 'merchant.encrypted', 'merchant.encrypted-des3.pkcs1', 'merchant.encrypted-sha512'].map(
      (name) =>
        /** @type {const} */ ([`key file: ${name}`, async () => signs(await toPkcs8(String(keys[name]), 'example'))]),
    ),
  ]
}
