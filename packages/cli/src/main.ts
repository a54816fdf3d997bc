#!/usr/bin/env node
import { runProgram } from './program.ts'

/** Exit codes of shells for a program that a signal ended: 128 and the number of the signal. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const
/** Milliseconds that a command has to stop, once a signal has come. */
const GRACE = 5_000

const controller = new AbortController()
let exitCodeOfSignal: number | undefined
for (const [name, code] of Object.entries(SIGNALS)) {
  process.on(name, () => {
    if (exitCodeOfSignal !== undefined) process.exit(code)
    exitCodeOfSignal = code
    controller.abort()
    setTimeout(() => process.exit(code), GRACE).unref()
  })
}

let outputError: NodeJS.ErrnoException | undefined
process.stdout.on('error', (error) => {
  outputError ??= error
  controller.abort()
})
// Nobody is left to be told.
process.stderr.on('error', () => {})

const code = await runProgram(process.argv.slice(2), controller.signal)
if (exitCodeOfSignal !== undefined) {
  // A command that serves until it is told to stop has done what it was asked for.
  const result = code === 0 ? 0 : exitCodeOfSignal
  process.stdout.write('', () => process.exit(result))
} else {
  process.exitCode = code
  // It may come after the command is done. Whoever closed the pipe has enough: `| head -1`.
  process.on('exit', () => {
    if (outputError) process.exitCode = outputError.code === 'EPIPE' ? 0 : 1
    if (process.exitCode === 1 && outputError) reportOutput(outputError)
  })
}

function reportOutput({ code: cause }: NodeJS.ErrnoException): void {
  const error = { code: 'OUTPUT_FAILED', message: `Standard output cannot be written (${cause}). Make room for it.` }
  const isJson = process.argv.includes('--json')
  process.stderr.write(isJson ? `${JSON.stringify(error)}\n` : `error ${error.code}: ${error.message}\n`)
}
