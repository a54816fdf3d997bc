// Runs the code of pages against a sandbox: every sample must leave the client, and be let in as well formed.
/** @import { SiteOperation } from '../build/catalogue/operations.mjs' */
import { createClient } from '@wechatpay-kit/endpoints'
import { operations as all } from '@wechatpay-kit/endpoints/areas/all'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { writeCall } from '../src/samples/code.mjs'
import { makeSample } from '../src/samples/request.mjs'
import { toText } from '../src/samples/segments.mjs'
import { listVariants } from './samples.mjs'

/** @typedef {{ responded: number, declined: number, faults: readonly string[] }} Run - `declined` are calls about something that the sandbox does not know, such as an order that was never made. */

const AsyncFunction = /** @type {FunctionConstructor} */ (Object.getPrototypeOf(async () => {}).constructor)
/** The key by which the samples say that ciphertexts were made. */
const KEY_ID = /'PUB_KEY_ID_\d+'/

/**
 * Runs the code of operations, in all variants of it.
 *
 * @param {readonly SiteOperation[]} operations
 * @returns {Promise<Run>}
 */
export async function runSamples(operations) {
  const sandbox = await createSandbox({ merchants: MERCHANTS.map((mchid) => ({ mchid })) })
  const { transport, brand } = sandbox
  const connect = (
    /** @type {typeof sandbox.merchant | typeof sandbox.brand} */ merchant,
    /** @type {typeof sandbox.platformKeys} */ platformKeys,
  ) => createClient({ merchant, platformKeys, transport, operations: all })
  const clients = new Map(sandbox.merchants.map((one) => [one.mchid, connect(one, one.platformKeys)]))
  const brandClient = connect(brand, sandbox.platformKeys)
  const keyId = sandbox.platformKeys[0]?.id
  const run = { responded: 0, declined: 0, faults: /** @type {string[]} */ ([]) }
  for (const operation of operations) {
    const sample = makeSample(operation.facts)
    const wxpay = operation.facts.path.startsWith('/brand/') ? brandClient : clients.get(findCaller(sample))
    for (const chosen of listVariants(operation)) {
      const text = toText(writeCall(operation.facts, sample), chosen).replace(KEY_ID, `'${keyId}'`)
      // In `then` style the last expression is the promise.
      const code = chosen.includes('then') ? text.replace(/^wxpay/m, 'return wxpay') : text
      try {
        await new AsyncFunction('wxpay', 'console', code)(wxpay, { log() {} })
        run.responded += 1
      } catch (error) {
        const { name, status, apiCode, message } = /** @type {Record<string, unknown>} */ (error)
        if (isAboutState(name, status, apiCode) || operation.facts.download) run.declined += 1
        else run.faults.push(`${operation.slug} (${chosen.join(' ')}): ${name} ${apiCode ?? ''} ${message}`)
      }
    }
  }
  return run
}

/** The merchant of the samples, and the partner. */
const MERCHANTS = ['1900000001', '1900000100']

/** The merchant that a sample names as its caller. @param {unknown} sample */
function findCaller(sample) {
  return /"(?:sp_mchid|combine_mchid|sp_mch_id)":"1900000100"/.test(JSON.stringify(sample))
    ? '1900000100'
    : '1900000001'
}

/** Tells whether a sandbox refuses a call for what it does not remember, and not for what the call says. @param {unknown} name @param {unknown} status @param {unknown} code */
function isAboutState(name, status, code) {
  if (name === 'BusinessError' || name === 'IntegrityError') return true
  return (
    name === 'ApiError' &&
    (status === 404 || /NOT_EXIST|NO_STATEMENT_EXIST|NO_AUTH|RULE_LIMIT|NOT_ENOUGH|INVALID_REQUEST/.test(String(code)))
  )
}
