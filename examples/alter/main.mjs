// The main job, end to end: npm start, or npm start -- --help. The call is that of the command: wechatpay-kit call.
import { createSandbox, generateKeyPair } from '@wechatpay-kit/sandbox'
import { serve } from '@wechatpay-kit/sandbox/node'
import { CommandFailure, call } from './command.mjs'
import { HELP, OptionError, readOptions } from './options.mjs'
import { printCall, printRequest, printResponse, printResult, printSeen } from './print.mjs'
import { recordExchanges } from './record.mjs'
import { saveExchange } from './save.mjs'

/** @typedef {ReturnType<typeof readOptions>} Options */

const PATH = 'v3/gov/subsidy/zhejiang/qualifications/alter'

/** The options that the user of this command set, for the fields that errors name. @type {[RegExp, string][]} */
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
  /** @type {import('./record.mjs').Exchange[]} */
  const exchanges = []
  const sandbox = await createSandbox({
    merchant: { mchid: '1900000000', serialNumber: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1', keys: merchantKeys },
    platform: { id: 'PUB_KEY_ID_0119000000002026010100000000000000', keys: platformKeys },
    onRequest: (request) => seen.push(request),
  })
  const server = await serve(recordExchanges(sandbox, exchanges))
  try {
    console.log(`A sandbox with fresh keys listens on ${server.url}\n`)
    const env = { ...process.env, ...sandbox.merchants[0]?.writeEnvironment(), WECHATPAY_BASE_URL: server.url }
    printCall(PATH)
    const result = await call(PATH, json, env)
    const [exchange] = exchanges
    if (!exchange || !seen[0]) throw new Error('Nothing went over the wire.')
    printRequest(exchange.request, json)
    printSeen(seen[0], json)
    printResponse(exchange.response)
    printResult(result)
    if (save === undefined)
      return console.log('To check this with openssl: npm start -- --save exchange, then see docs/en/openssl.md.')
    const keys = { merchant: merchantKeys, platform: platformKeys }
    await saveExchange(save, exchange.request, exchange.response, keys).catch((error) => {
      throw new OptionError(`--save ${save}: cannot write there (${error.code}); name a folder that can be made.`, 1)
    })
    console.log(`The exchange is in ${save}/; docs/en/openssl.md says how to check it with openssl.`)
  } finally {
    await server.close()
  }
}

/** @param {Options} options */
async function alterLive({ json }) {
  const result = await call(PATH, json, process.env)
  printCall(PATH)
  printResult(result)
}

/** One line that says what to do. @param {unknown} error */
function explain(error) {
  if (!(error instanceof Error)) return String(error)
  const message = error.message.replaceAll('\n', ' ')
  if (!(error instanceof CommandFailure)) return message
  if (error.code.startsWith('TRANSPORT_'))
    return `${message} Check that the host can be reached: network, firewall, WECHATPAY_BASE_URL${error.reason ? ` (${error.reason})` : ''}.`
  return OWN_NAMES.reduce((text, [field, name]) => text.replace(field, name), message)
}
