import { createClient, defineOperation, sensitiveText, text } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import * as v from 'valibot'
import { beforeEach, describe, expect, it } from 'vitest'

const { merchant, platformKeys } = await createSandbox()
const [{ id, key }] = platformKeys as [(typeof platformKeys)[number]]

const apply = defineOperation({
  method: 'POST',
  path: 'v3/shops/{shop_id}/owners',
  params: v.strictObject({ shop_id: sensitiveText() }),
  query: v.strictObject({ phone: v.optional(sensitiveText()), page: v.optional(v.number()) }),
  headers: ['Idempotency-Key'],
  request: v.strictObject({
    out_no: text(),
    mail: text(),
    owner: v.strictObject({
      name: sensitiveText(v.pipe(v.string(), v.maxLength(3))),
      id_no: v.optional(sensitiveText()),
    }),
    aliases: v.optional(v.array(sensitiveText())),
    staff: v.optional(v.array(v.strictObject({ tel: sensitiveText() }))),
    remarks: v.optional(v.strictObject({ text: text() })),
  }),
  response: v.looseObject({ state: v.string() }),
  idempotencyField: 'out_no',
})
const other = defineOperation({
  method: 'POST',
  path: 'v3/mail',
  request: v.strictObject({ mail: sensitiveText(), nick: v.optional(sensitiveText()) }),
  response: v.looseObject({}),
})

let sent: { url: string; headers: Record<string, string>; body: string | undefined }[] = []
beforeEach(() => {
  sent = []
})
const wxpay = createClient({
  merchant,
  platformKeys,
  operations: [apply, other],
  transport: async (url, { headers, body }) => {
    sent.push({ url, headers, body: body as string | undefined })
    throw new Error('offline')
  },
  retry: { maxAttempts: 1 },
})

const valid = { out_no: '1', mail: 'plain', owner: { name: '张三' } }
const params = { shop_id: 'S1' }
const post = (options: object) => wxpay.chain(apply.path as 'v3/x').post({ params, ...options })
const postOff = (json: unknown, more: object = {}) => post({ json, validation: 'off', ...more })
const SENT = { name: 'TransportError' }
const body = () => JSON.parse(sent[0]?.body as string)
const isCiphertext = (value: unknown) => typeof value === 'string' && atob(value).length === 256

describe("validation: 'off'", () => {
  it('sends what the description does not know, and leaves out what it wants', async () => {
    const json = { unknown: [1, { deep: true }], owner: { name: '张三丰' } }
    await expect(postOff(json, { query: { other: 'x' } })).rejects.toMatchObject(SENT)
    expect(body()).toMatchObject({ unknown: [1, { deep: true }] })
    expect(sent[0]?.url).toMatch(/\/owners\?other=x$/)
    await expect(wxpay.chain('v3/mail').post({ validation: 'off' })).rejects.toMatchObject(SENT)
    expect(sent[1]?.body).toBeUndefined()
    // Just as written, and only once for each call.
    expect(sent).toHaveLength(2)
  })

  it('encrypts the sensitive fields all the same: in lists, the query and the path', async () => {
    const json = {
      out_no: 1,
      new_field: 'plain',
      owner: { name: '张三', id_no: '330102', more: 1 },
      aliases: ['三', '四'],
      staff: [{ tel: '138', seat: 2 }, { tel: '139' }, {}],
    }
    await expect(postOff(json, { query: { phone: '137', size: 5 } })).rejects.toMatchObject(SENT)
    const { owner, aliases, staff, ...rest } = body()
    expect(rest).toEqual({ out_no: 1, new_field: 'plain' })
    const found = [owner.name, owner.id_no, ...aliases, staff[0].tel, staff[1].tel]
    const url = new URL(sent[0]?.url as string)
    found.push(url.searchParams.get('phone'), decodeURIComponent(url.pathname.split('/')[3] as string))
    expect(found.map(isCiphertext)).toEqual(Array(8).fill(true))
    expect(staff[0].seat).toBe(2)
    expect(owner.more).toBe(1)
    expect(JSON.stringify(sent)).not.toMatch(/张三|"330102"|三|"138"|phone=137/)
  })

  it('takes rare characters in sensitive fields, and in no others', async () => {
    await expect(postOff({ owner: { name: '𠮷野' }, unknown: 1 })).rejects.toMatchObject(SENT)
    expect(isCiphertext(body().owner.name)).toBe(true)
    await expect(postOff({ out_no: '𠮷' })).rejects.toMatchObject({
      field: 'json.out_no',
      message: expect.stringContaining('four bytes'),
    })
    await expect(postOff({ unknown: ['𠮷'] })).rejects.toMatchObject({ field: 'json.unknown.0' })
    expect(sent).toHaveLength(1)
  })

  it('leaves a variable of a known path as it is, whatever other operations encrypt', async () => {
    const path = 'v3/letters/{mail}'
    const letters = createClient({
      merchant,
      platformKeys,
      operations: [other, defineOperation({ method: 'GET', path, response: v.looseObject({}) })],
      transport: async (url) => {
        throw new Error(url)
      },
      retry: { maxAttempts: 1 },
    })
    const options = { params: { mail: 'box-1' }, query: { other: '1' }, validation: 'off' } as const
    await expect(letters[path].get(options)).rejects.toMatchObject(SENT)
    // Of a path that nobody knows, nobody knows what its variables are.
    const unknown = letters.chain('v3/parcels/{mail}').get(options)
    await expect(unknown).rejects.toMatchObject({ field: 'params.mail' })
  })

  it('checks of a sensitive text only that it can be encrypted', async () => {
    await expect(
      post({ json: { ...valid, owner: { name: '四个字的' } }, headers: { 'Idempotency-Key': '1' } }),
    ).rejects.toMatchObject({ field: 'json.owner.name' })
    await expect(postOff({ owner: { name: 'x'.repeat(215) } })).rejects.toMatchObject({
      field: 'json.owner.name',
      message: expect.stringContaining('215 bytes'),
    })
  })

  it('leaves the caller’s own objects as they were', async () => {
    const json = { owner: { name: '张三' }, aliases: ['a'] }
    const query = { phone: '1' }
    await expect(postOff(json, { query })).rejects.toMatchObject(SENT)
    expect([json, query, params]).toEqual([
      { owner: { name: '张三' }, aliases: ['a'] },
      { phone: '1' },
      { shop_id: 'S1' },
    ])
  })

  it.each<[string, unknown]>([
    ['json.owner.name', { owner: { name: 13800138000 } }],
    ['json.owner.name', { owner: { name: true } }],
    ['json.owner.name', { owner: { name: { first: '三' } } }],
    ['json.owner.name', { owner: { name: ['张三'] } }],
    ['json.aliases.1', { aliases: ['a', 5] }],
    ['json.staff.0.tel', { staff: [{ tel: 138 }] }],
  ])('refuses at %s what is no text, because it cannot be encrypted', async (field, json) => {
    const error = await postOff(json, { plainFields: ['name'] }).catch((error: unknown) => error)
    expect(error).toMatchObject({ name: 'ValidationError', field })
    expect((error as Error).message).toMatch(/must be a text, because it is encrypted/)
    expect((error as Error).message).not.toMatch(/138|张三/)
    expect(sent).toEqual([])
  })

  it('refuses such a value of the query and of the path', async () => {
    await expect(postOff({}, { query: { phone: 137 } })).rejects.toMatchObject({ field: 'query.phone' })
    await expect(postOff({}, { params: { shop_id: 5 } })).rejects.toMatchObject({ field: 'params.shop_id' })
    expect(sent).toEqual([])
  })

  it.each<[string, object]>([
    ['json.aliases.first', { aliases: { first: '张三' } }],
    ['json.aliases.a.b', { aliases: { a: { b: '张三' } } }],
    ['json.staff.a.tel.text', { staff: { a: { tel: { text: '张三' } } } }],
    ['json.other.0.aliases.first', { other: [{ aliases: { first: '张三' } }] }],
  ])(
    'refuses %s, an object in the place of sensitive texts, which holds them under other names',
    async (field, json) => {
      const name = /aliases|tel/.exec(field)?.[0] as string
      const error = await postOff(json).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ name: 'ValidationError', field })
      expect((error as Error).message).toContain(`plainFields: ['${name}']`)
      expect(sent).toEqual([])
      await expect(postOff(json, { plainFields: [name] })).rejects.toMatchObject(SENT)
      await expect(postOff({ remarks: { aliases_of_text: 'a' } })).rejects.toMatchObject(SENT)
    },
  )

  it('sends null and undefined where a sensitive text is due', async () => {
    await expect(postOff({ owner: { name: null, id_no: undefined } })).rejects.toMatchObject(SENT)
    expect(body()).toEqual({ owner: { name: null } })
  })

  it.each<[string, object, object]>([
    ['json.nick', { nick: '三' }, {}],
    ['json.owner.0.name', { owner: [{ name: '张三' }] }, {}],
    ['json.staff.tel', { staff: { tel: '138' } }, {}],
    ['json.aliases', { aliases: '张三' }, {}],
    ['json.remarks.nick', { remarks: { text: 'a', nick: '三' } }, {}],
    ['json.remarks.text.nick', { remarks: { text: { nick: 5 } } }, {}],
    ['json.tel', { tel: '138' }, {}],
    ['json.phone', { phone: '138' }, {}],
    ['query.name', {}, { query: { name: '张三' } }],
  ])('refuses %s, which the operation does not describe, unless plainFields names it', async (field, json, more) => {
    const error = await postOff(json, more).catch((error: unknown) => error)
    expect(error).toMatchObject({ name: 'ValidationError', field })
    expect((error as Error).message).toMatch(/would leave as plain text, but v3\/.* encrypts a field of this name/)
    expect((error as Error).message).not.toMatch(/张三|138/)
    expect(sent).toEqual([])
    const name = field.split('.').at(-1) as string
    await expect(postOff(json, { ...more, plainFields: [name] })).rejects.toMatchObject(SENT)
  })

  it('plainFields lets no described field leave as plain text', async () => {
    await expect(postOff({ owner: { name: '张三' }, name: 'shop' }, { plainFields: ['name'] })).rejects.toMatchObject(
      SENT,
    )
    expect(body().name).toBe('shop')
    expect(isCiphertext(body().owner.name)).toBe(true)
  })

  it('sends as plain text what the operation describes so, though another encrypts such', async () => {
    await expect(postOff({ mail: 'm@x' })).rejects.toMatchObject(SENT)
    expect(body()).toEqual({ mail: 'm@x' })
  })

  it('refuses what cannot be sent', async () => {
    await expect(postOff({ a: 1n })).rejects.toMatchObject({ field: 'json.a' })
    await expect(postOff('text')).rejects.toMatchObject({ field: 'json' })
    await expect(postOff({}, { query: { a: {} } })).rejects.toMatchObject({ field: 'query.a' })
    const get = wxpay.chain('v3/some/thing').get as (options: object) => Promise<unknown>
    await expect(get({ json: {}, validation: 'off' })).rejects.toMatchObject({ field: 'json' })
    expect(sent).toEqual([])
  })

  it('takes ready ciphertexts with Wechatpay-Serial, and nothing else in their place', async () => {
    const headers = { 'Wechatpay-Serial': id }
    const ready = { owner: { name: await key.encrypt('张三') }, extra: 1 }
    const shop_id = await key.encrypt('S1')
    await expect(postOff(ready, { headers, params: { shop_id } })).rejects.toMatchObject(SENT)
    expect(body()).toEqual(ready)
    for (const name of ['张三', 5, { a: 1 }]) {
      await expect(postOff({ owner: { name } }, { headers, params: { shop_id } })).rejects.toMatchObject({
        field: 'json.owner.name',
        message: expect.stringContaining('base64 of exactly 256 bytes'),
      })
    }
    await expect(postOff({ nick: '三' }, { headers, params: { shop_id } })).rejects.toMatchObject({
      field: 'json.nick',
    })
  })

  it('knows the number by which WeChat Pay recognises a repetition', async () => {
    let attempts = 0
    const retrying = createClient({
      merchant,
      platformKeys,
      operations: [apply],
      transport: async () => {
        attempts++
        throw new Error('offline')
      },
      retry: { maxAttempts: 2, baseDelay: 0 },
    })
    const node = retrying['v3/shops/{shop_id}/owners']
    await expect(node.post({ params, json: { out_no: '1' }, validation: 'off' })).rejects.toMatchObject(SENT)
    expect(attempts).toBe(2)
    await expect(node.post({ params, json: { no: '1' }, validation: 'off' })).rejects.toMatchObject(SENT)
    expect(attempts).toBe(3)
  })

  it('shows no sensitive value in an error', async () => {
    const failing = createClient({
      merchant,
      platformKeys,
      operations: [apply],
      transport: async (url) => {
        throw new Error(`张三 138 ${decodeURIComponent(url)} 门店一`)
      },
      retry: { maxAttempts: 1 },
    })
    const call = failing['v3/shops/{shop_id}/owners'].post({
      params: { shop_id: '门店一' },
      json: { owner: { name: '张三' }, staff: [{ tel: '138' }] },
      validation: 'off',
    })
    const error = (await call.catch((error: unknown) => error)) as Error
    expect(`${error.message} ${error.cause} ${error.stack}`).not.toMatch(/张三|138|门店一/)
  })

  it.each(['on', true, null, 'OFF'])('is the only value: not %s', async (validation) => {
    await expect(post({ json: valid, validation })).rejects.toMatchObject({ field: 'validation' })
  })
})
