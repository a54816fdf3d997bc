// Starts a command, writes all questions to its standard input and reads its standard output until nothing is missing.
import { GRACE, startCommand } from './command.mjs'

/** Longest line that is read, in characters; no right response comes near it. */
const MAX_LINE = 1_048_576

/**
 * Has a command respond to all questions.
 *
 * @param {string[]} command program and arguments, run without a shell
 * @param {string} text the questions, a JSON object a line
 * @param {ReturnType<typeof import('./responses.mjs').createResponses>} responses which take its lines
 * @param {{ timeout: number }} options `timeout`: longest time without a response, in milliseconds
 * @returns {Promise<string | undefined>} the reason for which the conversation ended early, as a sentence
 */
export function converse(command, text, responses, { timeout }) {
  return new Promise((resolve) => {
    const { child, kill } = startCommand(command)
    let timer = setTimeout(giveUp, timeout)
    let rest = ''

    child.on('error', (error) => {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error)
      finish(`${command[0]} cannot be started (${code}). Give the command after --, as in: -- python3 adapter.py`)
    })
    // A command may end, or close its input, before it has read everything; its output tells what is missing then.
    child.stdin.on('error', () => {})
    child.stdin.end(text)
    child.stdout.setEncoding('utf8')
    child.stdout.on('data', read)
    child.on('exit', (code, signal) => {
      const end = signal ? `by ${signal}` : `with exit code ${code}`
      // A process that it left behind may hold its output open.
      const late = setTimeout(() => finish(describeEnd(end)), GRACE)
      child.on('close', () => {
        clearTimeout(late)
        // The last line needs no line feed.
        take(rest)
        finish(describeEnd(end))
      })
    })

    /** @param {string} chunk */
    function read(chunk) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) take(line)
      if (rest.length > MAX_LINE || lines.some((line) => line.length > MAX_LINE)) {
        finish(
          `A line has more than ${MAX_LINE} characters. Write a line feed after each response; the command was stopped.`,
        )
      } else if (responses.listOpen().length === 0) finish()
    }

    /** @param {string} line */
    function take(line) {
      if (line.length > MAX_LINE || !responses.take(line)) return
      clearTimeout(timer)
      timer = setTimeout(giveUp, timeout)
    }

    function giveUp() {
      const seconds = timeout / 1000
      finish(
        `No response for ${seconds} seconds; the command was stopped. ${describeOpen()} Flush standard output after each line, or allow more with --timeout.`,
      )
    }

    /** @param {string} end */
    function describeEnd(end) {
      return responses.listOpen().length === 0
        ? undefined
        : `The command ended ${end}. ${describeOpen()} Its standard error may tell why.`
    }

    function describeOpen() {
      const [first, ...others] = responses.listOpen()
      return `Without a response: ${others.length + 1}, the first of them ${first?.id}.`
    }

    /** @param {string} [reason] */
    function finish(reason) {
      clearTimeout(timer)
      child.stdout.removeAllListeners('data')
      if (reason !== undefined || child.exitCode !== null || child.signalCode !== null) kill()
      else {
        const late = setTimeout(kill, GRACE)
        child.on('exit', () => {
          clearTimeout(late)
          kill()
        })
      }
      // Nothing that the command left behind keeps this process.
      child.stdout.destroy()
      child.stdin.destroy()
      resolve(reason)
    }
  })
}
