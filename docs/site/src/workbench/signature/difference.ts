/** A part of a text that another text has too, or has not. */
export interface Part {
  readonly text: string
  readonly isCommon: boolean
}

/** Comparisons of words that are made at most; texts that need more are compared from both ends alone. */
const LIMIT = 2_000_000

/** Splits a text into the parts that another one has too, in the same order, and those that it has not. */
export function listParts(text: string, other: string): Part[] {
  const shorter = Math.min(text.length, other.length)
  let start = 0
  while (start < shorter && text[start] === other[start]) start++
  let end = 0
  while (end < shorter - start && text.at(-1 - end) === other.at(-1 - end)) end++
  const own = text.slice(start, text.length - end)
  const theirs = other.slice(start, other.length - end)
  const [ownWords, theirWords] = [splitWords(own), splitWords(theirs)]
  const middle =
    ownWords.length * theirWords.length > LIMIT ? [{ text: own, isCommon: false }] : compareWords(ownWords, theirWords)
  const parts = [
    { text: text.slice(0, start), isCommon: true },
    ...middle,
    { text: text.slice(text.length - end), isCommon: true },
  ]
  return joinParts(parts)
}

/** Words, and characters that are none. */
function splitWords(text: string): string[] {
  return text.match(/[A-Za-z\d_]+|[\s\S]/gu) ?? []
}

/** Finds the longest common sequence of words, and gives the first list as parts. */
function compareWords(own: readonly string[], theirs: readonly string[]): Part[] {
  const width = theirs.length + 1
  const lengths = new Uint16Array((own.length + 1) * width)
  for (let i = own.length - 1; i >= 0; i--) {
    for (let j = theirs.length - 1; j >= 0; j--) {
      const [below, right] = [lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0]
      lengths[i * width + j] =
        own[i] === theirs[j] ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(below, right)
    }
  }
  const parts: Part[] = []
  let j = 0
  for (const [i, word] of own.entries()) {
    // Words of the other text that this one has not are passed over.
    while (
      j < theirs.length &&
      word !== theirs[j] &&
      (lengths[i * width + j + 1] ?? 0) >= (lengths[i * width + j] ?? 0)
    )
      j++
    const isCommon = word === theirs[j]
    if (isCommon) j++
    parts.push({ text: word, isCommon })
  }
  return parts
}

function joinParts(parts: readonly Part[]): Part[] {
  const joined: Part[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    if (part.text === '') continue
    if (last && last.isCommon === part.isCommon)
      joined[joined.length - 1] = { text: last.text + part.text, isCommon: part.isCommon }
    else joined.push(part)
  }
  return joined
}
