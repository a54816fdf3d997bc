import { createClient, defineOperation } from '@wechatpay-kit/client'
import { createClient as createCoreClient } from '@wechatpay-kit/client/core'
import { createSandbox } from '@wechatpay-kit/sandbox'
import type { Transport } from '@wechatpay-kit/transport-fetch'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'

const sandbox = await createSandbox()
const { merchant, platformKeys } = sandbox

const close = defineOperation({
  method: 'POST',
  path: 'v3/pay/transactions/out-trade-no/{out_trade_no}/close',
  request: v.strictObject({ mchid: v.string() }),
})
const query = defineOperation({ method: 'GET', path: 'v3/orders', response: v.looseObject({ state: v.string() }) })
const call = { params: { out_trade_no: '1' }, json: { mchid: '1900000000' } }

/** A client to whom the sandbox signs this body, under this status. */
function connect(status: number, body: string, create: typeof createCoreClient = createClient) {
  const transport: Transport = async (url, request) => {
    sandbox.failNext({ body })
    const { headers } = await sandbox.transport(url, request)
    return new Response(status === 204 || status === 205 ? null : body, { status, headers })
  }
  return create({ merchant, platformKeys, transport, operations: [close, query] })
}

describe.each([
  ['the client', createClient],
  ['its core', createCoreClient],
])('an operation without a response, of %s', (_, create) => {
  it.each([200, 201, 202, 204, 205])('succeeds with an empty %d', async (status) => {
    const post = () => connect(status, '', create)[close.path].post(call)
    const response = await post()
    expect(response.status).toBe(status)
    expect(await response.json()).toBeUndefined()
    expect(await response.text()).toBe('')
    expect(await post().json()).toBeUndefined()
    expect(await (await post()).clone().json()).toBeUndefined()
  })

  it('gives the JSON that came all the same', async () => {
    const post = () => connect(200, '{"trade_state":"CLOSED"}', create)[close.path].post(call)
    expect(await post().json()).toEqual({ trade_state: 'CLOSED' })
    expect(await (await post()).json()).toEqual({ trade_state: 'CLOSED' })
  })

  it.each([
    ['{"code":"PARAM_ERROR","message":"参数错误"}', { code: 'STATUS_CONTRADICTED', apiCode: 'PARAM_ERROR' }],
    ['{"resp_code":"900009","resp_desc":"余额不足"}', { name: 'BusinessError', respCode: '900009' }],
    ['<html>', { code: 'RESPONSE_MALFORMED', outcome: 'unknown' }],
  ])('is not let through with %s', async (body, expected) => {
    await expect(connect(200, body, create)[close.path].post(call)).rejects.toMatchObject(expected)
  })
})

it('an operation with a response demands its JSON', async () => {
  for (const status of [200, 202, 204]) {
    const call = connect(status, '')[query.path].get()
    await expect(call).rejects.toMatchObject({ code: 'RESPONSE_MALFORMED', status })
  }
})

it('a call that no operation describes may have an empty response too', async () => {
  const post = () => connect(204, '').chain('v3/x').post({ json: {} })
  expect(await (await post()).json()).toBeUndefined()
  expect(await post().json()).toBeUndefined()
})

it('an empty body under the status of an error is none of a success', async () => {
  const call404 = connect(404, '')[close.path].post(call)
  await expect(call404).rejects.toMatchObject({ code: 'STATUS_CONTRADICTED', outcome: 'unknown' })
})
