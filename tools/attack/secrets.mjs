// Everything that a failure may show, searched for everything that nobody may see.
import { createCertificateKeys } from '@wechatpay-kit/client/certificate-keys'
import { handleNotifications, readNotification } from '@wechatpay-kit/endpoints'
import { faults } from './faults.mjs'
import { capture, placesOf, show, spellings } from './places.mjs'
import { ALTER, person, settle } from './scene.mjs'

/** @typedef {import('./context.mjs').Context} Context */

const GROUP = 'leaks'
const PARAMETER = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o'
const QUERY = '粤B12345 secret+value'
const ROUNDS = 4

/** @param {Context} context */
export async function attackSecrets({ scene, random, tally, scale }) {
  const lines = capture()
  try {
    for (let round = 0; round < ROUNDS * scale; round++) {
      for (const [name, fault] of Object.entries(faults)) {
        for (const [kind, call] of Object.entries(calls)) {
          await attackCall(name, fault, kind, call)
        }
      }
    }
    await attackNotification({ scene, random, tally, scale }, lines)
    attackObjects()
  } finally {
    lines.restore()
  }

  /** @param {string} name @param {import('./faults.mjs').Fault} fault @param {string} kind @param {typeof calls[string]} call */
  async function attackCall(name, fault, kind, { call, secrets: own }) {
    /** @type {unknown[]} */
    const events = []
    /** @type {import('@wechatpay-kit/transport-fetch').TransportRequest[]} */
    const requests = []
    const wxpay = scene.connect({
      transport: async (url, request) => {
        requests.push(request)
        return fault({ url, request, scene, quote: () => quote(url, request, Object.values(own), random) })
      },
      onEvent: (event) => events.push(event),
      retry: { maxAttempts: random.pick([1, 2]), baseDelay: 0, attemptTimeout: 50 },
    })
    const { error, value } = await settle(call(wxpay))
    const secrets = { ...keysOf(scene), ...own, ...secretsOf(requests) }
    const places = { ...placesOf(error), events: show(events), console: lines.take(), client: show(wxpay) }
    const isCall = error !== undefined || value !== undefined
    if (isCall) search(places, secrets, `${name}, ${kind}`)
  }

  /** The objects that hold secrets, as they are logged. */
  function attackObjects() {
    const { merchant, transport, apiV3Key, platformKeys } = scene.sandbox
    const keys = createCertificateKeys({ merchant, transport, apiV3Key })
    const handle = handleNotifications({ keys: platformKeys, apiV3Key }, () => {})
    const objects = { client: scene.connect(), key: merchant.privateKey, keys, handle, node: scene.connect().v3.gov }
    const places = Object.fromEntries(Object.entries(objects).map(([name, object]) => [name, show(object)]))
    search(places, keysOf(scene), 'objects')
  }

  /** @param {Context} context @param {ReturnType<typeof capture>} lines */
  async function attackNotification({ scale }, lines) {
    const { apiV3Key, platformKeys: keys } = scene.sandbox
    for (let round = 0; round < 40 * scale; round++) {
      const plain = await scene.sign(
        200,
        random.pick(['{', '{}', JSON.stringify({ id: apiV3Key, summary: apiV3Key }), apiV3Key]),
      )
      const signature = plain.headers['wechatpay-signature'] ?? ''
      const body = random.chance(0.5) ? plain.body : random.bytes(20)
      /** @type {unknown} */
      let reported
      const handle = handleNotifications(
        {
          keys,
          apiV3Key,
          onError: (error) => {
            reported = error
          },
        },
        () => {},
      )
      const response = await handle(
        new Request('https://shop.example/', { method: 'POST', headers: plain.headers, body }),
      )
      const { error } = await settle(readNotification({ headers: plain.headers, body }, { keys, apiV3Key }))
      const places = {
        ...placesOf(error),
        reported: show(reported),
        response: await response.text(),
        console: lines.take(),
      }
      search(places, { ...keysOf(scene), signature }, 'a notification')
    }
  }

  /** @param {Record<string, string>} places @param {Record<string, string>} secrets @param {string} example */
  function search(places, secrets, example) {
    for (const [place, text] of Object.entries(places)) {
      for (const [secret, value] of Object.entries(secrets)) {
        const isShown = spellings(value).some((spelling) => text.includes(spelling))
        tally.count(GROUP, `${secret}: in no error, event, inspection, JSON or log`, !isShown, `${example}: ${place}`)
      }
    }
  }
}

/** Calls whose values are secrets. @type {Record<string, { call: (wxpay: any) => PromiseLike<unknown>, secrets: Record<string, string> }>} */
const calls = {
  'a typed call': {
    call: (wxpay) => wxpay[ALTER].post({ json: { cate_code: 'A01', ...person, req_ssn: String(Math.random()) } }),
    secrets: { 'identity number': person.cert_no, name: person.name, phone: person.tel },
  },
  'a call with params and query': {
    call: (wxpay) =>
      wxpay.chain('v3/users/{openid}/plates').get({ params: { openid: PARAMETER }, query: { plate_number: QUERY } }),
    secrets: { 'value of params': PARAMETER, 'value of query': QUERY },
  },
}

/** The keys of the merchant. @param {Context['scene']} scene @returns {Record<string, string>} */
function keysOf({ keys, sandbox }) {
  const lines = keys.merchant.keys.privateKey.split('\n')
  return { 'private key': lines[4] ?? '', 'APIv3 key': sandbox.apiV3Key }
}

/** The signature and the ciphertexts of each attempt. @param {readonly import('@wechatpay-kit/transport-fetch').TransportRequest[]} requests */
function secretsOf(requests) {
  const [request] = requests.slice(-1)
  const authorization = request?.headers['Authorization'] ?? ''
  const signature = /signature="([^"]*)"/.exec(authorization)?.[1]
  return signature ? { Authorization: authorization, signature } : {}
}

/**
 * A text that quotes a request, as gateways and HTTP clients do.
 *
 * @param {string} url @param {any} request @param {readonly string[]} values @param {import('./random.mjs').Random} random
 */
function quote(url, request, values, random) {
  const texts = [
    request.headers.Authorization,
    /signature="([^"]*)"/.exec(request.headers.Authorization)?.[1],
    url,
    decodeURIComponent(url),
    values.join(' '),
    JSON.stringify(values),
    JSON.stringify(request.headers),
    `${request.method} ${url}\n${Object.entries(request.headers)
      .map((pair) => pair.join(': '))
      .join('\n')}`,
  ]
  return String(random.pick(texts))
}
