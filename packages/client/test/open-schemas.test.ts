import { createClient as createMainClient } from '@wechatpay-kit/client'
import { createClient as createCoreClient, decryptResponse } from '@wechatpay-kit/client/core'
import { defineOperation, sensitiveText, zhejiang } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import * as v from 'valibot'
import { beforeEach, describe, expect, it } from 'vitest'

const { merchant, platformKeys } = await createSandbox()
const [{ id }] = platformKeys as [(typeof platformKeys)[number]]
const file = new File(['x'], 'x.png')
const sent: string[] = []
const transport = async (url: string, { body }: { readonly body?: unknown }): Promise<never> => {
  sent.push(typeof body === 'string' ? body : body instanceof Uint8Array ? new TextDecoder().decode(body) : url)
  throw new Error('offline')
}
const SENT = { name: 'TransportError', outcome: 'unknown' }
/** An error that names the field, and shows no value. */
const refusal = (field: string, message = 'correct its place or plainFields') => ({
  name: 'ValidationError',
  outcome: 'not-sent',
  field,
  message: expect.stringContaining(message),
})

/** The ways to call an operation whose JSON holds this value as its field `data`. */
function listWays(data: v.GenericSchema, request: v.GenericSchema = v.strictObject({ data })) {
  const post = defineOperation({ method: 'POST', path: 'v3/open/thing', request, response: v.object({}) })
  const upload = defineOperation({
    method: 'POST',
    path: 'v3/open/upload',
    transfer: 'upload',
    request,
    response: v.object({}),
  })
  const own = {
    merchant,
    platformKeys,
    operations: [...zhejiang, post, upload] as const,
    transport: transport as never,
  }
  const main = createMainClient({ ...own, retry: { maxAttempts: 1 } }) as unknown as Untyped
  const core = createCoreClient({ ...own, decryptResponse }) as unknown as Untyped
  return {
    'json, chain': (json: object, more = {}) => main.chain('v3/open/thing').post({ json, ...more }),
    'json, property': (json: object, more = {}) => main['v3/open/thing'].post({ json, ...more }),
    'json, declarative': (json: object, more = {}) => main.v3.open.thing.post({ json, ...more }),
    'json, call': (json: object, more = {}) => main.call(post, { json, ...more }),
    'json, core': (json: object, more = {}) => core.chain('v3/open/thing').post({ json, ...more }),
    meta: (meta: object, more = {}) => main.upload('v3/open/upload', { file, meta, ...more }),
  }
}

/** A client, to be called with what its types would refuse. */
interface Untyped {
  chain(path: string): Endpoint
  readonly 'v3/open/thing': Endpoint
  readonly v3: { readonly open: { readonly thing: Endpoint } }
  call(operation: object, options: object): Promise<unknown>
  upload(path: string, options: object): Promise<unknown>
}

interface Endpoint {
  post(options: object): Promise<unknown>
}

beforeEach(() => {
  sent.length = 0
})

class Person {
  readonly #name = '张三'
  toJSON() {
    return { name: this.#name }
  }
}

const isObject = (value: unknown) => typeof value === 'object'
const text = v.string()
const secret = { name: '张三' }
const some = v.object({ is_new: v.optional(v.boolean()) })

describe('a field of a sensitive name that an operation of one’s own does not name', () => {
  it.each<[string, v.GenericSchema, unknown, place?: string]>([
    ['any', v.any(), secret],
    ['unknown', v.unknown(), secret],
    ['unknown, in lists', v.unknown(), [[{ a: secret }]], '0.0.a.name'],
    ['unknown, of another form as JSON', v.unknown(), new Person()],
    ['any, of another form as JSON, in a list', v.any(), { list: [new Person()] }, 'list.0.name'],
    ['custom', v.custom<object>(isObject), secret],
    ['instance', v.instance(Object), secret],
    ['guarded', v.pipe(v.unknown(), v.check(isObject)), secret],
    ['looseObject', v.looseObject({ id: v.optional(text) }), secret],
    ['looseObject, of another form as JSON', v.looseObject({}), { toJSON: () => secret }],
    ['looseObject, deep', v.looseObject({}), { a: [{ b: secret }] }, 'a.0.b.name'],
    ['objectWithRest', v.objectWithRest({ id: v.optional(text) }, text), secret],
    ['objectWithRest of objects', v.objectWithRest({}, v.looseObject({})), { a: secret }, 'a.name'],
    ['record', v.record(text, text), secret],
    ['record of lists', v.record(text, v.array(text)), { name: ['张三'] }, 'name.0'],
    ['record of objects', v.record(text, v.object({ zh: text })), { name: { zh: '张三' } }, 'name.zh'],
    ['record of records', v.record(text, v.record(text, text)), { a: secret }, 'a.name'],
    [
      'an object that keeps unknown fields under such a name',
      v.object({ name: v.looseObject({}) }),
      { name: { zh: '张三' } },
      'name.zh',
    ],
    ['any under such a name', v.object({ name: v.any() }), { name: ['张三'] }, 'name.0'],
    ['array', v.array(v.unknown()), [secret], '0.name'],
    ['array of records', v.array(v.record(text, text)), [{}, secret], '1.name'],
    ['tuple', v.tuple([v.looseObject({})]), [secret], '0.name'],
    ['looseTuple', v.looseTuple([text]), ['a', secret], '1.name'],
    ['tupleWithRest', v.tupleWithRest([text], v.record(text, text)), ['a', secret], '1.name'],
    ['optional', v.optional(v.unknown()), secret],
    ['nullable', v.nullable(v.looseObject({})), secret],
    ['nullish', v.nullish(v.record(text, text)), secret],
    ['nonNullish', v.nonNullish(v.unknown()), secret],
    ['union', v.union([text, v.looseObject({})]), secret],
    [
      'union, of which another option names it',
      v.union([v.object({ id: text, name: text }), v.looseObject({})]),
      secret,
    ],
    ['union, optional', v.optional(v.union([v.optional(v.record(text, text)), v.number()])), secret],
    ['variant', v.variant('kind', [v.looseObject({ kind: v.literal('a') })]), { kind: 'a', ...secret }],
    [
      'variant, of which another option names it',
      v.variant('kind', [v.looseObject({ kind: v.literal('a') }), v.object({ kind: v.literal('b'), name: text })]),
      { kind: 'a', ...secret },
    ],
    ['intersect', v.intersect([v.looseObject({}), v.looseObject({})]), secret],
    ['intersect of a record', v.intersect([some, v.record(text, v.any())]), secret],
    ['pipe', v.pipe(v.unknown(), v.looseObject({})), secret],
    ['pipe that parses JSON', v.pipe(text, v.parseJson()), JSON.stringify(secret)],
    [
      'pipe that renames',
      v.pipe(
        v.object({ full: text }),
        v.transform(({ full }) => ({ name: full })),
      ),
      { full: '张三' },
    ],
    ['a name that all objects have', v.unknown(), { constructor: secret }, 'constructor.name'],
    ['a name with odd characters', v.looseObject({}), { 'a.b[0] ': secret }, 'a.***.name'],
  ])('does not leave: %s', async (_, schema, data, place = 'name') => {
    for (const [way, call] of Object.entries(listWays(schema))) {
      const field = `${way === 'meta' ? 'meta' : 'json'}.data.${place}`
      const error = await call({ data }).catch((error: unknown) => error)
      expect(error, way).toMatchObject(refusal(field))
      expect(`${error} ${JSON.stringify(error)}`).not.toContain('张三')
      const remedy =
        "a ciphertext for the key in headers['Wechatpay-Serial']: base64 of exactly 256 bytes; for plain text list the name in plainFields"
      const marked = call({ data }, { headers: { 'Wechatpay-Serial': id } })
      await expect(marked, way).rejects.toMatchObject(refusal(field, remedy))
    }
    expect(sent).toEqual([])
  })

  it.each<[string, v.GenericSchema, object]>([
    ['record', v.record(text, v.any()), secret],
    ['looseObject', v.looseObject({ id: v.optional(text) }), secret],
    ['union', v.union([v.object({ id: text }), v.looseObject({})]), secret],
    ['intersect', v.intersect([some, v.looseObject({})]), secret],
  ])('does not leave as a field of the body itself: %s', async (_, request, json) => {
    for (const [way, call] of Object.entries(listWays(v.any(), request))) {
      await expect(call(json), way).rejects.toMatchObject(refusal(`${way === 'meta' ? 'meta' : 'json'}.name`))
      await expect(call(json, { plainFields: ['name'] }), way).rejects.toMatchObject(SENT)
    }
    expect(sent).toHaveLength(6)
  })

  it.each([v.looseObject({}), v.record(text, v.any()), v.objectWithRest({}, text)])(
    'does not leave in the query, nor in further parts of a form',
    async (schema) => {
      const query = defineOperation({ method: 'GET', path: 'v3/open/query', query: schema, response: v.object({}) })
      const form = defineOperation({
        method: 'POST',
        path: 'v3/open/form',
        transfer: 'upload',
        form: { fields: schema },
        response: v.object({}),
      })
      const operations = [...zhejiang, query, form] as const
      const client = createMainClient({ merchant, platformKeys, operations, transport, retry: { maxAttempts: 1 } })
      const core = createCoreClient({ merchant, platformKeys, operations, transport, decryptResponse })
      const options = { query: { name: '张三' } } as never
      await expect(client.chain('v3/open/query').get(options)).rejects.toMatchObject(refusal('query.name'))
      await expect(core.chain('v3/open/query').get(options)).rejects.toMatchObject(refusal('query.name'))
      const upload = client.upload('v3/open/form', { file, fields: { name: '张三' } } as never)
      await expect(upload).rejects.toMatchObject(refusal('fields.name'))
      expect(sent).toEqual([])
      await expect(client.chain('v3/open/query').get({ query: { a: '1' } } as never)).rejects.toMatchObject(SENT)
    },
  )
})

describe('a value that nobody describes is looked at as it is sent', () => {
  it.each<[string, unknown, place?: string]>([
    ['a boxed number', { tel: new Number(13800138000) }],
    ['boxed numbers in a list', { tel: [new Number(13800138000)] }, 'tel.0'],
    ['a boxed text', { tel: new String('13800138000') }],
    ['a number as JSON', { tel: { toJSON: () => 13800138000 } }],
    ['a BigInt that JSON can hold', { tel: Object.assign(13800138000n, { toJSON: String }) }],
    ['a function that is an object as JSON', Object.assign(() => {}, { toJSON: () => ({ tel: '13800138000' }) })],
    [
      'a form for its own key alone',
      { a: { toJSON: (key: string) => key === 'a' && { tel: '13800138000' } } },
      'a.tel',
    ],
  ])('%s', async (_, data, place = 'tel') => {
    for (const [way, call] of Object.entries(listWays(v.any()))) {
      await expect(call({ data }), way).rejects.toMatchObject(
        refusal(`${way === 'meta' ? 'meta' : 'json'}.data.${place}`),
      )
    }
    expect(sent).toEqual([])
  })

  it('and as it was when the call was made', async () => {
    for (const [way, call] of Object.entries(listWays(v.any()))) {
      const data: unknown[] = [{ id: 'x' }]
      const called = call({ data })
      Object.assign(data[0] as object, { tel: '13800138000' })
      data.push({ tel: '13800138000' })
      await expect(called, way).rejects.toMatchObject(SENT)
      expect(sent.pop()).toContain('{"data":[{"id":"x"}]}')
    }
    const query = v.looseObject({})
    const get = defineOperation({ method: 'GET', path: 'v3/open/query', query, response: v.object({}) })
    const operations = [...zhejiang, get] as const
    const client = createMainClient({ merchant, platformKeys, operations, transport, retry: { maxAttempts: 1 } })
    const tel: string[] = []
    const called = client.call(get, { query: { id: 'x', tel } })
    tel.push('13800138000')
    await expect(called).rejects.toMatchObject(SENT)
    expect(sent.pop()).toMatch(/\?id=x$/)
  })

  it('and refused where it contains itself', async () => {
    const data: { around?: object } = {}
    data.around = data
    for (const [way, call] of Object.entries(listWays(v.any()))) {
      const field = `${way === 'meta' ? 'meta' : 'json'}.data.around`
      await expect(call({ data }), way).rejects.toMatchObject(refusal(field, 'contains itself'))
    }
  })

  it('while what is encrypted leaves encrypted, though its object has another form as JSON', async () => {
    const request = v.looseObject({ tel: sensitiveText() })
    for (const [way, call] of Object.entries(listWays(v.any(), request)).filter(([way]) => way !== 'meta')) {
      const json = { tel: '13800138000', toJSON: () => ({ tel: '13800138000' }) }
      await expect(call(json), way).rejects.toMatchObject(SENT)
      expect(JSON.parse(sent.pop() as string)).toEqual({ tel: expect.stringMatching(/^.{344}$/) })
    }
  })
})

describe('a field of a sensitive name that an operation of one’s own names', () => {
  it.each<[string, v.GenericSchema, unknown]>([
    ['object', v.object({ name: text }), secret],
    ['looseObject', v.looseObject({ name: text }), { ...secret, more: 'x' }],
    ['objectWithRest', v.objectWithRest({ name: text }, text), secret],
    ['as anything', v.object({ name: v.unknown() }), secret],
    ['as a list', v.object({ name: v.array(text) }), { name: ['张三'] }],
    ['as an object', v.object({ name: v.object({ zh: text }) }), { name: { zh: '张三' } }],
  ])('leaves as it says: %s', async (_, schema, data) => {
    for (const [way, call] of Object.entries(listWays(schema))) {
      await expect(call({ data }), way).rejects.toMatchObject(SENT)
      expect(sent.pop()).toContain('张三')
    }
  })

  it.each<[string, v.GenericSchema, unknown]>([
    ['within objectWithRest', v.objectWithRest({}, v.object({ name: text })), { a: secret }],
    ['record of objects', v.record(text, v.object({ name: text })), { a: secret }],
    ['record of names', v.record(v.picklist(['name', 'id']), text), { name: '张三', id: 'x' }],
    ['as a record', v.object({ name: v.record(text, text) }), { name: { zh: '张三' } }],
    ['as a tuple', v.object({ name: v.tuple([text, v.number()]) }), { name: ['张三', 1] }],
    ['as a tuple with a rest', v.object({ name: v.tupleWithRest([v.number()], text) }), { name: [1, '张三'] }],
    ['as one or several', v.object({ name: v.union([text, v.array(text)]) }), { name: ['张三'] }],
    ['as a text or an object', v.object({ name: v.union([text, v.object({ zh: text })]) }), { name: { zh: '张三' } }],
    ['within a list of unions', v.array(v.union([text, v.object({ name: text })])), ['x', secret]],
    ['optional, in a union', v.optional(v.union([v.optional(v.object({ name: v.nullish(text) })), text])), secret],
    [
      'variant',
      v.variant('kind', [v.object({ kind: v.literal('a'), name: text }), v.looseObject({ kind: v.literal('b') })]),
      { kind: 'a', ...secret },
    ],
    ['intersect', v.intersect([v.looseObject({}), v.object({ name: text })]), secret],
    ['intersect, deep', v.intersect([v.object({ a: some }), v.object({ a: v.object({ name: text }) })]), { a: secret }],
    ['pipe', v.pipe(v.unknown(), v.object({ name: text })), secret],
    ['pipe that parses JSON', v.pipe(text, v.parseJson(), v.object({ name: text })), JSON.stringify(secret)],
    [
      'pipe that writes JSON',
      v.object({ name: v.pipe(v.object({ zh: text }), v.transform(JSON.stringify)) }),
      { name: { zh: '张三' } },
    ],
  ])('in another way than by objects and lists leaves where the call names it too: %s', async (_, schema, data) => {
    for (const [way, call] of Object.entries(listWays(schema))) {
      await expect(call({ data }), way).rejects.toMatchObject({ name: 'ValidationError', outcome: 'not-sent' })
      expect(sent).toEqual([])
      await expect(call({ data }, { plainFields: ['name'] }), way).rejects.toMatchObject(SENT)
      expect(sent.pop()).toContain('张三')
    }
  })

  it('and is sensitive leaves encrypted, beside open values', async () => {
    const request = v.looseObject({ name: sensitiveText(), tel: text, proof: v.unknown() })
    for (const [way, call] of Object.entries(listWays(v.any(), request)).filter(([way]) => way !== 'meta')) {
      await expect(call({ name: '张三', tel: '1', proof: {}, more: 'x' }), way).rejects.toMatchObject(SENT)
      expect(JSON.parse(sent.pop() as string)).toMatchObject({ name: expect.stringMatching(/^.{344}$/), tel: '1' })
    }
  })
})
