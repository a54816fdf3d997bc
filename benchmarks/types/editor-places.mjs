// Where the editor is asked: at one operation of a list, in each of the three notations.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { toChain } from './project.mjs'

/** `marked` is a line with ‸ where the cursor is, `expected` must be in the response. @typedef {{ marked: string, expected: string, kind: 'completion' | 'hover' }} Place */
/** Milliseconds: for creating the program, the first response, and those after an edit. @typedef {{ program: number, first: number, afterEdits: number[] }} Response */

const script = fileURLToPath(new URL('editor.mjs', import.meta.url))

/** Lists the places of a list's operation, which is called with POST. @param {import('./project.mjs').List} list @returns {Place[]} */
export function listPlaces({ place: path, field }) {
  const chain = `wxpay.${toChain(path)}`
  const [, parent = '', last = ''] = /^(.*)\.(\w+)$/.exec(chain) ?? []
  return [
    { marked: `${parent}.‸`, expected: last, kind: 'completion' },
    { marked: `${chain}.post({ json: { ‸ } })`, expected: field, kind: 'completion' },
    { marked: "wxpay.chain('‸')", expected: path, kind: 'completion' },
    { marked: "wxpay['‸']", expected: path, kind: 'completion' },
    { marked: `${chain}.‸post`, expected: 'ResponsePromise', kind: 'hover' },
  ]
}

/** Asks the editor in a process of its own. @param {string} folder of the project @param {Place} place @param {number} edits @returns {Response} */
export function askEditor(folder, { marked, expected, kind }, edits) {
  const args = [script, folder, marked, expected, String(edits), kind]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', stdio: 'pipe' }))
}
