import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { run } from './run.ts'

type Files = Readonly<Record<string, string>>

async function makeFolder(files: Files): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wechatpay-kit-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  return folder
}

const runTool = (name: string, ...args: string[]) => run(process.execPath, [`tools/${name}.mjs`, ...args])

/** Two areas as the catalogue has them, with a reference, parts that hold together, and a list of sensitive fields. */
const DESCRIPTION: Files = {
  'docs/v3/webhooks.yaml': 'post: { summary: notifications, which are no operation }',
  'docs/definitions/Shared.yaml': `
Serial: { name: Wechatpay-Serial, in: header, required: true }
Echo:
  type: object
  required: [echo_message]
  properties:
    echo_message: { type: string }
`,
  'docs/v3/security/echo.yaml': `
post:
  summary: echo
  parameters:
    - $ref: '../../definitions/Shared.yaml#/Serial'
    - name: _
      in: body
      schema:
        allOf:
          - $ref: '../../definitions/Shared.yaml#Echo'
          - type: object
            properties:
              notify_url: { type: string }
              encrypted_echo_message: { type: string, format: base64 }
  responses:
    '200':
      schema:
        allOf:
          - $ref: '../../definitions/Shared.yaml#Echo'
          - x-is-sensitive: [encrypted_echo_message]
            properties: { encrypted_echo_message: { type: string } }
`,
  'docs/v3/palmservice/authorization/openid/{openid}.yaml': `
get:
  summary: query
  parameters:
    - { name: openid, in: path, type: string }
    - { name: organization_id, in: query, type: string, required: true }
  responses:
    200:
      schema:
        type: object
        properties:
          openid: { type: string }
          organization_id: { type: string }
          state:
            type: string
            enum: [AUTHORIZATION_STATE_NONE, AUTHORIZATION_STATE_ON, AUTHORIZATION_STATE_OFF]
          authorize_time: { type: string, format: rfc3339 }
`,
  'docs/v3/palmservice/authorization/preauthorize.yaml': `
post:
  summary: authorize
  parameters:
    - name: _
      in: body
      schema:
        type: object
        required: [openid]
        properties:
          openid: { type: string }
          preauthorize_session_id: { type: string }
          organization_id: { type: string }
  responses:
    200:
      schema: { type: object, required: [permission_token], properties: { permission_token: { type: string } } }
`,
}
const ECHO = 'docs/v3/security/echo.yaml'
const QUERY = 'docs/v3/palmservice/authorization/openid/{openid}.yaml'
const AUTHORIZE = 'docs/v3/palmservice/authorization/preauthorize.yaml'

/** Compares both areas with the description, in which a text of a file is replaced by another. */
async function compare(file = ECHO, from = '', to = ''): Promise<string[]> {
  const text = DESCRIPTION[file] ?? ''
  expect(text).toContain(from)
  const folder = await makeFolder({ ...DESCRIPTION, [file]: text.replace(from, to) })
  const { code, stdout, stderr } = await runTool('catalogue-compare', folder, '--areas=security,palmservice')
  expect([code, stderr]).toEqual([0, ''])
  return stdout.split('\n').filter(Boolean)
}

describe('The comparison with a newer description', () => {
  it('prints nothing where nothing changed', async () => {
    expect(await compare()).toEqual([])
  })

  it.each([
    [
      'a new field',
      ECHO,
      'notify_url:',
      'sent_at: { type: integer }\n              notify_url:',
      '+ json.sent_at integer',
    ],
    ['a field that is gone', ECHO, 'notify_url: { type: string }', '', '- json.notify_url string'],
    [
      'another type',
      ECHO,
      'notify_url: { type: string }',
      'notify_url: { type: object }',
      '~ json.notify_url type string → object',
    ],
    ['a field in plain text', ECHO, ', format: base64', '', '~ json.encrypted_echo_message encrypted → plain'],
    [
      'a field that is encrypted',
      ECHO,
      'notify_url: { type: string',
      'notify_url: { type: string, format: base64',
      '~ json.notify_url plain → encrypted',
    ],
    [
      'a list of sensitive fields',
      ECHO,
      '[encrypted_echo_message]',
      '[]',
      '~ response.encrypted_echo_message encrypted → plain',
    ],
    [
      'a member of the query',
      QUERY,
      'in: query, type: string, required: true',
      'in: query, type: string',
      '~ query.organization_id required → optional',
    ],
    [
      'a field that is demanded',
      AUTHORIZE,
      '[openid]',
      '[openid, organization_id]',
      '~ json.organization_id optional → required',
    ],
    [
      'a value',
      QUERY,
      'STATE_ON,',
      'STATE_ON, AUTHORIZATION_STATE_PAUSED,',
      '~ response.state values + AUTHORIZATION_STATE_PAUSED',
    ],
    ['a value that is gone', QUERY, 'AUTHORIZATION_STATE_ON, ', '', '~ response.state values - AUTHORIZATION_STATE_ON'],
  ])('prints %s', async (_, file, from, to, expected) => {
    const lines = await compare(file, from, to)
    expect(lines).toHaveLength(3)
    expect(lines[0]).toMatch(/^changed (POST \/v3\/security\/echo|GET|POST \/v3\/palmservice)/)
    expect(lines.slice(1)).toEqual([`  ${expected}`, '0 added, 0 removed, 1 changed'])
  })

  it('prints operations that are new and that are gone', async () => {
    expect(await compare(AUTHORIZE, 'post:\n  summary: authorize', 'put:\n  summary: authorize anew')).toEqual([
      'removed POST /v3/palmservice/authorization/preauthorize 服务关联预授权',
      'added PUT /v3/palmservice/authorization/preauthorize authorize anew',
      '1 added, 1 removed, 0 changed',
    ])
  })

  it('compares every area where none is named, and misses nothing that only official code has', async () => {
    const { stdout } = await runTool('catalogue-compare', await makeFolder(DESCRIPTION))
    // One of the 1,019 is known from pages alone.
    expect(stdout.trim().split('\n').at(-1)).toBe(`0 added, ${1019 - 1 - 3} removed, 0 changed`)
    expect(stdout).not.toContain('/brand/marketing/product-coupon/')
  })

  it('says what is missing', async () => {
    const expectRefusal = async (message: string, ...args: string[]) => {
      const { code, stdout, stderr } = await runTool('catalogue-compare', ...args)
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr).toContain(message)
    }
    const folder = await makeFolder({ 'docs/v3/bill.yaml': "get: { parameters: [{ $ref: '#None' }] }" })
    await expectRefusal('No folder is given')
    await expectRefusal('has no folder docs/v3', await makeFolder({ 'README.md': '' }))
    await expectRefusal('refers to #None, which does not exist', folder)
    await expectRefusal('No area is named payments', folder, '--areas=payments,pay')
  })
})

/** A folder of researched facts: one operation with every kind of dispute, and one notification. */
const FACTS: Files = {
  'index.json': '{}',
  'notifications.json': JSON.stringify([
    { event: 'A.B', originalType: 'a', title: '一', doc: ['merchant/1'], resource: { type: 'object' }, page: 'a.md' },
  ]),
  'pay.json': JSON.stringify([
    {
      method: 'POST',
      path: '/v3/pay/one',
      title: '一',
      doc: ['merchant/1'],
      docOld: ['wiki/one.shtml'],
      tags: ['一'],
      query: [{ name: 'limit', type: 'integer', required: true }],
      json: {
        type: 'object',
        fields: {
          name: { type: 'string', encrypted: true },
          good_name: { type: 'string', from: ['go'] },
          extra: { type: 'array', from: ['dotnet'], items: { type: 'object', fields: { a: { type: 'string' } } } },
          mchid: { type: 'string' },
        },
      },
      response: {
        200: { type: 'object', fields: { state: { type: 'string', enum: ['A', 'B'] }, odd: { type: 'any' } } },
      },
      encrypted: { request: ['json.name'] },
      seen: ['dotnet', 'go'],
      unconfirmed: ['response.odd'],
      dispute: [
        { at: 'query.limit', what: 'type', catalogue: 'string', go: 'integer' },
        { at: 'query.limit', what: 'required', catalogue: true, dotnet: false, used: true },
        { at: 'json.name', what: 'encrypted', catalogue: false, go: true },
        { at: 'json.good_name', what: 'name', go: 'string', catalogue: 'json.goood_name', added: true },
        { at: 'json', what: 'roles', fields: ['mchid'], used: false },
        { at: 'response.state', what: 'enum', go: ['B'] },
      ],
      source: 'one.yaml',
    },
  ]),
}

describe('The import', () => {
  const importFacts = async (files: Files) => {
    const folder = await makeFolder(files)
    return { folder, result: await runTool('catalogue-import', folder, join(folder, 'result')) }
  }

  it('turns witnesses and disputes into flags of nodes, one record a line', async () => {
    const { folder, result } = await importFacts(FACTS)
    expect(result).toMatchObject({ code: 0, stderr: '' })
    const text = await readFile(join(folder, 'result/pay.json'), 'utf8')
    expect(text.split('\n')).toHaveLength(4)
    expect(JSON.parse(text)).toEqual([
      {
        method: 'POST',
        path: '/v3/pay/one',
        title: '一',
        tags: ['一'],
        doc: ['merchant/1'],
        official: true,
        query: [{ name: 'limit', type: 'integer', required: true, typeDisputed: true, requiredDisputed: true }],
        json: {
          type: 'object',
          fields: {
            name: { type: 'string', encrypted: true, encryptedDisputed: true },
            good_name: { type: 'string', spelling: 'goood_name', undescribed: true },
            extra: {
              type: 'array',
              undescribed: true,
              unconfirmed: true,
              items: { type: 'object', fields: { a: { type: 'string' } } },
            },
            mchid: { type: 'string', requiredDisputed: true },
          },
        },
        response: {
          200: {
            type: 'object',
            fields: {
              state: { type: 'string', enum: ['A', 'B'], enumDisputed: true },
              odd: { type: 'any', unconfirmed: true },
            },
          },
        },
        encrypted: { request: ['json.name'] },
      },
    ])
    expect(JSON.parse(await readFile(join(folder, 'result/notifications.json'), 'utf8'))).toEqual([
      { events: ['A.B'], originalTypes: ['a'], title: '一', doc: ['merchant/1'], resource: { type: 'object' } },
    ])
    await writeFile(join(folder, 'result/package.json'), '{ "type": "module" }')
    const { default: records } = await import(join(folder, 'result/pay.js'))
    expect(records).toEqual(JSON.parse(text))
  })

  it('changes nothing when it runs again', async () => {
    const { folder } = await importFacts(FACTS)
    const read = async () => {
      const names = (await readdir(join(folder, 'result'))).sort()
      return Promise.all(names.map(async (name) => [name, await readFile(join(folder, 'result', name), 'utf8')]))
    }
    const before = await read()
    expect(before).toHaveLength(4)
    await runTool('catalogue-import', folder, join(folder, 'result'))
    expect(await read()).toEqual(before)
  })

  it('loses no flag in silence, and says which folder is wanted', async () => {
    const stray = (FACTS['pay.json'] ?? '').replace('response.odd', 'response.even')
    const { result } = await importFacts({ ...FACTS, 'pay.json': stray })
    expect(result.code).toBe(1)
    expect(result.stderr).toContain('/v3/pay/one has flags of fields that it does not have: response.even')
    expect(await runTool('catalogue-import')).toMatchObject({ code: 2, stderr: expect.stringContaining('No folder') })
    const other = await importFacts({ 'package.json': '{}' })
    expect(other.result.stderr).toContain('holds no notifications.json')
  })
})

/** One area that the overlay can be laid over, with a field of two meanings and an encrypted one. */
const RECORDS = [
  {
    method: 'POST',
    path: '/v3/pay/one',
    title: '一',
    doc: ['merchant/1'],
    query: [{ name: 'limit', type: 'integer' }],
    headers: [{ name: 'Idempotency-Key', type: 'string', required: true }],
    json: {
      type: 'object',
      fields: {
        out_no: { type: 'string', required: true, term: '单号' },
        name: { type: 'string', encrypted: true, term: '姓名' },
        list: { type: 'array', items: { type: 'object', fields: { name: { type: 'string', term: '名称' } } } },
      },
    },
    response: { 200: { type: 'object', fields: { name: { type: 'string' } } } },
    encrypted: { request: ['json.name'] },
  },
]
const ONE = 'POST /v3/pay/one'

describe('The modules', () => {
  const makeModules = async (overlay: Readonly<Record<string, unknown>>, records: readonly object[] = RECORDS) => {
    const files = Object.entries(overlay).map(([name, value]) => [`overlay/${name}`, JSON.stringify(value)])
    const folder = await makeFolder({
      ...Object.fromEntries(files),
      'data/pay.json': JSON.stringify(records),
      'package.json': '{ "type": "module" }',
    })
    const result = await runTool('catalogue-modules', join(folder, 'data'), join(folder, 'overlay'))
    const read = async (index = 0) => (await import(join(folder, 'data/pay.js'))).default[index]
    return { result, read, made: await readdir(join(folder, 'data')) }
  }

  it('have English, by Chinese term where a name has several meanings; the number; corrections with their source', async () => {
    const { result, read } = await makeModules({
      'terms.json': { out_no: 'number', limit: 'limit' },
      'pay.json': {
        titles: { [ONE]: 'one' },
        terms: { name: { 姓名: 'full name', '*': 'name' } },
        idempotency: { [ONE]: { field: 'out_no', doc: 'merchant/1' } },
        facts: [
          {
            operations: [ONE],
            source: 'merchant/2',
            nodes: {
              'json.out_no': { maxLength: 32 },
              'json.name': { encrypted: null },
              'json.list[].name': { encrypted: true },
            },
          },
        ],
      },
    })
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(await read()).toEqual({
      method: 'POST',
      path: '/v3/pay/one',
      title: '一',
      english: 'one',
      doc: ['merchant/1'],
      query: [{ name: 'limit', type: 'integer', english: 'limit' }],
      headers: [{ name: 'Idempotency-Key', type: 'string', required: true }],
      json: {
        type: 'object',
        fields: {
          out_no: {
            type: 'string',
            required: true,
            term: '单号',
            english: 'number',
            maxLength: 32,
            limited: 'merchant/2',
          },
          name: { type: 'string', term: '姓名', english: 'full name', corrected: 'merchant/2' },
          list: {
            type: 'array',
            items: {
              type: 'object',
              fields: {
                name: { type: 'string', term: '名称', english: 'name', encrypted: true, corrected: 'merchant/2' },
              },
            },
          },
        },
      },
      response: { 200: { type: 'object', fields: { name: { type: 'string', english: 'name' } } } },
      encrypted: { request: ['json.list[].name'] },
      idempotency: { field: 'out_no', doc: 'merchant/1' },
    })
  })

  it('have a field that the description lacks, where its type is given', async () => {
    const nodes = { 'json.list[].code': { type: 'string', required: true, encrypted: true } }
    const { read } = await makeModules({ 'pay.json': { facts: [{ operations: [ONE], source: 'merchant/2', nodes }] } })
    const { json, encrypted } = await read()
    expect(json.fields.list.items.fields.code).toEqual({
      type: 'string',
      required: true,
      encrypted: true,
      corrected: 'merchant/2',
    })
    expect(encrypted.request).toContain('json.list[].code')
  })

  it('can name a header as the number', async () => {
    const { read } = await makeModules({
      'pay.json': { idempotency: { [ONE]: { field: 'Idempotency-Key', doc: 'merchant/1' } } },
    })
    expect((await read()).idempotency.field).toBe('Idempotency-Key')
  })

  it('have fen where a document states the unit of a whole call, a resource or a product, and nowhere else', async () => {
    const amounts = [{ paths: ['/v3/pay/orders'], source: 'merchant/2', fen: ['total', 'refund'] }]
    const parts = {
      total: { type: 'integer', term: '总金额' },
      count: { type: 'integer', term: '数量' },
      refunds: { type: 'array', items: { type: 'object', fields: { refund: { type: 'number' } } } },
      refund: { type: 'string', term: '退款' },
    }
    const known = { type: 'integer', unit: 'yuan' }
    const make = (path: string) => ({
      method: 'POST',
      path,
      title: '',
      doc: [],
      query: [{ name: 'total', type: 'integer' }],
      json: { type: 'object', fields: { detail: { type: 'string', contains: { type: 'object', fields: parts } } } },
      response: { 200: { type: 'object', fields: { ...parts, total: known } }, 204: null },
    })
    const records = [make('/v3/pay/orders/{no}'), make('/v3/pay/orders-of-others')]
    const { result, read } = await makeModules({ 'pay.json': { amounts } }, records)
    expect(result).toMatchObject({ code: 0, stderr: '' })
    const inFen = {
      ...parts,
      total: { ...parts.total, unit: 'fen' },
      refunds: { type: 'array', items: { type: 'object', fields: { refund: { type: 'number', unit: 'fen' } } } },
    }
    expect(await read()).toEqual({
      ...records[0],
      query: [{ name: 'total', type: 'integer', unit: 'fen' }],
      json: { type: 'object', fields: { detail: { type: 'string', contains: { type: 'object', fields: inFen } } } },
      response: { 200: { type: 'object', fields: { ...inFen, total: known } }, 204: null },
    })
    expect(await read(1)).toEqual(records[1])
  })

  it('have fen in the notifications of an event', async () => {
    const amounts = [{ events: ['REFUND.SUCCESS'], source: 'merchant/2', fen: ['total'] }]
    const make = (event: string) => ({
      events: [event],
      title: '',
      doc: [],
      resource: { type: 'object', fields: { total: { type: 'number' } } },
    })
    const { read } = await makeModules({ 'pay.json': { amounts } }, [make('REFUND.SUCCESS'), make('REFUND.CLOSED')])
    expect((await read()).resource.fields).toEqual({ total: { type: 'number', unit: 'fen' } })
    expect((await read(1)).resource.fields).toEqual({ total: { type: 'number' } })
  })

  const amount = (change: object) => ({
    'pay.json': { amounts: [{ paths: ['/v3/pay/one'], source: 's', fen: ['limit'], ...change }] },
  })
  const fact = (nodes: object, operations = [ONE]) => ({ 'pay.json': { facts: [{ operations, source: 's', nodes }] } })
  it.each([
    ['an area that does not exist', { 'payments.json': {} }, 'payments: there is no such area'],
    ['an operation that does not exist', fact({}, ['GET /v3/pay/one']), 'GET /v3/pay/one is no operation'],
    ['the title of no operation', { 'pay.json': { titles: { 'GET /v3/pay/one': 'one' } } }, 'is no operation'],
    ['a place that does not exist', fact({ 'json.names': { minLength: 1 } }), `${ONE} has no json.names`],
    ['a field of no object', fact({ 'json.list.code': { type: 'string' } }), `${ONE} has no json.list.code`],
    ['what is so already', fact({ 'json.name': { encrypted: true } }), 'is so already: json.name'],
    ['the removal of what is not there', fact({ 'query.limit': { required: null } }), 'is so already: query.limit'],
    ['no change', fact({ 'json.name': {} }), 'is so already: json.name'],
    ['a term of no field', { 'pay.json': { terms: { names: 'name' } } }, 'names is the name of no field'],
    [
      'a shared term that is never used',
      { 'terms.json': { limit: 'limit' }, 'pay.json': { terms: { limit: 'greatest count' } } },
      'terms: limit is the name of no field',
    ],
    ['a meaning of no field', { 'pay.json': { terms: { name: { 姓: 'name', '*': 'x' } } } }, 'name of 姓 is the name'],
    [
      'a number that is no field',
      { 'pay.json': { idempotency: { [ONE]: { field: 'out_trade_no', doc: 'merchant/1' } } } },
      `${ONE} has no field or header out_trade_no`,
    ],
    ['a member that is unknown', { 'pay.json': { fact: [] } }, 'fact is no member'],
    ['an amount of no call', amount({ paths: ['/v3/pay/on'] }), 'amounts gives /v3/pay/on no unit'],
    ['an amount of no event', amount({ events: ['REFUND'] }), 'amounts gives REFUND no unit'],
    ['an amount that nothing has', amount({ fen: ['limit', 'out_no'] }), 'amounts gives out_no no unit'],
    ['an amount without a source', amount({ source: '' }), 'amounts has no source'],
  ])('are not written where the overlay holds %s', async (_, overlay, problem) => {
    const { result, made } = await makeModules(overlay)
    expect(result.code).toBe(1)
    expect(result.stderr).toContain(problem)
    expect(result.stderr).toContain('Correct or remove what no longer holds')
    expect(made).toEqual(['pay.json'])
  })
})
