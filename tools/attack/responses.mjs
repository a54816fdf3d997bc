// Hostile transports that change genuine responses.
import { isWechatPayError } from '@wechatpay-kit/endpoints'
import { isSameMessage, mutations } from './mutations.mjs'
import { ALTER, settle, toResponse } from './scene.mjs'

/** @typedef {import('./scene.mjs').Plain} Plain */
/** @typedef {import('@wechatpay-kit/transport-fetch').Transport} Transport */

const GROUP = 'forgery: changed responses'
const BODY = 'no body but the signed one becomes data'
const SIGNATURE = 'no response becomes data, or a verified error, without its own signature'
const UNION = 'every failure is one error of the union'
const MUTANTS = 20_000
const IN_FLIGHT = 16

/** Shapes in which a transport may hand over a response. @type {Record<string, (plain: Plain) => any>} */
const SHAPES = {
  'a Response': (plain) => async () => toResponse(plain),
  // biome-ignore lint/suspicious/noThenProperty: this is the attack
  'a thenable': (plain) => () => ({ then: (/** @type {Function} */ resolve) => resolve(toResponse(plain)) }),
  'a stream of single bytes': (plain) => async () => {
    let sent = 0
    const body = new ReadableStream({
      pull(controller) {
        if (sent === plain.body.length) return controller.close()
        controller.enqueue(plain.body.slice(sent, ++sent))
      },
    })
    return new Response(body, { status: plain.status, headers: plain.headers })
  },
  'a reader': (plain) => reader(async () => plain),
  'a reader with pairs of headers': (plain) =>
    reader(async () => ({ ...plain, headers: /** @type {any} */ (Object.entries(plain.headers)) })),
  'a reader that changes its bytes later': (plain) =>
    reader(async () => {
      const body = plain.body.slice()
      setTimeout(() => body.fill(0x20))
      return { ...plain, body }
    }),
  'a reader whose length is a lie': (plain) =>
    reader(async () => ({
      ...plain,
      body: /** @type {any} */ ({ length: 2, byteLength: 2, slice: () => plain.body.slice() }),
    })),
  'a Response whose length is a lie': (plain) => async () =>
    toResponse({ ...plain, headers: { ...plain.headers, 'content-length': '2' } }),
  'an object like a Response': (plain) => async () => ({
    status: plain.status,
    headers: new Headers(plain.headers),
    type: 'basic',
    body: null,
    arrayBuffer: async () => plain.body.slice().buffer,
  }),
}

/** @param {() => Promise<unknown>} readResponse */
function reader(readResponse) {
  return Object.assign(async () => new Response(), { readResponse })
}

/** @param {import('./context.mjs').Context} context */
export async function attackResponses({ scene, random, tally, scale }) {
  const bases = await makeBases(scene)
  let left = Math.ceil(MUTANTS * scale)
  const work = async () => {
    while (left-- > 0) {
      const [base, other] = [random.pick(bases), random.pick(bases)]
      const names = Array.from({ length: 1 + random.below(3) }, () => random.pick(Object.keys(mutations)))
      const mutant = names.reduce((plain, name) => mutations[name]?.(plain, random, other.plain) ?? plain, base.plain)
      const shape = random.pick(Object.keys(SHAPES))
      const outcome = await settle(send(scene, base.isTyped, /** @type {any} */ (SHAPES[shape])(tidy(mutant, shape))))
      judge({ tally, mutant, bases, outcome, example: `${shape}: ${names.join(', ')}` })
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, work))
}

/** A success that an operation describes, one that none describes, a refusal, a decline. @param {import('./scene.mjs').Scene} scene */
async function makeBases({ sign }) {
  const texts = /** @type {const} */ ([
    [true, 200, '{"resp_code":"000000","resp_desc":"成功","auth_code":"A1"}'],
    [false, 200, '{"trade_state":"NOTPAY","out_trade_no":"1"}'],
    [false, 400, '{"code":"PARAM_ERROR","message":"参数错误"}'],
    [true, 200, '{"resp_code":"900001","resp_desc":"不存在"}'],
  ])
  return Promise.all(texts.map(async ([isTyped, status, text]) => ({ isTyped, plain: await sign(status, text) })))
}

/** Sends a call over a transport, with a client that has accepted nothing yet; gives the bytes that it hands over. */
async function send(
  /** @type {import('./scene.mjs').Scene} */ scene,
  /** @type {boolean} */ isTyped,
  /** @type {Transport} */ transport,
) {
  const wxpay = scene.connectIdle(transport)
  const response = isTyped
    ? await wxpay[ALTER].post({ json: scene.makeJson() })
    : await wxpay.chain('v3/orders/1').get()
  await new Promise((resolve) => setTimeout(resolve))
  return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) }
}

/** Leaves out what `Headers` would refuse to hold: the attack is not on them. @param {Plain} plain @param {string} shape */
function tidy(plain, shape) {
  if (!/Response|stream|thenable/.test(shape)) return plain
  const headers = Object.entries(plain.headers).map(([name, value]) => [name, value.trim()])
  return { ...plain, headers: Object.fromEntries(headers) }
}

/**
 * @param {{ tally: import('./tally.mjs').Tally, mutant: Plain, bases: { plain: Plain }[], example: string,
 *   outcome: { value?: { status: number, bytes: Uint8Array<ArrayBuffer> } | undefined, error?: any } }} attempt
 */
function judge({ tally, mutant, bases, outcome, example }) {
  const genuine = bases.some(({ plain }) => isSameMessage(mutant, plain))
  const { value, error } = outcome
  const isOwnBody = (/** @type {Uint8Array<ArrayBuffer>} */ body) =>
    bases.some(({ plain }) => isSameMessage({ ...plain, body }, plain))
  tally.count(GROUP, BODY, value === undefined || isOwnBody(value.bytes), example)
  const isTrusted = value !== undefined || error?.verified === true || error?.name === 'BusinessError'
  tally.count(GROUP, SIGNATURE, genuine || !isTrusted, example)
  if (error) tally.count(GROUP, UNION, isWechatPayError(error), `${example}: ${error}`)
}
