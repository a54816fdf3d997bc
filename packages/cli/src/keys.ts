import type { PrivateKey } from '@wechatpay-kit/crypto'
import { requireVariable } from './config.ts'
import type { PlatformKey } from './diagnosis/known.ts'
import { UsageError } from './errors.ts'
import type { Variables } from './language.ts'

/** Imports the merchant's private key of the variables, for those who need nothing else of the merchant. */
export async function importMerchantKey(variables: Variables): Promise<PrivateKey> {
  const { importPrivateKey } = await import('@wechatpay-kit/crypto')
  const { WECHATPAY_P12_FILE: p12, WECHATPAY_P12_PASSWORD, WECHATPAY_MCHID } = variables
  if (!p12) {
    const file = await requireVariable(variables, 'WECHATPAY_PRIVATE_KEY', '--private-key-file')
    return refuseFaults('WECHATPAY_PRIVATE_KEY', () => importPrivateKey(file))
  }
  const password = WECHATPAY_P12_PASSWORD || WECHATPAY_MCHID
  if (!password)
    throw new UsageError(
      'WECHATPAY_P12_PASSWORD is not set, and a PKCS#12 file needs it. Set it: WeChat Pay sets the merchant number.',
      'CONFIG_MISSING',
    )
  const { readPkcs12 } = await import('@wechatpay-kit/crypto/certificate')
  const file = await requireVariable(variables, 'WECHATPAY_P12', '--p12-file')
  return refuseFaults('WECHATPAY_P12_FILE', () => importPrivateKey(readPkcs12(file, password).privateKey))
}

/** Imports WeChat Pay's key of the variables: a public key, or that of a platform certificate, which tells its id too. */
export async function importPlatformKey(variables: Variables): Promise<PlatformKey> {
  const { importPublicKey } = await import('@wechatpay-kit/crypto')
  const file = await requireVariable(variables, 'WECHATPAY_PUBLIC_KEY', '--public-key-file')
  const id = variables['WECHATPAY_PUBLIC_KEY_ID'] || undefined
  const certificate = await findCertificate(file)
  if (certificate) {
    const { serialNumber, publicKey } = certificate
    return { id: id ?? serialNumber, key: await importPublicKey(publicKey), publicKey }
  }
  const key = await refuseFaults('WECHATPAY_PUBLIC_KEY', () => importPublicKey(file))
  return { id, key, publicKey: await findPublicHalf(file) }
}

/** Finds the public half of a key in a file, as SPKI in PEM. */
async function findPublicHalf(file: string | Buffer): Promise<string | undefined> {
  const { describeBlock, openBlocks } = await import('./diagnosis/index.ts')
  const [block] = openBlocks(typeof file === 'string' ? Buffer.from(file) : file)
  return block && (await describeBlock(block, undefined)).publicKey
}

/** Finds the public half of the merchant's private key, where it has a file or a variable of its own. */
export async function findMerchantPublicKey(variables: Variables): Promise<string | undefined> {
  if (variables['WECHATPAY_P12_FILE']) return undefined
  return findPublicHalf(await requireVariable(variables, 'WECHATPAY_PRIVATE_KEY', '--private-key-file'))
}

async function findCertificate(
  file: string | Buffer,
): Promise<{ serialNumber: string; publicKey: string } | undefined> {
  const { readCertificate } = await import('@wechatpay-kit/crypto/x509')
  try {
    return readCertificate(file)
  } catch {
    return undefined
  }
}

/** Reads the APIv3 key of the variables. White space around it is no part of it. */
export async function readApiV3Key(variables: Variables): Promise<string> {
  return (await requireVariable(variables, 'WECHATPAY_APIV3_KEY', '--apiv3-key-file')).toString().trim()
}

/** Has the fault of a key count as wrong usage, under the name of its variable. */
async function refuseFaults<Result>(name: string, read: () => Promise<Result>): Promise<Result> {
  const { KeyFormatError } = await import('@wechatpay-kit/crypto')
  try {
    return await read()
  } catch (error) {
    throw error instanceof KeyFormatError ? new UsageError(`${name}: ${error.message}`, 'CONFIG_INVALID') : error
  }
}
