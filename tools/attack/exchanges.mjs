// Hostile transports that give genuine responses to the wrong calls, under the wrong status, or at the wrong time.
import { isWechatPayError } from '@wechatpay-kit/endpoints'
import { ALTER, settle, toResponse } from './scene.mjs'

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {import('./scene.mjs').Plain} Plain */

const REPLAY = 'replay: responses'
const STATUS = 'forgery: statuses'
const SUCCESS = '{"resp_code":"000000","resp_desc":"成功","auth_code":"A1"}'

/** @param {Context} context */
export async function attackExchanges(context) {
  await replayOneByOne(context)
  await replayAtOnce(context)
  await swap(context)
  await age(context)
  await changeStatuses(context)
  await makeUpErrors(context)
}

/** Sends a typed call, or one of a path that nobody described. @param {Context['scene']} scene @param {any} wxpay @param {boolean} isTyped @param {number} index */
function send(scene, wxpay, isTyped, index) {
  if (isTyped) return settle(wxpay[ALTER].post({ json: scene.makeJson() }))
  return settle(wxpay.chain('v3/orders/{id}').get({ params: { id: index } }))
}

/** One response for many calls, one after another. @param {Context} context */
async function replayOneByOne({ scene, random, tally, scale }) {
  for (let round = 0; round < 40 * scale; round++) {
    const plain = await scene.sign(200, SUCCESS)
    const wxpay = scene.connectIdle(async () => toResponse(plain))
    let accepted = 0
    for (let index = 0; index < 25; index++) {
      const { error } = await send(scene, wxpay, random.chance(0.5), index)
      if (!error) accepted++
      if (index === 0) continue
      tally.count(REPLAY, 'a signature accepted for one call is refused for the next', !!error, 'one after another')
    }
    tally.count(REPLAY, 'a genuine response is accepted once', accepted >= 1, 'one after another')
  }
}

/** One response for many calls at the same time. @param {Context} context */
async function replayAtOnce({ scene, random, tally, scale }) {
  for (let round = 0; round < 40 * scale; round++) {
    const plain = await scene.sign(200, SUCCESS)
    const wxpay = scene.connectIdle(async () => {
      await new Promise((resolve) => setTimeout(resolve, random.below(3)))
      return toResponse(plain)
    })
    const calls = Array.from({ length: 25 }, (_, index) => send(scene, wxpay, random.chance(0.5), index))
    const accepted = (await Promise.all(calls)).filter(({ error }) => !error).length
    for (let extra = 1; extra < calls.length; extra++) {
      const isKept = extra >= accepted
      tally.count(REPLAY, 'a signature accepted for one call is refused for others at the same time', isKept, 'at once')
    }
  }
}

/** Responses of calls in flight, dealt out anew, some more than once. @param {Context} context */
async function swap({ scene, random, tally, scale }) {
  for (let round = 0; round < 40 * scale; round++) {
    const responses = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        scene.sign(200, `{"resp_code":"000000","resp_desc":"","auth_code":"${index}"}`),
      ),
    )
    const wxpay = scene.connectIdle(async () => toResponse(random.pick(responses)))
    const calls = responses.map((_, index) => send(scene, wxpay, random.chance(0.5), index))
    /** @type {Map<string, number>} */
    const times = new Map()
    for (const { value } of await Promise.all(calls)) {
      const signature = /** @type {Response | undefined} */ (value)?.headers.get('wechatpay-signature')
      if (signature) times.set(signature, (times.get(signature) ?? 0) + 1)
    }
    for (const count of times.values()) {
      tally.count(REPLAY, 'of responses dealt out anew, none is accepted twice', count === 1, `${count} times`)
    }
  }
}

/** Responses that were recorded earlier. @param {Context} context */
async function age({ scene, random, tally, scale }) {
  for (let round = 0; round < 300 * scale; round++) {
    const age = (301 + random.below(90_000)) * (random.chance(0.5) ? 1 : -1)
    const plain = await scene.sign(200, SUCCESS, age)
    const { error } = await send(
      scene,
      scene.connectIdle(async () => toResponse(plain)),
      random.chance(0.5),
      round,
    )
    tally.count(
      REPLAY,
      'what is more than 300 seconds from now is refused',
      error?.code === 'SIGNATURE_STALE',
      `${age} s`,
    )
  }
}

/** Genuine bodies under other statuses. @param {Context} context */
async function changeStatuses({ scene, random, tally, scale }) {
  const refusal = '{"code":"PARAM_ERROR","message":"参数错误"}'
  for (let round = 0; round < 200 * scale; round++) {
    const status = random.pick([300, 304, 400, 401, 403, 404, 405, 409, 429, 499, 500, 501, 502, 503, 504, 599])
    const success = await scene.sign(status, SUCCESS)
    const one = await send(
      scene,
      scene.connectIdle(async () => toResponse(success)),
      random.chance(0.5),
      round,
    )
    const isUnknown = one.error?.outcome === 'unknown' && isWechatPayError(one.error)
    const isBodiless = status === 304
    tally.count(STATUS, 'a success under an error status has the outcome unknown', isUnknown, `${status}`)
    const isVerifiedRefusal = one.error?.name === 'ApiError' && one.error.verified === true
    tally.count(STATUS, 'no success passes for a verified error', isBodiless || !isVerifiedRefusal, `${status}`)

    const good = random.pick([200, 201, 202, 206, 299])
    const refused = await scene.sign(good, refusal)
    const isTyped = random.chance(0.5)
    const other = await send(
      scene,
      scene.connectIdle(async () => toResponse(refused)),
      isTyped,
      round,
    )
    tally.count(STATUS, 'a signed error under a success status is no data', !!other.error, `${good}`)
    const { error } = other
    if (error)
      tally.count(
        STATUS,
        'a signed error under a success status has the outcome unknown',
        error.outcome === 'unknown',
        `${good}, ${isTyped ? 'typed' : 'untyped'}: ${error.code} ${error.outcome}`,
      )
  }
}

/** Errors that nobody signed, or that are signed by nobody's key. @param {Context} context */
async function makeUpErrors({ scene, random, tally, scale }) {
  for (let round = 0; round < 300 * scale; round++) {
    const status = random.pick([400, 401, 403, 404, 405, 409, 429, 500, 502, 503])
    const code = random.pick(['PARAM_ERROR', 'ORDER_NOT_EXIST', 'SIGN_ERROR', 'NO_AUTH', 'SYSTEM_ERROR'])
    const text = random.pick([
      `{"code":"${code}","message":"m"}`,
      '<html></html>',
      '',
      '[]',
      'null',
      '"x"',
      '{"code":1}',
    ])
    const plain = await scene.sign(status, text)
    const [signed, rest] = [random.chance(0.5), { 'content-type': 'application/json' }]
    const headers = signed ? { ...plain.headers, 'wechatpay-nonce': 'x' } : rest
    const wxpay = scene.connectIdle(async () => toResponse({ ...plain, headers: /** @type {any} */ (headers) }))
    const { error } = await send(scene, wxpay, random.chance(0.5), round)
    const example = `${status} ${text}: ${error?.name} ${error?.outcome} ${error?.verified}`
    tally.count(STATUS, 'an unsigned error says that it is not verified', !!error && error.verified !== true, example)
    tally.count(STATUS, 'an unsigned error leaves the outcome unknown', error?.outcome === 'unknown', example)
  }
}
