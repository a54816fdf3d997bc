#!/usr/bin/env node
// The runner: starts a command, asks it for every vector, compares its responses.
import { listCases } from './runner/cases.mjs'
import { converse } from './runner/converse.mjs'
import { judgeAll } from './runner/judge.mjs'
import { HELP, readOptions } from './runner/options.mjs'
import { report } from './runner/report.mjs'
import { createResponses } from './runner/responses.mjs'

// Whoever reads the report may stop reading.
process.stdout.on('error', () => process.exit(1))
process.stderr.on('error', () => {})
process.exitCode = await main(process.argv.slice(2))

/** @param {string[]} args @returns {Promise<number>} the exit code */
async function main(args) {
  const options = readOptions(args)
  if (options === 'help') return print(HELP, 0)
  if ('problem' in options) return fail(options.problem)
  const cases = listCases().filter(({ id }) => id.startsWith(options.only))
  if (cases.length === 0) return fail(`No id begins with ${options.only}. --lines prints all of them.`)
  const lines = cases.map(({ id, operation, input }) => `${JSON.stringify({ id, operation, input })}\n`).join('')
  if (options.areLinesPrinted) return print(lines, 0)

  const responses = createResponses(cases)
  const end = await converse(options.command, lines, responses, options)
  const judged = judgeAll(cases, responses.byId, options)
  const problems = [...responses.describeFaults(), ...(end === undefined ? [] : [end])]
  const { text, isGood } = report(judged, problems)
  return print(text, isGood ? 0 : 1)
}

/** @param {string} text @param {number} code */
function print(text, code) {
  process.stdout.write(text)
  return code
}

/** @param {string} problem */
function fail(problem) {
  process.stderr.write(`${problem}\n`)
  return 1
}
