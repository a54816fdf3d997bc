// The tables of a page as a browser has them.
/** @import { Page } from './harness.mjs' */
/** @import { Row } from './expected.mjs' */

/** @typedef {Omit<Row, 'notes'> & { text: string }} ShownRow - `text` is the whole last cell. */

/** Reads the rows of the tables below a heading. @param {Page} page @param {string} section - id of the heading. @returns {Promise<ShownRow[][]>} a list for each table. */
export function readTables(page, section) {
  return page.evaluate((id) => {
    const tables = []
    const start = document.getElementById(id)
    for (let next = start?.nextElementSibling; next && next.tagName !== 'H2'; next = next.nextElementSibling) {
      const table = next.querySelector('tbody')
      if (table) tables.push(table)
    }
    return tables.map((table) =>
      [...table.rows].map((row) => {
        const [head, type, last] = row.cells
        const small = last?.querySelector('small')
        const term = [...(last?.childNodes ?? [])].filter((node) => node !== small).map((node) => node.textContent)
        return {
          name: head?.querySelector('code')?.textContent ?? '',
          depth: Number(row.dataset['depth'] ?? 0),
          required: head?.querySelector('.required') !== null,
          encrypted: type?.querySelector('.encrypted') !== null,
          type: type?.firstChild?.textContent?.trim() ?? '',
          form: type?.querySelector('small')?.textContent ?? '',
          term: term.join('').trim(),
          values: [...(small?.querySelectorAll('code') ?? [])].map((code) => code.textContent ?? ''),
          text: last?.textContent ?? '',
        }
      }),
    )
  }, section)
}
