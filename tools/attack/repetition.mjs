// Failures that tempt a client to send a call twice.
import { ALTER, settle, toResponse } from './scene.mjs'

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {import('@wechatpay-kit/transport-fetch').TransportRequest} Request */

export const GROUP = 'double execution'
const OUTAGE = 400

/** Calls, and whether one may be made twice. @type {Record<string, { isSafe: boolean, call: (wxpay: any, scene: Context['scene']) => PromiseLike<unknown> }>} */
const calls = {
  'a POST': { isSafe: false, call: (wxpay) => wxpay.chain('v3/refund/domestic/refunds').post({ json: { a: 1 } }) },
  'a DELETE': { isSafe: false, call: (wxpay) => wxpay.chain('v3/a').delete() },
  'a PATCH': { isSafe: false, call: (wxpay) => wxpay.chain('v3/a').patch({ json: {} }) },
  'a PUT': { isSafe: false, call: (wxpay) => wxpay.chain('v3/a').put({ json: {} }) },
  'an upload': {
    isSafe: false,
    call: (wxpay) => wxpay.upload('v3/merchant/media/upload', { file: new Blob(['x']), meta: { filename: 'a' } }),
  },
  'a GET that must not be repeated': { isSafe: false, call: (wxpay) => wxpay.chain('v3/a').get({ idempotent: false }) },
  'a GET': { isSafe: true, call: (wxpay) => wxpay.chain('v3/a').get() },
  'a POST that may be repeated': {
    isSafe: true,
    call: (wxpay) => wxpay.chain('v3/a').post({ json: { a: 1 }, idempotent: true }),
  },
  'a call with a number': { isSafe: true, call: (wxpay, scene) => wxpay[ALTER].post({ json: scene.makeJson() }) },
}

/** Ends of an attempt, and whether another attempt may help. @type {Record<string, { mayHelp: boolean, end: (scene: Context['scene']) => Promise<Response> }>} */
const ends = {
  'a network error': { mayHelp: true, end: async () => Promise.reject(new TypeError('network')) },
  silence: { mayHelp: true, end: () => new Promise(() => {}) },
  ...Object.fromEntries(
    [429, 500, 502, 503].map((status) => [
      `status ${status}`,
      { mayHelp: true, end: async () => new Response('{"code":"SYSTEM_ERROR","message":"m"}', { status }) },
    ]),
  ),
  ...Object.fromEntries(
    [400, 401, 403, 404, 409, 501].map((status) => [
      `status ${status}`,
      { mayHelp: false, end: async () => new Response('{"code":"PARAM_ERROR","message":"m"}', { status }) },
    ]),
  ),
  'a redirect': {
    mayHelp: false,
    end: async () => new Response(null, { status: 302, headers: { Location: '/v3/b' } }),
  },
  'an unsigned success': { mayHelp: false, end: async () => new Response('{"resp_code":"000000"}') },
  'a stale success': {
    mayHelp: false,
    end: async (scene) => toResponse(await scene.sign(200, '{"resp_code":"000000"}', 400)),
  },
  'a decline': {
    mayHelp: false,
    end: async (scene) => toResponse(await scene.sign(200, '{"resp_code":"900001","resp_desc":""}')),
  },
}

/** @param {Context} context */
export async function attackRepetition(context) {
  await failAttempts(context)
  await failEverything(context)
}

/** Each call with each end. @param {Context} context */
async function failAttempts({ scene, tally }) {
  for (const [kind, { isSafe, call }] of Object.entries(calls)) {
    for (const [name, { mayHelp, end }] of Object.entries(ends)) {
      /** @type {Request[]} */
      const requests = []
      const transport = (/** @type {string} */ _, /** @type {Request} */ request) => {
        requests.push(request)
        return end(scene)
      }
      // Short for silence alone: another end may take long on a busy machine, and is no reason to repeat.
      const attemptTimeout = name === 'silence' ? 20 : 5_000
      const wxpay = scene.connect({ transport, retry: { maxAttempts: 3, baseDelay: 0, attemptTimeout } })
      await settle(call(wxpay, scene))
      const example = `${kind}, ${name}: ${requests.length} requests`
      const most = isSafe && mayHelp ? 3 : 1
      tally.count(
        GROUP,
        'only what is safe to repeat is repeated, and only where it may help',
        requests.length <= most,
        example,
      )
      const [bodies, authorizations] = [
        new Set(requests.map(({ body }) => String(body))),
        new Set(requests.map(({ headers }) => headers['Authorization'])),
      ]
      const isFresh = bodies.size === 1 && authorizations.size === requests.length
      tally.count(GROUP, 'each attempt has the same body and a signature of its own', isFresh, example)
    }
  }
}

/** Many calls while nothing works. @param {Context} context */
async function failEverything({ scene, tally }) {
  let requests = 0
  const transport = async () => {
    requests++
    throw new TypeError('network')
  }
  const wxpay = scene.connect({ transport, retry: { maxAttempts: 3, baseDelay: 0 } })
  for (let index = 0; index < OUTAGE; index++) await settle(wxpay.chain('v3/a').get())
  const before = requests
  for (let index = 0; index < OUTAGE; index++) await settle(wxpay.chain('v3/a').get())
  const again = requests - before - OUTAGE
  tally.count(
    GROUP,
    'in an outage, repetitions end',
    again < OUTAGE / 10,
    `after ${OUTAGE} calls, ${OUTAGE} more were repeated ${again} times`,
  )
}
