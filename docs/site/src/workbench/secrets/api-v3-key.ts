import { countBytes, type Finding, tidy } from '../diagnosis.ts'
import { secrets as texts } from '../texts/secrets.ts'
import { fill, note, type Outcome, refuse } from './outcome.ts'

/** An APIv3 key as it is used, and what is to be told of the one that was given; or the reason why it is none. */
export type ReadApiV3Key = { readonly key: string; readonly notes: readonly Finding[] } | { readonly refused: Outcome }

/** Reads an APIv3 key; white space around it is no part of it. */
export function readApiV3Key(given: string): ReadApiV3Key {
  const key = tidy(given).text.trim()
  if (key === '') return { refused: refuse('key', texts.noApiV3Key, texts.giveApiV3Key) }
  const count = countBytes(key)
  if (count !== 32) {
    const found = fill(texts.keyLength, { count })
    const isHex = count === 64 && /^[\dA-Fa-f]+$/.test(key)
    const text = isHex ? { en: found.en + texts.keyHex.en, zh: found.zh + texts.keyHex.zh } : found
    return { refused: refuse('key', text, texts.giveApiV3Key) }
  }
  return { key, notes: key === given ? [] : [note(texts.keyTrimmed)] }
}
