import { createNonce } from '@wechatpay-kit/crypto'
import { findOwner, type KeyDescription, type Text } from '../diagnosis.ts'
import { keys as texts } from '../texts/keys.ts'
import type { HeldKey, KeyRing } from './key-ring.ts'

/** Keys by what they are for. */
export interface ChosenKeys {
  /** The first private key. */
  readonly merchantKey?: HeldKey
  /** The first certificate that is not WeChat Pay's. */
  readonly merchantCertificate?: HeldKey
  /** WeChat Pay's key: a public key, or the certificate that is likeliest its. */
  readonly platformKey?: HeldKey
}

/** Chooses keys by what they are. A certificate that could be of either is both. */
export function chooseKeys({ keys }: KeyRing): ChosenKeys {
  const merchantKey = keys.find(({ privateKey }) => privateKey)
  const isOwn = ({ description: { fingerprint } }: HeldKey) => fingerprint === merchantKey?.description.fingerprint
  const certificates = keys.filter(({ certificate }) => certificate)
  const merchantCertificate =
    certificates.find((key) => merchantKey && isOwn(key)) ??
    certificates.find(({ certificate }) => certificate && findOwner(certificate) !== 'platform')
  const verifying = keys.filter(({ publicKey }) => publicKey)
  const platformKey =
    verifying.find((key) => key.certificate && findOwner(key.certificate) === 'platform') ??
    verifying.find((key) => !key.certificate && !isOwn(key)) ??
    verifying.find((key) => key.certificate && key !== merchantCertificate) ??
    verifying.find((key) => !isOwn(key)) ??
    verifying[0]
  return {
    ...(merchantKey && { merchantKey }),
    ...(merchantCertificate && { merchantCertificate }),
    ...(platformKey && { platformKey }),
  }
}

/** Tells the role that a key or certificate can play, by the variables that it can be the value of. */
export function describeRole({ description, certificate, publicKey }: HeldKey): Text | undefined {
  const owner = certificate && findOwner(certificate)
  if (certificate && owner === 'platform') return texts.rolePlatformCertificate
  if (certificate && /(^|,)CN=Tenpay\.com Root/.test(certificate.subject)) return texts.roleIssuer
  // An expired one still tells whose it is; one of another algorithm has no role.
  if (certificate) return publicKey && texts.roleMerchantCertificate
  return description.problem ? undefined : ROLES[description.kind]
}

const ROLES: Readonly<Partial<Record<KeyDescription['kind'], Text>>> = {
  'private key': texts.roleMerchantKey,
  'public key': texts.rolePublicKey,
  'PKCS#12 file': texts.rolePkcs12,
}

/** Tells whether private key and certificate are a pair; `undefined` where there are not both. */
export async function arePair({ merchantKey, merchantCertificate }: ChosenKeys): Promise<boolean | undefined> {
  const [signer, verifier] = [merchantKey?.privateKey, merchantCertificate?.publicKey]
  if (!signer || !verifier) return undefined
  const message = createNonce()
  return verifier.verify(message, await signer.sign(message))
}
