import { readPem } from '@wechatpay-kit/test-vectors'
import forge from 'node-forge'

/** A certificate and its key, in PEM. */
export interface Identity {
  readonly cert: string
  readonly key: string
}

/** Makes a private root, and what it signs: nobody's trust store has it. */
export function createRoot(): { readonly ca: string; issue(name: string, alternatives: object[]): Identity } {
  const keysOf = (name: string) => ({
    key: readPem(`${name}.private`),
    privateKey: forge.pki.privateKeyFromPem(readPem(`${name}.private`)),
    publicKey: forge.pki.publicKeyFromPem(readPem(`${name}.public`)),
  })
  const [root, leaf] = [keysOf('platform'), keysOf('merchant')]
  const issuer = [{ name: 'commonName', value: 'A private root' }]
  let serial = 1
  const sign = (name: string, publicKey: forge.pki.PublicKey, extensions: object[]) => {
    const certificate = forge.pki.createCertificate()
    certificate.publicKey = publicKey
    certificate.serialNumber = `0${serial++}`
    certificate.validity.notBefore = new Date(Date.now() - 3_600_000)
    certificate.validity.notAfter = new Date(Date.now() + 3_600_000)
    certificate.setSubject([{ name: 'commonName', value: name }])
    certificate.setIssuer(issuer)
    certificate.setExtensions(extensions)
    certificate.sign(root.privateKey, forge.md.sha256.create())
    return forge.pki.certificateToPem(certificate)
  }
  return {
    ca: sign('A private root', root.publicKey, [{ name: 'basicConstraints', cA: true, critical: true }]),
    issue: (name, altNames) => ({
      cert: sign(name, leaf.publicKey, altNames.length > 0 ? [{ name: 'subjectAltName', altNames }] : []),
      key: leaf.key,
    }),
  }
}

/** The subject alternative name of a host on loopback. */
export const loopback: object = { type: 7, ip: '127.0.0.1' }
/** The subject alternative name of a host with a name. */
export const dns = (value: string): object => ({ type: 2, value })
