import type { HttpMethod } from '../../operation/operation.ts'
import { type Node, VARIABLE } from './trie.ts'

/** Fewest letters of a segment that is recognised when it is misspelt: shorter ones are too much alike. */
const FEWEST_LETTERS = 4

/**
 * Finds the path of an operation that a path may be meant for: one letter is missing, added, exchanged or swapped with its
 * neighbour, in one of its segments; or letter case, `-` and `_` differ, in any.
 */
export function findSimilarPath(
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
