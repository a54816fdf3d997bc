// Compares a response with what its case wants.
import { isDeepStrictEqual } from 'node:util'
import { show } from './show.mjs'

/**
 * @typedef {import('./cases.mjs').Case} Case
 * @typedef {{ result?: unknown, error?: unknown, unsupported?: unknown }} Response
 * @typedef {{ verdict: 'passed' | 'unsupported' | 'missing' } | { verdict: 'different', wanted: string, found: string }} Judgement
 */

/**
 * Judges the responses to all cases.
 *
 * @param {Case[]} cases
 * @param {Map<string, Response>} responses by id
 * @param {{ areReasonsCompared: boolean }} options
 * @returns {{ case: Case, judgement: Judgement }[]}
 */
export function judgeAll(cases, responses, options) {
  return cases.map((one) => {
    const response = responses.get(one.id)
    if (!response) return { case: one, judgement: { verdict: 'missing' } }
    const fault = findFault(one, response, options) ?? findRepetition(one, response, responses)
    if (fault === undefined)
      return { case: one, judgement: { verdict: 'unsupported' in response ? 'unsupported' : 'passed' } }
    return { case: one, judgement: { verdict: 'different', wanted: describeWanted(one), found: fault } }
  })
}

/** @param {Case} one @param {Response} response @param {{ areReasonsCompared: boolean }} options */
function findFault({ result, reason, output, check }, response, { areReasonsCompared }) {
  const members = ['result', 'error', 'unsupported'].filter((name) => name in response)
  if (members.length !== 1)
    return `${members.length === 0 ? 'none' : members.join(' and ')} of result, error, unsupported`
  if ('unsupported' in response) return response.unsupported === true ? undefined : `unsupported that is not true`
  if ('error' in response) {
    const { error } = response
    if (typeof error !== 'string' || error === '') return `an error that is no text: ${show(error)}`
    if (result === 'valid') return `a refusal: ${show(error)}`
    return result === 'invalid' && areReasonsCompared && error !== reason ? `a refusal: ${show(error)}` : undefined
  }
  const found = response.result
  if (result === 'invalid') return `the result ${show(found)}`
  if (typeof found !== 'object' || found === null || Array.isArray(found))
    return `a result that is no object: ${show(found)}`
  if (!check) return isDeepStrictEqual(found, output) ? undefined : `the result ${show(found)}`
  const fault = check.findFault(/** @type {Record<string, unknown>} */ (found))
  return fault && `${fault}: ${show(found)}`
}

/** A result that is random by definition, and is the same as before. @param {Case} one @param {Response} response @param {Map<string, Response>} responses */
function findRepetition({ id, differsFrom }, response, responses) {
  if (!differsFrom || !('result' in response)) return undefined
  const before = responses.get(id.replace(/[^:]+$/, differsFrom))
  if (!isDeepStrictEqual(before?.result, response.result)) return undefined
  return 'the same ciphertext twice, though each encryption takes fresh random bytes'
}

/** @param {Case} one */
function describeWanted({ result, reason, output, check }) {
  if (result === 'invalid') return `a refusal: {"error":"${reason}"}`
  const right = `the result ${check ? check.wanted : show(output)}`
  return result === 'valid' ? right : `${right}; or a refusal`
}
