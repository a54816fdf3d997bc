// What a command writes to its standard error, shown so that it cannot steer a terminal, and no more than somebody reads.
import { escapeControls } from './show.mjs'

/** Longest line that is shown, in characters. */
const MAX_LINE = 2_000

/** Characters after which no more is shown. */
const MAX_SHOWN = 65_536

/**
 * Shows a log line by line. It is read to its end, so that the command never waits.
 *
 * @param {import('node:stream').Readable} stream
 * @param {(text: string) => void} write
 */
export function showLog(stream, write) {
  let rest = ''
  let left = MAX_SHOWN

  stream.setEncoding('utf8')
  stream.on('data', (chunk) => {
    if (left <= 0) return
    const lines = (rest + chunk).split('\n')
    // One character more tells that a line is too long.
    rest = (lines.pop() ?? '').slice(0, MAX_LINE + 1)
    for (const line of lines) show(line)
  })
  stream.on('end', () => {
    if (rest !== '') show(rest)
  })

  /** @param {string} line */
  function show(line) {
    if (left <= 0) return
    const text = `${clean(line)}\n`
    left -= text.length
    write(left > 0 ? text : `${text}… The command has more to say on standard error than is shown.\n`)
  }
}

/** A line without what could change a terminal; a tab is four spaces. @param {string} line */
function clean(line) {
  const shown = line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line.replace(/\r$/, '')
  return escapeControls(shown.replaceAll('\t', '    '))
}
