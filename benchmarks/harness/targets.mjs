import { formatNumber, formatSpread } from './markdown.mjs'
import { judge } from './statistics.mjs'

/** The header of a table of targets. */
export const TARGET_HEADER = ['measured', 'at most', 'median (lowest–highest)', 'verdict']

/** Writes the row of a target; one that is not reached makes the run fail. @param {string} name @param {import('./statistics.mjs').Spread} spread @param {number} atMost */
export function writeTarget(name, spread, atMost) {
  const verdict = judge(spread, { atMost })
  if (!verdict.startsWith('reached')) process.exitCode = 1
  return [name, formatNumber(atMost), formatSpread(spread), verdict]
}
