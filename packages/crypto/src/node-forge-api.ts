// The few functions of node-forge that are used here. @types/node-forge would bring Node.js' globals into sources that
// must do without them. Texts are binary: one character is one byte.

interface Digest {
  update(binary: string): Digest
  digest(): { getBytes(): string }
}
export interface RsaPublicKey {
  encrypt(binary: string, scheme: 'RSA-OAEP', options: { readonly seed: string }): string
}
interface RsaPrivateKey {
  sign(digest: Digest): string
  decrypt(binary: string, scheme: 'RSA-OAEP'): string
}
export interface Asn1 {
  readonly type: number
  readonly value: string | Asn1[]
}
interface Certificate {
  readonly serialNumber: string
}
/** A key or a certificate; in `asn1` where node-forge does not know its kind. */
export interface Bag {
  readonly key?: RsaPrivateKey | null
  readonly cert?: Certificate | null
  readonly asn1: Asn1
}
/** Derives a key (RFC 8018 section 5.2). */
type Pbkdf2 = (password: string, salt: string, iterations: number, ...others: unknown[]) => string
/** Derives a key, an IV or a MAC key, as the purpose says (RFC 7292 appendix B.2). */
type GeneratePkcs12Key = (
  password: string,
  salt: unknown,
  purpose: number,
  iterations: number,
  ...others: unknown[]
) => unknown
/** The whole, as its module exports it. */
export interface Forge {
  asn1: {
    fromDer(binary: string): Asn1
    toDer(asn1: Asn1): { getBytes(): string }
  }
  md: { sha256: { create(): Digest } }
  pkcs5: { pbkdf2: Pbkdf2 }
  pki: {
    pbe: { generatePkcs12Key: GeneratePkcs12Key }
    oids: { readonly certBag: string; readonly keyBag: string; readonly pkcs8ShroudedKeyBag: string }
    rsa: { decrypt(binary: string, key: RsaPublicKey, isPublic: true, unpad: false): string }
    certificateToAsn1(certificate: Certificate): Asn1
    privateKeyFromAsn1(asn1: Asn1): RsaPrivateKey
    publicKeyFromAsn1(asn1: Asn1): RsaPublicKey
    privateKeyToAsn1(key: RsaPrivateKey): Asn1
    wrapRsaPrivateKey(asn1: Asn1): Asn1
    decryptPrivateKeyInfo(asn1: Asn1, passphrase: string): Asn1 | null
    decryptRsaPrivateKey(pem: string, passphrase: string): RsaPrivateKey | null
  }
  pkcs12: {
    generateKey: GeneratePkcs12Key
    pkcs12FromAsn1(
      asn1: Asn1,
      isStrict: boolean,
      password: string,
    ): { getBags(filter: { bagType: string }): Readonly<Record<string, Bag[]>> }
  }
}
