import {
  combineKeys,
  type Explanation,
  explainError,
  explainMessage,
  type Finding,
  findOwner,
  findReceived,
  type Given,
  type HttpMessage,
  type Input,
  type Known,
  type Received,
  readInput,
  splitMessage,
  splitSignedMessage,
} from '../diagnosis.ts'
import type { HeldKey, KeyRing } from '../keys/key-ring.ts'
import { chooseKeys } from '../keys/roles.ts'
import { signature as texts } from '../texts/signature.ts'
import { WORDING } from '../texts/wording.ts'
import { type RightHeader, signAgain } from './right-header.ts'

/** Everything that somebody gives to have a signature explained. */
export interface SignatureInput {
  /** The message as text; or its parts, where it was given field by field. */
  readonly message: Uint8Array | HttpMessage
  /** Error body of WeChat Pay; empty where there is none. */
  readonly error: string
  readonly ring: KeyRing
  readonly mchid: string
  /** Serial number of the merchant's certificate, or id of WeChat Pay's key. */
  readonly keyId: string
}

/** One line of a canonical message. */
export interface MessageLine {
  /** `method`, `target`, `timestamp`, `nonce` or `body`. */
  readonly name: string
  readonly text: string
  /** The line that was signed in its place, where that is another. */
  readonly signed?: string
}

/** The explanation of a signature. */
export interface SignatureReport {
  readonly kind: Explanation['kind'] | 'unreadable'
  readonly findings: readonly Finding[]
  readonly lines: readonly MessageLine[]
  readonly header?: RightHeader
}

/** Explains why a signature is wrong: of a request, a response, a notification, or by an error body alone. */
export async function explainSignature(given: SignatureInput): Promise<SignatureReport> {
  const input = await readMessage(given.message)
  if (input.kind === 'unreadable') return { kind: 'unreadable', findings: [input.finding], lines: [] }
  const following = input.kind === 'request' ? input.received : undefined
  const received = findReceived(given.error) ?? following
  const isUnread = !received && given.error.trim() !== ''
  const unread: Finding[] = isUnread ? [UNREAD_ERROR] : []
  const kind = input.kind === 'signed' ? 'signed' : 'request'
  const chosen = await chooseGiven(given, kind)
  const known = await combineKeys(chosen.given, WORDING)
  const explained = await explain(input, known, received)
  const notes = input.kind === 'error' ? [] : input.notes
  const isPassed = explained.findings.some(({ check, status }) => check === 'signature' && status === 'passed')
  const header = input.kind === 'request' ? await signAgain(input.message, explained, known) : undefined
  return {
    kind: explained.kind,
    findings: [...notes, ...unread, ...joinFindings(chosen.findings, explained, isPassed)],
    lines: splitLines(explained),
    ...(header && { header }),
  }
}

/** Findings about keys of the wrong side, and those of the message. A signature that was made with a key shows that it is the right one. */
function joinFindings(
  chosen: readonly Finding[],
  { findings, found }: Explanation,
  isPassed: boolean,
): readonly Finding[] {
  if (isPassed || found || chosen.length === 0) return findings
  // The last says that another key made it, which follows from the first.
  return chosen.includes(OTHER_SIDE) ? [...chosen, ...findings.slice(0, -1)] : [...chosen, ...findings]
}

const UNREAD_ERROR: Finding = {
  check: 'error',
  status: 'note',
  text: texts.errorUnreadable,
  remedy: texts.errorUnreadableRemedy,
}

async function readMessage(message: Uint8Array | HttpMessage): Promise<Input> {
  if (!(message instanceof Uint8Array)) {
    const kind = message.method === undefined ? 'signed' : 'request'
    return { kind, message, notes: [] }
  }
  const files: string[] = []
  const input = await readInput(message, async (path) => {
    files.push(path)
    return new Uint8Array()
  })
  const [path] = files
  return path === undefined ? input : { kind: 'unreadable', finding: describeFile(path) }
}

function describeFile(path: string): Finding {
  const { en, zh } = texts.fileOfCurl
  const text = { en: en.replace('{path}', path), zh: zh.replace('{path}', path) }
  return { check: 'input', status: 'problem', text, remedy: texts.fileOfCurlRemedy }
}

/** Chooses the keys that a message needs. The findings are about keys of the wrong side. */
async function chooseGiven(
  { ring, mchid, keyId }: SignatureInput,
  kind: 'request' | 'signed',
): Promise<{ given: Given; findings: Finding[] }> {
  const { merchantKey, merchantCertificate, platformKey } = chooseKeys(ring)
  const signer = merchantKey?.privateKey
  const own = merchantCertificate?.certificate
  if (kind === 'signed') {
    const id = readSerialNumber(keyId) || platformKey?.certificate?.serialNumber
    const { publicKey: key, description } = platformKey ?? {}
    const held = key && { id, key, publicKey: description?.publicKey }
    const given = { mchid, signer, platformKey: held }
    return { given, findings: findOwnCertificate(platformKey) }
  }
  // The id of WeChat Pay's key says nothing of a request's signature.
  const isTheirs = /^PUB_KEY_ID_/i.test(keyId.trim())
  const serial = { mchid: mchid.trim(), serialNumber: isTheirs ? '' : readSerialNumber(keyId) }
  if (signer || own) {
    const publicKey = merchantKey?.description.publicKey
    return { given: { ...serial, signer, publicKey, certificate: own }, findings: [] }
  }
  const pem = platformKey?.description.publicKey
  const certificate = pem === undefined ? undefined : { publicKey: pem }
  return { given: { ...serial, certificate }, findings: certificate ? [OTHER_SIDE] : [] }
}

/** A serial number as it is sent, of the ways in which OpenSSL, Windows and Java show it. */
function readSerialNumber(given: string): string {
  const text = given.trim().replace(/^(serial=|0x)/i, '')
  if (/^[\da-f]{2}([:\s-][\da-f]{2})+$/i.test(text)) return text.replace(/[:\s-]/g, '')
  return /^\d{41,64}$/.test(text) ? BigInt(text).toString(16).toUpperCase() : text
}

const OTHER_SIDE: Finding = {
  check: 'key',
  status: 'problem',
  text: texts.platformKey,
  remedy: texts.platformKeyRemedy,
}

/** A merchant's certificate that is taken for WeChat Pay's. */
function findOwnCertificate(platformKey: HeldKey | undefined): Finding[] {
  const { certificate } = platformKey ?? {}
  if (!certificate || findOwner(certificate) !== 'merchant') return []
  const [name = ''] = /CN=\d+/.exec(certificate.subject) ?? []
  const { en, zh } = texts.merchantCertificate
  const text = { en: en.replace('{subject}', name), zh: zh.replace('{subject}', name) }
  return [{ check: 'key', status: 'problem', text, remedy: texts.merchantCertificateRemedy }]
}

function explain(input: Exclude<Input, { kind: 'unreadable' }>, known: Known, received: Received | undefined) {
  const options = { known, received, wording: WORDING }
  return input.kind === 'error' ? explainError(input.received, options) : explainMessage(input.message, options)
}

/** The lines of the message, each beside the one that was signed in its place. */
function splitLines({ kind, message, found }: Explanation): MessageLine[] {
  if (message === undefined) return []
  const split: (message: string) => Readonly<Record<string, string>> =
    kind === 'signed' ? splitSignedMessage : splitMessage
  const signed = found && split(found.message)
  return Object.entries(split(message)).map(([name, text]) => {
    const other = signed?.[name]
    return { name, text, ...(other !== undefined && other !== text && { signed: other }) }
  })
}
