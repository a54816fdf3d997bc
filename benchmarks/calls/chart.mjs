import { contestants } from '../clients/index.mjs'

const SIZE = { width: 860, height: 440 }
const PLOT = { left: 64, right: 846, top: 46, bottom: 340 }
/** Legible on light and dark ground. */
const COLORS = ['#2f7de1', '#3fa7a0', '#e08a2e', '#9b6bd1', '#c2557a', '#8a8f98']
/** Parts of its place that a group of bars, and a bar, fills. */
const FILL = { group: 0.86, bar: 0.84 }

/** Bars of calls per second with their extremes, for all that do the cryptography. @param {import('./report.mjs').Results} results */
export function drawChart(results) {
  const clients = contestants.filter(({ kind }) => kind !== 'plain')
  const cells = [...results].filter(([{ client }]) => clients.includes(client))
  const loads = [...new Set(cells.map(([{ inFlight }]) => inFlight))]
  const step = chooseStep(Math.max(...cells.map(([, { callsPerSecond }]) => callsPerSecond.max)))
  const ticks = Array.from({ length: step.count + 1 }, (_, index) => index * step.size)
  const scale = (PLOT.bottom - PLOT.top) / (step.count * step.size)
  const yOf = (/** @type {number} */ rate) => round(PLOT.bottom - rate * scale)
  const place = (PLOT.right - PLOT.left) / loads.length
  const slot = (place * FILL.group) / clients.length

  const bars = cells.map(([{ client, inFlight }, { callsPerSecond }]) => {
    const index = clients.indexOf(client)
    const left = PLOT.left + place * (loads.indexOf(inFlight) + (1 - FILL.group) / 2) + slot * index
    const [width, middle] = [round(slot * FILL.bar), round(left + (slot * FILL.bar) / 2)]
    const [top, low, high] = [callsPerSecond.median, callsPerSecond.min, callsPerSecond.max].map(yOf)
    return `<rect x="${round(left)}" y="${top}" width="${width}" height="${round(PLOT.bottom - Number(top))}" fill="${COLORS[index]}"/>
<path class="whisker" d="M${middle} ${low}V${high}M${round(middle - 4)} ${low}h8M${round(middle - 4)} ${high}h8"/>
<text x="${middle}" y="${round(Number(high) - 5)}" class="value">${Math.round(callsPerSecond.median)}</text>`
  })
  const lines = ticks.map(
    (rate) => `<path class="line" d="M${PLOT.left} ${yOf(rate)}H${PLOT.right}"/>
<text x="${PLOT.left - 8}" y="${yOf(rate) + 4}" text-anchor="end">${rate}</text>`,
  )
  const groups = loads.map(
    (inFlight, index) =>
      `<text x="${round(PLOT.left + place * (index + 0.5))}" y="${PLOT.bottom + 20}" text-anchor="middle">${inFlight}</text>`,
  )
  const legend = clients.map(({ title }, index) => {
    const [x, y] = [PLOT.left + 265 * (index % 3), PLOT.bottom + 64 + 22 * Math.floor(index / 3)]
    return `<rect x="${x}" y="${y - 10}" width="12" height="12" fill="${COLORS[index]}"/>
<text x="${x + 18}" y="${y}">${title}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-labelledby="title description">
<title id="title">Calls per second</title>
<desc id="description">Median of each client at ${loads.join(', ')} calls in flight, with the slowest and the fastest round. The figures are in benchmark.md.</desc>
<style>
text { font: 12px system-ui, sans-serif; fill: #1f2328 }
.ground { fill: #ffffff } .line { stroke: #d1d9e0 } .whisker { stroke: #1f2328; fill: none }
.heading { font-size: 15px; font-weight: 600 } .value { font-size: 11px; text-anchor: middle }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 } .ground { fill: #0d1117 } .line { stroke: #3d444d } .whisker { stroke: #e6edf3 }
}
</style>
<rect class="ground" width="${SIZE.width}" height="${SIZE.height}"/>
<text x="${PLOT.left}" y="24" class="heading">Calls per second: median, slowest and fastest round (higher is better)</text>
${[...lines, ...bars, ...groups, ...legend].join('\n')}
<text x="${(PLOT.left + PLOT.right) / 2}" y="${PLOT.bottom + 40}" text-anchor="middle">calls in flight</text>
<text transform="translate(16 ${(PLOT.top + PLOT.bottom) / 2}) rotate(-90)" text-anchor="middle">calls per second</text>
</svg>
`
}

/** Round steps, between four and ten of them, up to above the highest value. @param {number} highest */
function chooseStep(highest) {
  const power = 10 ** Math.floor(Math.log10(highest))
  const size = [0.1, 0.2, 0.5, 1].map((part) => part * power).find((part) => highest / part <= 8) ?? power
  return { size, count: Math.ceil((highest * 1.05) / size) }
}

/** @param {number} value */
const round = (value) => Math.round(value * 10) / 10
