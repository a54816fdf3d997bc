import type { PrivateKey, PublicKey } from '@wechatpay-kit/crypto'
import { readVariable, requireVariable } from './config.ts'
import { UsageError } from './errors.ts'
import type { Variables } from './language.ts'

/** A key of WeChat Pay's, and its id where something tells it. */
export interface PlatformKey {
  readonly id: string | undefined
  readonly key: PublicKey
}

/** Imports the merchant's private key of the variables. */
export async function importMerchantKey(variables: Variables): Promise<PrivateKey> {
  const { importPrivateKey } = await import('@wechatpay-kit/crypto')
  return importPrivateKey(await readMerchantKey(variables))
}

async function readMerchantKey(variables: Variables): Promise<string | Buffer> {
  const file = variables['WECHATPAY_P12_FILE']
  if (!file) return requireVariable(variables, 'WECHATPAY_PRIVATE_KEY', '--private-key-file')
  const { readPkcs12 } = await import('@wechatpay-kit/crypto/certificate')
  return readPkcs12(await requireVariable(variables, 'WECHATPAY_P12', '--p12-file'), readPassword(variables)).privateKey
}

/** Reads the serial number of the merchant's certificate from the variables: as it is, or out of a certificate. */
export async function findSerialNumber(variables: Variables): Promise<string | undefined> {
  const { WECHATPAY_SERIAL: serial, WECHATPAY_P12_FILE: p12 } = variables
  if (serial) return serial
  const certificate = await readVariable(variables, 'WECHATPAY_CERTIFICATE')
  if (certificate !== undefined) {
    const { readCertificate } = await import('@wechatpay-kit/crypto/x509')
    return readCertificate(certificate).serialNumber
  }
  if (!p12) return undefined
  const { readPkcs12 } = await import('@wechatpay-kit/crypto/certificate')
  const file = await requireVariable(variables, 'WECHATPAY_P12', '--p12-file')
  return readPkcs12(file, readPassword(variables)).certificate.serialNumber
}

function readPassword({ WECHATPAY_P12_PASSWORD, WECHATPAY_MCHID }: Variables): string {
  const password = WECHATPAY_P12_PASSWORD || WECHATPAY_MCHID
  if (!password)
    throw new UsageError(
      'WECHATPAY_P12_PASSWORD is not set, and a PKCS#12 file needs it. Set it: WeChat Pay sets the merchant number.',
      'CONFIG_MISSING',
    )
  return password
}

/** Imports WeChat Pay's key of the variables: a public key, or that of a platform certificate, which tells its id too. */
export async function importPlatformKey(variables: Variables): Promise<PlatformKey> {
  const { importPublicKey } = await import('@wechatpay-kit/crypto')
  const file = await requireVariable(variables, 'WECHATPAY_PUBLIC_KEY', '--public-key-file')
  const id = variables['WECHATPAY_PUBLIC_KEY_ID'] || undefined
  const certificate = await findCertificate(file)
  if (!certificate) return { id, key: await importPublicKey(file) }
  return { id: id ?? certificate.serialNumber, key: await importPublicKey(certificate.publicKey) }
}

async function findCertificate(file: string | Buffer) {
  const { readCertificate } = await import('@wechatpay-kit/crypto/x509')
  try {
    return readCertificate(file)
  } catch {
    return undefined
  }
}

/** Reads the APIv3 key of the variables. A line feed at the end of its file is no part of it. */
export async function readApiV3Key(variables: Variables): Promise<string> {
  const value = await requireVariable(variables, 'WECHATPAY_APIV3_KEY', '--apiv3-key-file')
  return value.toString().replace(/\r?\n$/, '')
}
