/** A table as Biome formats it. @param {readonly string[]} header @param {readonly (readonly string[])[]} rows */
export function formatTable(header, rows) {
  const widths = header.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

/** Three significant digits, but no digit of a whole number lost. @param {number} value */
export const formatNumber = (value) =>
  value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(value >= 1 ? 3 : 2)))

/** Median and extremes, if there is more than one round; `scale` turns them into another unit. @param {import('./statistics.mjs').Spread} spread @param {number} [scale] */
export function formatSpread({ median, min, max }, scale = 1) {
  const [middle, low, high] = [median, min, max].map((value) => formatNumber(value * scale))
  return min === max ? `${middle}` : `${middle} (${low}–${high})`
}

/** Two decimals, with the least and the most. @param {import('./statistics.mjs').Spread} ratio */
export const formatRatio = ({ median, min, max }) => `${median.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`
