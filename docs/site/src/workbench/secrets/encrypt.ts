import { encryptResource } from '@wechatpay-kit/crypto'
import { countBytes, type Finding, findOwner } from '../diagnosis.ts'
import type { KeyRing } from '../keys/key-ring.ts'
import { chooseKeys } from '../keys/roles.ts'
import { secrets as texts } from '../texts/secrets.ts'
import { readApiV3Key } from './api-v3-key.ts'
import { fill, note, type Outcome, pass, refuse } from './outcome.ts'

/** Encrypts a field for WeChat Pay. */
export async function encryptField(text: string, ring: KeyRing): Promise<Outcome> {
  if (text === '') return refuse('input', texts.nothing, texts.give)
  const { platformKey, merchantKey } = chooseKeys(ring)
  const { publicKey, certificate } = platformKey ?? {}
  if (!publicKey) return refuse('key', merchantKey ? texts.onlyPrivate : texts.noPlatformKey, texts.givePlatformKey)
  const isOwn = certificate && findOwner(certificate) === 'merchant'
  if (isOwn) return refuse('key', texts.ownCertificate, texts.givePlatformKey)
  const [count, limit] = [countBytes(text), publicKey.maxPlaintextBytes]
  if (count > limit) return refuse('input', fill(texts.tooLong, { count, limit }), texts.tooLongRemedy)
  const serial = certificate?.serialNumber
  const outputs = [
    { title: texts.resultCiphertext, text: await publicKey.encrypt(text) },
    ...(serial === undefined ? [] : [{ title: texts.resultSerial, text: serial }]),
  ]
  const notes: Finding[] = serial === undefined ? [note(texts.noId)] : []
  return { findings: [pass(texts.encrypted), ...notes, ...noteLineFeed(text)], outputs }
}

/** Encrypts a resource as notifications have it, such as for a test of one's own. */
export async function encryptAsResource(text: string, given: string, associatedData: string): Promise<Outcome> {
  if (text === '') return refuse('input', texts.nothing, texts.give)
  const read = readApiV3Key(given)
  if ('refused' in read) return read.refused
  const resource = await encryptResource(text, { apiV3Key: read.key, associatedData })
  const outputs = [{ title: texts.resultResource, text: JSON.stringify(resource, null, 2) }]
  return { findings: [...read.notes, pass(texts.encrypted), ...noteLineFeed(text)], outputs }
}

function noteLineFeed(text: string): Finding[] {
  return text.endsWith('\n') ? [note(texts.lineFeed)] : []
}
