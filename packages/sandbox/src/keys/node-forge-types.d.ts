// The few functions of node-forge that are used here; @types/node-forge would bring Node.js' globals into sources that
// must do without them.
declare module 'node-forge' {
  interface Key {
    readonly n: object
  }
  interface Certificate {
    publicKey: Key
    serialNumber: string
    readonly validity: { notBefore: Date; notAfter: Date }
    setSubject(attributes: readonly { readonly name: string; readonly value: string }[]): void
    setIssuer(attributes: readonly { readonly name: string; readonly value: string }[]): void
    sign(key: Key, digest: object): void
  }
  const forge: {
    md: { sha256: { create(): object } }
    pki: {
      createCertificate(): Certificate
      certificateToPem(certificate: Certificate): string
      privateKeyFromPem(pem: string): Key
      publicKeyFromPem(pem: string): Key
    }
  }
  export default forge
}

declare module 'node-forge/lib/forge.js' {
  const forge: { options: { usePureJavaScript: boolean } }
  export default forge
}
