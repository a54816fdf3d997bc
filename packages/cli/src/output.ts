import pc from 'picocolors'
import { escapeControls } from './controls.ts'
import { describeError } from './errors.ts'
import type { Variables } from './language.ts'

/** Colours of standard output, which do nothing where there are none. */
export type Colors = ReturnType<typeof pc.createColors>

/** Streams that a command writes to. */
export interface Output {
  /** `true` with `--json`: documents for machines instead of texts for people. */
  readonly isJson: boolean
  readonly colors: Colors
  /** Columns of the terminal; `undefined` where standard output is none. */
  readonly columns: number | undefined
  /**
   * Prints a result: with `--json` the document in one line, otherwise the text, with a line end where it has none. Control
   * characters are escaped; bytes are written as they are.
   */
  print(json: object, text: () => string | Uint8Array): void
  /** Tells people something beside the result, on standard error; with `--json` nothing. */
  note(text: string): void
}

/** Output of the process: results, notes and one error. */
export interface ProcessOutput extends Output {
  fail(error: unknown, hint?: string): void
}

/**
 * Opens the output of the process.
 *
 * @param isErrorJson - whether an error is JSON too: that of a command which prints JSON alone is, but on a terminal.
 */
export function openOutput(env: Variables, isJson: boolean, isErrorJson: boolean): ProcessOutput {
  const { stdout, stderr } = process
  const hasColor = !isJson && hasColors(env, stdout.isTTY)
  const hasErrorColor = !isErrorJson && hasColors(env, stderr.isTTY)
  const end = (text: string, isColored: boolean) => escapeControls(text.endsWith('\n') ? text : `${text}\n`, isColored)
  return {
    isJson,
    colors: pc.createColors(hasColor),
    columns: stdout.isTTY ? stdout.columns : undefined,
    print(json, text) {
      const shown = isJson ? JSON.stringify(json) : text()
      stdout.write(typeof shown === 'string' ? end(shown, hasColor) : shown)
    },
    note(text) {
      if (!isJson) stderr.write(end(text, hasErrorColor))
    },
    fail(error, hint) {
      const described = describeError(error)
      if (isErrorJson) {
        stderr.write(end(JSON.stringify(described), false))
        return
      }
      const { red } = pc.createColors(hasErrorColor)
      const text = described.message.trimEnd()
      // The kit's own errors say it already.
      const reason = described.reason && !text.includes(described.reason) ? ` (${described.reason})` : ''
      const message = `${red('error')} ${described.code}: ${text}${reason}`
      const { issues = [] } = described
      const listed = issues.length > 1 ? issues.map((issue) => `  ${issue.field} ${issue.message}`) : []
      const lines = [message, ...listed, ...(hint ? [hint] : [])]
      stderr.write(lines.map((line) => end(line, hasErrorColor)).join(''))
    },
  }
}

/** Tells whether a stream is coloured: terminals are, unless `NO_COLOR` says no; `FORCE_COLOR` says yes to any stream. */
function hasColors({ NO_COLOR, FORCE_COLOR, TERM }: Variables, isTerminal: boolean | undefined): boolean {
  if (NO_COLOR) return false
  if (FORCE_COLOR) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  return isTerminal === true && TERM !== 'dumb'
}
