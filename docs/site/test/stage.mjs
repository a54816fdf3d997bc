// A sandbox with its clients, which can be brought into a state by the calls of samples.
/** @import { KeyPair } from '@wechatpay-kit/sandbox' */
import { createClient } from '@wechatpay-kit/endpoints'
import { operations as all } from '@wechatpay-kit/endpoints/areas/all'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { operations } from '../build/pages.mjs'
import { makeSample } from '../src/samples/request.mjs'

/**
 * A sandbox that is brought into a state.
 *
 * @typedef {object} Stage
 * @property {(name: string, change?: object) => Promise<Readonly<Record<string, any>>>} call - makes the call of an operation's sample, with another part of its JSON where it is given.
 * @property {(name: string, json: Readonly<Record<string, string>>) => Promise<Readonly<Record<string, any>>>} command - plays a payer, a bank or a user.
 * @property {() => Promise<void>} wait - lets some seconds pass, so that all is done which takes time.
 * @property {(path: string, sample: unknown) => any} findClient - of the brand, or of the merchant that the sample names.
 * @property {readonly string[]} played - calls that the sandbox remembers.
 * @property {string} keyId - of the key that encrypts.
 * @property {Record<string, string>} known - texts by which the sample asks, by the name of their field.
 * @property {string | undefined} caller - merchant number, where the sample does not name its caller.
 * @property {{ type: string, value: string } | undefined} hash - of the file that the sample downloads.
 */

/** The merchant of the samples, and the partner. */
export const MERCHANT = '1900000001'
export const PARTNER = '1900000100'
/** Milliseconds that a step waits. */
const WHILE = 5_000

/**
 * Makes a sandbox with its clients.
 *
 * @param {KeyPair} keys - of everybody, because to make them takes time.
 * @param {'both' | 'public-key'} [platformKeyKind] - certificates take time too.
 * @returns {Promise<Stage>}
 */
export async function createStage(keys, platformKeyKind = 'public-key') {
  let passed = 0
  const sandbox = await createSandbox({
    merchant: { mchid: MERCHANT, keys },
    merchants: [{ mchid: PARTNER, keys }],
    platform: { id: 'PUB_KEY_ID_0119000000002026010100000000', keys },
    platformKeyKind,
    now: () => Date.now() + passed,
    deliver: async () => new Response(null, { status: 204 }),
  })
  const { transport, platformKeys, played, command } = sandbox
  const clients = new Map(
    [sandbox.brand, ...sandbox.merchants].map((merchant) => [
      'mchid' in merchant ? merchant.mchid : 'brand',
      createClient({ merchant, platformKeys, transport, operations: all }),
    ]),
  )
  /** @type {Stage} */
  const stage = {
    played,
    command,
    known: {},
    hash: undefined,
    caller: undefined,
    keyId: platformKeys[0]?.id ?? '',
    findClient: (path, sample) =>
      clients.get(path.startsWith('/brand/') ? 'brand' : (stage.caller ?? findCaller(sample))),
    async call(name, change) {
      const facts = operations.map((one) => one.facts).find(({ method, path }) => `${method} ${path}` === name)
      if (!facts) throw new Error(`There is no operation ${name}.`)
      const sample = makeSample(facts, (field) => stage.known[field])
      const given = change ? { ...sample, json: { ...Object(sample.json), ...change } } : sample
      const node = stage.findClient(facts.path, sample).chain(facts.path.slice(1))
      return node[facts.method.toLowerCase()](given).json()
    },
    async wait() {
      passed += WHILE
      await sandbox.settle()
    },
  }
  return stage
}

/** The merchant that a sample names as its caller. @param {unknown} sample */
function findCaller(sample) {
  return /"(?:sp_mchid|combine_mchid|sp_mch_id)":"1900000100"/.test(JSON.stringify(sample)) ? PARTNER : MERCHANT
}
