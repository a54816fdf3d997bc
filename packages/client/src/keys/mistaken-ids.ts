/** An id that a caller gives: of a merchant or a brand, of its certificate, or of a key of WeChat Pay's. */
type IdKind = 'mchid' | 'brandId' | 'serialNumber' | 'platformKeyId'

/** Describes which other thing a refused id is, as the end of a sentence; `undefined` where nobody can tell. */
export type DescribeMistakenId = (id: unknown, kind: IdKind) => string | undefined

/** A pattern of what is often given for an id, and its description. */
type Mistake = readonly [pattern: RegExp, description: string]

const DECIMAL: Mistake = [
  /^\d{41,}$/,
  'has more than 40 digits and no letter, so it is the decimal form; give it in hexadecimal, as the merchant platform shows it',
]

/** Mistakes by the kind of the id. */
const MISTAKES: Readonly<Record<IdKind, readonly Mistake[]>> = {
  mchid: [[/^wx/, 'is an appid; give the merchant number (商户号), a string of digits']],
  brandId: [[/^wx/, 'is an appid; give the brand id (品牌ID), a string of digits']],
  serialNumber: [
    [
      /^PUB_KEY_ID_/,
      'is the id of WeChat Pay’s public key, which belongs into platformKeys; give the serial number of the merchant’s own API certificate',
    ],
    DECIMAL,
  ],
  platformKeyId: [DECIMAL, [/^\d{28,39}$/, 'has digits alone; the id of a public key begins with PUB_KEY_ID_']],
}

/** The characters of an id, and their name, by its kind. */
const CHARACTERS: Readonly<Record<IdKind, readonly [allowed: RegExp, name: string]>> = {
  mchid: [/\d/, 'digits'],
  brandId: [/\d/, 'digits'],
  serialNumber: [/[0-9A-Fa-f]/, 'hexadecimal digits'],
  platformKeyId: [/[\w-]/, 'letters and digits'],
}

/** Describes a mistaken id by what it looks like, or by the characters that came along when it was copied. */
export const describeMistakenId: DescribeMistakenId = (id, kind) => {
  if (typeof id !== 'string') return undefined
  const [, description] = MISTAKES[kind].find(([pattern]) => pattern.test(id)) ?? []
  return description ?? describeForeignCharacters(id, ...CHARACTERS[kind])
}

/** Describes the white space, separators and invisible characters in an id that was copied from somewhere. */
function describeForeignCharacters(id: string, allowed: RegExp, name: string): string | undefined {
  const characters = new Set(id)
  const others = [...characters].filter((character) => !allowed.test(character))
  if (others.length === 0 || others.length === characters.size) return undefined
  const names = others.slice(0, 3).map(nameCharacter)
  return `holds ${names.join(', ')} beside its ${name}; remove that`
}

/** Names a character so that a reader can see it even where it is invisible. */
function nameCharacter(character: string): string {
  const point = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  if (character === ' ') return 'a space'
  if (character === '\n' || character === '\r') return 'a line break'
  return /^[!-~]$/.test(character) ? `“${character}”` : `the invisible or foreign character U+${point}`
}
