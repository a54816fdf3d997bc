import { createClient as createCoreClient } from '@wechatpay-kit/client/core'
import { createClient, defineOperation, sensitiveText, zhejiang } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import * as v from 'valibot'
import { beforeEach, describe, expect, it } from 'vitest'

const { merchant, platformKeys } = await createSandbox()
const [{ id, key }] = platformKeys as [(typeof platformKeys)[number]]
const known = 'v3/gov/subsidy/zhejiang/qualifications/alter'
const path = 'v3/some/thing'

const owner = defineOperation({
  method: 'POST',
  path: 'v3/shops/{id}/owner',
  request: v.object({ owner: v.object({ nick: sensitiveText(), aliases: v.optional(v.array(sensitiveText())) }) }),
  query: v.object({ phone: v.optional(sensitiveText()) }),
  response: v.object({}),
})
const parts = defineOperation({
  method: 'POST',
  path: 'v3/parts/upload',
  transfer: 'upload',
  form: { fields: v.strictObject({ remark: v.string() }) },
  response: v.object({}),
})
const sent: unknown[] = []
const wxpay = createClient({
  merchant,
  platformKeys,
  operations: [...zhejiang, owner, parts],
  transport: async (url, { body }) => {
    sent.push(body ?? url)
    throw new Error('offline')
  },
  retry: { maxAttempts: 1 },
})
const post = (options: object, where: string = path) => wxpay.chain(where as 'v3/a').post(options)
const refusal = (field: string, message: RegExp | string) => ({
  name: 'ValidationError',
  field,
  message: typeof message === 'string' ? expect.stringContaining(message) : expect.stringMatching(message),
})
const SENT = { name: 'TransportError', outcome: 'unknown' }

beforeEach(() => {
  sent.length = 0
})

describe('a field of a name that an operation encrypts', () => {
  it.each([
    'v3/gov/subsidy/zhejang/qualification/alter',
    'v3/gov/subsidies/zhejiang/qualifications/alter',
    'v3/gov/subsidy/zhejiang/qualifications/altrrr/',
    'v3/gow/subsidy/zhejiang/qualifications/alter',
    'v3/gov/subsidy/qualifications/alter',
  ])('does not leave for the misspelt path %s', async (misspelt) => {
    for (const json of [{ cert_no: '330102199001011234' }, { name: '张三' }, { tel: '13800138000' }, { tel: 138 }]) {
      const [name] = Object.keys(json)
      const message = `encrypts a field of this name; correct the path, use defineOperation or plainFields: ['${name}']`
      await expect(post({ json }, misspelt)).rejects.toMatchObject(refusal(`json.${name}`, message))
    }
    expect(sent).toEqual([])
  })

  it.each([
    ['in an object', { a: { b: { name: '张三' } } }, 'json.a.b.name'],
    ['in a list of objects', { data: [{}, { name: '张三' }] }, 'json.data.1.name'],
    ['as an object', { name: { zh: '张三' } }, 'json.name.zh'],
    ['as a list of objects', { aliases: [{ text: '张三' }] }, 'json.aliases.0.text'],
    ['as a list', { aliases: ['张三'] }, 'json.aliases.0'],
    ['as a list of lists', { aliases: [['张三']] }, 'json.aliases.0.0'],
    ['within an object of another such name', { name: { name: '张三' } }, 'json.name.name'],
    ['whose operation has it deep inside', { nick: '张三' }, 'json.nick'],
    ['whose operation has it in the query', { phone: '1' }, 'json.phone'],
    ['that a model gives', { toJSON: () => ({ cert_no: '1' }) }, 'json.cert_no'],
  ])('is refused %s', async (_, json, field) => {
    await expect(post({ json })).rejects.toMatchObject(refusal(field, 'would leave as plain text'))
    expect(sent).toEqual([])
  })

  it('is refused in the query too, and 500 levels down', async () => {
    const get = (query: object) => wxpay.chain(path).get({ query: query as Record<string, string> })
    await expect(get({ a: 1, phone: '1' })).rejects.toMatchObject(refusal('query.phone', owner.path))
    await expect(get({ cert_no: 1 })).rejects.toMatchObject(refusal('query.cert_no', 'zhejiang'))
    let json: object = { name: '张三' }
    for (let depth = 0; depth < 500; depth++) json = { deep: json }
    await expect(post({ json })).rejects.toMatchObject({ field: expect.stringMatching(/^json(\.deep){500}\.name$/) })
    expect(sent).toEqual([])
  })

  it('is told with all its like, and without a value', async () => {
    const error = await post({ json: { cert_no: '330102199001011234', list: [{ name: '张三' }] } }).catch(
      (error: unknown) => error,
    )
    const { issues } = error as { issues: { field: string }[] }
    expect(issues.map(({ field }) => field)).toEqual(['json.cert_no', 'json.list.0.name'])
    expect(`${error} ${JSON.stringify(error)}`).not.toMatch(/330102199001011234|张三/)
  })

  it('holds no text where it is an empty object, null or a boolean', async () => {
    const json = { name: { is_new: true }, tel: null, cert_no: true, aliases: [] }
    await expect(post({ json })).rejects.toMatchObject(SENT)
    expect(sent).toHaveLength(1)
  })

  it('leaves where no operation is known, or none that encrypts it', async () => {
    const transport = () => Promise.reject(new Error('offline'))
    for (const operations of [[], [owner]]) {
      const client = createClient({ merchant, platformKeys, operations, transport })
      await expect(client.chain(path).post({ json: { name: 'x' } })).rejects.toMatchObject(SENT)
    }
  })
})

describe('plainFields', () => {
  it('lets the fields of these names leave, at any depth, and no other', async () => {
    const json = { name: 'shop', list: [{ name: 1 }], query: { phone: '1' } }
    await expect(post({ json, plainFields: ['name'] })).rejects.toMatchObject(refusal('json.query.phone', owner.path))
    await expect(post({ json, query: { phone: 1 }, plainFields: ['name', 'phone'] })).rejects.toMatchObject(SENT)
    expect(sent).toEqual([JSON.stringify(json)])
  })

  it('lets no field leave that its operation encrypts', async () => {
    const json = { cate_code: 'A01', cert_no: '1', name: '张三', tel: '1', req_ssn: '1' }
    await expect(post({ json, plainFields: ['name'] }, known)).rejects.toMatchObject(SENT)
    expect(JSON.parse(String(sent))).toMatchObject({ cate_code: 'A01', name: expect.stringMatching(/^.{344}$/) })
  })

  it.each(['name', { name: true }, [1], null])('must be a list of names: %s', async (plainFields) => {
    await expect(post({ json: {}, plainFields })).rejects.toMatchObject(refusal('plainFields', 'list of names'))
  })
})

describe('within a value that may be anything', () => {
  const open = defineOperation({
    method: 'POST',
    path: 'v3/open',
    request: v.strictObject({ proof: v.any(), name: v.optional(v.string()), tel: v.optional(sensitiveText()) }),
    response: v.object({}),
  })
  const client = createClient({
    merchant,
    platformKeys,
    operations: [...zhejiang, open],
    transport: async (_, { body }) => {
      sent.push(body)
      throw new Error('offline')
    },
    retry: { maxAttempts: 1 },
  })
  const call = (json: object, more = {}) => client.chain('v3/open').post({ json, ...more } as never)

  it.each([
    ['json.proof.tel', { proof: { tel: '138' } }],
    ['json.proof.0.a.cert_no', { proof: [{ a: { cert_no: '138' } }] }],
    ['json.proof.tel.0', { proof: { tel: ['138'] } }],
  ])('%s is refused, though the rest is validated', async (field, json) => {
    await expect(call(json)).rejects.toMatchObject(refusal(field, 'correct its place or plainFields'))
    expect(sent).toEqual([])
    const name = field.split('.').findLast((part) => /[a-z]/.test(part)) as string
    await expect(call(json, { plainFields: [name] })).rejects.toMatchObject(SENT)
    await expect(call({ proof: 'tel', name: 'x' })).rejects.toMatchObject(SENT)
    await expect(call({ proof: { a: ['x'] } })).rejects.toMatchObject(SENT)
    expect(sent).toHaveLength(3)
  })
})

describe('of an operation that the client does not list', () => {
  const foreign = defineOperation({
    method: 'POST',
    path: 'v3/foreign',
    request: v.strictObject({ remark: v.string() }),
    response: v.object({}),
  })
  const options = { validation: 'off', json: { remark: 'x', cert_no: '330102199001011234' } }

  it.each([createClient, createCoreClient])('is refused like any other, where it is not validated', async (create) => {
    const transport = () => Promise.reject(new Error('offline'))
    const client = create({ merchant, platformKeys, operations: zhejiang, transport })
    await expect(client.call(foreign, options as never)).rejects.toMatchObject(
      refusal('json.cert_no', 'would leave as plain text'),
    )
    await expect(client.call(foreign, { json: { remark: 'x' } })).rejects.toMatchObject(SENT)
  })
})

describe('of an upload', () => {
  const file = new File(['x'], 'x.png')
  const upload = (options: object) => wxpay.upload('v3/merchant/media/upload', { file, ...options })

  it('the meta and the query are looked at like any other', async () => {
    const meta = { filename: 'x.png', owner: [{ cert_no: '330102199001011234' }] }
    await expect(upload({ meta })).rejects.toMatchObject(refusal('meta.owner.0.cert_no', 'would leave as plain text'))
    await expect(upload({ query: { phone: '13800138000' } })).rejects.toMatchObject(refusal('query.phone', owner.path))
    const headers = { 'Wechatpay-Serial': id }
    await expect(upload({ meta, headers })).rejects.toMatchObject(refusal('meta.owner.0.cert_no', 'a ciphertext'))
    expect(sent).toEqual([])
  })

  it('further parts of the form are, where they are not validated', async () => {
    for (const where of ['v3/merchant/media/upload', 'v3/parts/upload'] as const) {
      const send = (fields: object, more = {}) =>
        wxpay.upload(where as 'v3/some/upload', { file, fields, validation: 'off', ...more } as never)
      const error = await send({ remark: 'x', tel: 13800138000 }).catch((error: unknown) => error)
      expect(error).toMatchObject(refusal('fields.tel', 'would leave as plain text'))
      expect(String(error)).not.toContain('13800138000')
      await expect(send({ tel: '1' }, { headers: { 'Wechatpay-Serial': id } })).rejects.toMatchObject(
        refusal('fields.tel', 'a ciphertext'),
      )
      expect(sent).toEqual([])
      await expect(send({ tel: '1', nick_of_form: '三' }, { plainFields: ['tel'] })).rejects.toMatchObject(SENT)
      expect(sent.splice(0)).toHaveLength(1)
    }
  })

  it('plainFields lets some leave', async () => {
    await expect(upload({ meta: { filename: 'x.png', name: 'shop' }, plainFields: ['name'] })).rejects.toMatchObject(
      SENT,
    )
    await expect(upload({})).rejects.toMatchObject(SENT)
    expect(sent).toHaveLength(2)
  })
})

describe('with Wechatpay-Serial', () => {
  const headers = { 'Wechatpay-Serial': id }

  it('such fields leave as ciphertexts for its key', async () => {
    const json = { name: await key.encrypt('张三'), list: [{ tel: await key.encrypt('138') }] }
    await expect(post({ json, headers })).rejects.toMatchObject(SENT)
    expect(sent).toEqual([JSON.stringify(json)])
  })

  it.each([
    ['a text', { name: '张三' }],
    ['a number', { a: [{ tel: 13800138000 }] }],
    ['too short', { cert_no: btoa('x'.repeat(255)) }],
  ])('what is no ciphertext is refused: %s', async (_, json) => {
    await expect(post({ json, headers })).rejects.toMatchObject({
      field: expect.stringMatching(/^json\./),
      message: expect.stringMatching(/base64 of exactly 256 bytes; for plain text list the name in plainFields/),
    })
    expect(sent).toEqual([])
  })

  it('plainFields lets the others leave', async () => {
    const json = { name: 'shop', cert_no: await key.encrypt('1') }
    await expect(post({ json, headers })).rejects.toMatchObject({ field: 'json.name' })
    await expect(post({ json, headers, plainFields: ['name'] })).rejects.toMatchObject(SENT)
    expect(sent).toEqual([JSON.stringify(json)])
  })
})
