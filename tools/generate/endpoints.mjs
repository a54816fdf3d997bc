// All generated files of packages/endpoints/src, by their path.
/** @import { CatalogueOperation } from '@wechatpay-kit/catalogue' */
import { areas, readArea } from '@wechatpay-kit/catalogue'
import { decide, toFile } from './facts.mjs'
import { writeAll, writeList } from './lists.mjs'
import { writeOperations } from './operations.mjs'

/** The folders below `src` that hold generated files; those by hand in them are known by their first line. */
export const FOLDERS = ['v3', 'hk', 'global', 'brand', 'areas']

/** Generates the files. @returns {Promise<Map<string, string>>} text by path below `src`. */
export async function generateEndpoints() {
  /** @type {Map<string, CatalogueOperation[]>} */
  const byFile = new Map()
  /** @type {Map<string, CatalogueOperation[]>} */
  const byArea = new Map()
  for (const area of areas) {
    for (const operation of await readArea(area)) {
      const { kind } = decide(operation)
      if (kind === 'left out') continue
      const own = chooseList(area, operation.path)
      byArea.set(own, [...(byArea.get(own) ?? []), operation])
      if (kind === 'by hand') continue
      const file = toFile(operation.path)
      byFile.set(file, [...(byFile.get(file) ?? []), operation])
    }
  }
  /** @type {Map<string, string>} */
  const files = new Map()
  for (const [file, operations] of byFile) files.set(`${file}.ts`, writeOperations(file, operations))
  const lists = [...byArea.keys()].sort()
  for (const area of lists) files.set(`areas/${area}.ts`, writeList(area, byArea.get(area) ?? []))
  return files.set('areas/all.ts', writeAll(lists))
}

/** The list of an operation: its area, but for those that only official code has. @param {string} area @param {string} path */
export function chooseList(area, path) {
  if (area !== 'official-only') return area
  return path.startsWith('/brand/') ? 'brand-direct' : /** @type {string} */ (path.split('/')[2])
}
