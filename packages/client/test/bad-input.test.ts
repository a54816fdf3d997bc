import { inspect } from 'node:util'
import { importPublicKey } from '@wechatpay-kit/crypto'
import {
  createClient,
  createMemoryStore,
  defineOperation,
  type PlatformKeys,
  readNotification,
  sensitiveText,
  ValidationError,
} from '@wechatpay-kit/endpoints'
import * as alter from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/alter'
import { createSandbox, generateKeyPair } from '@wechatpay-kit/sandbox'
import { FetchError } from '@wechatpay-kit/transport-fetch'
import * as v from 'valibot'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'

const path = 'v3/gov/subsidy/zhejiang/qualifications/alter'
const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }

let sandbox: Awaited<ReturnType<typeof createSandbox>>
let sent = 0
let wxpay: ReturnType<typeof connect>

function connect() {
  const { merchant, platformKeys, transport } = sandbox
  return createClient({
    merchant,
    platformKeys,
    transport: (url, request) => {
      sent++
      return transport(url, request)
    },
  })
}
/** Makes a call with whatever a JavaScript user may pass, past the types. */
const post = (options: unknown) =>
  wxpay[path].post(options as never).then(
    () => expect.fail('was sent'),
    (error: unknown) => error,
  )

beforeAll(async () => {
  sandbox = await createSandbox()
  wxpay = connect()
})
beforeEach(() => {
  sent = 0
})

describe('refused before anything is sent', () => {
  it.each<[string, string, unknown, RegExp]>([
    ['a missing field', 'json.cert_no', { json: { ...json, cert_no: undefined } }, /is missing/],
    ['an empty sensitive field', 'json.name', { json: { ...json, name: '' } }, /must not be empty/],
    ['an empty field', 'json.req_ssn', { json: { ...json, req_ssn: '' } }, /must not be empty/],
    ['a number', 'json.tel', { json: { ...json, tel: 13800138000 } }, /must be of type string/],
    ['null', 'json.cate_code', { json: { ...json, cate_code: null } }, /must be of type string/],
    [
      'an unknown field',
      'json.cert_number',
      { json: { ...json, cert_number: '1' } },
      /is not a field.*cate_code, cert_no, name, tel, req_ssn/,
    ],
    ['no json', 'json', {}, /is missing/],
    ['no options', 'json', undefined, /is missing/],
    ['json that is no object', 'json', { json: 'text' }, /must be of type object/],
    ['options that are null', 'options', null, /must be an object/],
    [
      '215 bytes',
      'json.name',
      { json: { ...json, name: 'x'.repeat(215) } },
      /has 215 bytes as UTF-8, the key encrypts at most 214/,
    ],
    ['72 Chinese characters', 'json.name', { json: { ...json, name: '浙'.repeat(72) } }, /has 216 bytes/],
    ['half a character', 'json.name', { json: { ...json, name: '\ud842' } }, /surrogate/],
    [
      'a ciphertext without the header',
      'json.name',
      { json: { ...json, name: 'A'.repeat(344) } },
      /headers\['Wechatpay-Serial'\]/,
    ],
    ['an unknown option', 'body', { json, body: '' }, /is not an option/],
    [
      'a header of the protocol',
      'headers.authorization',
      { json, headers: { authorization: 'x' } },
      /cannot be replaced/,
    ],
    [
      'a header of the protocol',
      'headers.Content-Type',
      { json, headers: { 'Content-Type': 'x' } },
      /cannot be replaced/,
    ],
    ['a header with a line break', 'headers.X-A', { json, headers: { 'X-A': 'a\r\nB: c' } }, /printable ASCII/],
    ...['oUpF8uMuAJO_M2pxb1Q9zNjWeS6o', 'ogqztkPsejMuYVcDXeFhBqPZlKAr', 'G12345678', '330102199001011234', '张三'].map(
      (name): [string, string, object, RegExp] => [
        `somebody's data in place of a field's name: ${name}`,
        'json.***',
        { json: { ...json, [name]: 1 } },
        /^json\.\*\*\* is not a field of this operation/,
      ],
    ),
    [
      'a name in camel case',
      'json.maxUnpackedBytesOf256',
      { json: { ...json, maxUnpackedBytesOf256: 1 } },
      /not a field/,
    ],
    ['a header name with a blank', 'headers.***', { json, headers: { 'X A': 'a' } }, /printable ASCII/],
    ['a header twice', 'headers.x-a', { json, headers: { 'X-A': '1', 'x-a': '2' } }, /twice/],
    ['headers that are no object', 'headers', { json, headers: 'x' }, /must be a Headers or a plain object/],
    [
      'an unknown key id',
      'headers.Wechatpay-Serial',
      { json, headers: { 'wechatpay-serial': 'PUB_KEY_ID_1' } },
      /one of the client’s platformKeys/,
    ],
    [
      'a rare character in a plain field',
      'json.cate_code',
      { json: { ...json, cate_code: 'A\u{1f600}' } },
      /four bytes/,
    ],
    ['a control character', 'json.req_ssn', { json: { ...json, req_ssn: '1\0' } }, /control character/],
    ['a control character in a sensitive field', 'json.name', { json: { ...json, name: '张\u0085' } }, /control/],
    ['a query, which this call does not take', 'query', { json, query: { name: '张三' } }, /not taken/],
    ['names of plain fields that are no list', 'plainFields', { json, plainFields: 'name' }, /list of names/],
    ['names of plain fields that are no texts', 'plainFields', { json, plainFields: [1] }, /list of names/],
    ['a timeout of zero', 'timeout', { json, timeout: 0 }, /positive/],
    ['a path variable that does not exist', 'params.id', { json, params: { id: 1 } }, /not a variable/],
  ])('%s', async (_, field, options, message) => {
    const error = await post(options)
    expect(error).toBeInstanceOf(ValidationError)
    expect(error).toMatchObject({ name: 'ValidationError', code: 'VALIDATION_FAILED', field })
    expect((error as Error).message).toMatch(message)
    expect((error as Error).message).toContain(field)
    expect(sent).toBe(0)
  })

  it('and shows no number or name of a person that stands where a name was meant', async () => {
    const misplaced = [json.tel, json.name, json.cert_no, 'zhang.san@example.com']
    for (const name of misplaced) {
      const given = [{ json: { ...json, [name]: '1' } }, { json, params: { [name]: '1' } }, { json, [name]: 1 }]
      for (const options of given) {
        const error = await post(options)
        expect(error).toBeInstanceOf(ValidationError)
        expect(`${inspect(error)}${JSON.stringify(error)}`).not.toContain(name)
      }
    }
  })

  it.each(['plain text', 'AAAA', `${'A'.repeat(343)}=`, ` ${'A'.repeat(342)}==`])(
    'what is no ciphertext of the key’s size: %s',
    async (value) => {
      const id = sandbox.platformKeys[0]?.id as string
      const error = await post({
        json: { ...json, cert_no: value, name: value, tel: value },
        headers: { 'Wechatpay-Serial': id },
      })
      expect(error).toMatchObject({ code: 'VALIDATION_FAILED', field: 'json.cert_no' })
      expect((error as Error).message).toMatch(/base64 of exactly 256 bytes/)
      expect(sent).toBe(0)
    },
  )

  it('lists everything that is wrong', async () => {
    const error = await post({ json: { cert_no: '', name: 5, extra: 1 } })
    const fields = (error as ValidationError).issues.map(({ field }) => field)
    expect(fields.toSorted()).toEqual([
      'json.cate_code',
      'json.cert_no',
      'json.extra',
      'json.name',
      'json.req_ssn',
      'json.tel',
    ])
    expect((error as Error).message).toContain(' (and 5 more, see issues).')
  })

  it('never shows a value', async () => {
    const secret = '330102199001019999'
    for (const wrong of [
      { cert_no: secret.repeat(20) },
      { name: { secret } },
      { tel: Number(secret) },
      { extra: secret },
    ]) {
      const error = await post({ json: { ...json, ...wrong } })
      const shown =
        inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error) + (error as Error).stack
      for (const value of [secret, String(Number(secret)), json.cert_no, json.tel, json.name])
        expect(shown).not.toContain(value)
    }
  })

  it('another method of a known path, which would leave unencrypted', async () => {
    const node = wxpay[path] as unknown as Record<string, (options: unknown) => Promise<unknown>>
    for (const method of ['get', 'put', 'patch', 'delete']) {
      await expect(node[method]?.({ json })).rejects.toMatchObject({ code: 'VALIDATION_FAILED', field: 'method' })
    }
    expect(sent).toBe(0)
  })

  it.each([
    'Authorization',
    'content-type',
    'ACCEPT',
    'User-Agent',
    'Host',
    'Content-Length',
    'Connection',
    'Transfer-Encoding',
    'Keep-Alive',
    'Proxy-Authorization',
  ])('the header %s, which belongs to the client or the connection', async (name) => {
    expect(await post({ json, headers: { [name]: 'x' } })).toMatchObject({ field: `headers.${name}` })
    expect(sent).toBe(0)
  })

  it.each<[string, unknown]>([
    ['query', { query: null }],
    ['query', { query: 'ab' }],
    ['query', { query: ['a'] }],
    ['params', { params: null }],
    ['params.a', { params: { a: [] } }],
    ['query', { query: new URLSearchParams('a=1') }],
    ['params.a', { params: { a: Symbol('x') } }],
    ['headers', { headers: ['abc'] }],
    ['headers', { headers: 'abc' }],
    ['json', { json: () => {} }],
    ['json.cate_code', { json: { ...json, cate_code: 'a\ud800' } }],
    ['json.req_ssn', { json: { ...json, req_ssn: '\\\\\udc00' } }],
    ['signal', { signal: 'x' }],
    ['signal', { signal: null }],
    ['timeout', { timeout: '5' }],
    ['timeout', { timeout: Number.NaN }],
  ])('%s: %o', async (field, options) => {
    const error = await post({ json, ...(options as object) })
    expect(error).toMatchObject({ name: 'ValidationError', field })
    expect(inspect(error)).not.toContain(json.cert_no)
    expect(sent).toBe(0)
  })

  it('a known operation under another spelling of its path, unless it is treated as that operation', async () => {
    const directory = 'v3/gov/subsidy/zhejiang/qualifications'
    for (const spelling of [`${directory}/%61lter`, `${directory}//alter`, `/${directory}/./alter`]) {
      const call = wxpay.chain(spelling as 'v3/x').post({ json })
      await expect(call).rejects.toMatchObject({ name: 'ValidationError', field: 'path' })
    }
    expect(sent).toBe(0)
    const variable = wxpay.chain(`${directory}/{name}` as 'v3/x')
    const wrong = variable.post({ json: { ...json, name: '' }, params: { name: 'alter' } })
    await expect(wrong).rejects.toMatchObject({ field: 'json.name' })
    await expect(variable.get({ params: { name: 'alter' } })).rejects.toMatchObject({ field: 'method' })
    const right = await variable.post({ json: { ...json, req_ssn: 'spelling' }, params: { name: 'alter' } }).json()
    expect(right).toMatchObject({ resp_code: '000000' })
  })

  it('a field that only a polluted prototype has', async () => {
    const prototype = Object.prototype as { name?: string }
    prototype.name = 'polluted'
    try {
      const { name: _, ...rest } = json
      expect(await post({ json: rest })).toMatchObject({ field: 'json.name' })
    } finally {
      delete prototype.name
    }
  })

  it('a clock that gives no time', async () => {
    const { merchant, platformKeys, transport } = sandbox
    const broken = () => {
      throw new Error('broken')
    }
    const rejecting = (() => Promise.reject(new Error('broken'))) as never
    for (const now of [() => Number.NaN, () => -1, () => 'x' as never, broken, rejecting]) {
      const client = createClient({ merchant, platformKeys, transport, now })
      await expect(client[path].post({ json })).rejects.toMatchObject({ field: 'now' })
    }
  })

  it('what the caller’s own keys throw, without the values they were given', async () => {
    const { merchant, transport } = sandbox
    const [first] = sandbox.platformKeys as [(typeof sandbox.platformKeys)[number]]
    const key = { ...first.key, encrypt: (text: string | Uint8Array) => Promise.reject(new Error(`kms ${text}`)) }
    const failing = () => Promise.reject(new Error('down'))
    const connect = (platformKeys: PlatformKeys) => createClient({ merchant, platformKeys, transport })
    const caught = (promise: Promise<unknown>) => promise.catch((error: unknown) => error)

    const error = await caught(connect({ find: () => first, current: () => ({ ...first, key }) })[path].post({ json }))
    expect(error).toMatchObject({ name: 'ValidationError', field: 'platformKeys', cause: { message: 'kms ***' } })
    const shown = inspect(error, { depth: Infinity, showHidden: true })
    for (const value of [json.cert_no, json.name, json.tel]) expect(shown).not.toContain(value)

    const current = connect({ find: () => first, current: failing })
    expect(await caught(current[path].post({ json }))).toMatchObject({
      field: 'platformKeys.current',
      cause: { message: 'down' },
    })
    expect(await caught(current.encrypt('x'))).toMatchObject({ field: 'platformKeys.current' })
    const headers = { 'Wechatpay-Serial': first.id }
    const find = connect({ find: failing, current: () => first })
    expect(await caught(find[path].post({ json, headers }))).toMatchObject({ field: 'platformKeys.find' })
    const split = connect({ find: () => ({ ...first, id: 'a\r\nb' }), current: () => first })
    expect(await caught(split[path].post({ json, headers }))).toMatchObject({ field: 'platformKeys.find.id' })
    expect(await caught(wxpay.encrypt('x'.repeat(215)))).toMatchObject({ name: 'ValidationError', field: 'plaintext' })
  })

  it.each([
    new Error('KMS down'),
    // That of its own calls to a KMS, and not of this one.
    new FetchError('TIMED_OUT', 'KMS down'),
  ])('a request that the signer cannot sign: %s', async (failure) => {
    const { platformKeys, transport } = sandbox
    const privateKey = { sign: () => Promise.reject(failure) }
    const client = createClient({ merchant: { ...sandbox.merchant, privateKey }, platformKeys, transport })
    const error = await client[path].post({ json }).catch((error: unknown) => error)
    expect(error).toMatchObject({
      field: 'merchant.privateKey',
      cause: expect.objectContaining({ message: 'KMS down' }),
    })
    await expect(client.decrypt('AAAA')).rejects.toMatchObject({ field: 'merchant.privateKey' })
  })
})

it('takes exactly as many bytes as the key encrypts', async () => {
  const name = 'x'.repeat(214)
  const call = wxpay[path].post({ json: { ...json, cert_no: 'longest', name, req_ssn: 'longest' } })
  expect(await call.json()).toMatchObject({ resp_code: '000000' })
})

it('encrypts with the first platform key, and says so', async () => {
  const { merchant, transport } = sandbox
  const [first] = sandbox.platformKeys as [(typeof sandbox.platformKeys)[number]]
  const second = { id: 'PUB_KEY_ID_2', key: (await createSandbox()).platformKeys[0]?.key ?? expect.fail() }
  const serials: unknown[] = []
  const platformKeys = [first, second]
  const client = createClient({
    merchant,
    platformKeys,
    transport: (url, request) => {
      serials.push(request.headers['Wechatpay-Serial'])
      return transport(url, request)
    },
  })
  const call = client[path].post({ json: { ...json, cert_no: 'first', req_ssn: 'first' } })
  expect(await call.json()).toMatchObject({ resp_code: '000000' })
  expect(serials).toEqual([first.id])
})

it('decrypts with the merchant’s key, and refuses what is no text', async () => {
  const keys = await generateKeyPair()
  const own = await createSandbox({ merchant: { mchid: '1', serialNumber: 'AB', keys } })
  const { merchant, platformKeys, transport } = own
  const client = createClient({ merchant, platformKeys, transport })
  const publicKey = await importPublicKey(keys.publicKey)
  expect(await client.decrypt(await publicKey.encrypt('张三'))).toBe('张三')
  await expect(client.decrypt(await publicKey.encrypt(Uint8Array.of(0xff)))).rejects.toThrow()
  await expect(client.decrypt('AAAA')).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' })
})

describe('createClient refuses', () => {
  it('nothing at all', () => {
    expect(() => createClient(undefined as never)).toThrow(expect.objectContaining({ field: 'options' }))
  })

  it.each<[string, (options: Record<string, unknown>) => object]>([
    ['merchant.mchid', ({ merchant }) => ({ merchant: { ...(merchant as object), mchid: '19"' } })],
    ['merchant.mchid', ({ merchant }) => ({ merchant: { ...(merchant as object), mchid: 1900000000 } })],
    ['merchant.mchid', () => ({ merchant: undefined })],
    [
      'merchant.serialNumber',
      ({ merchant }) => ({ merchant: { ...(merchant as object), serialNumber: 'PUB_KEY_ID_1' } }),
    ],
    ['merchant.privateKey', ({ merchant }) => ({ merchant: { ...(merchant as object), privateKey: '-----BEGIN…' } })],
    ['platformKeys', () => ({ platformKeys: [] })],
    ['platformKeys', () => ({ platformKeys: {} })],
    ['platformKeys.0.id', () => ({ platformKeys: [null] })],
    ['platformKeys.0.id', () => ({ platformKeys: [{ id: 'a"b', key: {} }] })],
    [
      'platformKeys.0.id',
      () => ({
        platformKeys: [{ ...sandbox.platformKeys[0], id: `00${sandbox.merchant.serialNumber.toLowerCase()}` }],
      }),
    ],
    ['platformKeys.0.key', () => ({ platformKeys: [{ id: 'a', key: 'pem' }] })],
    [
      'platformKeys.1.id',
      ({ platformKeys }) => ({ platformKeys: [...(platformKeys as object[]), ...(platformKeys as object[])] }),
    ],
    ['baseUrls.0', () => ({ baseUrls: ['http://api.mch.weixin.qq.com'] })],
    ['baseUrls.0', () => ({ baseUrls: ['http://127.0.0.1.example.com'] })],
    ['baseUrls.0', () => ({ baseUrls: ['https://api.mch.weixin.qq.com/v3'] })],
    ['baseUrls.0', () => ({ baseUrls: ['https://user:word@api.mch.weixin.qq.com'] })],
    ['baseUrls.0', () => ({ baseUrls: ['nowhere'] })],
    ['baseUrls', () => ({ baseUrls: [] })],
    ['baseUrls.1', () => ({ baseUrls: ['https://api.mch.weixin.qq.com', 'http://api2.mch.weixin.qq.com'] })],
    ['retry', () => ({ retry: 3 })],
    ['retry.times', () => ({ retry: { times: 3 } })],
    ['retry.maxAttempts', () => ({ retry: { maxAttempts: 0 } })],
    ['retry.maxAttempts', () => ({ retry: { maxAttempts: 1.5 } })],
    ['retry.baseDelay', () => ({ retry: { baseDelay: -1 } })],
    ['retry.attemptTimeout', () => ({ retry: { attemptTimeout: Number.NaN } })],
    ['onEvent', () => ({ onEvent: {} })],
    ['now', () => ({ now: 5 })],
    ['transport', () => ({ transport: 5 })],
    ['operations', () => ({ operations: 'x' })],
    ['timout', () => ({ timout: 5 })],
    ['userAgent', () => ({ userAgent: 'a\nb' })],
  ])('%s', (field, change) => {
    const { merchant, platformKeys } = sandbox
    const options = { merchant, platformKeys }
    expect(() => createClient({ ...options, ...change(options) } as never)).toThrow(
      expect.objectContaining({ code: 'VALIDATION_FAILED', field }),
    )
  })

  it('at the call, a current key that carries the merchant’s own serial number', async () => {
    const { merchant } = sandbox
    const [first] = sandbox.platformKeys as [(typeof sandbox.platformKeys)[number]]
    const current = () => ({ ...first, id: merchant.serialNumber.toLowerCase() })
    const transport = () => expect.fail('something was sent')
    const client = createClient({ merchant, platformKeys: { find: () => first, current }, transport })
    await expect(client[path].post({ json })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      field: 'platformKeys.current.id',
    })
  })

  it.each([
    'http://localhost:1',
    'http://127.0.0.1:1',
    'http://[::1]:1',
    'https://api2.mch.weixin.qq.com',
    'https://api.mch.weixin.qq.com/',
  ])('not %s', (url) => {
    const { merchant, platformKeys } = sandbox
    expect(() => createClient({ merchant, platformKeys, baseUrls: [url] })).not.toThrow()
  })
})

/** A schema that has another one inside for ever. */
const endless = (): v.GenericSchema => v.lazy(() => v.object({ inner: endless() }))

/** A schema that uses one sensitive schema twice. */
function sharedField(): v.GenericSchema {
  const name = sensitiveText()
  return v.object({ a: name, b: v.union([v.number(), name]) })
}

describe('defineOperation', () => {
  const define = (request: v.GenericSchema) =>
    defineOperation({ method: 'POST', path: 'v3/own', request, response: v.object({}) })

  it.each<[string, v.GenericSchema]>([
    [
      'a transformation after them',
      v.pipe(
        v.object({ n: sensitiveText() }),
        v.transform(({ n }) => ({ renamed: n })),
      ),
    ],
    [
      'a transformation of one',
      v.object({
        n: v.pipe(
          sensitiveText(),
          v.transform((text) => [text]),
        ),
      }),
    ],
    [
      'a transformation of one in a pipe within a pipe',
      v.object({
        n: v.pipe(
          v.pipe(
            sensitiveText(),
            v.transform((text) => [text]),
          ),
          v.check(() => true),
        ),
      }),
    ],
    [
      'a transformation after them in a pipe within a pipe',
      v.pipe(
        v.pipe(
          v.object({ n: sensitiveText() }),
          v.transform(({ n }) => ({ renamed: n })),
        ),
        v.check(() => true),
      ),
    ],
    ['a parsed text', v.pipe(v.string(), v.parseJson(), v.object({ n: sensitiveText() }))],
    ['a number', v.object({ n: v.pipe(v.number(), v.metadata({ sensitive: true })) })],
    ['names of a record', v.object({ r: v.record(sensitiveText(), v.string()) })],
    ['values of a record', v.record(v.string(), sensitiveText())],
    ['a tuple', v.object({ t: v.tuple([v.string(), sensitiveText()]) })],
    ['the rest of a tuple', v.object({ t: v.tupleWithRest([v.string()], sensitiveText()) })],
    ['the rest of an object', v.objectWithRest({ a: v.string() }, sensitiveText())],
    ['a lazy schema', v.object({ l: v.lazy(() => sensitiveText()) })],
    ['a lazy schema without end', endless()],
    [
      'a lazy schema that depends on the value',
      v.lazy((value) => (value === undefined ? v.string() : sensitiveText())),
    ],
    ['a union', v.object({ u: v.union([v.number(), sensitiveText()]) })],
    ['a variant', v.variant('t', [v.object({ t: v.literal('1'), a: sensitiveText() })])],
    ['an intersection', v.intersect([v.object({ a: sensitiveText() }), v.object({ b: v.string() })])],
    ['a later member of a pipe', v.pipe(v.looseObject({}), v.object({ n: sensitiveText() }))],
    ['a place that is allowed and one that is not', sharedField()],
  ])('refuses sensitive fields that could be overlooked: %s', (_, request) => {
    expect(() => define(request)).toThrow(expect.objectContaining({ field: 'request' }))
  })

  it('takes transformations elsewhere, and sensitive texts deep inside', () => {
    define(v.object({ n: v.pipe(v.string(), v.trim()) }))
    define(v.object({ list: v.array(v.object({ n: v.optional(sensitiveText()) })) }))
  })
})

describe('what JSON or the protocol cannot hold', () => {
  const cycle: Record<string, unknown> = { inner: {} }
  cycle['inner'] = { list: [1, { back: cycle }] }
  const shared = { a: 1 }

  const nest = (depth: number, around: (inner: unknown) => unknown) => {
    let json: unknown = {}
    for (let level = 0; level < depth; level++) json = around(json)
    return json
  }
  class Endless {
    toJSON() {
      return { next: new Endless() }
    }
  }

  it.each<[string, unknown, RegExp]>([
    [`json${'.a'.repeat(1001)}`, nest(5_000, (a) => ({ a })), /nested too deep/],
    [`json${'.0'.repeat(1001)}`, nest(5_000, (inner) => [inner]), /nested too deep/],
    [`json${'.next'.repeat(1001)}`, new Endless(), /nested too deep/],
    ['json.amount.total', { amount: { total: Number.NaN } }, /NaN/],
    ['json.amount.total', { amount: { total: -Infinity } }, /-Infinity/],
    ['json.list.1', { list: [1, 2n] }, /BigInt/],
    ['json.inner.list.1.back', cycle, /contains itself/],
    ['json.list.0', { list: [undefined] }, /undefined/],
    ['json.list.1', { list: [1, { toJSON: () => undefined }] }, /undefined/],
    ['json.f', { f: () => 1 }, /function/],
    ['json.id', { id: 2 ** 53 }, /beyond 2\^53.*text/],
    ['json.list.0', { list: [-(2 ** 53)] }, /beyond 2\^53/],
    ['json.s', { s: Symbol('x') }, /symbol/],
    ['json.m', { m: new Map([[1, 2]]) }, /Map/],
    ['json.a.b', { a: { b: '\u{20bb7}' } }, /four bytes.*encrypted/],
    ['json.a', { a: 'line\u0007' }, /control/],
    ['json', { toJSON: () => 'text' }, /object or an array/],
  ])('%.40s', async (field, body, message) => {
    const error = await wxpay
      .chain('v3/a')
      .post({ json: body })
      .catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'VALIDATION_FAILED', field })
    expect((error as Error).message).toMatch(message)
    expect(sent).toBe(0)
  })

  it('lets through what it can', async () => {
    const body = { twice: [shared, shared], lines: 'a\n\tb', date: new Date(0), none: undefined, nothing: null }
    await expect(wxpay.chain('v3/a').post({ json: body })).rejects.toMatchObject({ status: 404 })
    const name = '\u{20bb7}野家'
    await expect(wxpay[path].post({ json: { ...json, name, req_ssn: 'rare', cert_no: '1' } })).resolves.toMatchObject({
      status: 200,
    })
  })

  it.each([
    ['params.id', 'v3/orders/{id}', { params: { id: 'a\n' } }, /control/],
    ['params.id', 'v3/orders/{id}', { params: { id: '\u{1f600}' } }, /four bytes/],
    ['params.id', 'v3/orders/{id}', { params: { id: '..' } }, /dot segment/],
    ['params.id', 'v3/orders/{id}', {}, /empty/],
    ['params.no', 'v3/orders/{id}', { params: { id: 1, no: 2 } }, /not a variable .* belongs in query/],
    ['query.a', 'v3/orders', { query: { a: '\r\n' } }, /control/],
    ['query.a', 'v3/orders', { query: { a: null } }, /string, a number/],
    ['query.a', 'v3/orders', { query: { a: {} } }, /string, a number/],
    ['query.a', 'v3/orders', { query: { a: Number.NaN } }, /string, a number/],
    ['query.a', 'v3/orders', { query: { a: 1e21 } }, /beyond 2\^53/],
    ['query.a', 'v3/orders', { query: { a: Number.POSITIVE_INFINITY } }, /Infinity/],
    ['params.id', 'v3/orders/{id}', { params: { id: 2 ** 53 } }, /beyond 2\^53/],
    ['path', 'v3/orders/../secret', {}, /plain path from v3\//],
    ['path', 'v3/orders?x=1', {}, /use query/],
    ['path', 'brands/orders', {}, /from v3\/, hk\/v3\/, global\/v3\/ or brand\/, without host/],
    ['path', 'hk/{version}/orders', { params: { version: 'v3' } }, /from v3\/, hk\/v3\//],
    ['path', 'global/v3', {}, /from v3\/, hk\/v3\//],
  ])('%s of %s', async (field, target, options, message) => {
    const node = wxpay.chain(target as 'v3/orders')
    const error = await node.get(options as object).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'VALIDATION_FAILED', field })
    expect((error as Error).message).toMatch(message)
    expect(sent).toBe(0)
  })
})

it('refuses a value with a slash that makes two operations of one path', async () => {
  const { merchant, platformKeys } = sandbox
  const response = v.object({})
  const operations = [
    defineOperation({ method: 'POST', path: 'v3/shops/{id}', request: v.object({ name: sensitiveText() }), response }),
    defineOperation({ method: 'POST', path: 'v3/shops/{id}/{part}', request: v.looseObject({}), response }),
  ]
  const transport = () => expect.fail('something was sent')
  const client = createClient({ merchant, platformKeys, operations, transport })
  const call = client.chain('v3/shops/{id}').post({ params: { id: '5/a' }, json: { name: '张三' } })
  await expect(call).rejects.toMatchObject({ field: 'params', message: expect.stringContaining('slash') })
})

describe('a body that its owner changes', () => {
  it.each([
    ['of an operation', path, {}],
    ['of any other path', 'v3/some/thing', { plainFields: ['cert_no', 'name', 'tel'] }],
  ] as const)('after the call leaves as it was, %s', async (_, chosen, options) => {
    const numbers = new Set<unknown>()
    const { merchant, platformKeys } = sandbox
    const recording = createClient({
      merchant,
      platformKeys,
      transport: async (_, { body }) => {
        numbers.add(JSON.parse(body as string).req_ssn)
        throw new Error('offline')
      },
      retry: { maxAttempts: 1 },
    })
    const body = { ...json, req_ssn: '' }
    const calls = ['1', '2', '3'].map((number) => {
      body.req_ssn = number
      return recording.chain(chosen as 'v3/some/thing').post({ json: body, ...options })
    })
    await Promise.allSettled(calls)
    expect(numbers).toEqual(new Set(['1', '2', '3']))
  })

  it('cannot pass for one without sensitive fields beside an operation', async () => {
    const model = { toJSON: () => json }
    const call = wxpay.chain('v3/gov/subsidy/zhejiang/alter').post({ json: model })
    await expect(call).rejects.toMatchObject({ field: 'json.cert_no', message: expect.stringContaining('plain text') })
    expect(sent).toBe(0)
  })
})

describe('values that JSON cannot hold', () => {
  it.each<[string, unknown, string]>([
    ['a promise that nobody awaited', Promise.resolve('x'), 'Promise'],
    ['a Map', new Map(), 'Map'],
    ['a Set', new Set(), 'Set'],
    ['a Blob', new Blob([]), 'Blob'],
    ['an Error', new Error('x'), 'Error'],
    ['bytes', new Uint8Array(1), 'Uint8Array'],
    ['a pattern', /x/, 'RegExp'],
    ['an invalid date', new Date('x'), 'invalid date'],
  ])('refuses %s', async (_, value, kind) => {
    const call = wxpay.chain('v3/some/thing').post({ json: { deep: [{ value }] } })
    await expect(call).rejects.toMatchObject({ field: 'json.deep.0.value', message: expect.stringContaining(kind) })
    expect(sent).toBe(0)
  })
})

it('shows no reason of an abort before a call is prepared', async () => {
  const signal = AbortSignal.abort(new Error('because of 张三'))
  const error = await wxpay[path].post({ json, signal }).catch((error: unknown) => error)
  expect(error).toMatchObject({ code: 'TRANSPORT_ABORTED', outcome: 'not-sent' })
  expect(inspect(error, { showHidden: true, depth: 9 })).not.toContain('张三')
})

it('encrypts no more once a call was aborted', async () => {
  const { merchant, transport } = sandbox
  const [{ id, key }] = sandbox.platformKeys as [(typeof sandbox.platformKeys)[number]]
  const controller = new AbortController()
  let encrypted = 0
  const slow: typeof key = {
    verify: (message, signature) => key.verify(message, signature),
    maxPlaintextBytes: key.maxPlaintextBytes,
    async encrypt(text) {
      if (++encrypted === 8) controller.abort()
      return key.encrypt(text)
    },
  }
  const row = { cert_no: '330102199001011234', name: '张三', tel: '13800138000' }
  const operation = defineOperation({
    method: 'POST',
    path: 'v3/rows',
    request: v.strictObject({
      rows: v.array(v.strictObject({ cert_no: sensitiveText(), name: sensitiveText(), tel: sensitiveText() })),
    }),
    response: v.looseObject({}),
  })
  const client = createClient({ merchant, platformKeys: [{ id, key: slow }], transport, operations: [operation] })
  const call = client.v3.rows.post({ json: { rows: Array(500).fill(row) }, signal: controller.signal })
  await expect(call).rejects.toMatchObject({ code: 'TRANSPORT_ABORTED', outcome: 'not-sent' })
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(encrypted).toBeLessThan(30)
})

describe('a polluted Object.prototype', () => {
  /** Runs the work while every object seems to have these properties. */
  async function whilePolluted<Result>(properties: object, work: () => Promise<Result>): Promise<Result> {
    Object.assign(Object.prototype, properties)
    try {
      return await work()
    } finally {
      for (const name of Object.keys(properties)) delete (Object.prototype as Record<string, unknown>)[name]
    }
  }

  it('accepts no response of an hour ago', async () => {
    sandbox.failNext('stale')
    const call = whilePolluted({ tolerance: 1e15 }, () => wxpay.chain('v3/certificates').get())
    await expect(call).rejects.toMatchObject({ code: 'SIGNATURE_STALE' })
  })

  it('accepts no notification of an hour ago', async () => {
    const { platformKeys: keys, apiV3Key } = sandbox
    const event = { event_type: 'A.B', resource: 1, fault: 'stale' } as const
    const request = await sandbox.createNotification('https://shop.example/', event)
    const reading = whilePolluted({ tolerance: 1e15 }, () => readNotification(request, { keys, apiV3Key }))
    await expect(reading).rejects.toMatchObject({ code: 'SIGNATURE_STALE' })
  })

  it('has a store forget no notification that is done', async () => {
    const again = await whilePolluted({ maxEntries: 1 }, async () => {
      const store = createMemoryStore()
      for (const id of ['1', '2', '3']) {
        const claim = await store.claim(id, 1_000)
        if (claim.state === 'claimed') await store.complete(id, claim.token, 60_000)
      }
      return store.claim('1', 1_000)
    })
    expect(again).toEqual({ state: 'done' })
  })

  it('sends nothing elsewhere, repeats nothing and adds no header', async () => {
    const requests: { url: string; headers: object }[] = []
    const { merchant, platformKeys } = sandbox
    const transport = async (url: string, { headers }: { headers: object }) => {
      requests.push({ url, headers })
      throw new Error('offline')
    }
    const properties = {
      baseUrls: ['https://elsewhere.example'],
      userAgent: 'polluted',
      idempotent: true,
      headers: { 'X-Polluted': '1' },
      maxAttempts: 9,
    }
    await whilePolluted(properties, async () => {
      const client = createClient({ merchant, platformKeys, transport, retry: { baseDelay: 0 } })
      await client
        .chain('v3/some/thing')
        .post({ json: { a: 1 } })
        .catch(() => {})
    })
    expect(requests).toHaveLength(1)
    expect(requests[0]?.url).toBe('https://api.mch.weixin.qq.com/v3/some/thing')
    expect(requests[0]?.headers).toMatchObject({ 'User-Agent': 'wechatpay-kit' })
    expect(Object.keys(requests[0]?.headers ?? {})).not.toContain('x-polluted')
  })
})

describe('numbers and ids that were copied with something else', () => {
  const serial = '36DE1A2B3C4D5E6F708192A3B4C5D6E7F8091A2B'
  const decimal = '464320112463020301324602034126046120364126046120'

  it.each<[string, object, RegExp]>([
    ['merchant.serialNumber', { serialNumber: `\u200e${serial}` }, /U\+200E/],
    ['merchant.serialNumber', { serialNumber: serial.replace(/..(?=.)/g, '$&:') }, /holds “:”/],
    ['merchant.serialNumber', { serialNumber: serial.replace(/..(?=.)/g, '$& ') }, /a space/],
    ['merchant.serialNumber', { serialNumber: `${serial}\n` }, /a line break/],
    ['merchant.serialNumber', { serialNumber: `serial=${serial}` }, /“s”.*“r”.*“i”/],
    ['merchant.serialNumber', { serialNumber: decimal }, /decimal.*hexadecimal/],
    ['merchant.serialNumber', { serialNumber: 'PUB_KEY_ID_01' }, /platformKeys/],
    ['merchant.serialNumber', { serialNumber: '' }, /API security/],
    ['merchant.mchid', { mchid: '1900007291\n' }, /a line break/],
    ['merchant.mchid', { mchid: 'abc' }, /string of digits/],
    ['merchant.mchid', { mchid: 'wx2421b1c4370ec43b' }, /is an appid; give the merchant number/],
  ])('%s %o', (field, change, message) => {
    const merchant = { ...sandbox.merchant, ...change }
    const create = () => createClient({ merchant, platformKeys: sandbox.platformKeys })
    expect(create).toThrow(expect.objectContaining({ field, message: expect.stringMatching(message) }))
  })

  it.each([
    [`${serial} `, /a space/],
    ['PUB_KEY_ID_01\r\n', /a line break/],
    [decimal, /decimal/],
    ['0114232134912410000000000000', /has digits alone; .* begins with PUB_KEY_ID_/],
    ['', /PUB_KEY_ID_/],
  ])('platformKeys.0.id %j', (id, message) => {
    const key = sandbox.platformKeys[0]?.key as never
    const create = () => createClient({ merchant: sandbox.merchant, platformKeys: [{ id, key }] })
    const field = 'platformKeys.0.id'
    expect(create).toThrow(expect.objectContaining({ field, message: expect.stringMatching(message) }))
  })

  it.each([
    ['0123456789abcdef0123456789ABCDEF\n', /33 bytes/],
    ['short', /5 bytes/],
    [undefined, /32 characters/],
  ])('apiV3Key %j', async (apiV3Key, message) => {
    const options = { keys: sandbox.platformKeys, apiV3Key: apiV3Key as string }
    const error = await readNotification({ headers: {}, body: '' }, options).catch((error: unknown) => error)
    expect(error).toMatchObject({ field: 'apiV3Key', message: expect.stringMatching(message) })
  })
})

describe('operations that cannot be called', () => {
  const response = v.looseObject({})
  const good = { method: 'POST', path: 'v3/a/{id}', request: v.strictObject({}), response } as const
  const refused = (field: string) => expect.objectContaining({ code: 'VALIDATION_FAILED', field })

  it.each([
    ['path', { ...good, path: '/v3/a' }],
    ['path', { ...good, path: 'v3/a//b' }],
    ['path', { ...good, path: 'v3/../b' }],
    ['path', { ...good, path: 'v3/a b' }],
    ['path', { ...good, path: 'v3/{a' }],
    ['path', { ...good, path: undefined }],
    ['method', { ...good, method: 'post' }],
    ['method', undefined],
    ['request', { ...good, method: 'GET' }],
    ['request', { ...good, request: {} }],
    ['response', { ...good, response: null }],
    ['request', { ...good, request: v.strictObjectAsync({}) }],
    ['response', { ...good, response: v.looseObjectAsync({}) }],
    ['query', { ...good, query: v.strictObject({ a: v.record(sensitiveText(), v.string()) }) }],
  ])('%s', (field, definition) => {
    expect(() => defineOperation(definition as never)).toThrow(refused(field))
  })

  it.each([
    ['operations.0', [good]],
    ['operations.0', [{ ...alter.post, path: 'v3/a' }]],
    ['operations.0', [undefined]],
    ['operations.1', [defineOperation(good), defineOperation({ ...good, path: 'v3/a/{other}' })]],
  ])('%s of a client', (field, operations) => {
    const { merchant, platformKeys } = sandbox
    expect(() => createClient({ merchant, platformKeys, operations: operations as never })).toThrow(refused(field))
  })

  it('a whole file in the place of its export is told which to give', () => {
    const { merchant, platformKeys } = sandbox
    const remedy = "must be an operation: of a file its export, such as file.post, or one of defineOperation's"
    expect(() => createClient({ merchant, platformKeys, operations: [alter as never] })).toThrow(
      `operations.0 ${remedy}`,
    )
    expect(() => createClient({ merchant, platformKeys }).call(alter as never, {} as never)).toThrow(
      `operation ${remedy}`,
    )
  })
})
