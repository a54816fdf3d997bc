// How every report writes its figures.
import { cpus } from 'node:os'

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = sorted.length / 2
  return (Number(sorted[Math.floor(middle)]) + Number(sorted[Math.ceil(middle) - 1])) / 2
}

/** Median (lowest–highest). @param {readonly number[]} values @param {number} digits after the point */
export function spread(values, digits) {
  const [middle, lowest, highest] = [median(values), Math.min(...values), Math.max(...values)]
  return `${middle.toFixed(digits)} (${lowest.toFixed(digits)}–${highest.toFixed(digits)})`
}

/** A table in Markdown. @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
export function formatTable(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** What the figures were measured on. */
export function describeMachine() {
  const [{ model = 'unknown' } = {}] = cpus()
  return `${model.trim()}, ${cpus().length} cores; ${process.platform} ${process.arch}; Node.js ${process.versions.node}.`
}
