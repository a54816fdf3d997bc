// Certificates and key files in every form in use; the serial numbers were read by node:crypto.
import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { readPkcs12, toPkcs8 } from '@wechatpay-kit/crypto/certificate'
import { readCertificate } from '@wechatpay-kit/crypto/x509'
import { check, equal, fails } from './check.mjs'

/** Certificates of keys that WeChat Pay does not use. */
const NOT_RSA = ['ec', 'pss']
/** PKCS#12 files without a pair of key and certificate, of another kind of key, or made to take long. */
const REFUSED = ['certificate-only', 'key-only', 'ec', 'slow']
const bodyOf = (/** @type {string} */ pem) => pem.replace(/-----.*-----|\s/g, '')
const bytesOf = (/** @type {string} */ base64) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))

/** @param {typeof import('./vectors.mjs').vectors} vectors @returns {import('./run.mjs').Case[]} */
export function certificateCases({ account, certificates, pkcs12, keys }) {
  const signs = async (/** @type {string | Uint8Array | ArrayBuffer} */ privateKey) => {
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
            const importKey = () => importPublicKey(certificate.publicKey)
            await (NOT_RSA.includes(name) ? fails(importKey, 'KEY_FORMAT_INVALID') : importKey())
          },
        ]),
    ),
    ...[
      ['PKCS#1', String(keys['merchant.pkcs1'])],
      ['DER', bytesOf(bodyOf(String(keys['merchant.private'])))],
      ['an ArrayBuffer', bytesOf(bodyOf(String(keys['merchant.private']))).buffer],
      ['base64 of a PEM', btoa(String(keys['merchant.private']))],
      ['PEM with line breaks written out', String(keys['merchant.private']).replaceAll('\n', '\\n')],
    ].map(
      ([form, key]) =>
        /** @type {const} */ ([`key as ${form}`, () => signs(/** @type {string | ArrayBuffer | Uint8Array} */ (key))]),
    ),
    [
      'public key as PKCS#1',
      async () => {
        const key = await importPublicKey(String(keys['merchant.pkcs1-public']))
        const signature = await (await importPrivateKey(String(keys['merchant.private']))).sign('message')
        check(await key.verify('message', signature), 'another key')
      },
    ],
    ...pkcs12.map(
      ({ name, base64 }) =>
        /** @type {const} */ ([
          `PKCS#12: ${name}`,
          async () => {
            const read = (/** @type {string} */ password) => readPkcs12(bytesOf(base64), password)
            const right = name === 'merchant' ? account.merchant.mchid : 'example'
            if (REFUSED.includes(name)) return fails(() => read(right), 'KEY_FORMAT_INVALID')
            await signs((await read(right)).privateKey)
            if (name !== 'plain') await fails(() => read('wrong'), 'KEY_FORMAT_INVALID')
          },
        ]),
    ),
    ...Object.keys(keys)
      .filter((name) => /^merchant\.(pkcs1$|encrypted(?!-(slow|scrypt|unicode)))/.test(name))
      .map(
        (name) =>
          /** @type {const} */ ([`key file: ${name}`, async () => signs(await toPkcs8(String(keys[name]), 'example'))]),
      ),
  ]
}
