import { createNonce, importPublicKey, KeyFormatError, type PublicKey, type Signer } from '@wechatpay-kit/crypto'
import type { Certificate } from '@wechatpay-kit/crypto/x509'
import { type Bytes, encodeBase64 } from './bytes.ts'
import type { Finding } from './finding.ts'
import { translate } from './key-errors.ts'
import { type OpenedSignature, openSignature } from './opened.ts'
import type { Wording } from './wording.ts'

/** A key of WeChat Pay's, and its id where something tells it. */
export interface PlatformKey {
  readonly id: string | undefined
  readonly key: PublicKey
  /** SPKI as PEM, where it is at hand: with it, more can be told of a signature. */
  readonly publicKey?: string | undefined
}

/** Keys and numbers as they are given; whatever is missing is not checked. */
export interface Given {
  readonly mchid?: string | undefined
  readonly serialNumber?: string | undefined
  /** The merchant's private key. */
  readonly signer?: Signer | undefined
  /** Public half of that key, SPKI as PEM: with it, more can be told of a signature. */
  readonly publicKey?: string | undefined
  /** The merchant's certificate, or its public key alone. */
  readonly certificate?: (Pick<Certificate, 'publicKey'> & Partial<Certificate>) | undefined
  readonly platformKey?: PlatformKey | undefined
}

/** All that is known of the merchant and of WeChat Pay's key. */
export interface Known {
  readonly mchid?: string
  readonly serialNumber?: string
  readonly signer?: Signer
  /** Public half of the merchant's key, SPKI as PEM. */
  readonly publicKey?: string
  /** Opens a signature of the merchant's: by private key, or by certificate. */
  readonly open?: (signature: Bytes) => OpenedSignature
  readonly platformKey?: PlatformKey
  /** Faults of keys that do not belong together. */
  readonly findings: readonly Finding[]
}

/** Puts keys and numbers together, and tells of a private key and a certificate that are no pair. */
export async function combineKeys(given: Given, wording: Wording): Promise<Known> {
  const { mchid, signer, certificate, platformKey } = given
  const fault = certificate && (await findFault(certificate.publicKey))
  const isPair = !signer || !certificate || fault || (await belongs(signer, certificate.publicKey))
  const certified = isPair && !fault ? certificate?.publicKey : undefined
  const publicKey = given.publicKey ?? certified
  const open = publicKey ? (signature: Bytes) => openSignature(signature, publicKey) : signer && bySigning(signer)
  const serialNumber = given.serialNumber || certificate?.serialNumber
  return {
    ...(mchid && { mchid }),
    ...(serialNumber && { serialNumber }),
    ...(signer && { signer }),
    ...(publicKey && { publicKey }),
    ...(open && { open }),
    ...(platformKey && { platformKey }),
    findings: [...(isPair ? [] : [describeStrangers(wording)]), ...(fault ? [fault] : [])],
  }
}

/** The reason why a certificate's key verifies nothing here, such as that of a curve. */
async function findFault(publicKey: string): Promise<Finding | undefined> {
  try {
    await importPublicKey(publicKey)
    return undefined
  } catch (error) {
    if (!(error instanceof KeyFormatError)) throw error
    return { check: 'key', status: 'problem', text: translate(error) }
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
function bySigning(signer: Signer): (signature: Bytes) => OpenedSignature {
  return (signature) => ({ isOf: async (message) => (await signer.sign(message)) === encodeBase64(signature) })
}
