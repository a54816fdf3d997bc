// The lists of operations: one for each area, and one of all.
import { toFile } from './facts.mjs'
import { takeName, toPascalCase } from './interfaces.mjs'
import { HEADER } from './operations.mjs'

/**
 * Writes the list of an area.
 *
 * @param {string} area
 * @param {readonly { method: string, path: string }[]} operations
 * @returns {string}
 */
export function writeList(area, operations) {
  /** @type {Set<string>} */
  const names = new Set()
  const found = operations.map(({ method, path }) => {
    const verb = method.toLowerCase()
    const start = area === 'brand-direct' ? /^\/brand/ : new RegExp(`^/(v3/)?(${area})?(/v3)?`)
    return { verb, file: toFile(path), name: takeName(`${verb}${toPascalCase(path.replace(start, ''))}`, names) }
  })
  return `${[
    HEADER,
    ...found.map(({ verb, file, name }) => `import { ${verb} as ${name} } from '../${file}.ts'`),
    '',
    `/** The operations of the area \`${area}\`, for \`createClient({ operations })\`. */`,
    'export const operations: readonly [',
    ...found.map(({ name }) => `  typeof ${name},`),
    '] = [',
    ...found.map(({ name }) => `  ${name},`),
    ']',
  ].join('\n')}\n`
}

/**
 * Writes the list of all areas.
 *
 * @param {readonly string[]} areas
 * @returns {string}
 */
export function writeAll(areas) {
  const found = areas.map((area) => {
    const name = toPascalCase(area)
    return { area, name: `${name.charAt(0).toLowerCase()}${name.slice(1)}` }
  })
  return `${[
    HEADER,
    ...found.map(({ area, name }) => `import { operations as ${name} } from './${area}.ts'`),
    '',
    '/** All operations, for `createClient({ operations })`. */',
    'export const operations: readonly [',
    ...found.map(({ name }) => `  ...typeof ${name},`),
    '] = [',
    ...found.map(({ name }) => `  ...${name},`),
    ']',
  ].join('\n')}\n`
}
