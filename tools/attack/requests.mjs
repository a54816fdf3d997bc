// Values of a caller's users that try to become something else on the wire.
import { importPublicKey, requestMessage } from '@wechatpay-kit/crypto'
import { isWechatPayError } from '@wechatpay-kit/endpoints'
import { settle, toResponse } from './scene.mjs'

/** @typedef {import('./context.mjs').Context} Context */

const GROUP = 'requests: injected values'
const TRIES = 1_500
const BASE = 'https://api.example'

const PIECES = [
  '..',
  '.',
  '/',
  '//',
  '\\',
  '%2e%2e',
  '%2F',
  '%',
  '%zz',
  '?',
  '#',
  '&',
  '=',
  '+',
  ' ',
  ':',
  '@',
  ';',
  '|',
  '{',
  '}',
  '{x}',
  '\r\n',
  '\n',
  '\t',
  '\0',
  '\u007f',
  '\u2028',
  '\u202e',
  '\ud800',
  '\udfff',
  '😀',
  '中',
  '"',
  "'",
  ',',
  '<',
  '*',
  '__proto__',
  'constructor',
  'http://evil.example',
  '@evil.example',
  'Host: evil.example',
  'a'.repeat(2_000),
  'Ａ',
  '\uff0f',
  '\u010a',
  'X-Evil: 1',
]

/** @param {Context} context */
export async function attackRequests({ scene, random, tally, scale }) {
  const merchantKey = await importPublicKey(scene.keys.merchant.keys.publicKey)
  const make = () => Array.from({ length: 1 + random.below(4) }, () => random.pick(PIECES)).join('')
  for (let index = 0; index < TRIES * scale; index++) {
    const text = make()
    const kind = random.pick(Object.keys(kinds))
    /** @type {{ url: string, request: import('@wechatpay-kit/transport-fetch').TransportRequest }[]} */
    const sent = []
    const wxpay = scene.connect({
      baseUrls: [BASE],
      transport: async (url, request) => {
        sent.push({ url, request })
        return toResponse(await scene.sign(200, '{"a":1}'))
      },
    })
    const outcome = await settle(Promise.resolve().then(() => kinds[kind]?.(wxpay, text)))
    const example = `${kind} ${JSON.stringify(text).slice(0, 80)}`
    const { error } = outcome
    if (error)
      tally.count(
        GROUP,
        'what cannot be sent is one error of the union',
        isWechatPayError(error),
        `${example}: ${error}`,
      )
    for (const { url, request } of sent) {
      const isHome = url.startsWith(`${BASE}/v3/`) && new URL(url).origin === BASE
      tally.count(
        GROUP,
        'a request goes to the host and below the path that the caller named',
        isHome && isInPlace(url, kind),
        `${example}: ${url.slice(0, 120)}`,
      )
      tally.count(
        GROUP,
        'what is signed is what is sent',
        await isSigned(merchantKey, url, request),
        `${example}: ${url.slice(0, 120)}`,
      )
      const headers = new Headers(request.headers)
      const isClean =
        [...headers].every(([name, value]) => !/[\r\n\0]/.test(name + value)) &&
        !headers.has('x-evil') &&
        !headers.has('host')
      tally.count(GROUP, 'no value becomes a header', isClean, example)
    }
  }
}

/** Places of a call that a value comes to. @type {Record<string, (wxpay: any, text: string) => PromiseLike<unknown>>} */
const kinds = {
  params: (wxpay, text) => wxpay.chain('v3/users/{openid}/end').get({ params: { openid: text } }),
  query: (wxpay, text) => wxpay.chain('v3/users').get({ query: { q: text } }),
  'name of a query': (wxpay, text) => wxpay.chain('v3/users').get({ query: { [text]: '1' } }),
  path: (wxpay, text) => wxpay.chain(`v3/${text}`).get(),
  // What runtimes ask an object for, such as `constructor`, is no segment.
  property: async (wxpay, text) => (typeof wxpay.v3[text]?.get === 'function' ? wxpay.v3[text].get() : undefined),
  json: (wxpay, text) => wxpay.chain('v3/users').post({ json: { [text]: text } }),
  header: (wxpay, text) => wxpay.chain('v3/users').get({ headers: { 'Accept-Language': text } }),
  'name of a header': (wxpay, text) => wxpay.chain('v3/users').get({ headers: { [text]: 'x' } }),
  'name of a file': (wxpay, text) =>
    wxpay.upload('v3/merchant/media/upload', { file: new File(['x'], text || 'a'), meta: { filename: text } }),
}

/** A value in `params` stays one segment; a query stays behind its path. @param {string} url @param {string} kind */
function isInPlace(url, kind) {
  const { pathname } = new URL(url)
  if (kind === 'params') return /^\/v3\/users\/[^/]+\/end$/.test(pathname)
  if (['query', 'name of a query', 'json', 'header', 'name of a header'].includes(kind)) return pathname === '/v3/users'
  return pathname.startsWith('/v3/')
}

/** Verifies a request as WeChat Pay does, over the target that a server would see. @param {import('@wechatpay-kit/crypto').PublicKey} key @param {string} url @param {import('@wechatpay-kit/transport-fetch').TransportRequest} request */
async function isSigned(key, url, { method, headers, body = '' }) {
  const { pathname, search } = new URL(url)
  const authorization = headers['Authorization'] ?? ''
  const field = (/** @type {string} */ name) => new RegExp(`${name}="([^"]*)"`).exec(authorization)?.[1] ?? ''
  const [timestamp, nonce, signature] = [Number(field('timestamp')), field('nonce_str'), field('signature')]
  // Of an upload, its meta is signed: the text between the first empty line and the next boundary.
  const isForm = (headers['Content-Type'] ?? '').startsWith('multipart/')
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body)
  const signed = isForm ? (/\r\n\r\n(.*?)\r\n--/s.exec(text)?.[1] ?? '') : body
  return key.verify(requestMessage({ method, target: pathname + search, timestamp, nonce, body: signed }), signature)
}
