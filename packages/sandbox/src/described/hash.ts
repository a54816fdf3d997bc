/** Makes a number of up to 32 bits of a text, the same one every time: FNV-1a, its bits mixed once more. */
export function hashText(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}

const DIGITS = '0123456789'

/** Makes a text of so many characters of an alphabet, the same one every time. */
export function hashCharacters(seed: string, length: number, alphabet: string = DIGITS): string {
  let text = ''
  for (let round = 0; text.length < length; round += 1) {
    let value = hashText(`${round} ${seed}`)
    for (let taken = 0; taken < 4 && text.length < length; taken += 1) {
      text += alphabet[value % alphabet.length]
      value = Math.floor(value / alphabet.length)
    }
  }
  return text
}
