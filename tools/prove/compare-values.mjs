// Compares what one side gave with what the other found, field by field, as the facts name the fields.
/** @import { CatalogueNode } from '@wechatpay-kit/catalogue' */

/**
 * @typedef {object} ValueComparison
 * @property {(node: CatalogueNode, given: unknown, found: unknown) => boolean} isSame - of single values.
 * @property {(place: string, node: CatalogueNode) => void} onField - called for each named field, and for the items of
 *   lists that are no objects; items have `[]` in the place of their number.
 * @property {(fault: string) => void} onFault
 */

/**
 * Compares a value and all in it.
 *
 * @param {CatalogueNode | undefined} node - `undefined` for a field that no document has.
 * @param {unknown} given
 * @param {unknown} found
 * @param {string} place
 * @param {ValueComparison} comparison
 */
export function compareValues(node, given, found, place, comparison) {
  const { isSame, onField, onFault } = comparison
  if (Array.isArray(given)) {
    if (!Array.isArray(found) || found.length !== given.length) onFault(`${place} is no list of ${given.length}`)
    else {
      for (const [index, one] of given.entries()) {
        const at = `${place}[]`
        if (node?.items && typeof one !== 'object') onField(at, node.items)
        compareValues(node?.items, one, found[index], at, comparison)
      }
    }
    return
  }
  if (typeof given !== 'object' || given === null) {
    if (!isSame(node ?? { type: 'any' }, given, found)) onFault(`${place} differs`)
    return
  }
  if (typeof found !== 'object' || found === null || Array.isArray(found)) {
    onFault(`${place} is no object`)
    return
  }
  const values = /** @type {Record<string, unknown>} */ (found)
  for (const name of Object.keys(values)) if (!Object.hasOwn(given, name)) onFault(`${place}.${name} was not given`)
  for (const [name, one] of Object.entries(given)) {
    const field = node?.fields?.[name]
    const at = `${place}.${name}`
    if (field) onField(at, field)
    if (Object.hasOwn(values, name)) compareValues(field, one, values[name], at, comparison)
    else onFault(`${at} did not arrive`)
  }
}

/**
 * Copies a value, its encrypted texts replaced.
 *
 * @param {CatalogueNode | undefined} node
 * @param {unknown} value
 * @param {(text: string, node: CatalogueNode) => string} replace
 * @returns {unknown}
 */
export function mapEncrypted(node, value, replace) {
  if (node?.encrypted) return replace(String(value), node)
  if (Array.isArray(value)) return value.map((one) => mapEncrypted(node?.items, one, replace))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, one]) => [name, mapEncrypted(node?.fields?.[name], one, replace)])
  return Object.fromEntries(entries)
}
