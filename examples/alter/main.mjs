// The main job, end to end: npm start, or npm start -- --help.
import { readEnvironment } from '@wechatpay-kit/client/node'
import { createClient, isWechatPayError } from '@wechatpay-kit/endpoints'
import { createSandbox, generateKeyPair } from '@wechatpay-kit/sandbox'
import { serve } from '@wechatpay-kit/sandbox/node'
import { createFetchTransport } from '@wechatpay-kit/transport-fetch'
import { HELP, OptionError, readOptions } from './options.mjs'
import { printRequest, printResponse, printSeen } from './print.mjs'
import { recordTransport } from './record.mjs'
import { saveExchange } from './save.mjs'

/** @typedef {ReturnType<typeof readOptions>} Options */

/** The options and variables that the user of this command set, for the fields that errors name. @type {[RegExp, string][]} */
const OWN_NAMES = [
  [/; a ready ciphertext needs [^.;]*/, ''],
  [/json\.(\w+)/, '--$1'],
  [/--(cate|cert|req)_/, '--$1-'],
]

try {
  const options = readOptions()
  if (options.help) console.log(HELP)
  else if (options.live) await alterLive(options)
  else await alterInSandbox(options)
} catch (error) {
  console.error(explain(error))
  process.exitCode = error instanceof OptionError ? error.exitCode : 1
}

/** @param {Options} options */
async function alterInSandbox({ json, save }) {
  const merchantKeys = await generateKeyPair()
  const platformKeys = await generateKeyPair()
  /** @type {import('@wechatpay-kit/sandbox').SeenRequest[]} */
  const seen = []
  const sandbox = await createSandbox({
    merchant: { mchid: '1900000000', serialNumber: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1', keys: merchantKeys },
    platform: { id: 'PUB_KEY_ID_0119000000002026010100000000000000', keys: platformKeys },
    onRequest: (request) => seen.push(request),
  })
  const server = await serve(sandbox)
  try {
    console.log(`A sandbox with fresh keys listens on ${server.url}\n`)
    const wire = recordTransport(createFetchTransport())
    const result = await alter({ ...sandbox, baseUrls: [server.url] }, wire.transport, json)
    if (!wire.request || !wire.response || !seen[0]) throw new Error('Nothing went over the wire.')
    printRequest(wire.request, json)
    printSeen(seen[0], json)
    printResponse(wire.response, result)
    if (save === undefined)
      return console.log('To check this with openssl: npm start -- --save exchange, then see docs/en/openssl.md.')
    await saveExchange(save, wire.request, wire.response, { merchant: merchantKeys, platform: platformKeys }).catch(
      (error) => {
        throw new OptionError(`--save ${save}: cannot write there (${error.code}); name a folder that can be made.`, 1)
      },
    )
    console.log(`The exchange is in ${save}/; docs/en/openssl.md says how to check it with openssl.`)
  } finally {
    await server.close()
  }
}

/** @param {Options} options */
async function alterLive({ json }) {
  const wire = recordTransport(createFetchTransport())
  const result = await alter(await readEnvironment(), wire.transport, json)
  if (wire.request) printRequest(wire.request, json)
  if (wire.response) printResponse(wire.response, result)
}

/**
 * @param {Pick<import('@wechatpay-kit/endpoints').ClientOptions, 'merchant' | 'platformKeys' | 'baseUrls'>} account
 * @param {import('@wechatpay-kit/transport-fetch').Transport} transport
 * @param {Options['json']} json
 */
async function alter({ merchant, platformKeys, baseUrls }, transport, json) {
  const wxpay = createClient({ merchant, platformKeys, transport, baseUrls })
  return wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()
}

/** One line that says what to do. @param {unknown} error */
function explain(error) {
  if (!(error instanceof Error)) return String(error)
  const message = error.message.replaceAll('\n', ' ')
  if (error instanceof OptionError) return message
  if (!isWechatPayError(error)) return `${error.name}: ${message}`
  if (error.name === 'TransportError')
    return `${error.name}: ${message} Check that the host can be reached: network, firewall, WECHATPAY_BASE_URL${reason(error)}.`
  return `${error.name}: ${OWN_NAMES.reduce((text, [field, name]) => text.replace(field, name), message)}`
}

/** @param {Error} error */
function reason(error) {
  const causes = []
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause)
    causes.push('code' in cause ? cause.code : cause.message)
  return causes.length > 0 ? ` (${causes.at(-1)})` : ''
}
