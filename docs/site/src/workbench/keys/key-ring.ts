import {
  importPrivateKey,
  importPublicKey,
  KeyFormatError,
  type PrivateKey,
  type PublicKey,
} from '@wechatpay-kit/crypto'
import { type Certificate, readCertificate } from '@wechatpay-kit/crypto/x509'
import {
  type Block,
  decryptKey,
  describeBlock,
  describeOther,
  describePkcs12,
  type KeyDescription,
  openBlocks,
  openPkcs12,
  readDer,
  type Text,
  translate,
  writePem,
} from '../diagnosis.ts'

/** A file, or a pasted text, that should hold a key. */
export interface KeySource {
  readonly name: string
  readonly bytes: Uint8Array
}

/** A key or a certificate that was found, and what can be done with it. */
export interface HeldKey {
  readonly source: string
  readonly description: KeyDescription
  readonly privateKey?: PrivateKey
  /** The private key as PKCS#8 PEM, for a conversion. */
  readonly privatePem?: string
  readonly certificate?: Certificate
  /** The certificate as PEM, where it has a file of its own. */
  readonly certificatePem?: string
  readonly publicKey?: PublicKey
}

/** All keys and certificates of some files. */
export interface KeyRing {
  readonly keys: readonly HeldKey[]
  /** Files that hold none, and why. */
  readonly others: readonly { readonly source: string; readonly found: Text; readonly remedy: Text }[]
  /** Whether something has a password, and whether it was opened. */
  readonly password: 'absent' | 'good' | 'none' | 'wrong'
  /** Reason why the given password opens nothing, and the line of openssl that does what the page cannot. */
  readonly refusal?: { readonly reason: Text; readonly command: string }
}

/** A ring without keys. */
export const EMPTY_RING: KeyRing = { keys: [], others: [], password: 'none' }

/** Opens files by what they hold, whatever their names say. The first password that opens a file is taken. */
export async function openKeys(sources: readonly KeySource[], passwords: readonly string[]): Promise<KeyRing> {
  const keys: HeldKey[] = []
  const others: KeyRing['others'][number][] = []
  let password: KeyRing['password'] = 'none'
  let refusal: KeyRing['refusal']
  for (const { name, bytes } of sources) {
    const blocks = openBlocks(bytes)
    if (blocks.length === 0) others.push({ source: name, ...describeOther(bytes) })
    for (const block of blocks) {
      const opened = await openBlock(block, passwords)
      keys.push(...opened.keys.map((key) => ({ source: name, ...key })))
      if (opened.password !== 'none') password = opened.password
      refusal = opened.refusal ?? refusal
    }
  }
  return { keys, others, password, ...(refusal && { refusal }) }
}

/** The content of a block. */
interface Opened extends Pick<KeyRing, 'password' | 'refusal'> {
  readonly keys: readonly Omit<HeldKey, 'source'>[]
}

/** Lines of openssl for files that are not opened here. */
const COMMANDS = {
  'PKCS#12 file': 'openssl pkcs12 -legacy -in apiclient_cert.p12 -nodes -out key-and-certificate.pem',
  'private key': 'openssl pkey -in encrypted.pem -out apiclient_key.pem',
} as const

async function openBlock(block: Block, passwords: readonly string[]): Promise<Opened> {
  const description = await describeBlock(block, undefined)
  if (!description.isEncrypted) return { keys: [await hold(block, description)], password: 'none' }
  const { problem: _, ...locked } = description
  const closed = { keys: [{ description: locked }] }
  let reason: Text | undefined
  // Some files have a password without a character.
  for (const password of description.kind === 'PKCS#12 file' ? [...passwords, ''] : passwords) {
    try {
      return { keys: await openLocked(block, description, password), password: 'good' }
    } catch (error) {
      if (!(error instanceof KeyFormatError)) throw error
      reason = password === '' ? reason : translate(error)
    }
  }
  if (!reason) return { ...closed, password: 'absent' }
  const command = COMMANDS[description.kind === 'PKCS#12 file' ? 'PKCS#12 file' : 'private key']
  return { ...closed, password: 'wrong', refusal: { reason, command } }
}

/** Opens what has a password, and imports what is in it. */
async function openLocked(
  block: Block,
  { kind }: KeyDescription,
  password: string,
): Promise<readonly Omit<HeldKey, 'source'>[]> {
  if (kind !== 'PKCS#12 file') {
    const privatePem = await decryptKey(block, password)
    const { problem: _, ...description } = await describeBlock(block, password)
    return [{ description, privatePem, privateKey: await importPrivateKey(privatePem) }]
  }
  const { privateKey: privatePem, certificate } = await openPkcs12(block, password)
  const [key, own] = await describePkcs12({ privateKey: privatePem, certificate }, block)
  const [privateKey, publicKey] = [await importPrivateKey(privatePem), await importPublicKey(certificate.publicKey)]
  return [
    { description: key, privatePem, privateKey },
    { description: own, certificate, publicKey },
  ]
}

/** Imports what needs no password; what cannot be used has its description alone. */
async function hold(block: Block, description: KeyDescription): Promise<Omit<HeldKey, 'source'>> {
  const { kind, publicKey: pem } = description
  if (kind === 'private key') {
    const privateKey = await attempt(() => importPrivateKey(block.bytes))
    return privateKey ? { description, privateKey, privatePem: await convertToPkcs8(block) } : { description }
  }
  if (kind === 'certificate') {
    const certificate = await attempt(async () => readCertificate(block.bytes))
    const publicKey = certificate && (await attempt(() => importPublicKey(certificate.publicKey)))
    const der = certificate && readDer(block)
    const certificatePem = der && writePem('CERTIFICATE', der)
    const found = { ...(certificate && { certificate }), ...(certificatePem && { certificatePem }) }
    return { description, ...found, ...(publicKey && { publicKey }) }
  }
  const publicKey = pem === undefined ? undefined : await attempt(() => importPublicKey(pem))
  return { description, ...(publicKey && { publicKey }) }
}

/** PKCS#8 of a private key that has no password. */
async function convertToPkcs8(block: Block): Promise<string> {
  if (block.encoding === 'PEM' && block.label === 'PRIVATE KEY') return new TextDecoder().decode(block.bytes)
  return decryptKey(block, '')
}

async function attempt<Result>(read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof KeyFormatError) return undefined
    throw error
  }
}
