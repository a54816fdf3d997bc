import { readVariable } from '../config.ts'
import type { Finding } from '../diagnosis/finding.ts'
import { combineKeys, type Known } from '../diagnosis/known.ts'
import { UsageError } from '../errors.ts'
import { findMerchantPublicKey, importMerchantKey, importPlatformKey } from '../keys.ts'
import type { Variables } from '../language.ts'
import { WORDING } from './wording.ts'

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
  const { WECHATPAY_MCHID: mchid, WECHATPAY_SERIAL: serialNumber } = variables
  const keyNames = ['WECHATPAY_PRIVATE_KEY', 'WECHATPAY_PRIVATE_KEY_FILE', 'WECHATPAY_P12_FILE']
  const signer = await attempt(keyNames, () => importMerchantKey(variables))
  const publicKey = signer && (await findMerchantPublicKey(variables))
  const certificate = await attempt(['WECHATPAY_CERTIFICATE', 'WECHATPAY_CERTIFICATE_FILE'], async () => {
    const { readCertificate } = await import('@wechatpay-kit/crypto/x509')
    return readCertificate((await readVariable(variables, 'WECHATPAY_CERTIFICATE')) ?? '')
  })
  const platformKey = await attempt(['WECHATPAY_PUBLIC_KEY', 'WECHATPAY_PUBLIC_KEY_FILE'], () =>
    importPlatformKey(variables),
  )
  const known = await combineKeys({ mchid, serialNumber, signer, publicKey, certificate, platformKey }, WORDING)
  return { ...known, findings: [...findings, ...known.findings] }
}
