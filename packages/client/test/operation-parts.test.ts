import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient as createCoreClient } from '@wechatpay-kit/client/core'
import { createClient, defineOperation, type Operation, sensitiveText, text } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import * as v from 'valibot'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'

const { merchant, platformKeys } = await createSandbox()
const [{ id, key }] = platformKeys as [(typeof platformKeys)[number]]
const response = v.looseObject({})

const byPhone = defineOperation({
  method: 'GET',
  path: 'v3/people/{phone}/cards/{card}',
  params: v.strictObject({
    phone: sensitiveText(v.pipe(v.string(), v.regex(/^\d{11}$/))),
    card: v.union([text(), v.number()]),
  }),
  response,
})
const transfer = defineOperation({
  method: 'POST',
  path: 'v3/transfers',
  headers: ['Idempotency-Key', 'X-Other'],
  request: v.strictObject({ amount: v.number() }),
  response,
})
const remove = defineOperation({
  method: 'DELETE',
  path: 'v3/receivers/{id}',
  request: v.strictObject({ reason: text(), name: sensitiveText() }),
  response,
})

let sent: { url: string; method: string; headers: Record<string, string>; body: unknown }[] = []
let signed: string[] = []
beforeEach(() => {
  sent = []
  signed = []
})
const coreOptions = {
  merchant: {
    ...merchant,
    privateKey: {
      sign: async (message: string | Uint8Array) => {
        signed.push(new TextDecoder().decode(message as Uint8Array))
        return btoa('x'.repeat(256))
      },
    },
  },
  platformKeys,
}
const options = { ...coreOptions, retry: { maxAttempts: 1 } }
const operations = [byPhone, transfer, remove] as const
const transport = async (
  url: string,
  { method, headers, body }: { method: string; headers: object; body?: unknown },
) => {
  sent.push({ url, method, headers: headers as Record<string, string>, body })
  throw new Error('offline')
}
const wxpay = createClient({ ...options, operations, transport })
const SENT = { name: 'TransportError' }

describe('sensitive variables of a path', () => {
  const path = byPhone.path
  const encrypted = () => {
    const segments = new URL(sent[0]?.url as string).pathname.split('/')
    return { target: sent[0]?.url.replace('https://api.mch.weixin.qq.com', ''), phone: segments[3], card: segments[5] }
  }

  it('are encrypted, percent-encoded and signed as they are sent', async () => {
    await expect(wxpay[path].get({ params: { phone: '13800138000', card: 7 } })).rejects.toMatchObject(SENT)
    const { target, phone, card } = encrypted()
    expect(atob(decodeURIComponent(phone as string))).toHaveLength(256)
    expect(phone).not.toMatch(/[+/=]/)
    expect(card).toBe('7')
    expect(signed[0]?.split('\n')[1]).toBe(target)
    expect(sent[0]?.headers['Wechatpay-Serial']).toBe(id)
  })

  it('are taken from a path with a slash at its end too', async () => {
    await expect(
      wxpay.chain(`/${path}/` as 'v3/x').get({ params: { phone: '13800138000', card: 7 } }),
    ).rejects.toMatchObject(SENT)
    const { target, phone } = encrypted()
    expect(atob(decodeURIComponent(phone as string))).toHaveLength(256)
    expect(target).toMatch(/\/cards\/7$/)
  })

  it.each([
    ['by another name', 'v3/people/{a}/cards/{card}', { a: '13800138000', card: '1' }],
    ['in the path itself', 'v3/people/13800138000/cards/7', undefined],
    ['in a part of a segment', 'v3/people/138{rest}/cards/7', { rest: '00138000' }],
  ])('do not leave as plain text where they are written %s', async (_, written, params) => {
    for (const validation of [undefined, 'off'] as const) {
      const error = await wxpay
        .chain(written as 'v3/x')
        .get({ params, validation })
        .catch((error: unknown) => error)
      expect(error).toMatchObject({ name: 'ValidationError', field: 'path' })
      expect((error as Error).message).toBe(
        'path must be written v3/people/{phone}/cards/{card}, its values in params, because some of them are encrypted.',
      )
    }
    expect(sent).toEqual([])
  })

  it('are validated, and refused by name without their value', async () => {
    const get = wxpay.chain(path as 'v3/x').get
    const error = (await get({ params: { phone: '1380013800', card: '' as string } }).catch(
      (error: unknown) => error,
    )) as Error
    expect(error).toMatchObject({ field: 'params.card' })
    const wrong = (await get({ params: { phone: '1380013800', card: '1' } }).catch((error: unknown) => error)) as Error
    expect(wrong).toMatchObject({ name: 'ValidationError', field: 'params.phone' })
    expect(wrong.message).not.toContain('1380013800')
    await expect(get({ params: { phone: 13800138000, card: '1' } })).rejects.toMatchObject({ field: 'params.phone' })
    await expect(get({ params: { phone: '13800138000' } })).rejects.toMatchObject({ field: 'params.card' })
    expect(sent).toEqual([])
  })

  it('are ready ciphertexts with Wechatpay-Serial', async () => {
    const headers = { 'Wechatpay-Serial': id }
    const phone = await key.encrypt('13800138000')
    await expect(wxpay[path].get({ params: { phone, card: '1' }, headers })).rejects.toMatchObject(SENT)
    expect(decodeURIComponent(encrypted().phone as string)).toBe(phone)
    await expect(wxpay[path].get({ params: { phone: '13800138000', card: '1' }, headers })).rejects.toMatchObject({
      field: 'params.phone',
      message: expect.stringContaining('base64 of exactly 256 bytes'),
    })
  })

  it('are masked in errors', async () => {
    const failing = createClient({
      ...options,
      operations,
      transport: async () =>
        Response.json({ code: 'PARAM_ERROR', message: 'phone 13800138000 is wrong' }, { status: 400 }),
    })
    const call = failing[path].get({ params: { phone: '13800138000', card: '1' } })
    await expect(call).rejects.toMatchObject({ message: expect.stringContaining('phone *** is wrong') })
  })

  it('on a path that nobody describes are refused', async () => {
    const call = () => wxpay.chain('v3/persons/{phone}')
    await expect(call().get({ params: { phone: '13800138000' } })).rejects.toMatchObject({ field: 'params.phone' })
    await expect(call().get({ params: { phone: '1' }, plainFields: ['phone'] })).rejects.toMatchObject(SENT)
  })

  it.each<[string, object]>([
    ['no schema', { params: { phone: 1 } }],
    ['a missing variable', { params: v.strictObject({ phone: text() }) }],
    ['another variable', { params: v.strictObject({ phone: text(), card: text(), more: text() }) }],
    ['no object', { params: v.string() }],
    [
      'something sensitive that is no text',
      { params: v.strictObject({ phone: v.pipe(v.number(), v.metadata({ sensitive: true })), card: text() }) },
    ],
  ])('are refused when the operation is defined: %s', (_, more) => {
    const definition = { method: 'GET', path, response, ...more } as unknown as Operation
    expect(() => defineOperation(definition)).toThrow(
      expect.objectContaining({ name: 'ValidationError', field: 'params' }),
    )
  })
})

describe('headers that an operation needs', () => {
  const json = { amount: 1 }
  it('are refused by name where they are missing', async () => {
    const call = wxpay.chain('v3/transfers' as 'v3/x').post({ json, headers: { 'x-other': '1' } })
    const error = (await call.catch((error: unknown) => error)) as Error
    expect(error).toMatchObject({ name: 'ValidationError', field: 'headers.Idempotency-Key', outcome: 'not-sent' })
    expect(error.message).toMatch(/^headers\.Idempotency-Key is missing; /)
    const empty = { 'Idempotency-Key': '', 'X-Other': '1' }
    await expect(wxpay['v3/transfers'].post({ json, headers: empty })).rejects.toMatchObject({
      field: 'headers.Idempotency-Key',
    })
    expect(sent).toEqual([])
  })

  it.each<[string, Headers | Record<'Idempotency-Key' | 'X-Other', string>]>([
    ['an object', { 'Idempotency-Key': 'k1', 'X-Other': '1' }],
    ['Headers', new Headers({ 'idempotency-key': 'k1', 'x-other': '1' })],
    ['another case', { 'IDEMPOTENCY-KEY': 'k1', 'x-other': '1' } as never],
  ])('are sent, from %s', async (_, headers) => {
    await expect(wxpay['v3/transfers'].post({ json, headers })).rejects.toMatchObject(SENT)
    expect(sent[0]?.headers['idempotency-key']).toBe('k1')
  })

  it.each<[string, unknown]>([
    ['a text', 'Idempotency-Key'],
    ['no name', ['']],
    ['no text', [1]],
    ['one that the client sets', ['Wechatpay-Serial']],
    ['another that it sets', ['authorization']],
  ])('must be a list of names: not %s', (_, headers) => {
    const definition = { method: 'GET', path: 'v3/a', response, headers } as unknown as Operation
    expect(() => defineOperation(definition)).toThrow(
      expect.objectContaining({ name: 'ValidationError', field: 'headers' }),
    )
  })

  it('Wechatpay-Serial is sent with every call, described or not', async () => {
    const calls = [
      wxpay['v3/transfers'].post({ json, headers: { 'Idempotency-Key': '1', 'X-Other': '1' } }),
      wxpay.chain('v3/some/thing').get(),
      wxpay.chain('v3/some/thing').delete(),
      wxpay['v3/receivers/{id}'].delete({ params: { id: '1' }, json: { reason: 'x', name: '张三' } }),
    ]
    for (const call of calls) await expect(call).rejects.toMatchObject(SENT)
    expect(sent.map(({ headers }) => headers['Wechatpay-Serial'])).toEqual([id, id, id, id])
  })
})

describe('DELETE with a body', () => {
  const received: { method: string | undefined; url: string | undefined; body: string; type: string | undefined }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const { method, url, headers } = request
      received.push({ method, url, body: Buffer.concat(chunks).toString(), type: headers['content-type'] })
      response.writeHead(404).end()
    })
  })
  afterAll(() => server.close())

  it('is sent and signed, typed and untyped; GET takes none', async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const client = createClient({ ...options, operations, baseUrls: [`http://127.0.0.1:${port}`] })
    const typed = client['v3/receivers/{id}'].delete({ params: { id: 'r1' }, json: { reason: 'x', name: '张三' } })
    await expect(typed).rejects.toMatchObject({ name: 'ApiError', status: 404 })
    await expect(client.chain('v3/other').delete({ json: { a: 1 } })).rejects.toMatchObject({ status: 404 })
    await expect(client.chain('v3/other').delete()).rejects.toMatchObject({ status: 404 })
    expect(received.map(({ method, url, type }) => [method, url, type])).toEqual([
      ['DELETE', '/v3/receivers/r1', 'application/json'],
      ['DELETE', '/v3/other', 'application/json'],
      ['DELETE', '/v3/other', undefined],
    ])
    expect(received.map(({ body }) => body).slice(1)).toEqual(['{"a":1}', ''])
    const { reason, name } = JSON.parse(received[0]?.body as string)
    expect([reason, atob(name).length]).toEqual(['x', 256])
    expect(signed.map((message) => message.split('\n')[4])).toEqual(received.map(({ body }) => body))
    const get = client.chain('v3/other').get as (options: object) => Promise<unknown>
    await expect(get({ json: {} })).rejects.toMatchObject({ field: 'json' })
    expect(received).toHaveLength(3)
  })
})

describe('schemas that are shaped like valibot’s', () => {
  /** Makes a schema as a generated operation has it, without valibot. */
  const make = (members: object, validate: (value: unknown) => object) =>
    ({
      kind: 'schema',
      async: false,
      ...members,
      '~standard': { version: 1, vendor: 'own', validate },
    }) as unknown as v.GenericSchema
  const string = { kind: 'schema', type: 'string' }
  const secret = { ...string, pipe: [string, { kind: 'metadata', type: 'metadata', metadata: { sensitive: true } }] }
  const payer = { kind: 'schema', type: 'strict_object', entries: { name: secret, openid: string } }
  const issue = (keys: readonly (string | number)[], more: object) => ({
    kind: 'schema',
    type: 'string',
    expected: 'string',
    received: 'x',
    message: 'must be 32 characters at most',
    path: keys.map((key) => ({ key })),
    ...more,
  })
  const client = (issues: readonly object[]) =>
    createCoreClient({
      ...coreOptions,
      transport,
      operations: [
        {
          ...defineOperation({
            method: 'POST',
            path: 'v3/generated',
            request: make(
              {
                type: 'strict_object',
                entries: { mchid: string, list: { kind: 'schema', wrapped: { kind: 'schema', item: payer } } },
              },
              (value) => (issues.length > 0 ? { issues } : { value: structuredClone(value) }),
            ),
            response,
          }),
        },
      ].map(defineOperation),
    })
  const post = (issues: readonly object[], json: object = {}) =>
    client(issues)
      .chain('v3/generated')
      .post({ json } as never)

  it('may begin their pipe with themselves', async () => {
    const own: Record<string, unknown> = { ...string }
    own['pipe'] = [own, { kind: 'metadata', type: 'metadata', metadata: { sensitive: true } }]
    const request = make({ type: 'strict_object', entries: { name: own } }, (value) => ({
      value: { ...Object(value) },
    }))
    const operation = defineOperation({ method: 'POST', path: 'v3/self', request, response })
    const client = createCoreClient({ ...coreOptions, transport, operations: [operation] })
    await expect(client['v3/self'].post({ json: { name: '张三' } })).rejects.toMatchObject(SENT)
    expect(atob(JSON.parse(sent[0]?.body as string).name)).toHaveLength(256)
  })

  it('encrypt the fields that they mark', async () => {
    await expect(post([], { mchid: '1', list: [{ name: '张三', openid: 'o' }] })).rejects.toMatchObject(SENT)
    const { mchid, list } = JSON.parse(sent[0]?.body as string)
    expect([mchid, list[0].openid, atob(list[0].name).length]).toEqual(['1', 'o', 256])
  })

  it.each<[string, string, object]>([
    ['their own message', 'json.mchid must be 32 characters at most.', issue(['mchid'], { input: 'a'.repeat(40) })],
    ['a missing field', 'json.mchid is missing.', issue(['mchid'], { input: undefined, message: 'is missing' })],
    [
      'an unknown field, with those of the operation',
      'json.mch_id is not a field of this operation; its fields are mchid, list.',
      issue(['mch_id'], { input: 'mch_id', expected: 'never' }),
    ],
    [
      'an unknown field of an object in a list, with those of that object',
      'json.list.0.nick is not a field of this object; its fields are name, openid.',
      issue(['list', 0, 'nick'], { input: 'nick', expected: 'never' }),
    ],
    [
      'an unknown field of an object that cannot be told',
      'json.a.b is not a field of this object.',
      issue(['a', 'b'], { input: 'b', expected: 'never' }),
    ],
    [
      'no message that shows the value',
      'json.mchid must be of type string.',
      issue(['mchid'], { input: 'x12', message: 'x12 is bad' }),
    ],
    [
      'nothing where there is no more to say',
      'json.mchid is not as documented.',
      issue(['mchid'], { input: 'x12', message: 'x12 is bad', expected: null }),
    ],
    [
      'a value without a text form',
      'json.mchid must be 32 characters at most.',
      issue(['mchid'], { input: Object.create(null) }),
    ],
  ])('explain %s', async (_, message, one) => {
    await expect(post([one])).rejects.toMatchObject({ name: 'ValidationError', message })
    expect(sent).toEqual([])
  })
})

it('an unknown field of a nested object is refused with the fields of that object', async () => {
  const operation = defineOperation({
    method: 'POST',
    path: 'v3/nested',
    request: v.strictObject({ a: text(), data: v.optional(v.array(v.strictObject({ code: text(), name: text() }))) }),
    response,
  })
  const client = createClient({ ...options, operations: [operation], transport })
  const json = { a: '1', data: [{ code: 'a', name: 'b', nmae: 'c' }] }
  await expect(client['v3/nested'].post({ json })).rejects.toMatchObject({
    field: 'json.data.0.nmae',
    message: 'json.data.0.nmae is not a field of this object; its fields are code, name.',
  })
})
