import type { Signer } from '@wechatpay-kit/crypto'
import { readVariable } from '../config.ts'
import { UsageError } from '../errors.ts'
import { importMerchantKey, importPlatformKey, type PlatformKey } from '../keys.ts'
import type { Variables } from '../language.ts'
import type { Finding } from './finding.ts'

/** All that is set of the merchant and of WeChat Pay's key; whatever is missing is not checked. */
export interface Known {
  readonly mchid?: string
  readonly serialNumber?: string
  readonly signer?: Signer
  /** Tells whether the merchant signed a message: by its private key, or by its certificate. */
  readonly isSigned?: (message: string, signature: string) => Promise<boolean>
  readonly platformKey?: PlatformKey
  /** Faults of the variables themselves. */
  readonly findings: readonly Finding[]
}

/** Reads the variables that are set. */
export async function readKnown(variables: Variables): Promise<Known> {
  const findings: Finding[] = []
  const attempt = async <Result>(
    names: readonly string[],
    read: () => Promise<Result>,
  ): Promise<Result | undefined> => {
    if (!names.some((name) => variables[name])) return undefined
    try {
      return await read()
    } catch (error) {
      if (!(error instanceof Error)) throw error
      const message = error instanceof UsageError ? error.message : `${names[0]}: ${error.message}`
      findings.push({ check: 'key', status: 'problem', text: { en: message, zh: message } })
      return undefined
    }
  }
  const { WECHATPAY_MCHID: mchid, WECHATPAY_SERIAL } = variables
  const keyNames = ['WECHATPAY_PRIVATE_KEY', 'WECHATPAY_PRIVATE_KEY_FILE', 'WECHATPAY_P12_FILE']
  const signer = await attempt(keyNames, () => importMerchantKey(variables))
  const certificate = await attempt(['WECHATPAY_CERTIFICATE', 'WECHATPAY_CERTIFICATE_FILE'], async () => {
    const { readCertificate } = await import('@wechatpay-kit/crypto/x509')
    return readCertificate((await readVariable(variables, 'WECHATPAY_CERTIFICATE')) ?? '')
  })
  const platformKey = await attempt(['WECHATPAY_PUBLIC_KEY', 'WECHATPAY_PUBLIC_KEY_FILE'], () =>
    importPlatformKey(variables),
  )
  const isSigned = signer ? bySigning(signer) : certificate && (await byVerifying(certificate.publicKey))
  if (signer && certificate && !(await belongs(signer, certificate.publicKey))) findings.push(STRANGE_CERTIFICATE)
  const serialNumber = WECHATPAY_SERIAL || certificate?.serialNumber
  return {
    ...(mchid && { mchid }),
    ...(serialNumber && { serialNumber }),
    ...(signer && { signer }),
    ...(isSigned && { isSigned }),
    ...(platformKey && { platformKey }),
    findings,
  }
}

const STRANGE_CERTIFICATE: Finding = {
  check: 'key',
  status: 'problem',
  text: {
    en: 'The private key does not belong to the certificate.',
    zh: '私钥与证书不是一对。',
  },
  remedy: {
    en: 'Take apiclient_key.pem and apiclient_cert.pem of one download; wechatpay-kit keys shows their fingerprints.',
    zh: '使用同一次下载的 apiclient_key.pem 与 apiclient_cert.pem；wechatpay-kit keys 可显示它们的指纹。',
  },
}

async function belongs(signer: Signer, publicKey: string): Promise<boolean> {
  const { createNonce, importPublicKey } = await import('@wechatpay-kit/crypto')
  const message = createNonce()
  return (await importPublicKey(publicKey)).verify(message, await signer.sign(message))
}

/** RSASSA-PKCS1-v1_5 gives one message one signature. */
function bySigning(signer: Signer): Known['isSigned'] & object {
  return async (message, signature) => (await signer.sign(message)) === signature
}

async function byVerifying(publicKey: string): Promise<Known['isSigned'] & object> {
  const { importPublicKey } = await import('@wechatpay-kit/crypto')
  const key = await importPublicKey(publicKey)
  return (message, signature) => key.verify(message, signature)
}
