import { DecryptionError, decryptResource, type EncryptedResource, InputError } from '@wechatpay-kit/crypto'
import { decodeBase64, type Finding, straighten, type Text, tidy } from '../diagnosis.ts'
import type { KeyRing } from '../keys/key-ring.ts'
import { chooseKeys } from '../keys/roles.ts'
import { secrets as texts } from '../texts/secrets.ts'
import { readApiV3Key } from './api-v3-key.ts'
import { decryptFields } from './fields.ts'
import { fill, note, type Outcome, pass, refuse } from './outcome.ts'

/** Decrypts a field with the merchant's private key, or a resource with the APIv3 key: by what the text is. */
export async function decryptText(given: string, ring: KeyRing, apiV3Key: string): Promise<Outcome> {
  const text = given.trim()
  if (text === '') return refuse('input', texts.nothing, texts.give)
  return /^["“”]?[{[]/.test(text) ? decryptJson(text, ring, apiV3Key) : decryptField(text, ring)
}

async function decryptJson(text: string, ring: KeyRing, given: string): Promise<Outcome> {
  const straight = straighten(text)
  const json = parse(text) ?? parse(straight)
  if (json === undefined) return refuse('input', texts.cutJson, texts.copyWhole)
  const notes = parse(text) === undefined ? [note(fill2(texts.repaired, [texts.repairedCharacters]))] : []
  // JSON that was put into a JSON text once more.
  const read = typeof json === 'string' ? parse(json) : json
  const resource = findResource(read)
  const plain = parse(text) === undefined ? straight : text
  if (!resource) return decryptBody(typeof json === 'string' ? json : plain, ring, notes)
  const names = ['nonce', 'ciphertext', 'algorithm'].filter((name) => typeof resource[name] !== 'string')
  if (names.length > 0) return refuse('input', fill(texts.missing, { names: names.join(', ') }), texts.copyWhole)
  const name = String(resource['algorithm'])
  if (name !== 'AEAD_AES_256_GCM')
    return refuse('input', fill(texts.otherAlgorithm, { name }), texts.otherAlgorithmRemedy)
  const key = readApiV3Key(given)
  if ('refused' in key) return key.refused
  const all = [...notes, ...key.notes]
  try {
    const opened = await decryptResource(resource as unknown as EncryptedResource, { apiV3Key: key.key })
    const content = new TextDecoder().decode(opened)
    const inner = parse(content)
    if (typeof inner !== 'object')
      return { findings: [...all, pass(texts.decrypted)], outputs: [{ title: texts.result, text: content }] }
    const fields = await decryptFields(content, ring)
    return {
      findings: [...all, pass(texts.decrypted), ...fields.findings],
      outputs: [{ title: texts.result, text: fields.text }],
    }
  } catch (error) {
    if (!(error instanceof DecryptionError || error instanceof InputError)) throw error
    return refuse('key', texts.otherApiV3Key, texts.otherApiV3KeyRemedy, all)
  }
}

/** The encrypted resource: the object itself, that of a notification, or the one of a certificate's entry. */
function findResource(json: unknown): Readonly<Record<string, unknown>> | undefined {
  const list = Object(json).data
  const entry = Array.isArray(list) ? Object(list[0]).encrypt_certificate : undefined
  const objects = [json, Object(json).resource, Object(json).encrypt_certificate, entry]
  return objects.find((object) => Object(object).ciphertext !== undefined) as Record<string, unknown> | undefined
}

/** JSON without a resource, such as a response, whose fields can be encrypted each on its own. */
async function decryptBody(text: string, ring: KeyRing, notes: readonly Finding[]): Promise<Outcome> {
  if (parse(text) === undefined) return refuse('input', texts.noCiphertext, texts.copyWhole)
  const fields = await decryptFields(text, ring)
  if (fields.count === 0) return refuse('input', texts.noCiphertext, texts.copyWhole)
  return { findings: [...notes, ...fields.findings], outputs: [{ title: texts.result, text: fields.text }] }
}

async function decryptField(given: string, ring: KeyRing): Promise<Outcome> {
  const { text, what } = repair(given)
  const notes: Finding[] = what.length > 0 ? [note(fill2(texts.repaired, what))] : []
  const bytes = decodeBase64(text)
  if (!bytes || text.length < 16)
    return refuse('input', fill(texts.noBase64, { start: given.slice(0, 16) }), texts.copyWhole)
  const { merchantKey, platformKey, merchantCertificate } = chooseKeys(ring)
  const privateKey = merchantKey?.privateKey
  if (!privateKey) {
    const found = (platformKey ?? merchantCertificate) ? texts.onlyPublic : texts.noPrivateKey
    return refuse('key', found, texts.givePrivateKey, notes)
  }
  const wanted = Number(/\d+/.exec(merchantKey.description.algorithm ?? '')?.[0] ?? 2048) / 8
  if (bytes.length !== wanted)
    return refuse('input', fill(texts.wrongLength, { count: bytes.length, wanted }), texts.copyWhole, notes)
  try {
    const plain = await privateKey.decrypt(pad(text))
    const outputs = [{ title: texts.result, text: new TextDecoder().decode(plain) }]
    return { findings: [...notes, pass(texts.decrypted)], outputs }
  } catch (error) {
    if (!(error instanceof DecryptionError)) throw error
    return refuse('key', texts.otherKey, texts.otherKeyRemedy, notes)
  }
}

/** Takes back the changes of base64 on its way through URLs, editors and chats. */
function repair(given: string): { text: string; what: Text[] } {
  const what: Text[] = []
  let text = given
  const change = (told: Text, changed: string) => {
    if (changed !== text) what.push(told)
    text = changed
  }
  change(texts.repairedCharacters, tidy(text).text)
  change(texts.repairedQuotes, text.replace(/^["'](.*)["'],?$/s, '$1'))
  change(
    texts.repairedPercent,
    text.replace(/%(2B|2F|3D|0A|0D)/gi, (all) => decodeURIComponent(all)),
  )
  change(texts.repairedLines, text.replace(/\\r|\\n|[\r\n\t]+ */g, ''))
  change(texts.repairedSpaces, text.trim().replaceAll(' ', '+'))
  change(texts.repairedAlphabet, text.replaceAll('-', '+').replaceAll('_', '/'))
  return { text, what }
}

/** Standard base64 has its padding. */
function pad(text: string): string {
  const bare = text.replace(/=+$/, '')
  return bare.padEnd(Math.ceil(bare.length / 4) * 4, '=')
}

function fill2(text: Text, what: readonly Text[]): Text {
  return {
    en: text.en.replace('{what}', what.map(({ en }) => en).join(', ')),
    zh: text.zh.replace('{what}', what.map(({ zh }) => zh).join('、')),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
