/**
 * @typedef {object} Options
 * @property {string[]} command program and arguments
 * @property {string} only beginning of the ids that are asked for
 * @property {number} timeout longest time without a response, in milliseconds
 * @property {boolean} areReasonsCompared
 * @property {boolean} areLinesPrinted print the questions and start nothing
 */

export const HELP = `Runs an implementation of WeChat Pay APIv3's cryptography against the test vectors.

  wechatpay-test-vectors [options] -- <command> [arguments]

The command reads questions from standard input, a JSON object a line, and writes its responses to standard output.
PROTOCOL.md defines both.

  --only=<text>        ask for the ids that begin so: --only=signatures/
  --reasons            compare the reasons of refusals too
  --timeout=<seconds>  longest time without a response; 60 where none is given
  --lines              print the questions, and start no command
  --help               print this text

Exit code: 0 if nothing differs, else 1.
`

/**
 * Reads the arguments of the program.
 *
 * @param {string[]} args
 * @returns {Options | 'help' | { problem: string }}
 */
export function readOptions(args) {
  const start = args.findIndex((arg) => arg === '--' || !arg.startsWith('-'))
  const options = start < 0 ? args : args.slice(0, start)
  const command = start < 0 ? [] : args.slice(args[start] === '--' ? start + 1 : start)
  const result = { command, only: '', timeout: 60_000, areReasonsCompared: false, areLinesPrinted: false }
  for (const option of options) {
    const [, name, value] = /^--([a-z]+)(?:=(.*))?$/s.exec(option) ?? []
    if (name === 'help') return 'help'
    if (name === 'only' && value) result.only = value
    else if (name === 'reasons' && value === undefined) result.areReasonsCompared = true
    else if (name === 'lines' && value === undefined) result.areLinesPrinted = true
    else if (name === 'timeout' && /^\d+(\.\d+)?$/.test(value ?? '') && Number(value) > 0 && Number(value) <= 86_400)
      result.timeout = Number(value) * 1000
    else return { problem: `There is no option ${option}, or not with this value; --help lists them.` }
  }
  if (command.length === 0 && !result.areLinesPrinted)
    return { problem: 'No command was given. Give it after --, as in: wechatpay-test-vectors -- python3 adapter.py' }
  return result
}
