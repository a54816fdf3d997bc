// Failed calls, searched for what nobody may see: errors of runtimes quote addresses, and each does it otherwise.
import { createClient, isWechatPayError } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { json } from './calls.mjs'
import { check, equal } from './check.mjs'
import { inspect } from './inspect.mjs'

/** @typedef {import('@wechatpay-kit/endpoints').ClientOptions} ClientOptions */
/** @typedef {import('@wechatpay-kit/endpoints').Client} Client */
/** @typedef {import('@wechatpay-kit/endpoints').WechatPayError} WechatPayError */

const openid = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o'
const query = { phone: json.tel, plate_number: '粤B12345' }

/** Calls that hold a person's data, in their address or in their body. @typedef {{ values: readonly string[], send: (wxpay: Client) => PromiseLike<unknown> }} Call */
/** @type {Record<string, Call>} */
const calls = {
  'params and query': {
    values: [openid, ...Object.values(query)],
    send: (wxpay) => wxpay.chain('v3/users/{openid}/plates').get({ params: { openid }, query }),
  },
  'a body': {
    values: [json.cert_no, json.name, json.tel],
    send: (wxpay) => wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }),
  },
}

/** @param {string | undefined} origin of the launcher's server @returns {import('./run.mjs').Case[]} */
export function secretCases(origin) {
  return Object.entries(calls).flatMap(([kind, call]) => [
    /** @type {const} */ ([`secrets: ${kind}, where a transport's error quotes the request`, () => failQuoting(call)]),
    ...(origin
      ? [/** @type {const} */ ([`secrets: ${kind}, where nobody listens`, () => failToConnect(call, origin)])]
      : []),
  ])
}

/** @param {Call} call */
async function failQuoting(call) {
  /** @type {string[]} */
  const credentials = []
  await searchFailure(call, credentials, {
    transport: async (url, { method, headers, body }) => {
      const authorization = String(headers['Authorization'])
      const signature = /signature="([^"]+)"/.exec(authorization)?.[1] ?? authorization
      credentials.push(authorization, signature)
      const request = { url, method, headers, body }
      // Each with a text of its own, because long texts are cut.
      const texts = [
        call.values.join(),
        url,
        decodeURIComponent(url),
        authorization,
        signature,
        JSON.stringify(headers),
        body,
      ]
      const quote = (/** @type {Error | undefined} */ cause, /** @type {unknown} */ text) =>
        Object.assign(new TypeError(String(text), { cause }), { request, code: 'ECONNRESET' })
      throw texts.slice(1).reduce(quote, quote(undefined, texts[0]))
    },
  })
  check(credentials.length > 0, 'the transport was not called')
}

/** @param {Call} call @param {string} origin */
async function failToConnect(call, origin) {
  const port = await (await fetch(`${origin}/wire/closed-port`)).json()
  await searchFailure(call, [], { transport: undefined, baseUrls: [`http://127.0.0.1:${port}`] })
}

/** Makes a call that cannot be sent, and searches its error and its events. @param {Call} call @param {readonly string[]} credentials @param {Partial<ClientOptions>} options */
async function searchFailure({ values, send }, credentials, options) {
  const { merchant, platformKeys, transport } = await createSandbox()
  /** @type {unknown[]} */
  const events = []
  const onEvent = (/** @type {unknown} */ event) => void events.push(event)
  const retry = { maxAttempts: 2, baseDelay: 0 }
  const wxpay = createClient({ merchant, platformKeys, transport, onEvent, retry, ...options })
  const error = await failureOf(() => send(wxpay))
  equal([error.name, error.code], ['TransportError', 'TRANSPORT_NETWORK_FAILED'])
  equal([isWechatPayError(error), error.outcome], [true, 'unknown'])
  check(events.length > 1, 'there should be events')
  for (const [place, text] of Object.entries({
    ...placesOf(error),
    events: inspect(events) + JSON.stringify(events),
  })) {
    for (const secret of [...values, ...credentials]) {
      const isShown = spellingsOf(secret).some((spelling) => text.includes(spelling))
      check(!isShown, `${place} shows ${secret.slice(0, 40)}: ${text}`)
    }
    check(!/WECHATPAY2-\S+ \w+=|signature="[^…]/.test(text), `${place} shows what authorizes: ${text}`)
  }
}

/** @param {() => PromiseLike<unknown>} action @returns {Promise<WechatPayError>} */
async function failureOf(action) {
  try {
    await action()
  } catch (error) {
    return /** @type {WechatPayError} */ (error)
  }
  throw new Error('it should fail')
}

/** The places of an error, and of its causes, that somebody may read. @param {any} error */
function placesOf(error) {
  const chain = []
  for (let one = error; one !== undefined && chain.length < 10; one = one.cause) chain.push(one)
  return {
    messages: chain.map(String).join('\n'),
    stacks: chain.map(({ stack }) => stack).join('\n'),
    JSON: JSON.stringify(chain),
    inspection: inspect(error),
  }
}

/** The ways in which a value is written. @param {string} value */
function spellingsOf(value) {
  const form = new URLSearchParams({ a: value }).toString().slice(2)
  return [value, encodeURIComponent(value), encodeURI(value), form, JSON.stringify(value).slice(1, -1)]
}
