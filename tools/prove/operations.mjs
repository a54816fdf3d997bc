// Calls operations, each with a request made from its facts, and compares what arrives on either side.
/** @import { AnyOperation } from '@wechatpay-kit/client' */
/** @import { CatalogueOperation } from '@wechatpay-kit/catalogue' */
/** @import { KnownOperation } from './facts.mjs' */
/** @import { Given } from './other-side.mjs' */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { createClient } from '@wechatpay-kit/client'
import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { readPem } from '@wechatpay-kit/test-vectors'
import { findResponse } from '../generate/facts.mjs'
import { callOperation, completeUpload, FILE, SHA256 } from './call.mjs'
import { compareValues } from './compare-values.mjs'
import { createOtherSide } from './other-side.mjs'
import { listIncomplete, listOverfull, makeMinimal, makeRequest, readMeta } from './requests.mjs'
import { BY_HAND, makeValue } from './values.mjs'
import { listWrong, makeDisputed } from './wrong-values.mjs'

const CALLER = '1900007291'
const SERIAL_NUMBER = '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB'
const PLATFORM = {
  PUB_KEY_ID_0114232134912410000000000000: 'platform',
  PUB_KEY_ID_0114232134912410000000000001: 'stranger',
}

/**
 * @typedef {object} CallProof
 * @property {Set<string>} called - names of the operations that were called and responded.
 * @property {Record<'request' | 'response', Set<string>>} fields - places that were compared, with the operation's name.
 * @property {Record<'request' | 'response', Set<string>>} ciphertexts - places that were encrypted on the wire.
 * @property {Record<'incomplete' | 'overfull' | 'wrong', number>} refused - faults that were refused by their place: fields
 *   that were missing, that no document has, and of another type, with a fraction or in another case.
 * @property {Set<string>} passed - names of the operations whose unknown field passed with `validation: 'off'`.
 * @property {string[]} faults - none where operations and facts agree.
 */

/**
 * Proves operations.
 *
 * @param {readonly KnownOperation[]} known - those to be proved.
 * @param {readonly AnyOperation[]} operations - the list of all, of which the clients are made.
 * @returns {Promise<CallProof>}
 */
export async function proveOperations(known, operations) {
  /** @type {CallProof} */
  const proof = {
    called: new Set(),
    fields: { request: new Set(), response: new Set() },
    ciphertexts: { request: new Set(), response: new Set() },
    refused: { incomplete: 0, overfull: 0, wrong: 0 },
    passed: new Set(),
    faults: [],
  }
  const isBrand = (/** @type {{ path: string }} */ { path }) => /^\/?brand\//.test(path)
  const merchantSide = await connect({ mchid: CALLER }, operations)
  const brandSide = await connect({ brandId: CALLER }, operations)
  for (const one of known) await proveOperation(one, isBrand(one.facts) ? brandSide : merchantSide, proof)
  return proof
}

/** Makes a client, and the other side of it. @param {{ mchid: string } | { brandId: string }} caller @param {readonly AnyOperation[]} operations */
async function connect(caller, operations) {
  const platform = Object.entries(PLATFORM)
  const side = createOtherSide({
    caller: CALLER,
    serialNumber: SERIAL_NUMBER,
    callerPublic: createPublicKey(readPem('merchant.public')),
    platform: new Map(platform.map(([id, file]) => [id, createPrivateKey(readPem(`${file}.private`))])),
  })
  const client = createClient({
    merchant:
      /** @type {{ mchid: string, serialNumber: string, privateKey: Awaited<ReturnType<typeof importPrivateKey>> }} */ ({
        ...caller,
        serialNumber: SERIAL_NUMBER,
        privateKey: await importPrivateKey(readPem('merchant.private')),
      }),
    platformKeys: await Promise.all(
      platform.map(async ([id, file]) => ({ id, key: await importPublicKey(readPem(`${file}.public`)) })),
    ),
    operations,
    transport: side.transport,
    retry: { maxAttempts: 1 },
  })
  return { side, wxpay: /** @type {import('./call.mjs').CallingClient} */ (/** @type {unknown} */ (client)) }
}

/** @typedef {Awaited<ReturnType<typeof connect>>} Connection */

/** @param {KnownOperation} known @param {Connection} connection @param {CallProof} proof */
async function proveOperation({ name, facts, decision }, connection, proof) {
  const onFault = (/** @type {string} */ fault) => proof.faults.push(`${name}: ${fault}`)
  const texts = decision.kind === 'by hand' ? BY_HAND : {}
  const node = findResponse(facts)
  const response = facts.download ? FILE.bytes : node && makeValue(node, 'response', texts)
  const given = makeRequest(facts, texts)
  if (await exchange(name, facts, given, response, connection, proof, {})) proof.called.add(name)

  // Beside a wrong algorithm, the client could not write the hash.
  const faultless = readMeta(facts)?.fields?.['digest']
    ? { ...given, json: { ...Object(given.json), digest: SHA256 } }
    : given
  for (const { field, given: faulty } of listIncomplete(facts, faultless)) {
    if (await isRefused([field], facts, faulty, connection, onFault)) proof.refused.incomplete += 1
  }
  const overfull = listOverfull(facts, given)
  for (const { field, given: faulty } of overfull) {
    if (await isRefused([field], facts, faulty, connection, onFault)) proof.refused.overfull += 1
  }
  for (const { fields, given: faulty } of decision.kind === 'generated' ? listWrong(facts, faultless) : []) {
    if (await isRefused(fields, facts, faulty, connection, onFault)) proof.refused.wrong += fields.length
  }
  await exchange(name, facts, makeMinimal(facts, given), response, connection, proof, {})
  const disputed = makeDisputed(facts, given)
  if (disputed) await exchange(name, facts, disputed, response, connection, proof, {})

  // A download has no such option.
  const [first] = facts.download ? [] : overfull
  if (first && (await exchange(name, facts, first.given, response, connection, proof, { validation: 'off' })))
    proof.passed.add(name)
}

/** Calls an operation, and compares what arrives on both sides; tells whether all of it did. @param {string} name @param {CatalogueOperation} facts @param {Given} given @param {unknown} response @param {Connection} connection @param {CallProof} proof @param {{ validation?: 'off' }} more */
async function exchange(name, facts, given, response, { side, wxpay }, proof, more) {
  let isSound = true
  const onFault = (/** @type {string} */ fault) => {
    isSound = false
    proof.faults.push(`${name}${more.validation ? ', not validated' : ''}: ${fault}`)
  }
  const before = side.countRequests()
  side.expect({
    facts,
    given: facts.upload ? completeUpload(facts, given) : given,
    response,
    encryptsDisputed: more.validation !== 'off',
    onField: (place) => proof.fields.request.add(`${name} ${place}`),
    onCiphertext: (place, direction) => proof.ciphertexts[direction].add(`${name} ${place}`),
    onFault,
  })
  try {
    const found = await callOperation(facts, given, wxpay, more)
    compareValues(findResponse(facts), response, found, 'response', {
      isSame: (_, plain, one) => plain === one,
      onField: (place) => proof.fields.response.add(`${name} ${place}`),
      onFault,
    })
  } catch (error) {
    onFault(`failed with ${error}`)
  }
  side.expect(undefined)
  if (side.countRequests() !== before + 1) onFault(`was sent ${side.countRequests() - before} times`)
  return isSound
}

/** Tells whether a request is refused for these fields alone, before anything is sent. @param {readonly string[]} wanted @param {CatalogueOperation} facts @param {Given} given @param {Connection} connection @param {(fault: string) => void} onFault */
async function isRefused(wanted, facts, given, { side, wxpay }, onFault) {
  const before = side.countRequests()
  /** @type {{ code?: string, issues?: readonly { field: string }[] } | undefined} */
  const error = await callOperation(facts, given, wxpay, {}).then(
    () => undefined,
    (reason) => reason,
  )
  // The body of an upload is its meta.
  const fields = error?.issues?.map((issue) => issue.field.replace(/^meta\b/, 'json'))
  const isNamed = error?.code === 'VALIDATION_FAILED' && [...(fields ?? [])].sort().join() === [...wanted].sort().join()
  if (!isNamed) onFault(`${wanted} not refused, but ${fields ?? error ?? 'nothing'}`)
  if (side.countRequests() !== before) onFault(`${wanted} refused after it was sent`)
  return isNamed
}
