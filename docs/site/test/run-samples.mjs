// Runs the code of pages against a sandbox: every sample must be responded to.
/** @import { SiteOperation } from '../build/catalogue/operations.mjs' */
/** @import { Stage } from './stage.mjs' */
import { generateKeyPair } from '@wechatpay-kit/sandbox'
import { findHash, writeCall } from '../src/samples/code.mjs'
import { makeSample } from '../src/samples/request.mjs'
import { toText } from '../src/samples/segments.mjs'
import { listVariants } from './samples.mjs'
import { createStage } from './stage.mjs'
import { STATES } from './states.mjs'

/**
 * What became of samples.
 *
 * @typedef {object} Run
 * @property {number} responded
 * @property {number} prepared - of these, those of a sandbox that was brought into a state before.
 * @property {readonly string[]} faults
 */

const AsyncFunction = /** @type {FunctionConstructor} */ (Object.getPrototypeOf(async () => {}).constructor)
/** The key by which the samples say that ciphertexts were made. */
const KEY_ID = /PUB_KEY_ID_\d+/

/**
 * Runs the code of operations, in all variants of it.
 *
 * @param {readonly SiteOperation[]} operations
 * @returns {Promise<Run>}
 */
export async function runSamples(operations) {
  const keys = await generateKeyPair()
  const empty = await createStage(keys, 'both')
  const run = { responded: 0, prepared: 0, faults: /** @type {string[]} */ ([]) }
  for (const operation of operations) {
    const name = `${operation.facts.method} ${operation.facts.path}`
    const steps = STATES[name]
    const prepare = async () => {
      const stage = await createStage(keys)
      for (const step of steps ?? []) await step(stage)
      return stage
    }
    const variants = listVariants(operation)
    if (steps && (await isResponded(operation, variants[0] ?? [], await createStage(keys))))
      run.faults.push(`${name} is responded to without its state`)
    // What a world remembers of one sample would be in the way of the next; queries leave nothing behind.
    const isPlayed = steps !== undefined || empty.played.includes(name.replace('/', ''))
    const isKept = !isPlayed || name.startsWith('GET ')
    let stage = isPlayed ? undefined : empty
    for (const chosen of variants) {
      try {
        stage = (isKept && stage) || (await prepare())
        await runCode(operation, chosen, stage)
        run.responded += 1
        if (steps) run.prepared += 1
      } catch (error) {
        const { apiCode, message } = /** @type {Record<string, unknown>} */ (error)
        run.faults.push(`${name} (${chosen.join(' ')}): ${apiCode ?? ''} ${message}`)
      }
    }
  }
  return run
}

/** @param {SiteOperation} operation @param {readonly string[]} chosen @param {Stage} stage */
function isResponded(operation, chosen, stage) {
  return runCode(operation, chosen, stage).then(
    () => true,
    () => false,
  )
}

/** @param {SiteOperation} operation @param {readonly string[]} chosen @param {Stage} stage */
async function runCode({ facts }, chosen, stage) {
  const sample = makeSample(facts, (name) => stage.known[name])
  const written = toText(writeCall(facts, sample), chosen).replace(KEY_ID, stage.keyId)
  const text = stage.hash ? useHash(written, Object(findHash(facts)), stage.hash) : written
  // In `then` style the last expression is the promise.
  const code = chosen.includes('then') ? text.replace(/^wxpay/m, 'return wxpay') : text
  await new AsyncFunction('wxpay', 'console', code)(stage.findClient(facts.path, sample), { log() {} })
}

/** Puts the hash of a file in the place of the sample's. @param {string} text @param {NonNullable<Stage['hash']>} shown @param {NonNullable<Stage['hash']>} hash */
function useHash(text, shown, hash) {
  return text.replace(`'${shown.type}'`, `'${hash.type}'`).replace(shown.value, hash.value)
}
