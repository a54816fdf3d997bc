import { refuse } from '../../errors/validation.ts'
import type { HttpMethod } from '../../operation/operation.ts'
import { type Node, VARIABLE } from './trie.ts'

/** Fewest letters of a segment that is recognised when it is misspelt: shorter ones are too much alike. */
const FEWEST_LETTERS = 4

/** Refuses a path that no operation has, where it is a misspelt one. */
export type RefuseMisspelt = (root: Node, method: HttpMethod, segments: readonly string[]) => void

/** Refuses a path that is meant for that of an operation: without it a call would leave unvalidated and unencrypted. */
export const refuseMisspelt: RefuseMisspelt = (root, method, segments) => {
  const similar = findSimilarPath(root, method, segments)
  if (similar === undefined) return
  refuse('path', `is not known, but ${similar} is; correct it, or say validation: 'off' to call it as written`)
}

/**
 * Finds the path of an operation that a path may be meant for: one letter is missing, added, exchanged or swapped with its
 * neighbour, in one of its segments; or letter case, `-` and `_` differ, in any.
 */
function findSimilarPath(
  node: Node,
  method: HttpMethod,
  segments: readonly string[],
  mayDiffer = true,
): string | undefined {
  const [segment, ...rest] = segments
  if (segment === undefined) return node.operations.get(method)?.path
  const written = reduceSegment(segment)
  for (const [key, next] of node.next) {
    const known = reduceSegment(key)
    const isSame = key === VARIABLE || known === written
    if (!isSame && !(mayDiffer && isMisspelt(written, known))) continue
    const found = findSimilarPath(next, method, rest, mayDiffer && isSame)
    if (found !== undefined) return found
  }
  return undefined
}

function reduceSegment(segment: string): string {
  return segment.toLowerCase().replace(/[-_]/g, '')
}

/** Tells whether a word is one edit from a known one that it is not. */
function isMisspelt(word: string, known: string): boolean {
  let start = 0
  while (word[start] === known[start]) start++
  const [one, other] = [word.slice(start), known.slice(start)]
  const isOneEdit =
    one.slice(1) === other ||
    one === other.slice(1) ||
    one.slice(1) === other.slice(1) ||
    `${one[1]}${one[0]}${one.slice(2)}` === other
  return isOneEdit && known.replace(/[^a-z]/g, '').length >= FEWEST_LETTERS
}
