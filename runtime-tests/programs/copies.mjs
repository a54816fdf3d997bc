// Two copies of every package in one process, one imported and one required, where Node.js cannot require ES modules: what
// comes of one works with the other, in both directions. Prints a problem a line, then how many cases there were.
import { deepStrictEqual as equal, notStrictEqual as notEqual } from 'node:assert'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import process from 'node:process'

/** @typedef {Awaited<ReturnType<typeof loadCopy>>} Copy */
/** @typedef {import('@wechatpay-kit/transport-undici').UndiciTransport} UndiciTransport */
/** @typedef {readonly [title: string, run: () => Promise<void>]} Case */

const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
const ALTER = 'v3/gov/subsidy/zhejiang/qualifications/alter'
const require = createRequire(import.meta.url)
const copies = {
  imported: await loadCopy((entry) => import(entry)),
  required: await loadCopy(require),
}

/** Loads every entry that has classes or state; `account` is a sandbox for what changes none. @param {(entry: string) => any} load */
async function loadCopy(load) {
  const sandbox = /** @type {typeof import('@wechatpay-kit/sandbox')} */ (await load('@wechatpay-kit/sandbox'))
  return {
    sandbox,
    account: await sandbox.createSandbox(),
    certificates: /** @type {typeof import('@wechatpay-kit/client/certificate-keys')} */ (
      await load('@wechatpay-kit/client/certificate-keys')
    ),
    client: /** @type {typeof import('@wechatpay-kit/endpoints')} */ (await load('@wechatpay-kit/endpoints')),
    core: /** @type {typeof import('@wechatpay-kit/client/core')} */ (await load('@wechatpay-kit/client/core')),
    crypto: /** @type {typeof import('@wechatpay-kit/crypto')} */ (await load('@wechatpay-kit/crypto')),
    node: /** @type {typeof import('@wechatpay-kit/client/node')} */ (await load('@wechatpay-kit/client/node')),
    payments: /** @type {typeof import('@wechatpay-kit/endpoints/payments')} */ (
      await load('@wechatpay-kit/endpoints/payments')
    ),
    alter: /** @type {typeof import('@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/alter')} */ (
      await load(`@wechatpay-kit/endpoints/${ALTER}`)
    ),
    receivers: /** @type {typeof import('@wechatpay-kit/endpoints/v3/profitsharing/receivers/add')} */ (
      await load('@wechatpay-kit/endpoints/v3/profitsharing/receivers/add')
    ),
    fetch: /** @type {typeof import('@wechatpay-kit/transport-fetch')} */ (
      await load('@wechatpay-kit/transport-fetch')
    ),
    undici: /** @type {typeof import('@wechatpay-kit/transport-undici')} */ (
      await load('@wechatpay-kit/transport-undici')
    ),
  }
}

/** Counts the requests that it gets, by path: a redirect, or more bytes than anybody takes. */
async function startServer() {
  /** @type {Record<string, number>} */
  const counts = {}
  const server = createServer(({ url = '' }, response) => {
    counts[url] = (counts[url] ?? 0) + 1
    if (url.startsWith('/v3/redirect')) response.writeHead(302, { Location: '/v3/other' }).end()
    else response.end('x'.repeat(100_000))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return { counts, origin: `http://127.0.0.1:${port}` }
}

const { counts, origin } = await startServer()

/** What is thrown. @param {() => unknown} run */
const errorOf = async (run) => {
  try {
    await run()
  } catch (error) {
    return /** @type {any} */ (error)
  }
  throw new Error('Nothing was thrown.')
}

/** A transport of the other copy fails a call that may be repeated: the client sees why, and sends it once. @param {Copy} own @param {Copy} other @param {string} way @returns {Case[]} */
function listTransportCases(own, other, way) {
  const transports = {
    fetch: (/** @type {object} */ bounds) => ({ ...bounds, transport: other.fetch.createFetchTransport(bounds) }),
    undici: (/** @type {object} */ bounds) => ({ ...bounds, transport: other.undici.createUndiciTransport(bounds) }),
  }
  const failures = /** @type {const} */ ([
    ['redirect', 'TRANSPORT_REDIRECTED', {}],
    ['large', 'TRANSPORT_RESPONSE_TOO_LARGE', { maxResponseBytes: 50_000 }],
  ])
  return Object.entries(transports).flatMap(([name, create]) =>
    failures.map(([failure, code, bounds]) => [
      `a ${name} transport, ${failure}`,
      async () => {
        const { transport } = create(bounds)
        const { merchant, platformKeys } = own.account
        const wxpay = own.client.createClient({ merchant, platformKeys, transport, baseUrls: [origin] })
        const path = /** @type {`v3/${string}`} */ (`v3/${failure}-${name}-${way}`)
        const error = await errorOf(() => wxpay.chain(path).get())
        equal([error.code, error.retryable, counts[`/${path}`]], [code, false, 1])
        if ('close' in transport) await /** @type {UndiciTransport} */ (transport).close()
      },
    ]),
  )
}

/** Keys, operations, certificates, notifications of the other copy. @param {Copy} own @param {Copy} other @returns {Case[]} */
function listValueCases(own, other) {
  return [
    [
      'keys, operation and sandbox',
      async () => {
        const sandbox = other.account
        let wire = ''
        const transport = (/** @type {string} */ url, /** @type {any} */ request) => {
          wire += request.body
          return sandbox.transport(url, request)
        }
        const { merchant, platformKeys } = sandbox
        const wxpay = own.core.createClient({ merchant, platformKeys, transport, operations: [other.alter.post] })
        const { auth_code } = await wxpay[ALTER].post({ json }).json()
        equal(sandbox.qualifications.get(json.cert_no)?.auth_code, auth_code)
        equal(/330102199001011234|13800138000|张三/.test(wire), false)
      },
    ],
    [
      'a generated operation, its sensitive field',
      async () => {
        const { merchant, platformKeys, transport } = other.account
        let wire = ''
        const watch = (/** @type {string} */ url, /** @type {any} */ request) => {
          wire += request.body
          return transport(url, request)
        }
        const operations = [other.receivers.post]
        const { createClient, decryptResponse } = own.core
        const wxpay = createClient({ merchant, platformKeys, transport: watch, operations, decryptResponse })
        const receiver = { appid: 'wxd678efh567hg6787', type: 'MERCHANT_ID', account: '1900007291', name: '张三' }
        const options = /** @type {any} */ ({ json: { ...receiver, relation_type: 'STORE' } })
        await wxpay['v3/profitsharing/receivers/add'].post(options).json()
        equal([wire.includes('MERCHANT_ID'), wire.includes('张三')], [true, false])
      },
    ],
    [
      'certificates that rotate',
      async () => {
        const sandbox = await other.sandbox.createSandbox({ platformKeyKind: 'certificate' })
        const { merchant, apiV3Key, transport } = sandbox
        const platformKeys = other.certificates.createCertificateKeys({ merchant, apiV3Key, transport })
        const wxpay = own.client.createClient({ merchant, platformKeys, transport })
        equal((await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()).resp_code, '000000')
      },
    ],
    [
      'a payment opened with a client',
      async () => {
        const { merchant, platformKeys, transport } = other.account
        const wxpay = own.client.createClient({ merchant, platformKeys, transport })
        const order = {
          appid: 'wxd678efh567hg6787',
          mchid: merchant.mchid,
          description: '茶叶',
          out_trade_no: 'order-1',
        }
        const more = { notify_url: 'https://shop.example/notify', amount: { total: 100 } }
        const { qrCode } = await other.payments.openNativePayment(wxpay, { json: { ...order, ...more } })
        equal(qrCode.startsWith('weixin://'), true)
      },
    ],
    [
      'notifications, their keys and their store',
      async () => {
        const sandbox = other.account
        const { platformKeys: keys, apiV3Key } = sandbox
        const content = /** @type {const} */ ({ event_type: 'TRANSACTION.SUCCESS', resource: { out_trade_no: '1' } })
        const request = () => sandbox.createNotification('https://shop.example/', content)
        const store = other.client.createMemoryStore()
        const handle = own.client.handleNotifications({ keys, apiV3Key, store, onError: () => {} }, () => {})
        equal((await handle(await request())).status, 204)
        const forged = await sandbox.createNotification('https://shop.example/', {
          ...content,
          fault: 'wrong-signature',
        })
        equal((await handle(forged)).status, 401)
      },
    ],
    [
      'a deadline within one of the other copy',
      async () => {
        const outer = other.fetch.startDeadline(5)
        const inner = own.fetch.startDeadline(60_000, outer.signal)
        equal((await errorOf(() => inner.race(new Promise(() => {})))).code, 'TIMED_OUT')
        inner.close()
      },
    ],
  ]
}

/** The predicates know each error of the other copy, and nobody else's. @param {Copy} own @param {Copy} other @returns {Case[]} */
function listErrorCases(own, other) {
  const { createClient } = other.client
  /** @param {import('@wechatpay-kit/sandbox').Fault | undefined} fault @param {object} [more] */
  const fail = async (fault, more = {}) => {
    const { merchant, platformKeys, transport } = other.account
    if (fault) other.account.failNext(fault)
    const wxpay = createClient({ merchant, platformKeys, transport, retry: { maxAttempts: 1 }, ...more })
    return errorOf(() => wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }))
  }
  const refuseConnection = () => Promise.reject(new TypeError('no network'))
  /** @type {readonly (readonly [name: string, create: () => Promise<any>])[]} */
  const errors = [
    ['ValidationError', () => errorOf(() => createClient(/** @type {never} */ ({})))],
    ['TransportError', () => fail(undefined, { transport: refuseConnection })],
    ['SignatureError', () => fail('unsigned')],
    ['ApiError', () => fail({ status: 500 })],
    ['BusinessError', () => fail({ body: '{"resp_code":"SYSTEM_ERROR","resp_desc":"failed"}' })],
  ]
  return [
    ...errors.map(
      ([name, create]) =>
        /** @type {Case} */ ([
          `isWechatPayError, ${name}`,
          async () => {
            const error = await create()
            equal([error.name, own.client.isWechatPayError(error)], [name, true])
          },
        ]),
    ),
    [
      'isFetchError',
      async () => {
        const transport = other.fetch.createFetchTransport()
        const request = /** @type {const} */ ({ method: 'GET', headers: {}, redirect: 'manual' })
        const error = await errorOf(() => transport(`${origin}/v3/redirect`, request))
        equal([own.fetch.isFetchError(error), error.code], [true, 'REDIRECTED'])
      },
    ],
    [
      'errors of others by the same names',
      async () => {
        const validation = Object.assign(new Error('a form'), { name: 'ValidationError', code: 'VALIDATION_FAILED' })
        const fetch = Object.assign(new Error('a fetch'), { name: 'FetchError', code: 'ECONNREFUSED' })
        equal([own.client.isWechatPayError(validation), own.fetch.isFetchError(fetch)], [false, false])
      },
    ],
    [
      'an error that a handler of node:http is given',
      async () => {
        const refuse = async () => createClient(/** @type {never} */ ({})) && new Response()
        const handler = own.node.toNodeHandler(refuse, { onError: () => {} })
        const route = createServer(handler)
        await new Promise((resolve) => route.listen(0, '127.0.0.1', () => resolve(undefined)))
        const { port } = /** @type {import('node:net').AddressInfo} */ (route.address())
        const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}' })
        const { message } = await response.json()
        equal([response.status, message.startsWith('merchant')], [500, true], message)
        route.close().closeAllConnections()
      },
    ],
  ]
}

const directions = /** @type {const} */ ([
  ['imported', 'required'],
  ['required', 'imported'],
])
const cases = directions.flatMap(([mine, others]) => {
  const [own, other] = [copies[mine], copies[others]]
  const all = [...listTransportCases(own, other, mine), ...listValueCases(own, other), ...listErrorCases(own, other)]
  return all.map(([title, run]) => /** @type {Case} */ ([`${mine} client: ${title}`, run]))
})
// With one copy, this would see nothing.
notEqual(copies.imported.client.ApiError, copies.required.client.ApiError)
notEqual(copies.imported.fetch.FetchError, copies.required.fetch.FetchError)
for (const [title, run] of cases) {
  await run().catch((error) => console.log(`${title}: ${error.message}`))
}
console.log(`${cases.length} cases`)
// Sandboxes wait for what falls due in days.
process.exit()
