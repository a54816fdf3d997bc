import { type Bytes, decodeBase64, toText, toUtf8 } from './bytes.ts'
import { isDer, readSequence, SEQUENCE } from './der.ts'
import { decodeFile } from './text-file.ts'
import { tidy } from './tidy.ts'

/** A key or a certificate as it stands in a file: its DER, or the PEM of an encrypted key of the traditional form. */
export interface Block {
  /** Encoding of the file. */
  readonly encoding: 'DER' | 'PEM' | 'base64 of DER' | 'base64 of PEM'
  /** Label of its PEM block, which can be wrong. */
  readonly label?: string
  /** Bytes to read: DER, or the text of a PEM block. */
  readonly bytes: Bytes
}

/** Opens a file: several PEM blocks, one DER, or base64 of either. An empty list is no such file. */
export function openBlocks(given: Uint8Array): Block[] {
  const file = new Uint8Array(given)
  if (isDer(file)) return [{ encoding: 'DER', bytes: file }]
  const text = readText(file)
  const blocks = findPemBlocks(text)
  if (blocks.length > 0) return blocks.map((block) => ({ encoding: 'PEM', ...block }))
  const compact = text.replace(/\s/g, '')
  const decoded = compact.length < 100 ? undefined : decodeBase64(compact)
  if (!decoded) return []
  if (isDer(decoded)) return [{ encoding: 'base64 of DER', bytes: decoded }]
  return findPemBlocks(toText(decoded)).map((block) => ({ encoding: 'base64 of PEM', ...block }))
}

/** The text of a file, whose characters that a chat changed are made plain. */
export function readText(file: Uint8Array): string {
  return tidy(decodeFile(file)).text
}

/** The dashes around a label: five, or what an editor made of some of them. */
const DASHES = '[-\\u2010-\\u2015\\u2212]{1,6}'
const BLOCK = new RegExp(
  `${DASHES}[ \\t]*BEGIN ([A-Z0-9 ]+?)[ \\t]*${DASHES}([\\s\\S]*?)${DASHES}[ \\t]*END \\1[ \\t]*${DASHES}`,
  'g',
)

function findPemBlocks(text: string): { label: string; bytes: Bytes }[] {
  // Environment variables hold line breaks as \n.
  const lines = text.replace(/\\{1,2}[rn]/g, '\n')
  return [...lines.matchAll(BLOCK)].map(([, label = '', body = '']) => ({
    label,
    bytes: toUtf8(`-----BEGIN ${label}-----\n${body.trim()}\n-----END ${label}-----\n`),
  }))
}

/** The DER of a block; `undefined` for an encrypted PEM of the traditional form, which is no DER, and for no base64. */
export function readDer({ bytes }: Block): Bytes | undefined {
  if (bytes[0] === SEQUENCE) return bytes
  const text = toText(bytes)
  if (isEncryptedPem(text)) return undefined
  return decodeBase64(text.replace(/-----[^-]+-----/g, ''))
}

/** Tells whether a PEM is an encrypted key of the traditional form. */
export function isEncryptedPem(text: string): boolean {
  return text.includes('Proc-Type:')
}

/** The tags of the first elements of a SEQUENCE, at most three. */
export function readTags(der: Bytes): number[] {
  return readSequence(der)
    .slice(0, 3)
    .map(({ tag }) => tag)
}
