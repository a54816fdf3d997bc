import { readFileSync } from 'node:fs'
import {
  createClient,
  defineOperation,
  echo,
  findSensitiveValues,
  isWechatPayError,
  zhejiang,
} from '@wechatpay-kit/endpoints'
import * as confirmation from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/n-qualifications/confirm'
import * as sync from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/sync'
import { createSandbox } from '@wechatpay-kit/sandbox'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'

const facts = (
  JSON.parse(readFileSync(new URL('zhejiang.json', import.meta.url), 'utf8')) as {
    operations: Record<string, { request: Record<string, string>; response: Record<string, string> }>
  }
).operations

/** The fields of a schema, as the facts list them: name → type and flags. */
// biome-ignore lint/suspicious/noExplicitAny: valibot's schemas of every kind
function fieldsOf(schema: any, prefix = ''): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [name, field] of Object.entries<v.GenericSchema>(schema.entries)) {
    // biome-ignore lint/suspicious/noExplicitAny: as above
    const inner = (field.type === 'optional' ? (field as any).wrapped : field) as any
    const isArray = inner.type === 'array'
    const type = { strict_object: 'object', picklist: 'string', union: 'number' }[inner.type as string] ?? inner.type
    const flags = `${field.type === 'optional' ? '' : 'R'}${v.getMetadata(inner)['sensitive'] ? 'E' : ''}`
    const path = `${prefix}${name}${isArray ? '[]' : ''}`
    found[path] = `${type} ${flags}`.trim()
    if (isArray && inner.item.entries) Object.assign(found, fieldsOf(inner.item, `${path}.`))
  }
  return found
}

it.each([...zhejiang, echo])('$path passes the check of defineOperation', (operation) => {
  expect(defineOperation({ ...operation })).toEqual(operation)
})

describe('the Zhejiang operations', () => {
  it('are the fourteen of the document, each exported by the file of its path', async () => {
    expect(zhejiang.map(({ path }) => path).sort()).toEqual(Object.keys(facts).sort())
    for (const operation of zhejiang) {
      const { post } = await import(`@wechatpay-kit/endpoints/${operation.path}`)
      expect(post).toBe(operation)
    }
  })

  it.each(zhejiang.map((operation) => [operation.path, operation] as const))(
    '%s has the documented fields',
    (path, operation) => {
      expect(operation.method).toBe('POST')
      expect(fieldsOf(operation.request)).toEqual(facts[path]?.request)
      expect(fieldsOf(operation.response)).toEqual(facts[path]?.response)
      expect(Object.keys(operation.request.entries)).toContain(operation.idempotencyField)
    },
  )
})

const row = {
  cate_code: 'B02',
  cert_no: '330102199001011234',
  name: '张三',
  operation_time: '1767240000000',
  sales: '3999.00',
  status: '0',
  subsidy: '599.85',
  tel: '13800138000',
  add_code: '330102',
  address: '文一路 1 号',
  sale_models: '0',
  brand: '示例',
  activity_add_code: '330100',
  uniscid: '91330000000000000X',
  corp_name: '示例电器有限公司',
  serial_num: 'N1',
} as const

describe('documented constraints', async () => {
  const { merchant, platformKeys, transport } = await createSandbox()
  const wxpay = createClient({ merchant, platformKeys, transport })
  const confirm = (change: object) =>
    wxpay.v3.gov.subsidy.zhejiang.nQualifications.confirm
      .post({ json: { req_ssn: '1', data: [{ ...row, ...change }] } })
      .then(
        () => undefined,
        (error: unknown) => (isWechatPayError(error) && error.name === 'ValidationError' ? error : undefined),
      )

  it.each([
    ['cert_no', '33010219900101123x', /upper case/],
    ['cert_no', '330102 199001011234', /no spaces/],
    ['sales', '-1', /yuan/],
    ['subsidy', '1,5', /yuan/],
    ['add_code', '110 101', /6 digits/],
    ['uniscid', '9133', /18 characters/],
    ['corp_name', '名'.repeat(101), /at most 100/],
    ['operation_time', '2026-01-01', /milliseconds/],
    ['status', '2', /must be "0" \| "1"/],
    ['sale_models', 'online', /must be "0" \| "1"/],
    ['grade', '三级', /一级/],
    ['cate_code', 'A01', /grade is missing/],
  ])('%s %s', async (name, value, message) => {
    const error = await confirm({ [name]: value })
    expect(error?.message).toMatch(message)
    expect(error?.message).not.toContain(row.cert_no)
    expect(error?.message).not.toContain(value)
  })

  it('let enumerations through whose meanings are not published', async () => {
    const json = {
      category_id: 'A01',
      name: '李四',
      mobile: '13900139000',
      add_code: '330102',
      cert_type: '9',
      cert_no: 'X1',
      req_ssn: '1',
    }
    expect((await wxpay.v3.gov.subsidy.zhejiang.authcode.issue.post({ json }).json()).auth_code).toMatch(/./)
  })

  it('encrypt inside lists: address in confirm only', () => {
    const pathsOf = (request: v.GenericSchema) =>
      findSensitiveValues(request, { data: [row] }).map(({ path }) => path.join('.'))
    expect(pathsOf(confirmation.post.request)).toEqual([
      'data.0.cert_no',
      'data.0.name',
      'data.0.tel',
      'data.0.address',
    ])
    expect(pathsOf(sync.post.request)).toEqual(['data.0.cert_no', 'data.0.name', 'data.0.tel'])
  })

  it('are found in values that nobody can change', () => {
    const frozen = Object.freeze({ cert_no: 'a', other: Number.NaN })
    const found = findSensitiveValues(sync.post.request, Object.freeze({ data: Object.freeze([frozen]) }))
    expect(found.map(({ path }) => path.join('.'))).toEqual(['data.0.cert_no'])
  })
})
