import { createCertificateKeys } from '@wechatpay-kit/client/certificate-keys'
import { createClient as createCoreClient } from '@wechatpay-kit/client/core'
import { importPrivateKey, signedMessage } from '@wechatpay-kit/crypto'
import {
  type ClientOptions,
  createClient,
  createMemoryStore,
  defineOperation,
  handleNotifications,
  readNotification,
} from '@wechatpay-kit/endpoints'
import { createSandbox, generateKeyPair } from '@wechatpay-kit/sandbox'
import type { Transport } from '@wechatpay-kit/transport-fetch'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** The name of every option of every function of the client; of the parts of a call, an operation and a request, too. */
const NAMES: Record<string, readonly string[]> = {
  createClient: [
    ...['merchant', 'platformKeys', 'transport', 'operations', 'baseUrls', 'retry', 'onEvent', 'now', 'userAgent'],
    ...['maxAttempts', 'baseDelay', 'attemptTimeout', 'quota'],
    ...['mchid', 'brandId', 'serialNumber', 'privateKey', 'decryptionKeys', 'id', 'key'],
  ],
  'a call': ['json', 'query', 'params', 'headers', 'signal', 'timeout', 'idempotent', 'plainFields'],
  download: ['hash', 'type', 'value', 'encryption', 'encrypt_key', 'nonce', 'gunzip', 'maxBytes', 'maxUnpackedBytes'],
  upload: ['file', 'meta', 'filename', 'file_name', 'sha256'],
  checkSetup: ['certificate', 'publicKey', 'notAfter', 'apiV3Key'],
  defineOperation: ['method', 'path', 'request', 'response', 'idempotencyField', 'req_ssn', ''],
  notifications: ['keys', 'store', 'claimTimeout', 'onError', 'maxEntries', 'tolerance'],
  createCertificateKeys: ['refreshInterval'],
  'an error': ['cause', 'code'],
  'a transport': ['maxResponseBytes', 'maxErrorBytes', 'deadline', 'body', 'redirect'],
  'a part of a call': ['target', 'signedBody', 'contentType', 'accept', 'operation', 'sensitiveFields', 'isIdempotent'],
}
const VALUES = [1e15, 1e-9, true, 'X', ['https://evil.example'], { 'X-Evil': '1', a: 1 }, () => 0]

const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
const alter = 'v3/gov/subsidy/zhejiang/qualifications/alter'
const keys = {
  merchant: {
    mchid: '1900007291',
    serialNumber: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB',
    keys: await generateKeyPair(),
  },
  platform: { id: 'PUB_KEY_ID_0114232134912410000000000000', keys: await generateKeyPair() },
}
const sandbox = await createSandbox({ ...keys, platformKeyKind: 'public-key' })
const { merchant, platformKeys, apiV3Key } = sandbox
const platform = await importPrivateKey(keys.platform.keys.privateKey)

/** A response as WeChat Pay signs it, so many seconds old. */
async function sign(body: string, age = 0): Promise<{ body: string; headers: Record<string, string> }> {
  const timestamp = String(Math.floor(Date.now() / 1000) - age)
  const nonce = 'a'.repeat(32)
  const headers = {
    'wechatpay-nonce': nonce,
    'wechatpay-serial': keys.platform.id,
    'wechatpay-signature': await platform.sign(signedMessage({ timestamp, nonce, body })),
    'wechatpay-timestamp': timestamp,
  }
  return { body, headers }
}

// Made before anything is polluted: the sandbox, and classes of the runtime, read options too.
const success = '{"resp_code":"000000","resp_desc":"","auth_code":"A"}'
const fresh = await sign(success)
const stale = await sign(success, 3600)
const unsigned = { body: success, headers: {} }
const content = { event_type: 'REFUND.SUCCESS', resource: { a: 1 }, id: 'I' } as const
const file = new File(['file'], 'a.png', { type: 'image/png' })
const blob = new Blob(['file'])
/** An operation with neither a query nor a number of the merchant's; and one whose number may be left out. */
const operations = ['', 'req_ssn'].map((idempotencyField, index) =>
  defineOperation({
    method: 'POST',
    path: `v3/some/thing/${index}`,
    request: v.strictObject({ a: v.number(), req_ssn: v.optional(v.string()) }),
    response: v.looseObject({}),
    ...(idempotencyField ? { idempotencyField } : {}),
  }),
)

/** Does everything that an option could change; gives what was sent and what came of it. */
async function observe(notifications: readonly Request[]): Promise<string[]> {
  const seen: string[] = []
  const note = (...values: unknown[]) => seen.push(values.join(' '))
  const outcome = async (name: string, work: () => Promise<unknown>) => {
    const result = await work().catch((error: { code?: string }) => error.code ?? String(error))
    note(name, typeof result === 'string' ? result : JSON.stringify(result))
  }
  /** A transport that tells of every request what it is sent, but for what differs each time. */
  const record =
    (respond: (url: string) => Promise<Response>): Transport =>
    async (url, { method, headers, body, redirect }) => {
      const { Authorization: _, 'Content-Type': type, ...others } = headers
      const text = typeof body === 'string' ? body : (body?.length ?? '')
      const isRandom = url.endsWith('alter') || url.endsWith('echo')
      note(method, url, redirect, JSON.stringify(others), type?.replace(/=.*/, ''), isRandom || text)
      return respond(url)
    }
  const respondWith = ({ body, headers }: typeof unsigned) =>
    record(async () => new Response(body, { status: 200, headers }))
  const offline = record(async () => {
    throw new TypeError('network')
  })
  const connect = (transport: Transport, more: Partial<ClientOptions> = {}) =>
    createClient({ merchant, platformKeys, transport, retry: { baseDelay: 0 }, ...more })

  for (const [name, given] of Object.entries({ fresh, stale, unsigned })) {
    await outcome(`${name}, known`, () => connect(respondWith(given))[alter].post({ json }).json())
    await outcome(`${name}, core`, async () => {
      const core = createCoreClient({ merchant, platformKeys, transport: respondWith(given) })
      return (await core.chain('v3/some/thing').get()).text()
    })
  }
  await outcome('post', () =>
    connect(offline)
      .chain('v3/some/thing')
      .post({ json: { a: 1 } }),
  )
  await outcome('get', () => connect(offline).chain('v3/some/thing').get())
  for (const { path } of operations) {
    const client = connect(offline, { operations: operations as never })
    await outcome('defined before', () => client.chain(path as 'v3/x').post({ json: { a: 1 } }))
  }
  await outcome('defined now', () => {
    const get = defineOperation({ method: 'GET', path: 'v3/other', response: v.looseObject({}) })
    return connect(offline, { operations: [get] as never })
      .chain('v3/other')
      .get()
  })
  const url = 'https://api.mch.weixin.qq.com/v3/billdownload/file?token=a'
  const bill = { body: 'file', headers: { 'content-type': 'text/plain' } }
  for (const hash of ['unchecked', { type: 'SHA1', value: '0'.repeat(40) }, {}, undefined] as 'unchecked'[]) {
    await outcome('file', async () => (await connect(respondWith(bill)).download(url, { hash })).text())
  }
  await outcome('no encryption', async () => {
    const encryption = {} as { encrypt_key: string; nonce: string }
    return (await connect(respondWith(bill)).download(url, { hash: 'unchecked', encryption })).text()
  })
  for (const options of [{ file }, { file: blob, meta: { filename: 'b.png', a: 1 } }]) {
    await outcome('upload', () => connect(offline).upload('v3/merchant/media/upload', options))
  }
  await outcome('no file', () => connect(offline).upload('v3/merchant/media/upload', {} as never))
  await outcome('set-up', () => connect(offline, { retry: { maxAttempts: 1 } }).checkSetup())
  await outcome('certificates', async () => {
    const certificates = createCertificateKeys({ merchant, apiV3Key, transport: respondWith(fresh) })
    return certificates.find('PUB_KEY_ID_01')
  })
  for (const { body, headers } of [fresh, stale, unsigned]) {
    await outcome('notification', () => readNotification({ headers, body }, { keys: platformKeys, apiV3Key }))
  }
  let handled = 0
  const store = createMemoryStore()
  const handle = handleNotifications({ keys: platformKeys, apiV3Key, store, onError: () => {} }, () => handled++)
  for (const request of notifications) note('handled', (await handle(request)).status, handled)
  return seen
}

const notify = () => sandbox.createNotification('https://shop.example/', content)
const uncaught: unknown[] = []
const noteUncaught = (error: unknown) => uncaught.push(error)

let clean: string[] = []
beforeAll(async () => {
  process.on('uncaughtExceptionMonitor', noteUncaught)
  clean = await observe([await notify(), await notify()])
})
afterAll(() => {
  process.off('uncaughtExceptionMonitor', noteUncaught)
  expect(uncaught).toEqual([])
})

it('without pollution, everything is seen', () => {
  const linesOf = (start: string) => clean.filter((line) => line.startsWith(start))
  expect(linesOf('POST')).toHaveLength(9)
  expect(linesOf('GET')).toHaveLength(12)
  expect(linesOf('fresh, known')).toEqual([`fresh, known ${success}`])
  expect(linesOf('stale')).toEqual(['stale, known SIGNATURE_STALE', 'stale, core SIGNATURE_STALE'])
  expect(linesOf('unsigned')).toEqual([
    'unsigned, known SIGNATURE_HEADER_MISSING',
    'unsigned, core SIGNATURE_HEADER_MISSING',
  ])
  expect(linesOf('POST https://api.mch.weixin.qq.com/v3/some/thing ')).toHaveLength(1)
  expect(linesOf('handled')).toEqual(['handled 204 1', 'handled 204 1'])
})

describe.each(Object.entries(NAMES))('a polluted Object.prototype changes nothing of %s', (_, names) => {
  it.each(names)('%s', async (name) => {
    for (const value of VALUES) {
      const notifications = [await notify(), await notify()]
      let seen: string[] = []
      Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true })
      try {
        seen = await observe(notifications)
      } finally {
        Reflect.deleteProperty(Object.prototype, name)
      }
      expect(seen, `${name} is ${value}`).toEqual(clean)
    }
  })
})
