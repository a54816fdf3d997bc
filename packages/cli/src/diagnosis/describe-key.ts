import { importPrivateKey, importPublicKey, KeyFormatError } from '@wechatpay-kit/crypto'
import { type Certificate, readCertificate } from '@wechatpay-kit/crypto/x509'
import { type KeyForm, type PublicHalf, readPublicHalf, writePem } from './algorithm.ts'
import { type Bytes, toHex, toUtf8 } from './bytes.ts'
import { BIT_STRING, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, readElements, readSequence, SEQUENCE } from './der.ts'
import { type Block, isEncryptedPem, readDer, readTags } from './key-blocks.ts'
import { translate } from './key-errors.ts'
import * as problems from './key-problems.ts'
import type { Text } from './language.ts'

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
  readonly problem?: Text
  /** Public key as PEM, for a conversion; it is not shown. */
  readonly publicKey?: string
}

/** Describes a block by its content. A `password` opens an encrypted private key. */
export async function describeBlock(block: Block, password: string | undefined): Promise<KeyDescription> {
  const der = readDer(block)
  const { encoding } = block
  const other = problems.findLabelProblem(block.label) ?? (der && problems.findLabelProblem(findKind(der)))
  if (other) return { kind: 'unknown', encoding, variables: [], problem: other }
  if (!der && isEncryptedPem(new TextDecoder().decode(block.bytes)))
    return describePrivateKey(block, 'PKCS#1', password)
  if (!der) return { kind: 'unknown', encoding, variables: [], problem: problems.DAMAGED }
  const tags = readTags(der)
  if (tags.length === 0) return { kind: 'unknown', encoding, variables: [], problem: problems.DAMAGED }
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
  return { kind: 'unknown', encoding, variables: [], problem: problems.NO_KEY }
}

/** Tells by its DER what has no key in it, as the label of its PEM would say. */
function findKind(der: Bytes): string | undefined {
  const [first] = readSequence(der)
  if (first?.tag === OBJECT_IDENTIFIER) return 'PKCS7'
  const [version, name, key, more] = first?.tag === SEQUENCE ? readElements(first.content) : []
  const isRequest =
    version?.tag === INTEGER && name?.tag === SEQUENCE && key?.tag === SEQUENCE && more?.tag !== SEQUENCE
  // The version of a request is 0; a certificate of the first version has none, and its serial number is more.
  const isFirst = version?.content.length === 1 && version.content[0] === 0
  return isRequest && isFirst ? 'CERTIFICATE REQUEST' : undefined
}

async function describePrivateKey(
  block: Block,
  form: 'PKCS#1' | 'PKCS#8' | 'SEC1',
  password: string | undefined,
): Promise<KeyDescription> {
  const { encoding } = block
  const der = readDer(block)
  const isEncrypted = !der || readTags(der)[0] === SEQUENCE
  const base = { kind: 'private key', form, encoding, ...(isEncrypted && { isEncrypted }) } as const
  if (isEncrypted && password === undefined) return { ...base, variables: [], problem: problems.HAS_PASSWORD }
  try {
    const open = isEncrypted ? toUtf8(await decryptKey(block, password as string)) : block.bytes
    const type = isEncrypted ? 'PKCS#8' : form === 'PKCS#1' ? 'PKCS#1 private' : form
    const half = readPublicHalf(readDer({ encoding, bytes: open }) ?? new Uint8Array(), type)
    if (!half) return { ...base, variables: [], problem: problems.DAMAGED }
    const fault = await findProblem(half, () => importPrivateKey(open))
    const problem = fault ?? (isEncrypted ? problems.HAS_PASSWORD : undefined)
    const variables = problem ? [] : ['WECHATPAY_PRIVATE_KEY']
    return { ...base, ...(await describeHalf(half)), variables, ...(problem && { problem }) }
  } catch (error) {
    if (!(error instanceof KeyFormatError)) throw error
    return { ...base, variables: [], problem: translate(error) }
  }
}

/** Takes the password off a private key. */
export async function decryptKey({ bytes }: Block, password: string): Promise<string> {
  const { toPkcs8 } = await import('@wechatpay-kit/crypto/certificate')
  return toPkcs8(bytes, password)
}

async function describePublicKey(block: Block, form: 'PKCS#1' | 'SPKI'): Promise<KeyDescription> {
  const base = { kind: 'public key', form, encoding: block.encoding } as const
  const type: KeyForm = form === 'SPKI' ? 'SPKI' : 'PKCS#1 public'
  const half = readPublicHalf(readDer(block) as Bytes, type)
  if (!half) return { ...base, variables: [], problem: problems.DAMAGED }
  const problem = await findProblem(half, () => importPublicKey(block.bytes))
  const variables = problem ? [] : ['WECHATPAY_PUBLIC_KEY']
  return { ...base, ...(await describeHalf(half)), variables, ...(problem && { problem }) }
}

async function describeCertificate(block: Block): Promise<KeyDescription> {
  const base = { kind: 'certificate', form: 'X.509', encoding: block.encoding } as const
  try {
    return { ...base, ...(await describeRead(readCertificate(block.bytes))) }
  } catch (error) {
    if (!(error instanceof KeyFormatError)) throw error
    return { ...base, variables: [], problem: translate(error) }
  }
}

/** Describes a certificate that was read. */
export async function describeRead(certificate: Certificate): Promise<Omit<KeyDescription, 'kind' | 'encoding'>> {
  const { serialNumber, subject, issuer, notBefore, notAfter, publicKey: pem } = certificate
  const der = readDer({ encoding: 'PEM', bytes: toUtf8(pem) }) ?? new Uint8Array()
  const half = readPublicHalf(der, 'SPKI') ?? { algorithm: 'unknown algorithm', spki: der }
  const problem = (await findProblem(half, () => importPublicKey(pem))) ?? findDateProblem(certificate)
  const owner = findOwner(certificate)
  const variables = { platform: ['WECHATPAY_PUBLIC_KEY'], merchant: ['WECHATPAY_CERTIFICATE'] }
  return {
    ...(await describeHalf(half)),
    ...{ serialNumber, subject, issuer, notBefore: notBefore.toISOString(), notAfter: notAfter.toISOString() },
    variables: problem ? [] : owner ? variables[owner] : ['WECHATPAY_CERTIFICATE', 'WECHATPAY_PUBLIC_KEY'],
    ...(problem && { problem }),
  }
}

/** Tells whose a certificate is: a merchant's is issued to its number, and WeChat Pay's to a name of Tenpay's. */
export function findOwner({ subject }: Certificate): 'merchant' | 'platform' | undefined {
  // The authority that issues certificates has one too, which signs nothing else.
  if (/(^|,)CN=Tenpay\.com Root/.test(subject)) return undefined
  if (/(^|,)CN=Tenpay\.com/.test(subject)) return 'platform'
  return /(^|,)CN=\d+(,|$)/.test(subject) ? 'merchant' : undefined
}

function findDateProblem({ notBefore, notAfter }: Certificate): Text | undefined {
  const now = Date.now()
  if (now > notAfter.getTime()) return problems.EXPIRED
  if (now < notBefore.getTime()) return problems.NOT_YET_VALID
  return undefined
}

async function describeHalf({ algorithm, spki }: PublicHalf) {
  if (!spki) return { algorithm }
  const fingerprint = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', spki)))
  return { algorithm, fingerprint, publicKey: writePem('PUBLIC KEY', spki) }
}

/** Reason why a key cannot be used with WeChat Pay. */
async function findProblem(
  { algorithm, rsaBits }: PublicHalf,
  read: () => Promise<unknown>,
): Promise<Text | undefined> {
  if (rsaBits === undefined) return problems.describeAlgorithm(algorithm)
  if (rsaBits < 2048) return problems.describeSize(rsaBits)
  try {
    await read()
    return undefined
  } catch (error) {
    if (!(error instanceof KeyFormatError)) throw error
    return translate(error)
  }
}
