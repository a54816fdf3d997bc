import { type ClientEvent, defineOperation, sensitiveText } from '@wechatpay-kit/client'
import { type CoreOptions, createClient, createRetry, decryptResponse } from '@wechatpay-kit/client/core'
import { echo } from '@wechatpay-kit/client/operation'
import * as alter from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/alter'
import { createSandbox } from '@wechatpay-kit/sandbox'
import type { Transport } from '@wechatpay-kit/transport-fetch'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'

const sandbox = await createSandbox()
const { merchant, platformKeys } = sandbox
const [{ id, key }] = platformKeys as [(typeof platformKeys)[number]]

describe('the client for bundles', () => {
  it.each([
    ['merchant.mchid', { merchant: { ...merchant, mchid: 'wx8888888888888888' } }, 'must be the merchant number'],
    ['merchant.mchid', { merchant: { ...merchant, mchid: '190000 7291' } }, 'must be the merchant number'],
    ['merchant.serialNumber', { merchant: { ...merchant, serialNumber: id } }, 'must be the serial number'],
    ['merchant.serialNumber', { merchant: { ...merchant, serialNumber: '1'.repeat(41) } }, 'must be the serial number'],
    ['platformKeys.0.id', { platformKeys: [{ id: `${id} `, key }] }, 'must be the id of WeChat Pay’s public key'],
    ['platformKeys.0.id', { platformKeys: [{ id: '1'.repeat(41), key }] }, 'must be the id of WeChat Pay’s public key'],
    ['platformKeys.0.id', { platformKeys: [{ id: '1'.repeat(28), key }] }, 'must be the id of WeChat Pay’s public key'],
  ])('refuses a mistaken %s (%o)', (field, options, message) => {
    const create = () => createClient({ merchant, platformKeys, ...options } as Parameters<typeof createClient>[0])
    expect(create).toThrow(expect.objectContaining({ name: 'ValidationError', field }))
    expect(create).toThrow(message)
  })

  it('has a transport that can read by itself give a Response', async () => {
    const refuse = async () => {
      throw new TypeError('not asked for')
    }
    const transport = Object.assign(sandbox.transport, { readResponse: refuse })
    const wxpay = createClient({ merchant, platformKeys, operations: [alter.post], transport })
    const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
    expect(await wxpay.call(alter.post, { json }).json()).toMatchObject({ auth_code: expect.any(String) })
  })

  it('lets no sensitive field leave as plain text for a misspelt path, nor a known path by another method', async () => {
    const sent: string[] = []
    const wxpay = createClient({
      merchant,
      platformKeys,
      operations: [alter.post],
      transport: async (url) => {
        sent.push(url)
        throw new Error('offline')
      },
    })
    const misspelt = wxpay.chain('v3/gov/subsidy/zhejang/qualifications/alter' as 'v3/a')
    await expect(misspelt.post({ json: { cert_no: '330102199001011234' } })).rejects.toMatchObject({
      name: 'ValidationError',
      field: 'json.cert_no',
      outcome: 'not-sent',
    })
    const known = wxpay.chain(alter.post.path) as unknown as typeof misspelt
    await expect(known.put({ json: {} })).rejects.toMatchObject({ name: 'ValidationError', field: 'method' })
    expect(sent).toEqual([])
  })
})

const path = 'v3/gov/subsidy/zhejiang/qualifications/alter'
const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
const HOSTS = ['https://a.example', 'https://b.example'] as const

/** A client whose transport answers these in turn, `undefined` with a failure; and the URLs that were called. */
function connect(options: Partial<CoreOptions>, ...responses: (Response | undefined)[]) {
  const sent: string[] = []
  const transport: Transport = async (url, request) => {
    sent.push(url)
    if (responses.length === 0) return sandbox.transport(url, request)
    const response = responses.shift()
    if (!response) throw new TypeError('unreachable')
    return response
  }
  return { wxpay: createClient({ merchant, platformKeys, transport, ...options, operations: [alter.post] }), sent }
}

describe('without createRetry it', () => {
  it.each([
    ['a failure', undefined, { name: 'TransportError', code: 'TRANSPORT_NETWORK_FAILED', retryable: true }],
    ['a status of 500', Response.json({}, { status: 500 }), { name: 'ApiError', status: 500 }],
  ])(
    'makes one attempt, at the first host, after %s too, and says that nothing is settled',
    async (_, response, error) => {
      const { wxpay, sent } = connect({}, response)
      const thrown = await wxpay[path].post({ json }).catch((thrown: unknown) => thrown)
      expect(thrown).toMatchObject({ ...error, outcome: 'unknown' })
      expect((thrown as Error).message).toContain('The call may have been executed')
      expect(sent).toEqual([`https://api.mch.weixin.qq.com/${path}`])
    },
  )

  it('lets the attempt last as long as the call may', async () => {
    const transport: Transport = () => new Promise(() => {})
    const wxpay = createClient({ merchant, platformKeys, transport, operations: [alter.post] })
    const error = await wxpay[path].post({ json, timeout: 20 }).catch((thrown: Error) => thrown)
    expect(error).toMatchObject({ code: 'TRANSPORT_TIMED_OUT', outcome: 'unknown' })
    expect((error as Error).message).toContain('raise the option timeout')
  })

  it.each([
    ['baseUrls', { baseUrls: HOSTS }, 'needs retry: createRetry(…)'],
    ['onEvent', { onEvent: () => {} }, 'needs retry: createRetry(…)'],
    ['retry', { retry: { maxAttempts: 5 } }, 'must be createRetry(…)'],
    ['retry', { retry: {} }, 'must be createRetry(…)'],
    ['retry', { retry: null }, 'must be createRetry(…)'],
  ])('refuses %s at once (%o)', (field, options, message) => {
    const create = () => connect(options as never)
    expect(create).toThrow(expect.objectContaining({ name: 'ValidationError', field }))
    expect(create).toThrow(message)
  })
})

describe('with createRetry it', () => {
  it('repeats a call, goes on to the next host, and tells of both', async () => {
    const events: ClientEvent['type'][] = []
    const onEvent = ({ type }: ClientEvent) => events.push(type)
    const { wxpay, sent } = connect({ baseUrls: HOSTS, retry: createRetry({ baseDelay: 0 }), onEvent }, undefined)
    expect(await wxpay[path].post({ json }).json()).toMatchObject({ resp_code: '000000' })
    expect(sent).toEqual(HOSTS.map((host) => `${host}/${path}`))
    expect(events).toEqual(['attempt', 'retry', 'fail-over', 'attempt', 'response', 'success'])
  })

  it('has WeChat Pay’s second host', async () => {
    const { wxpay, sent } = connect({ retry: createRetry({ baseDelay: 0 }) }, undefined)
    await wxpay[path].post({ json })
    expect(sent.map((url) => new URL(url).host)).toEqual(['api.mch.weixin.qq.com', 'api2.mch.weixin.qq.com'])
  })

  it('shares its quota with the clients that share it', async () => {
    const retry = createRetry({ baseDelay: 0, quota: 1, maxAttempts: 2 })
    const [one, other] = [connect({ retry }, undefined, undefined), connect({ retry }, undefined)]
    await expect(one.wxpay[path].post({ json })).rejects.toMatchObject({ code: 'TRANSPORT_NETWORK_FAILED' })
    await expect(other.wxpay[path].post({ json })).rejects.toMatchObject({ code: 'TRANSPORT_NETWORK_FAILED' })
    expect([one.sent.length, other.sent.length]).toEqual([2, 1])
  })

  it.each([
    ['retry.maxAttempts', { maxAttempts: 0 }],
    ['retry.attemptTimeout', { attemptTimeout: -1 }],
    ['retry.attempts', { attempts: 3 }],
  ])('refuses %s', (field, options) => {
    expect(() => createRetry(options as never)).toThrow(expect.objectContaining({ name: 'ValidationError', field }))
  })
})

describe('an operation whose responses have encrypted fields', () => {
  const list = defineOperation({
    method: 'GET',
    path: 'v3/people/{id}',
    response: v.looseObject({ data: v.optional(v.array(v.looseObject({ name: v.nullish(sensitiveText()) }))) }),
  })
  const wanted = { name: 'ValidationError', field: 'decryptResponse', outcome: 'not-sent' }

  it.each([echo, list])('is refused without decryptResponse, in the list and by call: %o', (operation) => {
    expect(() => createClient({ merchant, platformKeys, operations: [operation] })).toThrow(
      expect.objectContaining(wanted),
    )
    const wxpay = createClient({ merchant, platformKeys, transport: () => expect.fail('sent') })
    expect(() => wxpay.call(operation, {} as never)).toThrow(expect.objectContaining(wanted))
  })

  it('is called with it, listed or not', async () => {
    const options = { merchant, platformKeys, transport: sandbox.transport, decryptResponse }
    const texts = { echo_message: 'hello', encrypted_echo_message: '张三' }
    expect(
      await createClient({ ...options, operations: [echo] })
        [echo.path].post({ json: texts })
        .json(),
    ).toEqual(texts)
    expect(await createClient(options).call(echo, { json: texts }).json()).toEqual(texts)
  })

  it('needs a function', () => {
    const options = { merchant, platformKeys, decryptResponse: true }
    expect(() => createClient(options as never)).toThrow(
      expect.objectContaining({ name: 'ValidationError', field: 'decryptResponse' }),
    )
  })
})
