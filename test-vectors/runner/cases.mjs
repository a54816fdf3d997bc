// The cases of all vectors: what is asked of an implementation, in the form in which it travels, and what is wanted.
import { readdirSync } from 'node:fs'
import vectors from '../index.cjs'
import { kinds } from './kinds.mjs'

/**
 * @typedef {object} Case a question, and how its response is judged
 * @property {string} id of the vector, a colon, the operation
 * @property {string} kind
 * @property {string} operation
 * @property {string} comment
 * @property {Record<string, unknown>} input as it travels
 * @property {'valid' | 'invalid' | 'acceptable'} result
 * @property {string} [reason] for which it must be refused
 * @property {Record<string, unknown>} [output] the only right result
 * @property {Check} [check] judges a result of which there are many right ones
 * @property {string} [differsFrom] id of a case whose result must be another
 *
 * @typedef {object} Check
 * @property {string} wanted in words
 * @property {(result: Record<string, unknown>) => string | undefined} findFault what is wrong with a result, in words
 */

/** Lists all cases, in the order of the files. @returns {Case[]} */
export function listCases() {
  return list('').flatMap((kind) =>
    list(kind).flatMap((file) => {
      const { vectors: items } = vectors.readVectors(/** @type {never} */ (`${kind}/${file.replace(/\.json$/, '')}`))
      return items.flatMap((item) => {
        const { id, comment, ...vector } = /** @type {import('./kinds.mjs').AnyVector} */ (item)
        return (kinds[kind]?.(vector) ?? []).map((one) => ({
          ...one,
          id: `${id}:${one.name ?? one.operation}`,
          kind,
          comment,
        }))
      })
    }),
  )
}

/** @param {string} folder below vectors/ */
function list(folder) {
  return readdirSync(new URL(`../vectors/${folder}`, import.meta.url)).sort()
}
