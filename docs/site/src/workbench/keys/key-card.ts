import type { KeyDescription, Text } from '../diagnosis.ts'
import { element } from '../dom.ts'
import type { Say } from '../texts/index.ts'
import { keys as texts } from '../texts/keys.ts'
import type { HeldKey } from './key-ring.ts'
import { describeRole } from './roles.ts'

const KINDS: Readonly<Record<KeyDescription['kind'], Text>> = {
  certificate: texts.certificate,
  'private key': texts.privateKey,
  'public key': texts.publicKey,
  'PKCS#12 file': texts.pkcs12,
  unknown: texts.unknown,
}

/** Shows a key or a certificate: what it is, and the role that it can play. Nothing secret of it is shown. */
export function createKeyCard(key: HeldKey, say: Say): HTMLElement {
  const { description, source } = key
  const { kind, algorithm, serialNumber, subject, issuer, notBefore, notAfter } = description
  const { fingerprint, problem } = description
  const role = describeRole(key)
  const dates = notBefore && `${formatDay(notBefore)} – ${formatDay(notAfter)}`
  const rows: readonly (readonly [Text, string | undefined, boolean?])[] = [
    [texts.form, say(nameForm(key))],
    [texts.algorithm, algorithm === 'unknown algorithm' ? say(texts.unknown) : algorithm],
    [texts.serialNumber, serialNumber, true],
    [texts.subject, subject],
    [texts.issuer, issuer],
    [texts.dates, dates],
    [texts.fingerprint, fingerprint && `SHA-256 ${fingerprint}`, true],
    [texts.role, role && say(role)],
  ]
  return element(
    'section',
    { class: problem ? 'wb-card wb-is-problem' : 'wb-card', 'aria-label': `${say(KINDS[kind])}, ${source}` },
    element('p', { class: 'wb-card-title' }, element('strong', {}, say(KINDS[kind])), ` · ${source}`),
    problem && element('p', { class: 'wb-problem' }, say(texts.problem, { text: say(problem) })),
    createList(rows, say),
  )
}

/** Names form and encoding of a key. */
export function nameForm({ description: { form, encoding, isEncrypted } }: HeldKey): Text {
  const names = [form, ENCODINGS[encoding] ?? encoding, isEncrypted && texts.encrypted].flatMap((name) => name || [])
  const join = (language: 'en' | 'zh', comma: string) =>
    names.map((name) => (typeof name === 'string' ? name : name[language])).join(comma)
  return { en: join('en', ', '), zh: join('zh', '，') }
}

const ENCODINGS: Readonly<Record<string, Text>> = {
  'base64 of DER': texts.base64OfDer,
  'base64 of PEM': texts.base64OfPem,
}

function createList(rows: readonly (readonly [Text, string | undefined, boolean?])[], say: Say): HTMLElement {
  const items = rows.flatMap(([name, value, isCode]) =>
    value ? [element('dt', {}, say(name)), element('dd', isCode ? { class: 'wb-code' } : {}, value)] : [],
  )
  return element('dl', { class: 'wb-list' }, ...items)
}

function formatDay(iso: string | undefined): string {
  return iso?.slice(0, 10) ?? ''
}
