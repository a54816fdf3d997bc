import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { importPrivateKey, importPublicKey, KeyFormatError } from '@wechatpay-kit/crypto'
import { type Certificate, readCertificate } from '@wechatpay-kit/crypto/x509'
import { type Block, readDer, readTags } from './open.ts'

/** A key or a certificate, described. */
export interface KeyDescription {
  readonly kind: 'certificate' | 'private key' | 'public key' | 'PKCS#12 file' | 'unknown'
  /** Standard of its form. */
  readonly form?: 'PKCS#1' | 'PKCS#8' | 'PKCS#12' | 'SEC1' | 'SPKI' | 'X.509'
  readonly encoding: Block['encoding']
  /** `true` where a password is needed to read more. */
  readonly isEncrypted?: true
  /** Algorithm and size: `RSA 2048`. */
  readonly algorithm?: string
  /** SHA-256 of the public key as SPKI, hexadecimal: that of a private key and its certificate is the same. */
  readonly fingerprint?: string
  readonly serialNumber?: string
  readonly subject?: string
  readonly issuer?: string
  readonly notBefore?: string
  readonly notAfter?: string
  /** Variables that it can be the value of, the likeliest first. */
  readonly variables: readonly string[]
  /** Reason why it cannot be used with WeChat Pay, and the remedy. */
  readonly problem?: string
  /** Public key, for a conversion; it is not shown. */
  readonly publicKey?: KeyObject
}

const HAS_PASSWORD = 'It has a password, which no variable takes. Take it off with --to pkcs8.'

const INTEGER = 0x02
const OCTET_STRING = 0x04
const BIT_STRING = 0x03
const SEQUENCE = 0x30

/** Describes a block by its content. A `password` opens an encrypted private key. */
export async function describeBlock(block: Block, password: string | undefined): Promise<KeyDescription> {
  const der = readDer(block)
  const { encoding } = block
  if (!der) return describePrivateKey(block, 'PKCS#1', password)
  const tags = readTags(der)
  const startsWith = (...wanted: number[]) => wanted.every((tag, index) => tags[index] === tag)
  if (startsWith(INTEGER, SEQUENCE, OCTET_STRING)) return describePrivateKey(block, 'PKCS#8', password)
  if (startsWith(INTEGER, SEQUENCE))
    return { kind: 'PKCS#12 file', form: 'PKCS#12', encoding, isEncrypted: true, variables: ['WECHATPAY_P12_FILE'] }
  if (startsWith(INTEGER, OCTET_STRING)) return describePrivateKey(block, 'SEC1', password)
  if (startsWith(SEQUENCE, OCTET_STRING)) return describePrivateKey(block, 'PKCS#8', password)
  if (startsWith(SEQUENCE, SEQUENCE, BIT_STRING)) return describeCertificate(block)
  if (startsWith(SEQUENCE, BIT_STRING)) return describePublicKey(block, 'SPKI')
  if (startsWith(INTEGER, INTEGER, INTEGER)) return describePrivateKey(block, 'PKCS#1', password)
  if (startsWith(INTEGER, INTEGER)) return describePublicKey(block, 'PKCS#1')
  return unknown(block, 'It is neither a key nor a certificate. Take a file of the merchant platform.')
}

/** A block that is none. */
function unknown({ encoding }: Block, problem: string): KeyDescription {
  return { kind: 'unknown', encoding, variables: [], problem }
}

async function describePrivateKey(
  block: Block,
  form: 'PKCS#1' | 'PKCS#8' | 'SEC1',
  password: string | undefined,
): Promise<KeyDescription> {
  const { encoding } = block
  const isEncrypted = !readDer(block) || readTags(readDer(block) as Buffer)[0] === SEQUENCE
  const base = { kind: 'private key', form, encoding, ...(isEncrypted && { isEncrypted }) } as const
  if (isEncrypted && password === undefined) return { ...base, variables: [], problem: HAS_PASSWORD }
  try {
    const pem = isEncrypted ? await decryptKey(block, password as string) : undefined
    const fault = await findProblem(() => importPrivateKey(pem ?? block.bytes))
    const problem = fault ?? (isEncrypted ? { problem: HAS_PASSWORD } : undefined)
    const publicKey = createPublicKey(pem ?? toKeyObject(block, form))
    return { ...base, ...describeKey(publicKey), variables: problem ? [] : ['WECHATPAY_PRIVATE_KEY'], ...problem }
  } catch (error) {
    const message = error instanceof KeyFormatError ? error.message : 'The file is damaged. Copy it again.'
    return { ...base, variables: [], problem: message }
  }
}

function toKeyObject({ bytes }: Block, form: 'PKCS#1' | 'PKCS#8' | 'SEC1'): KeyObject {
  const type = ({ 'PKCS#1': 'pkcs1', 'PKCS#8': 'pkcs8', SEC1: 'sec1' } as const)[form]
  // The label of a PEM block can be wrong, so that its bytes are read by their content.
  const der = readDer({ encoding: 'DER', bytes }) as Buffer
  return createPrivateKey({ key: der, format: 'der', type })
}

/** Takes the password off a private key. */
export async function decryptKey({ bytes }: Block, password: string): Promise<string> {
  const { toPkcs8 } = await import('@wechatpay-kit/crypto/certificate')
  return toPkcs8(bytes, password)
}

async function describePublicKey(block: Block, form: 'PKCS#1' | 'SPKI'): Promise<KeyDescription> {
  const base = { kind: 'public key', form, encoding: block.encoding } as const
  try {
    const type = form === 'SPKI' ? 'spki' : 'pkcs1'
    const publicKey = createPublicKey({ key: readDer(block) as Buffer, format: 'der', type })
    const problem = await findProblem(() => importPublicKey(block.bytes))
    return { ...base, ...describeKey(publicKey), variables: problem ? [] : ['WECHATPAY_PUBLIC_KEY'], ...problem }
  } catch {
    return { ...base, variables: [], problem: 'The file is damaged. Copy it again.' }
  }
}

async function describeCertificate(block: Block): Promise<KeyDescription> {
  const base = { kind: 'certificate', form: 'X.509', encoding: block.encoding } as const
  try {
    return { ...base, ...(await describeRead(readCertificate(block.bytes))) }
  } catch (error) {
    return { ...base, variables: [], problem: (error as Error).message }
  }
}

/** Describes a certificate that was read. */
export async function describeRead(certificate: Certificate): Promise<Omit<KeyDescription, 'kind' | 'encoding'>> {
  const { serialNumber, subject, issuer, notBefore, notAfter, publicKey: pem } = certificate
  const publicKey = createPublicKey(pem)
  const problem = (await findProblem(() => importPublicKey(pem))) ?? findDateProblem(certificate)
  // A merchant's is issued to its number, and WeChat Pay's to a name of Tenpay's.
  const isMerchant = /(^|,)CN=\d+(,|$)/.test(subject)
  const isPlatform = /(^|,)CN=Tenpay\.com/.test(subject)
  const variables = isPlatform ? ['WECHATPAY_PUBLIC_KEY'] : isMerchant ? ['WECHATPAY_CERTIFICATE'] : []
  return {
    ...describeKey(publicKey),
    ...{ serialNumber, subject, issuer, notBefore: notBefore.toISOString(), notAfter: notAfter.toISOString() },
    variables: problem ? [] : variables.length > 0 ? variables : ['WECHATPAY_CERTIFICATE', 'WECHATPAY_PUBLIC_KEY'],
    ...problem,
  }
}

function findDateProblem({ notBefore, notAfter }: Certificate): { problem: string } | undefined {
  const now = Date.now()
  if (now > notAfter.getTime()) return { problem: 'It has expired. Get a new one on the merchant platform.' }
  if (now < notBefore.getTime()) return { problem: 'It is not valid yet. Set the clock, or wait.' }
  return undefined
}

function describeKey(publicKey: KeyObject): Pick<KeyDescription, 'algorithm' | 'fingerprint' | 'publicKey'> {
  const { asymmetricKeyType: type = '', asymmetricKeyDetails: details = {} } = publicKey
  const size = details.modulusLength ?? details.namedCurve ?? ''
  const spki = publicKey.export({ format: 'der', type: 'spki' })
  const fingerprint = createHash('sha256').update(spki).digest('hex')
  return { algorithm: `${type.toUpperCase()} ${size}`.trim(), fingerprint, publicKey }
}

/** Message of the kit's error for a key that it refuses. */
async function findProblem(read: () => Promise<unknown>): Promise<{ problem: string } | undefined> {
  try {
    await read()
    return undefined
  } catch (error) {
    return { problem: (error as Error).message }
  }
}
