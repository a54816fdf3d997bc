/** A key or a certificate as it stands in a file: its DER, or the PEM of an encrypted key of the traditional form. */
export interface Block {
  /** Encoding of the file. */
  readonly encoding: 'DER' | 'PEM' | 'base64 of DER' | 'base64 of PEM'
  /** Label of its PEM block, which can be wrong. */
  readonly label?: string
  /** Bytes to read: DER, or the text of a PEM block. */
  readonly bytes: Buffer
}

/** The tag of a SEQUENCE, with which every DER file of a key begins. */
const SEQUENCE = 0x30

/** Opens a file: several PEM blocks, one DER, or base64 of either. An empty list is no such file. */
export function openBlocks(file: Buffer): Block[] {
  if (isDer(file)) return [{ encoding: 'DER', bytes: file }]
  const text = file.toString('utf8')
  const blocks = findPemBlocks(text)
  if (blocks.length > 0) return blocks.map((block) => ({ encoding: 'PEM', ...block }))
  const compact = text.replace(/\s/g, '')
  if (compact.length < 100 || !/^[A-Za-z\d+/]+={0,2}$/.test(compact)) return []
  const decoded = Buffer.from(compact, 'base64')
  if (isDer(decoded)) return [{ encoding: 'base64 of DER', bytes: decoded }]
  return findPemBlocks(decoded.toString('utf8')).map((block) => ({ encoding: 'base64 of PEM', ...block }))
}

/** Tells DER, which is one SEQUENCE from end to end, from a text that begins with a zero. */
function isDer(file: Buffer): boolean {
  return file[0] === SEQUENCE && skipHeader(file, 0) + readLength(file, 0) === file.length
}

function findPemBlocks(text: string): { label: string; bytes: Buffer }[] {
  // Environment variables hold line breaks as \n.
  const lines = text.replace(/\\{1,2}[rn]/g, '\n')
  return [...lines.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g)].map(([block, label = '']) => ({
    label,
    bytes: Buffer.from(block),
  }))
}

/** The DER of a block; `undefined` for an encrypted PEM of the traditional form, which is no DER. */
export function readDer({ bytes }: Block): Buffer | undefined {
  if (bytes[0] === SEQUENCE) return bytes
  const text = bytes.toString('utf8')
  if (text.includes('Proc-Type:')) return undefined
  return Buffer.from(text.replace(/-----[^-]+-----/g, '').replace(/\s/g, ''), 'base64')
}

/** The tags of the first elements of a SEQUENCE, at most three. */
export function readTags(der: Buffer): number[] {
  const tags: number[] = []
  let place = skipHeader(der, 0)
  while (tags.length < 3 && place < der.length) {
    tags.push(der[place] as number)
    const content = skipHeader(der, place)
    place = content + readLength(der, place)
  }
  return tags
}

function readLength(der: Buffer, place: number): number {
  const first = der[place + 1] ?? 0
  if (first < 0x80) return first
  const count = Math.min(first & 0x7f, 6)
  return count > 0 && place + 2 + count <= der.length ? der.readUIntBE(place + 2, count) : 0
}

function skipHeader(der: Buffer, place: number): number {
  const first = der[place + 1] ?? 0
  return place + 2 + (first < 0x80 ? 0 : first & 0x7f)
}
