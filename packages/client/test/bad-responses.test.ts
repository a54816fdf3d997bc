import { inspect } from 'node:util'
import {
  type ClientOptions,
  createClient,
  defineOperation,
  isWechatPayError,
  type WechatPayError,
} from '@wechatpay-kit/endpoints'
import * as alter from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/alter'
import { createSandbox, type Fault } from '@wechatpay-kit/sandbox'
import { serve } from '@wechatpay-kit/sandbox/node'
import { FetchError, type Transport } from '@wechatpay-kit/transport-fetch'
import fetchMock from 'fetch-mock'
import * as v from 'valibot'
import { beforeAll, describe, expect, it, vi } from 'vitest'

const path = 'v3/gov/subsidy/zhejiang/qualifications/alter'
const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }

let sandbox: Awaited<ReturnType<typeof createSandbox>>
beforeAll(async () => {
  sandbox = await createSandbox()
})

async function failing(transport: Transport, options: Partial<ClientOptions> = {}): Promise<WechatPayError> {
  const { merchant, platformKeys } = sandbox
  const wxpay = createClient({ merchant, platformKeys, transport, retry: { maxAttempts: 1 }, ...options })
  const error = await wxpay[path].post({ json }).then(
    () => expect.fail('data reached the caller'),
    (error: unknown) => error,
  )
  if (!isWechatPayError(error)) throw error
  const shown = inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error) + error.stack
  for (const secret of [json.cert_no, json.name, json.tel, 'WECHATPAY2-SHA256-RSA2048 mchid'])
    expect(shown).not.toContain(secret)
  return error
}

/** The sandbox's response, changed on its way. */
const changing =
  (
    change: (
      body: Uint8Array<ArrayBuffer>,
      headers: Headers,
    ) => { body?: BodyInit | null; headers?: HeadersInit; status?: number },
  ): Transport =>
  async (url, request) => {
    const response = await sandbox.transport(url, request)
    const body = new Uint8Array(await response.arrayBuffer())
    const changed = { body, headers: response.headers, status: response.status, ...change(body, response.headers) }
    return new Response(changed.body, changed)
  }

describe('never data', () => {
  it.each<[Fault, object]>([
    ['unsigned', { name: 'SignatureError', code: 'SIGNATURE_HEADER_MISSING' }],
    ['wrong-signature', { name: 'SignatureError', code: 'SIGNATURE_MISMATCH' }],
    ['unknown-key', { name: 'SignatureError', code: 'SIGNATURE_KEY_UNKNOWN' }],
    ['stale', { name: 'SignatureError', code: 'SIGNATURE_STALE' }],
    ['early', { name: 'SignatureError', code: 'SIGNATURE_STALE' }],
    ['probe', { name: 'SignatureError', code: 'SIGNATURE_PROBE' }],
    ['drop', { name: 'TransportError', code: 'TRANSPORT_NETWORK_FAILED', retryable: true }],
    ['truncate', { name: 'TransportError', code: 'TRANSPORT_NETWORK_FAILED', retryable: true }],
    [{ status: 429 }, { name: 'ApiError', status: 429, apiCode: 'RATELIMIT_EXCEEDED', verified: true }],
    [{ status: 500 }, { name: 'ApiError', status: 500, apiCode: 'SYSTEM_ERROR', verified: true }],
    [{ status: 502 }, { name: 'ApiError', status: 502, verified: true }],
    [{ status: 503 }, { name: 'ApiError', status: 503, verified: true }],
    [{ body: '' }, { name: 'ApiError', code: 'RESPONSE_MALFORMED', message: expect.stringContaining('body is empty') }],
    [
      { body: '<html></html>' },
      { name: 'ApiError', code: 'RESPONSE_MALFORMED', message: expect.stringContaining('not JSON') },
    ],
    [{ body: '"text"' }, { name: 'ApiError', code: 'RESPONSE_MALFORMED' }],
    [{ body: 'null' }, { name: 'ApiError', code: 'RESPONSE_MALFORMED' }],
    [
      { body: '{"resp_code":"000000","resp_desc":"成功"}' },
      { code: 'RESPONSE_MALFORMED', message: expect.stringContaining('auth_code') },
    ],
    [
      { body: '{"resp_code":0,"resp_desc":"","auth_code":""}' },
      { code: 'RESPONSE_MALFORMED', message: expect.stringContaining('resp_code') },
    ],
    [
      { body: '{"resp_code":"900009","resp_desc":"张三：330102199001011234 不符"}' },
      { name: 'BusinessError', code: 'BUSINESS_DECLINED', respCode: '900009', respDesc: '***：*** 不符' },
    ],
  ])('%o', async (fault, expected) => {
    sandbox.failNext(fault)
    expect(await failing(sandbox.transport)).toMatchObject(expected)
    const server = await serve(sandbox)
    sandbox.failNext(fault)
    expect(await failing(fetch, { baseUrls: [server.url] })).toMatchObject(expected)
    await server.close()
  })

  it('says that a response that cannot be trusted may stand for an executed call', async () => {
    sandbox.failNext('unsigned')
    expect((await failing(sandbox.transport)).message).toContain('may have been executed')
  })

  it('a response with any byte changed', async () => {
    for (const offset of [0, 1, 10, 20, 40, 60]) {
      const transport = changing((body) => {
        body[offset] = (body[offset] as number) ^ 1
        return {}
      })
      expect(await failing(transport)).toMatchObject({ name: 'SignatureError', code: 'SIGNATURE_MISMATCH' })
    }
  })

  it('a response that a transport re-serialised, or put another status on', async () => {
    const spaced = changing((body) => ({ body: JSON.stringify(JSON.parse(new TextDecoder().decode(body)), null, 1) }))
    expect(await failing(spaced)).toMatchObject({ code: 'SIGNATURE_MISMATCH' })
    expect(await failing(changing(() => ({ status: 404 })))).toMatchObject({ name: 'ApiError', status: 404 })
    expect(await failing(changing(() => ({ status: 302 })))).toMatchObject({
      name: 'TransportError',
      code: 'TRANSPORT_REDIRECTED',
    })
  })

  it('a response whose bytes a transport changes after they were checked', async () => {
    const forged = new TextEncoder().encode('FORGED')
    for (const delay of [(action: () => void) => setTimeout(action), setImmediate, queueMicrotask]) {
      const transport: Transport = async (url, request) => {
        const response = await sandbox.transport(url, request)
        const bytes = new Uint8Array(await response.arrayBuffer())
        const arrayBuffer = async () => {
          // Still JSON, and still a success: only the signature tells.
          delay(() => bytes.set(forged, Buffer.from(bytes).indexOf('"auth_code":"') + 13))
          return bytes.buffer
        }
        return { status: 200, headers: response.headers, body: null, arrayBuffer } as unknown as Response
      }
      const { merchant, platformKeys } = sandbox
      const wxpay = createClient({ merchant, platformKeys, transport })
      for (let round = 0; round < 5; round++) {
        const result = await wxpay[path]
          .post({ json })
          .json()
          .catch((error: unknown) => error)
        const { auth_code } = sandbox.qualifications.get(json.cert_no) ?? {}
        const truth = isWechatPayError(result) ? { code: 'SIGNATURE_MISMATCH' } : { auth_code }
        expect(result).toMatchObject(truth)
      }
    }
  })

  it('a response without a stream that is endless or too large', async () => {
    const responding =
      (arrayBuffer: () => Promise<ArrayBuffer>): Transport =>
      async () =>
        ({ status: 200, headers: new Headers(), body: undefined, arrayBuffer }) as unknown as Response
    const { merchant, platformKeys } = sandbox
    const call = (transport: Transport) =>
      createClient({ merchant, platformKeys, transport })[path].post({ json, timeout: 1_000 })
    await expect(call(responding(() => new Promise(() => {})))).rejects.toMatchObject({ code: 'TRANSPORT_TIMED_OUT' })
    const large = responding(async () => new ArrayBuffer(2 ** 24 + 1))
    await expect(call(large)).rejects.toMatchObject({ code: 'TRANSPORT_RESPONSE_TOO_LARGE' })
  })

  it('what a transport throws with the request in it', async () => {
    for (const make of [
      (text: string) => new FetchError('NETWORK_FAILED', text),
      (text: string) => Object.assign(new Error('x'), { code: text, name: text }),
      (text: string) => new Error(`headers: ${text.replace(' ', '\n')}`),
      (text: string) => new Error(text.split(' ')[1]),
    ]) {
      let authorization = ''
      const error = await failing(async (_, { headers }) => {
        authorization = headers['Authorization'] ?? ''
        throw make(authorization)
      })
      const shown = inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error) + error.stack
      const signature = /signature="([^"]*)"/.exec(authorization)?.[1] ?? expect.fail()
      expect(shown).not.toContain(signature)
    }
  })

  it.each([
    ['nested very deeply', `{"code":"PARAM_ERROR","detail":${'['.repeat(30_000)}${']'.repeat(30_000)}}`],
    ['with a field that is no text', '{"code":"PARAM_ERROR","detail":{"field":{"toString":null},"value":1}}'],
  ])('an error response %s', async (_, body) => {
    const error = await failing(async () => new Response(body, { status: 400 }))
    expect(error).toMatchObject({ name: 'ApiError', apiCode: 'PARAM_ERROR', status: 400 })
  })

  it('a declined call whose description is no text', async () => {
    sandbox.failNext({ body: '{"resp_code":"999999","resp_desc":{"toString":null}}' })
    expect(await failing(sandbox.transport)).toMatchObject({ name: 'BusinessError', respCode: '999999', respDesc: '' })
  })

  it('an error response that quotes the Authorization of its request', async () => {
    let authorization = ''
    const error = await failing(async (_, { headers }) => {
      authorization = headers['Authorization'] ?? ''
      const detail = { issue: authorization, list: [`header ${authorization}`] }
      return Response.json({ code: 'PARAM_ERROR', message: `refused ${authorization}`, detail }, { status: 400 })
    })
    expect(error).toMatchObject({ name: 'ApiError', apiCode: 'PARAM_ERROR' })
    const shown = inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error)
    const signature = /signature="([^"]*)"/.exec(authorization)?.[1] ?? expect.fail()
    expect(shown).not.toContain(signature)
  })

  it('another response of the same WeChat Pay to the same merchant, replayed too late', async () => {
    let now = Date.now()
    const recorded: Response[] = []
    const record: Transport = async (url, request) => {
      const response = await sandbox.transport(url, request)
      recorded.push(response.clone())
      return response
    }
    const { merchant, platformKeys } = sandbox
    await createClient({ merchant, platformKeys, transport: record })[path].post({ json })
    now += 302_000
    expect(await failing(async () => recorded[0] as Response, { now: () => now })).toMatchObject({
      code: 'SIGNATURE_STALE',
    })
  })

  it.each([
    ['an unsigned HTML page', 200, '<html>login</html>', { name: 'SignatureError', code: 'SIGNATURE_HEADER_MISSING' }],
    ['an unsigned empty response', 200, '', { name: 'SignatureError' }],
    [
      'a gateway’s HTML error',
      502,
      '<html>Bad Gateway</html>',
      { name: 'ApiError', status: 502, verified: false, apiCode: undefined },
    ],
    ['an empty error', 500, '', { name: 'ApiError', verified: false }],
    [
      'an unsigned JSON error',
      400,
      '{"code":"PARAM_ERROR","message":"张三","detail":{"field":"/name","value":"张三","list":["13800138000",1]}}',
      { apiCode: 'PARAM_ERROR', verified: false, detail: { field: '/name', value: '***', list: ['***', 1] } },
    ],
  ])('%s', async (_, status, body, expected) => {
    const mock = fetchMock.createInstance().post('*', { status, body, headers: { 'Request-ID': '08A-1' } })
    expect(await failing(mock.fetchHandler)).toMatchObject(expected)
  })

  it('a response larger than the limit, even over a transport without one', async () => {
    const endless: Transport = async () =>
      new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(2 ** 20)) }))
    expect(await failing(endless)).toMatchObject({
      name: 'TransportError',
      code: 'TRANSPORT_RESPONSE_TOO_LARGE',
      retryable: false,
    })
  })

  it('what a transport throws that throws again when it is read', async () => {
    const trap = new Proxy(new Error('x'), {
      get() {
        throw new Error(json.name)
      },
    })
    const { merchant, platformKeys } = sandbox
    const wxpay = createClient({
      merchant,
      platformKeys,
      transport: () => Promise.reject(trap),
      retry: { maxAttempts: 1 },
    })
    const error = await wxpay[path].post({ json }).catch((error: unknown) => error)
    expect(error).toMatchObject({ name: 'TransportError', code: 'TRANSPORT_NETWORK_FAILED', cause: undefined })
  })

  it('more of what a transport throws than the code of its innermost cause', async () => {
    const refused = Object.assign(new Error(json.name), { code: 'ECONNREFUSED' })
    const transport = () => Promise.reject(new TypeError('fetch failed', { cause: refused }))
    const { merchant, platformKeys } = sandbox
    const wxpay = createClient({ merchant, platformKeys, transport, retry: { maxAttempts: 1 } })
    const error = await wxpay[path].post({ json }).catch((error: Error) => error.message)
    expect(error).toMatch(/the cause says how \(ECONNREFUSED\)\. The call may have been executed\.$/)
  })

  it('what an error response says in the names of its details', async () => {
    const transport: Transport = async () =>
      Response.json({ code: 'PARAM_ERROR', message: '', detail: { [json.name]: json.name } }, { status: 400 })
    const { merchant, platformKeys } = sandbox
    const wxpay = createClient({ merchant, platformKeys, transport })
    const error = await wxpay[path].post({ json }).catch((error: unknown) => error)
    expect(error).toMatchObject({ name: 'ApiError', detail: { '***': '***' } })
  })

  it('what a transport throws, without the request that HTTP clients hang on it', async () => {
    const transport: Transport = async (_, request) => {
      const cause = Object.assign(new Error('ECONNRESET'), { code: 'ECONNRESET', config: request })
      throw Object.assign(new Error(`failed with ${request.headers['Authorization']}`, { cause }), { request })
    }
    const error = await failing(transport)
    expect(error).toMatchObject({ name: 'TransportError', cause: { cause: { code: 'ECONNRESET' } } })
    expect(await failing(() => Promise.reject('text'))).toMatchObject({ name: 'TransportError', cause: undefined })
  })

  it('a response whose key lookup fails', async () => {
    const [first] = sandbox.platformKeys as [(typeof sandbox.platformKeys)[number]]
    const find = () => Promise.reject(new Error('down'))
    const error = await failing(sandbox.transport, {
      platformKeys: { find, current: () => first },
    })
    expect(error).toMatchObject({ name: 'SignatureError', cause: expect.anything() })
  })
})

describe('what errors and responses carry', () => {
  const responding =
    (status: number, body: string, requestId = 'REQUEST-1'): Transport =>
    async (url, request) => {
      sandbox.failNext({ body })
      const response = await sandbox.transport(url, request)
      response.headers.set('Request-ID', requestId)
      return new Response(await response.text(), { status, headers: response.headers })
    }

  it.each([
    ['08F78BB5AF0610D302187E20A8C5E6-0', true],
    ['08F78BB5AF0610D302187E20A8C5E6-268443699', true],
    ['trace:1.a_b', true],
    ['A'.repeat(128), true],
    ['A'.repeat(129), false],
    ['%E5%BC%A0', false],
    ['A B', false],
    ['A/B', false],
  ])('a Request-ID of %s: %s', async (requestId, isShown) => {
    const shown = isShown ? requestId : undefined
    expect(await failing(responding(400, '{"code":"PARAM_ERROR","message":""}', requestId))).toHaveProperty(
      'requestId',
      shown,
    )
    const declined = '{"resp_code":"000001","resp_desc":""}'
    expect(await failing(responding(200, declined, requestId))).toHaveProperty('requestId', shown)
  })

  it('the request id, the code and the details of an error', async () => {
    const body = JSON.stringify({
      code: 'PARAM_ERROR',
      message: '参数错误',
      detail: { field: 'x', [json.tel]: [1, Number(json.tel), json.name] },
    })
    const error = await failing(responding(400, body))
    expect(error).toMatchObject({
      name: 'ApiError',
      status: 400,
      apiCode: 'PARAM_ERROR',
      requestId: 'REQUEST-1',
      verified: true,
      detail: { field: 'x', '***': [1, '***', '***'] },
      message: 'WeChat Pay responded with 400 PARAM_ERROR: 参数错误.',
    })
    expect(await failing(responding(400, body, `ID-${json.cert_no}`))).toMatchObject({ requestId: undefined })
  })

  it('no value of a sensitive field, whatever stands there', async () => {
    const detail = (field: string) =>
      JSON.stringify({ code: 'PARAM_ERROR', message: 'x', detail: { field, value: 'ZHANG SAN' } })
    expect(await failing(responding(400, detail('/name')))).toMatchObject({ detail: { field: '/name', value: '***' } })
    expect(await failing(responding(400, detail('/cate_code')))).toMatchObject({ detail: { value: 'ZHANG SAN' } })
  })

  it('the request id and the masked code of a decline', async () => {
    const decline = (resp_code: string) => JSON.stringify({ resp_code, resp_desc: `${json.name}不符` })
    expect(await failing(responding(200, decline('900009')))).toMatchObject({
      name: 'BusinessError',
      requestId: 'REQUEST-1',
      respCode: '900009',
      respDesc: '***不符',
    })
    expect(await failing(responding(200, decline(json.cert_no)))).toMatchObject({ respCode: '***' })
  })

  it('every field that is documented', async () => {
    const body = '{"resp_code":"000000","auth_code":"A1"}'
    const message =
      'WeChat Pay responded with 200, but its field resp_desc is not as documented. The call may have been executed; ask for its state before repeating it.'
    expect(await failing(responding(200, body))).toMatchObject({
      code: 'RESPONSE_MALFORMED',
      requestId: 'REQUEST-1',
      message,
    })
  })

  it('the headers of a response, and no JSON where there is no body', async () => {
    const { merchant, platformKeys } = sandbox
    const connect = (transport: Transport) => createClient({ merchant, platformKeys, transport })
    const body = '{"resp_code":"000000","resp_desc":"成功","auth_code":"A1"}'
    const response = await connect(responding(200, body))[path].post({ json })
    expect(response.headers.get('request-id')).toBe('REQUEST-1')
    const empty: Transport = async (url, request) => {
      sandbox.failNext({ body: '' })
      return new Response(null, { status: 204, headers: (await sandbox.transport(url, request)).headers })
    }
    expect(await connect(empty).chain('v3/x').post({ json: {} }).json()).toBeUndefined()
  })

  it('no code that WeChat Pay would not give, and masks values within values', async () => {
    const error = await failing(
      responding(400, JSON.stringify({ code: json.name, message: `${json.tel} ${json.cert_no}` })),
    )
    expect(error).toMatchObject({ code: 'STATUS_CONTRADICTED', apiCode: undefined, verified: false })
    const { merchant, platformKeys } = sandbox
    const client = createClient({
      merchant,
      platformKeys,
      transport: responding(400, '{"code":"PARAM_ERROR","message":"13800138000"}'),
    })
    const call = client[path].post({ json: { ...json, name: '138' } })
    await expect(call).rejects.toMatchObject({ message: 'WeChat Pay responded with 400 PARAM_ERROR: ***.' })
  })

  it('a body that can be read again, under headers that describe it', async () => {
    const { merchant, platformKeys } = sandbox
    const packed: Transport = async (url, request) => {
      const response = await sandbox.transport(url, request)
      response.headers.set('Content-Encoding', 'gzip')
      response.headers.set('Content-Length', '3')
      return response
    }
    const call = createClient({ merchant, platformKeys, transport: packed })[path].post({ json })
    expect(await call.json()).toEqual(await call.json())
    const response = await call
    expect([response.headers.has('content-encoding'), response.headers.has('content-length')]).toEqual([false, false])
    expect((await response.json()).resp_code).toBe('000000')
  })

  it('declines of paths that no operation describes', async () => {
    const { merchant, platformKeys } = sandbox
    const client = createClient({ merchant, platformKeys, transport: responding(200, '{"resp_code":"900001"}') })
    await expect(client.chain('v3/x').post({ json: {} })).rejects.toMatchObject({ respCode: '900001' })
  })

  it('whether a call can be repeated', async () => {
    const { merchant, platformKeys } = sandbox
    const broken: Transport = () => Promise.reject(new Error('reset'))
    const keyed = {
      path: 'v3/keyed',
      method: 'POST',
      request: v.object({ id: v.string() }),
      response: v.object({}),
    } as const
    const operations = [
      defineOperation({ ...keyed, idempotencyField: 'id' }),
      defineOperation({ ...keyed, path: 'v3/plain' }),
    ]
    const client = createClient({ merchant, platformKeys, transport: broken, operations })
    const retryable = async (call: Promise<unknown>) =>
      ((await call.catch((error: unknown) => error)) as { retryable: boolean }).retryable
    expect(await retryable(client.chain('v3/keyed').post({ json: { id: '1' } }))).toBe(true)
    expect(await retryable(client.chain('v3/plain').post({ json: { id: '1' } }))).toBe(false)
    expect(await retryable(client.chain('v3/other').post({ json: {} }))).toBe(false)
    expect(await retryable(client.chain('v3/other').get())).toBe(true)
  })
})

describe('time', () => {
  it('stops at the call’s deadline and at its signal, whatever the transport does', async () => {
    const { merchant, platformKeys } = sandbox
    const never: Transport = () => new Promise(() => {})
    const wxpay = createClient({ merchant, platformKeys, transport: never })
    await expect(wxpay[path].post({ json, timeout: 1_000 })).rejects.toMatchObject({
      code: 'TRANSPORT_TIMED_OUT',
      retryable: true,
      outcome: 'unknown',
      message: expect.stringMatching(/may have been executed/),
    })
    const controller = new AbortController()
    const call = wxpay[path].post({ json, signal: controller.signal })
    setTimeout(() => controller.abort(), 20)
    await expect(call).rejects.toMatchObject({ code: 'TRANSPORT_ABORTED', retryable: false })
    await expect(wxpay[path].post({ json, signal: controller.signal }).json()).rejects.toMatchObject({
      code: 'TRANSPORT_ABORTED',
    })
  })

  it('sends nothing once its signal has fired', async () => {
    let sent = 0
    const { merchant, platformKeys, transport } = await createSandbox()
    const counting: Transport = (url, request) => {
      sent++
      return transport(url, request)
    }
    const wxpay = createClient({ merchant, platformKeys, transport: counting })
    await expect(wxpay[path].post({ json, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'TRANSPORT_ABORTED',
      outcome: 'not-sent',
      retryable: false,
      message: expect.stringMatching(/Nothing was sent/),
    })
    expect(sent).toBe(0)
  })

  it('ends at the deadline though a signer or a key lookup hangs', async () => {
    const { merchant, platformKeys, transport } = sandbox
    const [first] = platformKeys as [(typeof platformKeys)[number]]
    const hang = () => new Promise<never>(() => {})
    const attempt = (options: object) =>
      createClient({ merchant, platformKeys, transport, ...options })[path].post({ json, timeout: 1_000 })
    const notSent = { name: 'TransportError', code: 'TRANSPORT_TIMED_OUT', outcome: 'not-sent' }
    await expect(attempt({ merchant: { ...merchant, privateKey: { sign: hang } } })).rejects.toMatchObject({
      ...notSent,
      retryable: true,
    })
    await expect(attempt({ platformKeys: { find: () => first, current: hang } })).rejects.toMatchObject(notSent)
    await expect(attempt({ platformKeys: { find: hang, current: () => first } })).rejects.toMatchObject({
      code: 'TRANSPORT_TIMED_OUT',
      outcome: 'unknown',
    })
  })

  it('has a deadline of thirty seconds where none is given, for every transport', async () => {
    const { merchant, platformKeys } = sandbox
    let isSent: () => void = () => {}
    const whenSent = new Promise<void>((resolve) => {
      isSent = resolve
    })
    const never: Transport = () => {
      isSent()
      return new Promise(() => {})
    }
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    try {
      const call = createClient({ merchant, platformKeys, transport: never })[path].post({ json })
      let ended = ''
      call.catch((error: { code: string }) => {
        ended = error.code
      })
      await whenSent
      await vi.advanceTimersByTimeAsync(29_500)
      expect(ended).toBe('')
      await vi.advanceTimersByTimeAsync(1_000)
      expect(ended).toBe('TRANSPORT_TIMED_OUT')
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })

  it('waits for a slow response', async () => {
    const { merchant, platformKeys, transport } = sandbox
    sandbox.failNext({ delay: 50 })
    expect((await createClient({ merchant, platformKeys, transport })[path].post({ json }).json()).resp_code).toBe(
      '000000',
    )
  })
})

describe('numbers that JavaScript does not hold exactly', () => {
  it.each([
    ['transaction_id', '{"resp_code":"000000","resp_desc":"","auth_code":"A","transaction_id":9007199254740993}'],
    ['rows.1.n', '{"resp_code":"000000","resp_desc":"","auth_code":"A","rows":[{"n":1},{"n":1e400}]}'],
  ])('are not handed out rounded: %s', async (field, body) => {
    sandbox.failNext({ body })
    const { merchant, platformKeys, transport } = sandbox
    const wxpay = createClient({ merchant, platformKeys, transport })
    const call = wxpay[path].post({ json })
    const failure = { code: 'RESPONSE_MALFORMED', outcome: 'unknown', message: expect.stringContaining(` ${field} `) }
    await expect(call.json()).rejects.toMatchObject(failure)
    const response = await call
    await expect(response.json()).rejects.toMatchObject(failure)
    expect(await response.text()).toBe(body)
  })
})

it('takes a response schema that throws for one that does not fit', async () => {
  const throwing = v.pipe(
    v.looseObject({}),
    v.check(() => {
      throw new Error('in the schema')
    }),
  )
  const operation = defineOperation({ ...alter.post, response: throwing })
  const { merchant, platformKeys, transport } = sandbox
  const wxpay = createClient({ merchant, platformKeys, transport, operations: [operation] })
  await expect(wxpay[path].post({ json })).rejects.toMatchObject({ code: 'RESPONSE_MALFORMED' })
})
