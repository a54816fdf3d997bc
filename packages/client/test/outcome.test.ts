import {
  BusinessError,
  type ClientOptions,
  createClient,
  defineOperation,
  IntegrityError,
  isWechatPayError,
  readNotification,
  type WechatPayError,
} from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { FetchError, type Transport } from '@wechatpay-kit/transport-fetch'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'

const path = 'v3/gov/subsidy/zhejiang/qualifications/alter'
const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
const sandbox = await createSandbox()
const { merchant, platformKeys } = sandbox

const connect = (transport: Transport, options: Partial<ClientOptions> = {}) =>
  createClient({ merchant, platformKeys, transport, retry: { baseDelay: 0 }, ...options })

async function errorOf(call: Promise<unknown>): Promise<WechatPayError> {
  const error = await call.then(
    () => expect.fail('data reached the caller'),
    (error: unknown) => error,
  )
  if (!isWechatPayError(error)) throw error
  return error
}

/** A transport whose responses are signed by the sandbox, each body under the status that is given with it. */
function responding(...responses: readonly (readonly [status: number, body: string, isSigned?: boolean] | Error)[]) {
  const rest = [...responses]
  const transport: Transport = async (url, request) => {
    const next = rest.length > 1 ? rest.shift() : rest[0]
    if (!next || next instanceof Error) throw next
    const [status, body, isSigned = true] = next
    sandbox.failNext({ body })
    const { headers } = await sandbox.transport(url, request)
    return new Response(status === 204 ? null : body, { status, ...(isSigned ? { headers } : {}) })
  }
  return transport
}

const SUCCESS = '{"resp_code":"000000","resp_desc":"成功","auth_code":"A1"}'
const error = (code: string) => JSON.stringify({ code, message: '原因' })

describe('a status is not signed', () => {
  it.each([400, 403, 404, 409, 500, 502])('a signed success under %d settles nothing', async (status) => {
    const failure = await errorOf(connect(responding([status, SUCCESS]))[path].post({ json }))
    expect(failure).toMatchObject({ name: 'ApiError', code: 'STATUS_CONTRADICTED', status })
    expect(failure).toMatchObject({ verified: false, outcome: 'unknown', apiCode: undefined })
    expect(failure.message).toContain('changed the status. The call may have been executed')
  })

  it('nor does the signed empty body of a 204 under 404', async () => {
    const call = connect(responding([404, '']))
      .chain('v3/pay/transactions/out-trade-no/1/close')
      .post({ json: {} })
    expect(await errorOf(call)).toMatchObject({ code: 'STATUS_CONTRADICTED', outcome: 'unknown' })
  })

  it.each([200, 201, 202])('a signed error under %d is no data', async (status) => {
    const failure = { name: 'ApiError', code: 'STATUS_CONTRADICTED', status, verified: true, outcome: 'unknown' }
    const known = connect(responding([status, error('PARAM_ERROR')]))[path].post({ json })
    expect(await errorOf(known)).toMatchObject({ ...failure, apiCode: 'PARAM_ERROR' })
    const untyped = connect(responding([status, error('ORDER_NOT_EXIST')]))
      .chain('v3/bill/tradebill')
      .get()
    expect(await errorOf(untyped)).toMatchObject({ ...failure, apiCode: 'ORDER_NOT_EXIST' })
  })

  it('a code that an operation documents, or that says success, is data', async () => {
    const body = '{"code":"PROCESSED","message":"成功"}'
    const operation = defineOperation({
      method: 'POST',
      path: 'v3/gov/subsidy/goods/upload',
      request: v.strictObject({}),
      response: v.looseObject({ code: v.string(), message: v.string() }),
    })
    const wxpay = connect(responding([200, body]), { operations: [operation] as never })
    const call = wxpay.chain('v3/gov/subsidy/goods/upload').post({ json: {} })
    expect(await call.json()).toEqual(JSON.parse(body))
    for (const code of ['SUCCESS', 'OK', '000000', '0']) {
      const raw = connect(responding([200, error(code)]))
        .chain('v3/x')
        .post({ json: {} })
      expect(await raw.json()).toMatchObject({ code })
    }
  })
})

describe('an operation with a code of its own', () => {
  const path = 'v3/gov/subsidy/goods/upload'
  const upload = (response: v.GenericSchema, status: number, body: string) => {
    const operation = defineOperation({ method: 'POST', path, request: v.strictObject({}), response })
    const wxpay = connect(responding([status, body]), { operations: [operation] as never })
    return errorOf(wxpay.chain(path).post({ json: {} }))
  }
  const anyCode = v.looseObject({ code: v.string(), message: v.string() })

  it.each([anyCode, v.union([v.looseObject({ data: v.string() }), anyCode])])(
    'is not refused by its success under 400',
    async (response) => {
      const failure = await upload(response, 400, error('PROCESSED'))
      expect(failure).toMatchObject({ code: 'API_ERROR', apiCode: 'PROCESSED', verified: false, outcome: 'unknown' })
      expect(failure.message).toContain('may have been executed')
    },
  )

  it('is refused by a code that its schema does not list', async () => {
    const listed = v.looseObject({ code: v.picklist(['PROCESSED']), message: v.string() })
    expect(await upload(listed, 400, error('PARAM_ERROR'))).toMatchObject({ verified: true, outcome: 'refused' })
    expect(await upload(listed, 400, error('PROCESSED'))).toMatchObject({ verified: false, outcome: 'unknown' })
  })
})

describe('the outcome of a response', () => {
  it.each([
    [400, 'PARAM_ERROR', 'refused'],
    [401, 'SIGN_ERROR', 'refused'],
    [403, 'NOT_ENOUGH', 'refused'],
    [403, 'RULE_LIMIT', 'refused'],
    [404, 'ORDER_NOT_EXIST', 'refused'],
    [429, 'RATELIMIT_EXCEEDED', 'unknown'],
    [500, 'SYSTEM_ERROR', 'unknown'],
    [503, 'SERVICE_UNAVAILABLE', 'unknown'],
    // A gateway that makes something milder of it changes nothing: the code is signed.
    [400, 'SYSTEM_ERROR', 'unknown'],
    [400, 'SYSTEMERROR', 'unknown'],
    [403, 'BANK_ERROR', 'unknown'],
    [400, 'USERPAYING', 'unknown'],
    [400, 'FREQUENCY_LIMITED', 'unknown'],
    [400, 'BIZ_ERR_NEED_RETRY', 'unknown'],
    [400, 'INTERNAL_ERROR', 'unknown'],
    // By an earlier call with the same number, or by this one, if a gateway sent it twice.
    [403, 'OUT_TRADE_NO_USED', 'unknown'],
    [400, 'ALREADY_EXISTS', 'unknown'],
    [400, 'RESOURCE_ALREADY_EXISTS', 'unknown'],
    [400, 'ORDERPAID', 'unknown'],
    [404, 'RESOURCE_NOT_EXISTS', 'refused'],
  ])('%d %s, signed, is %s', async (status, code, outcome) => {
    const call = connect(responding([status, error(code)]))[path].post({ json })
    expect(await errorOf(call)).toMatchObject({ code: 'API_ERROR', apiCode: code, verified: true, outcome })
  })

  it('an unsigned error settles nothing', async () => {
    const call = connect(responding([400, error('PARAM_ERROR'), false]))[path].post({ json })
    expect(await errorOf(call)).toMatchObject({ apiCode: 'PARAM_ERROR', verified: false, outcome: 'unknown' })
  })

  it('stands in the message, where something may have been executed', async () => {
    const sentence = 'The call may have been executed; ask for its state before repeating it.'
    for (const [status, code, isSigned] of [
      [429, 'RATELIMIT_EXCEEDED', true],
      [500, 'SYSTEM_ERROR', true],
      [400, 'PARAM_ERROR', false],
    ] as const) {
      const wxpay = connect(responding([status, error(code), isSigned]))
      expect((await errorOf(wxpay[path].post({ json }))).message).toMatch(new RegExp(`: 原因.*\\. ${sentence}$`))
      expect((await errorOf(wxpay.chain('v3/bill/tradebill').get())).message).not.toContain('executed')
    }
    const refused = connect(responding([400, error('PARAM_ERROR')]))[path].post({ json })
    expect((await errorOf(refused)).message).not.toContain('executed')
  })

  it('of each other kind of error', async () => {
    const outcomeOf = async (call: Promise<unknown>) => {
      const { name, outcome } = await errorOf(call)
      return [name, outcome]
    }
    const declined = '{"resp_code":"900009","resp_desc":"余额不足"}'
    expect(await outcomeOf(connect(responding([200, declined]))[path].post({ json }))).toEqual([
      'BusinessError',
      'declined',
    ])
    expect(await outcomeOf(connect(responding([200, SUCCESS, false]))[path].post({ json }))).toEqual([
      'SignatureError',
      'unknown',
    ])
    expect(await outcomeOf(connect(responding([200, '{}']))[path].post({ json }))).toEqual(['ApiError', 'unknown'])
    expect(await outcomeOf(connect(sandbox.transport)[path].post({ json: { ...json, tel: '' } }))).toEqual([
      'ValidationError',
      'not-sent',
    ])
    const signal = AbortSignal.abort()
    expect(await outcomeOf(connect(sandbox.transport)[path].post({ json, signal }))).toEqual([
      'TransportError',
      'not-sent',
    ])
    const keys = platformKeys
    const unsigned = readNotification({ headers: {}, body: '{}' }, { keys, apiV3Key: sandbox.apiV3Key })
    expect(await outcomeOf(unsigned)).toEqual(['SignatureError', 'unknown'])
    expect(new IntegrityError('HASH_MISMATCH', '').outcome).toBe('unknown')
    expect(new BusinessError('1', '', { requestId: undefined, outcome: 'declined' }).outcome).toBe('declined')
  })
})

describe('what is known of the call', () => {
  it.each(['原因', '原因。', 'A reason', 'A reason.'])('is told in a sentence of its own after %s', async (text) => {
    const end = /[.。]$/.test(text) ? '' : '.'
    const failing = connect(responding([500, JSON.stringify({ code: 'SYSTEM_ERROR', message: text })]))
    expect((await errorOf(failing[path].post({ json }))).message).toBe(
      `WeChat Pay responded with 500 SYSTEM_ERROR: ${text}${end} The call may have been executed; ask for its state before repeating it.`,
    )
    const unreachable = connect(responding(new FetchError('NETWORK_FAILED', text)))
    const { message } = await errorOf(unreachable[path].post({ json }))
    expect(message).toBe(`${text}${end} The call may have been executed.`)
    const unsent = connect(responding(new FetchError('NOT_SENT', text)))
    expect((await errorOf(unsent[path].post({ json }))).message).toBe(`${text}${end} Nothing was sent.`)
  })
})

describe('an earlier attempt that may have been executed', () => {
  const lost = new Error('connection reset')
  it.each([
    ['a refusal', [400, error('PARAM_ERROR')] as const, 'ApiError'],
    ['a decline', [200, '{"resp_code":"900009","resp_desc":"重复"}'] as const, 'BusinessError'],
  ])('leaves the outcome unknown after %s', async (_, response, name) => {
    const after = await errorOf(connect(responding(lost, response))[path].post({ json }))
    expect(after).toMatchObject({ name, outcome: 'unknown' })
    expect(after.message).toContain('An earlier attempt of this call may have been executed')
    const before = await errorOf(connect(responding(response))[path].post({ json }))
    expect(before.message).not.toContain('earlier attempt')
    expect(before.outcome).not.toBe('unknown')
  })

  const EARLIER =
    'An earlier attempt of this call may have been executed; ask for its state before repeating it with another number.'
  it.each(['原因', '原因。', 'A reason', 'A reason.', 'A reason!', 'Why?', '为什么？', '“原因”'])(
    'is told in a sentence of its own after %s',
    async (text) => {
      const end = /[.。!?？]$/.test(text) ? '' : '.'
      const declined = [200, JSON.stringify({ resp_code: '900009', resp_desc: text })] as const
      const refused = [400, JSON.stringify({ code: 'PARAM_ERROR', message: text })] as const
      for (const [response, start] of [
        [declined, 'WeChat Pay declined the call: 900009'],
        [refused, 'WeChat Pay responded with 400 PARAM_ERROR:'],
      ] as const) {
        const after = await errorOf(connect(responding(lost, response))[path].post({ json }))
        expect(after.message).toBe(`${start} ${text}${end} ${EARLIER}`)
        const alone = await errorOf(connect(responding(response))[path].post({ json }))
        expect(alone.message).toBe(`${start} ${text}${end}`)
      }
    },
  )

  it.each([
    ['', ''],
    [' ', ''],
    ['原因：', '原因'],
    ['A reason. ', 'A reason'],
  ])('is one sentence with %j for its words', async (text, words) => {
    const declined = responding([200, JSON.stringify({ resp_code: '900009', resp_desc: text })])
    const { message: decline } = await errorOf(connect(declined)[path].post({ json }))
    expect(decline).toBe(`WeChat Pay declined the call: 900009${words && ` ${words}`}.`)
    const refused = responding([400, JSON.stringify({ code: 'PARAM_ERROR', message: text })])
    const { message: refusal } = await errorOf(connect(refused)[path].post({ json }))
    expect(refusal).toBe(`WeChat Pay responded with 400 PARAM_ERROR${words && `: ${words}`}.`)
  })

  it('means nothing for a query', async () => {
    const call = connect(responding(lost, [404, error('ORDER_NOT_EXIST')]))
      .chain('v3/refund/domestic/refunds/1')
      .get()
    expect(await errorOf(call)).toMatchObject({ apiCode: 'ORDER_NOT_EXIST', outcome: 'refused' })
  })

  it('is not denied by a later one that could not be signed', async () => {
    let signatures = 0
    const { privateKey } = merchant
    const sign: typeof privateKey.sign = (message) => {
      if (signatures++ > 0) throw new Error('the key store is down')
      return privateKey.sign(message)
    }
    const wxpay = connect(responding(lost), { merchant: { ...merchant, privateKey: { sign } } })
    const failure = await errorOf(wxpay[path].post({ json }))
    expect(failure).toMatchObject({ name: 'TransportError', outcome: 'unknown' })
    expect(failure.message).not.toContain('Nothing was sent')
  })

  it('is not denied by a later one that ended before it was sent', async () => {
    let signatures = 0
    const { privateKey } = merchant
    const controller = new AbortController()
    const sign: typeof privateKey.sign = (message) => {
      if (signatures++ === 0) return privateKey.sign(message)
      controller.abort()
      return new Promise<string>(() => {})
    }
    const wxpay = connect(responding(lost), { merchant: { ...merchant, privateKey: { sign } } })
    const failure = await errorOf(wxpay[path].post({ json, signal: controller.signal }))
    expect(failure).toMatchObject({ name: 'TransportError', outcome: 'unknown' })
    expect(signatures).toBe(2)
  })
})

it('a call whose signer hangs was not sent, even where no wait stands before a repetition', async () => {
  const sign = () => new Promise<string>(() => {})
  const wxpay = connect(sandbox.transport, { merchant: { ...merchant, privateKey: { sign } } })
  const failure = await errorOf(wxpay[path].post({ json, timeout: 50 }))
  expect(failure).toMatchObject({ code: 'TRANSPORT_TIMED_OUT', outcome: 'not-sent' })
})
