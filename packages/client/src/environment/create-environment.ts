import {
  createNonce,
  type importPrivateKey,
  type importPublicKey,
  isSameSerialNumber,
  KeyFormatError,
  type PrivateKey,
} from '@wechatpay-kit/crypto'
import { checkBaseUrls } from '../call/attempt/base-urls.ts'
import { ValidationError } from '../errors/validation.ts'
import { readApiV3Keys } from '../keys/api-v3-key.ts'
import { checkMerchantId, checkSerialNumber } from '../keys/merchant.ts'
import { checkPlatformKeyId } from '../keys/platform-keys.ts'
import { explainFaults } from './explain-faults.ts'
import type { Environment, EnvironmentOptions, EnvironmentParts } from './parts.ts'
import type { Values, Variable, Variables } from './variables.ts'

/** A kind of WeChat Pay's keys, as `WECHATPAY_PLATFORM_KEYS` names it. */
type KeyKind = 'public-key' | 'certificates'

/** The functions that import keys: of the entry of the crypto package that fits the runtime. */
interface KeyImport {
  readonly importPrivateKey: typeof importPrivateKey
  readonly importPublicKey: typeof importPublicKey
}

/** The parts of an environment that could be made. */
type Parts = Partial<EnvironmentParts> & Pick<Environment, 'baseUrls'>

/**
 * Makes an environment of variables. What is required must be set, and what is set must be right.
 *
 * @throws ValidationError (`VALIDATION_FAILED`) that lists every variable that is missing or wrong.
 */
export async function createEnvironment(variables: Variables, options: EnvironmentOptions & KeyImport): Promise<Parts> {
  const { values, faults } = variables
  const { required = ['merchant', 'platformKeys'], createCertificateKeys, transport, now } = options
  const kinds = readKeyKinds(variables, options)
  for (const name of listRequired(required, kinds, variables)) if (!variables.set.has(name)) faults.push({ name })
  const { privateKey, publicKey, serialNumber } = await readValues(variables, options)
  if (faults.length > 0) throw explainFaults(variables)

  const { WECHATPAY_MCHID: mchid, WECHATPAY_PUBLIC_KEY_ID: id, WECHATPAY_APIV3_KEY: apiV3Key } = values
  const merchant = mchid && serialNumber && privateKey ? { mchid, serialNumber, privateKey } : undefined
  const baseUrls = values.WECHATPAY_BASE_URL ? ([values.WECHATPAY_BASE_URL] as const) : undefined
  const createKeys = (kind: KeyKind) => {
    if (kind === 'public-key') return id && publicKey && { id, key: publicKey }
    return merchant && apiV3Key && createCertificateKeys?.({ merchant, apiV3Key, transport, baseUrls, now })
  }
  const platformKeys = kinds.map(createKeys).filter((keys) => typeof keys === 'object')
  const environment: Parts = {
    ...(merchant && { merchant }),
    ...(platformKeys.length === kinds.length && { platformKeys }),
    ...(baseUrls && { baseUrls }),
  }
  return apiV3Key ? Object.defineProperty(environment, 'apiV3Key', { value: apiV3Key }) : environment
}

/** Reads which of WeChat Pay's keys there are, in the order that the client keeps. */
function readKeyKinds(
  { values, set, faults }: Variables,
  { createCertificateKeys }: EnvironmentOptions,
): readonly KeyKind[] {
  const name = 'WECHATPAY_PLATFORM_KEYS'
  const given = values[name]?.split(/[\s,]+/)
  if (!given) {
    const hasPublicKey = set.has('WECHATPAY_PUBLIC_KEY_ID') || set.has('WECHATPAY_PUBLIC_KEY')
    const hasCertificates = !hasPublicKey && set.has('WECHATPAY_APIV3_KEY') && createCertificateKeys
    return [hasCertificates ? 'certificates' : 'public-key']
  }
  const kinds = new Set(given)
  if (kinds.size < given.length || !given.every((kind) => kind === 'public-key' || kind === 'certificates'))
    faults.push({ name, cause: 'must be public-key, certificates, or both with a comma, the one first that encrypts' })
  else if (kinds.has('certificates') && !createCertificateKeys)
    faults.push({
      name,
      cause:
        'names certificates: give readEnvironment the option createCertificateKeys, of @wechatpay-kit/client/certificate-keys',
    })
  return given as KeyKind[]
}

/** Lists the variables without which a required part cannot be made. */
function listRequired(
  required: readonly (keyof EnvironmentParts)[],
  kinds: readonly KeyKind[],
  { set }: Variables,
): ReadonlySet<Variable> {
  const kindsRequired = required.includes('platformKeys') ? kinds : []
  const needsCertificates = kindsRequired.includes('certificates')
  const names: Variable[] = []
  if (required.includes('merchant') || needsCertificates) {
    names.push('WECHATPAY_MCHID', 'WECHATPAY_PRIVATE_KEY')
    if (!set.has('WECHATPAY_CERTIFICATE')) names.push('WECHATPAY_SERIAL')
  }
  if (kindsRequired.includes('public-key')) names.push('WECHATPAY_PUBLIC_KEY_ID', 'WECHATPAY_PUBLIC_KEY')
  if (required.includes('apiV3Key') || needsCertificates) names.push('WECHATPAY_APIV3_KEY')
  return new Set(names)
}

/** Reads every value that is set, and notes its fault; gives the keys, and the serial number, stated or of the certificate. */
async function readValues(
  variables: Variables,
  { readCertificate, importPrivateKey, importPublicKey }: EnvironmentOptions & KeyImport,
) {
  const { values, faults, describe } = variables
  const read = async <Name extends Variable, Result>(
    name: Name,
    readValue: (value: NonNullable<Values[Name]>) => Result | Promise<Result>,
  ): Promise<Result | undefined> => {
    const value = values[name]
    try {
      return value === undefined ? undefined : await readValue(value)
    } catch (cause) {
      if (!(cause instanceof ValidationError || cause instanceof KeyFormatError)) throw cause
      faults.push({ name, cause })
    }
  }

  const privateKey = await read('WECHATPAY_PRIVATE_KEY', importPrivateKey)
  const publicKey = await read('WECHATPAY_PUBLIC_KEY', importPublicKey)
  await read('WECHATPAY_MCHID', (mchid) => checkMerchantId(mchid, describe))
  const stated = await read('WECHATPAY_SERIAL', (serialNumber) => {
    checkSerialNumber(serialNumber, describe)
    return serialNumber
  })
  const certified = await read('WECHATPAY_CERTIFICATE', (certificate) => {
    if (readCertificate) return readSerialNumber(readCertificate(certificate), privateKey, importPublicKey, variables)
    if (stated !== undefined) return undefined
    const cause =
      'is read with the option readCertificate of readEnvironment, of @wechatpay-kit/crypto/x509: give it, or set WECHATPAY_SERIAL'
    faults.push({ name: 'WECHATPAY_CERTIFICATE', cause })
  })
  const serialNumber = stated ?? certified
  await read('WECHATPAY_PUBLIC_KEY_ID', (id) =>
    checkPlatformKeyId(id, 'id', { describe, ...(serialNumber && { merchantSerialNumber: serialNumber }) }),
  )
  await read('WECHATPAY_APIV3_KEY', readApiV3Keys)
  await read('WECHATPAY_BASE_URL', (url) => checkBaseUrls([url]))
  return { privateKey, publicKey, serialNumber }
}

/** Gives the serial number of the merchant's certificate; notes where key or stated number are not those of the certificate. */
async function readSerialNumber(
  { serialNumber, publicKey }: { readonly serialNumber: string; readonly publicKey: string },
  privateKey: PrivateKey | undefined,
  importPublicKey: KeyImport['importPublicKey'],
  { values, faults }: Variables,
): Promise<string> {
  const key = await importPublicKey(publicKey)
  const message = createNonce()
  if (privateKey && !(await key.verify(message, await privateKey.sign(message))))
    faults.push({
      name: 'WECHATPAY_PRIVATE_KEY',
      cause: 'is not the key of WECHATPAY_CERTIFICATE: take apiclient_key.pem and apiclient_cert.pem of one download',
    })
  const stated = values.WECHATPAY_SERIAL
  if (stated !== undefined && !isSameSerialNumber(stated, serialNumber))
    faults.push({ name: 'WECHATPAY_SERIAL', cause: 'is not that of WECHATPAY_CERTIFICATE: leave it out' })
  return serialNumber
}
