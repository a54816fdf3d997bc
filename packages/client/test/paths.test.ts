import { createClient, defineOperation, type HttpMethod, sensitiveText, text } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import * as v from 'valibot'
import { beforeEach, describe, expect, it } from 'vitest'

const { merchant, platformKeys } = await createSandbox()
const response = v.looseObject({})
const request = v.strictObject({ out_request_no: text() })

/** The path that is signed, and the address that is sent, of each call. */
const signed: string[] = []
const sent: string[] = []
beforeEach(() => {
  signed.length = 0
  sent.length = 0
})

const operations = [
  defineOperation({ method: 'POST', path: 'v3/applyment4sub/applyment/', request, response }),
  defineOperation({ method: 'GET', path: 'v3/applyment4sub/applyment/business_code/{business_code}', response }),
  defineOperation({ method: 'POST', path: 'v3/apply4subject/applyment/{business_code}/cancel', response }),
  defineOperation({ method: 'POST', path: 'v3/gov/subsidy/qualifications/sync', request, response }),
  defineOperation({ method: 'GET', path: 'v3/pay/transactions/id/{transaction_id}', response }),
  defineOperation({ method: 'GET', path: 'v3/bill/tradebill', response }),
  defineOperation({ method: 'GET', path: 'v3/bill/{kind}/file/', response }),
  defineOperation({ method: 'POST', path: 'v3/n-people/{id}', request: v.object({ name: sensitiveText() }), response }),
]
const wxpay = createClient({
  merchant: {
    ...merchant,
    privateKey: {
      sign: async (message) => {
        signed.push(new TextDecoder().decode(message as Uint8Array).split('\n')[1] as string)
        return btoa('x'.repeat(256))
      },
    },
  },
  platformKeys,
  operations,
  transport: async (url) => {
    sent.push(url.replace(/^https:\/\/[^/]+/, ''))
    throw new Error('offline')
  },
  retry: { maxAttempts: 1 },
})

const call = (method: HttpMethod, path: string, options: object = {}) => {
  const node = wxpay.chain(path as 'v3/unknown') as unknown as Record<string, (options: object) => Promise<unknown>>
  return node[method.toLowerCase()]?.(options) as Promise<unknown>
}
const SENT = { name: 'TransportError' }
const json = { out_request_no: '1' }

describe('a slash at the end of a path', () => {
  it('is sent and signed as the operation has it, however it was written', async () => {
    const calls = [
      wxpay.v3.applyment4sub.applyment.post({ json }),
      wxpay['v3/applyment4sub/applyment/'].post({ json }),
      wxpay['v3/applyment4sub/applyment'].post({ json }),
      wxpay.chain('v3/applyment4sub/applyment/').post({ json }),
      wxpay.chain('/v3/applyment4sub/applyment').post({ json }),
      call('POST', 'v3/applyment4sub/applyment/{empty}', { json, params: { empty: '' } }),
    ]
    for (const one of calls) await expect(one).rejects.toMatchObject(SENT)
    expect(new Set(sent)).toEqual(new Set(['/v3/applyment4sub/applyment/']))
    expect(signed).toEqual(sent)
    expect(sent).toHaveLength(6)
  })

  it('is left out where the operation has none, and added behind a variable', async () => {
    await expect(call('POST', 'v3/gov/subsidy/qualifications/sync/', { json })).rejects.toMatchObject(SENT)
    await expect(call('GET', 'v3/pay/transactions/id/4200/')).rejects.toMatchObject(SENT)
    await expect(call('GET', 'v3/bill/fund/file')).rejects.toMatchObject(SENT)
    await expect(call('GET', 'v3/bill/{kind}/file', { params: { kind: 'a/' } })).rejects.toMatchObject(SENT)
    expect(sent).toEqual([
      '/v3/gov/subsidy/qualifications/sync',
      '/v3/pay/transactions/id/4200',
      '/v3/bill/fund/file/',
      '/v3/bill/a%2F/file/',
    ])
    expect(signed).toEqual(sent)
  })

  it('makes no unknown path: the operation validates the call', async () => {
    for (const path of ['v3/applyment4sub/applyment', 'v3/gov/subsidy/qualifications/sync/']) {
      await expect(call('POST', path, { json: {} })).rejects.toMatchObject({ field: 'json.out_request_no' })
    }
    // Of an unknown path it stays as it was written.
    await expect(call('POST', 'v3/some/thing/', { json: {} })).rejects.toMatchObject(SENT)
    expect(sent).toEqual(['/v3/some/thing/'])
  })

  it('tells no operations apart', () => {
    const twice = ['v3/a/b', 'v3/a/b/'].map((path) =>
      defineOperation({ method: 'GET', path: path as 'v3/a/b', response }),
    )
    expect(() => createClient({ merchant, platformKeys, operations: twice })).toThrow(
      expect.objectContaining({ field: 'operations.1' }),
    )
  })
})

it('a variable may have another name than the operation gives it', async () => {
  const cancel = wxpay.chain('v3/apply4subject/applyment/{applyment_id}/cancel' as 'v3/x')
  await expect(cancel.post({ params: { applyment_id: 'a/1' } })).rejects.toMatchObject(SENT)
  expect(sent).toEqual(['/v3/apply4subject/applyment/a%2F1/cancel'])
  // It takes no JSON: the operation was found.
  await expect(cancel.post({ params: { applyment_id: '1' }, json: {} })).rejects.toMatchObject({ field: 'json' })
})

describe('a misspelt path beside a known one', () => {
  const sync = 'v3/gov/subsidy/qualifications/sync'

  it.each([
    ['v3/gov/subsidy/qualification/sync', sync],
    // The only two documented paths that are so near to each other.
    ['v3/gov/subsidy/n-qualifications/sync', sync],
    ['v3/gov/subsidy/qualificattions/sync', sync],
    ['v3/gov/subsidy/qualificatoins/sync/', sync],
    ['v3/gov/subzidy/qualifications/sync', sync],
    ['v3/gov/subsidy/qualifications/syn', sync],
    ['v3/GOV/Subsidy/qualifications/sync', sync],
    ['v3/gov/sub_sidy/qualifications/syncs', sync],
    ['v3/applyment4sub/aplyment', 'v3/applyment4sub/applyment/'],
    ['v3/nPeople/1', 'v3/n-people/{id}'],
    ['v3/apply4subject/applyment/{id}/cancle', 'v3/apply4subject/applyment/{business_code}/cancel'],
  ])('%s is refused', async (path, known) => {
    const given = path.includes('{') ? { params: { id: '330102199001011234' } } : { json }
    const error = await call('POST', path, given).catch((error: unknown) => error)
    expect(error).toMatchObject({ name: 'ValidationError', field: 'path', outcome: 'not-sent' })
    expect((error as Error).message).toBe(
      `path is not known, but ${known} is; correct it, or say validation: 'off' to call it as written.`,
    )
    expect(sent).toEqual([])
    await expect(call('POST', path, { ...given, validation: 'off' })).rejects.toMatchObject(SENT)
    expect(sent).toEqual([`/${path.replace('{id}', '330102199001011234')}`])
    expect(signed).toEqual(sent)
  })

  it.each([
    ['two edits away', 'POST', 'v3/gov/subsidy/qualificatin/sync'],
    ['an edit in each of two segments', 'POST', 'v3/gov/subsidi/qualification/sync'],
    ['another word of less than four letters', 'POST', 'v3/gow/subsidy/qualifications/sync'],
    ['a digit of a short word', 'GET', 'v3/pay/transactions/ids/4200'],
    ['of another method', 'GET', 'v3/gov/subsidy/qualification/sync'],
    ['longer', 'POST', 'v3/gov/subsidy/qualification/sync/again'],
    ['shorter', 'POST', 'v3/gov/subsidy/qualification'],
  ] as const)('a path is called as it is written where it is %s', async (_, method, path) => {
    await expect(call(method, path)).rejects.toMatchObject(SENT)
    expect(sent).toEqual([`/${path}`])
  })

  it('is not looked for where the path is known', async () => {
    await expect(call('GET', 'v3/bill/tradebil/file')).rejects.toMatchObject(SENT)
    expect(sent).toEqual(['/v3/bill/tradebil/file/'])
  })

  it('of an upload is refused too', async () => {
    const file = new File(['x'], 'x.png')
    const path = 'v3/gov/subsidy/qualification/sync'
    await expect(wxpay.upload(path, { file })).rejects.toMatchObject({ field: 'path' })
    await expect(wxpay.upload(path, { file, validation: 'off' })).rejects.toMatchObject(SENT)
    expect(sent).toEqual([`/${path}`])
  })
})

it('a method that a known path does not have is refused, and called as written with validation: off', async () => {
  const path = 'v3/bill/tradebill'
  await expect(call('POST', path, { json })).rejects.toMatchObject({ field: 'method' })
  await expect(call('POST', path, { json, validation: 'off' })).rejects.toMatchObject(SENT)
  expect(sent).toEqual([`/${path}`])
})
