import { createNonce, importPublicKey, type PublicKey, type Signer } from '@wechatpay-kit/crypto'
import type { Certificate } from '@wechatpay-kit/crypto/x509'
import type { Finding } from './finding.ts'
import type { Wording } from './wording.ts'

/** A key of WeChat Pay's, and its id where something tells it. */
export interface PlatformKey {
  readonly id: string | undefined
  readonly key: PublicKey
}

/** Keys and numbers as they are given; whatever is missing is not checked. */
export interface Given {
  readonly mchid?: string | undefined
  readonly serialNumber?: string | undefined
  /** The merchant's private key. */
  readonly signer?: Signer | undefined
  /** The merchant's certificate, or its public key alone. */
  readonly certificate?: (Pick<Certificate, 'publicKey'> & Partial<Certificate>) | undefined
  readonly platformKey?: PlatformKey | undefined
}

/** All that is known of the merchant and of WeChat Pay's key. */
export interface Known {
  readonly mchid?: string
  readonly serialNumber?: string
  readonly signer?: Signer
  /** Tells whether the merchant signed a message: by its private key, or by its certificate. */
  readonly isSigned?: (message: string, signature: string) => Promise<boolean>
  readonly platformKey?: PlatformKey
  /** Faults of keys that do not belong together. */
  readonly findings: readonly Finding[]
}

/** Puts keys and numbers together, and tells of a private key and a certificate that are no pair. */
export async function combineKeys(given: Given, wording: Wording): Promise<Known> {
  const { mchid, signer, certificate, platformKey } = given
  const isSigned = signer ? bySigning(signer) : certificate && (await byVerifying(certificate.publicKey))
  const isPair = !signer || !certificate || (await belongs(signer, certificate.publicKey))
  const serialNumber = given.serialNumber || certificate?.serialNumber
  return {
    ...(mchid && { mchid }),
    ...(serialNumber && { serialNumber }),
    ...(signer && { signer }),
    ...(isSigned && { isSigned }),
    ...(platformKey && { platformKey }),
    findings: isPair ? [] : [describeStrangers(wording)],
  }
}

function describeStrangers({ compareKeys }: Wording): Finding {
  return {
    check: 'key',
    status: 'problem',
    text: { en: 'The private key does not belong to the certificate.', zh: '私钥与证书不是一对。' },
    remedy: {
      en: `Take apiclient_key.pem and apiclient_cert.pem of one download; ${compareKeys.en}.`,
      zh: `使用同一次下载的 apiclient_key.pem 与 apiclient_cert.pem；${compareKeys.zh}。`,
    },
  }
}

async function belongs(signer: Signer, publicKey: string): Promise<boolean> {
  const message = createNonce()
  return (await importPublicKey(publicKey)).verify(message, await signer.sign(message))
}

/** RSASSA-PKCS1-v1_5 gives one message one signature. */
function bySigning(signer: Signer): Known['isSigned'] & object {
  return async (message, signature) => (await signer.sign(message)) === signature
}

async function byVerifying(publicKey: string): Promise<Known['isSigned'] & object> {
  const key = await importPublicKey(publicKey)
  return (message, signature) => key.verify(message, signature)
}
