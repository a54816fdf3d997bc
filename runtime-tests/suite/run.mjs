// Runs every case one after the other and says how many passed: plain modules, because foreign runtimes have no test runner.
import { createFetchTransport } from '@wechatpay-kit/transport-fetch'
import { callCases } from './calls.mjs'
import { catalogueCases } from './catalogue.mjs'
import { certificateCases } from './certificates.mjs'
import { check } from './check.mjs'
import { cryptographyCases } from './cryptography.mjs'
import { environmentCases } from './environment.mjs'
import { errorCases } from './errors.mjs'
import { fileCases } from './files.mjs'
import { httpCases } from './http.mjs'
import { notificationCases } from './notifications.mjs'
import { secretCases } from './secrets.mjs'
import { vectors as sound } from './vectors.mjs'

/** @typedef {readonly [name: string, run: () => unknown]} Case */

/**
 * @param {string} name of the runtime
 * @param {object} [options]
 * @param {string | undefined} [options.origin] of the launcher's server, where the runtime has sockets
 * @param {boolean} [options.broken] changes one vector, which must be noticed
 * @param {readonly { name: string, run(transport: typeof fetch): Promise<void> }[]} [options.conformance] the contract kit
 * @param {typeof import('@wechatpay-kit/crypto/node')} [options.nodeKeys] the entry for Node.js, where there is `node:crypto`
 * @param {object} [options.env] the runtime's own environment, with the launcher's variables; left out where it has none
 * @param {Readonly<Record<string, RegExp>>} [options.deviations] cases that the runtime's own fetch is known to fail, and
 *   how: one that it does not fail so fails, and the guides can be mended
 * @returns {Promise<{ line: string, failed: number, failures: string[] }>}
 */
export async function run(name, { origin, broken = false, conformance = [], deviations = {}, env, nodeKeys } = {}) {
  const cases = broken
    ? cryptographyCases(breakOne(sound), nodeKeys)
    : [...listCases(origin, env, nodeKeys), ...conformance.map(contractCase)].map((one) =>
        expectDeviation(one, deviations[one[0]]),
      )
  const failures = []
  for (const [title, test] of cases) {
    try {
      await test()
    } catch (error) {
      failures.push(`${name}: ${title}: ${error instanceof Error ? `${error.name}: ${error.message}` : error}`)
    }
  }
  const failed = failures.length
  return { line: `${name}: ${cases.length - failed} passed, ${failed} failed`, failed, failures }
}

/** All cases but the contract kit's, which need Node.js; the launcher counts them. @public @param {string | undefined} origin @param {object} [env] @param {typeof import('@wechatpay-kit/crypto/node')} [nodeKeys] @returns {Case[]} */
export function listCases(origin, env, nodeKeys) {
  return [
    ...cryptographyCases(sound, nodeKeys),
    ...certificateCases(sound),
    ...callCases(sound, origin),
    ...environmentCases(sound, env),
    ...errorCases(sound),
    ...secretCases(origin),
    ...fileCases(),
    ...notificationCases(),
    ...catalogueCases(),
    ...(origin ? httpCases(origin) : []),
  ]
}

/** @param {{ name: string, run(transport: typeof fetch): Promise<void> }} one @returns {Case} */
function contractCase({ name, run }) {
  const transport = /** @type {typeof fetch} */ (createFetchTransport())
  return [`contract: ${name}`, () => run(transport)]
}

/** @param {Case} one @param {RegExp | undefined} deviation the message of its failure, if it is known to fail @returns {Case} */
function expectDeviation([name, run], deviation) {
  if (!deviation) return [name, run]
  const explain = async () => {
    try {
      await run()
      return 'it does not fail'
    } catch (error) {
      return String(error)
    }
  }
  return [
    `known deviation: ${name}`,
    async () => {
      const message = await explain()
      check(deviation.test(message), `this runtime deviates otherwise now: ${message}`)
    },
  ]
}

/** One valid signature is for another message: both crypto entries must say so. @param {typeof sound} vectors */
function breakOne({ signatures, ...rest }) {
  const index = signatures.findIndex(({ result }) => result === 'valid')
  return {
    ...rest,
    signatures: signatures.map((one, at) =>
      at === index ? { ...one, input: { ...one.input, message: 'another message' } } : one,
    ),
  }
}
