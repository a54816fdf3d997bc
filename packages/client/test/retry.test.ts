import { inspect } from 'node:util'
import { type ClientEvent, type ClientOptions, createClient, isWechatPayError } from '@wechatpay-kit/endpoints'
import { createSandbox, type Fault } from '@wechatpay-kit/sandbox'
import type { Transport } from '@wechatpay-kit/transport-fetch'
import { afterEach, describe, expect, it, vi } from 'vitest'

const path = 'v3/gov/subsidy/zhejiang/qualifications/alter'
const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
const sandbox = await createSandbox()

afterEach(() => vi.useRealTimers())

/** A client whose attempts are recorded, with waits that are over at once. */
function connect(options: Partial<ClientOptions> = {}) {
  const sent: { url: string; authorization: string; body: unknown }[] = []
  const events: ClientEvent[] = []
  const { merchant, platformKeys } = sandbox
  const send = options.transport ?? sandbox.transport
  const wxpay = createClient({
    merchant,
    platformKeys,
    retry: { baseDelay: 0 },
    onEvent: (event) => events.push(event),
    ...options,
    transport: (url, request) => {
      sent.push({ url, authorization: request.headers['Authorization'] ?? '', body: request.body })
      return send(url, request)
    },
  })
  return { wxpay, sent, events }
}
const outcomeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'response',
    (error: unknown) => {
      if (!isWechatPayError(error)) throw error
      if (error.name === 'TransportError') return `${error.code} ${error.outcome}`
      return error.code === 'API_ERROR' ? error.status : error.code
    },
  )

// Each fault strikes once. Attempts and outcome of: alter, alter as a call that is not idempotent, GET of an unknown
// path (404 where the response comes through); and how often the first alter was executed.
const table: [Fault, alter: [number, unknown], once: [number, unknown], get: [number, unknown], executed: number][] = [
  ['drop', [2, 'response'], [1, 'TRANSPORT_NETWORK_FAILED unknown'], [2, 404], 1],
  ['drop-before', [2, 'response'], [1, 'TRANSPORT_NETWORK_FAILED unknown'], [2, 404], 1],
  ['truncate', [2, 'response'], [1, 'TRANSPORT_NETWORK_FAILED unknown'], [2, 404], 1],
  ['slow', [2, 'response'], [1, 'TRANSPORT_TIMED_OUT unknown'], [2, 404], 1],
  [{ delay: 2_000 }, [2, 'response'], [1, 'TRANSPORT_TIMED_OUT unknown'], [2, 404], 1],
  [{ status: 429 }, [2, 'response'], [1, 429], [2, 404], 1],
  [{ status: 429, retryAfter: 0 }, [2, 'response'], [1, 429], [2, 404], 1],
  [{ status: 500 }, [2, 'response'], [1, 500], [2, 404], 1],
  [{ status: 500, body: 'html' }, [2, 'response'], [1, 500], [2, 404], 1],
  [{ status: 502, body: 'html' }, [2, 'response'], [1, 502], [2, 404], 1],
  [{ status: 502, body: 'empty' }, [2, 'response'], [1, 'STATUS_CONTRADICTED'], [2, 404], 1],
  [{ status: 503, body: 'empty' }, [2, 'response'], [1, 'STATUS_CONTRADICTED'], [2, 404], 1],
  ['probe', [2, 'response'], [1, 'SIGNATURE_PROBE'], [1, 404], 1],
  [
    'redirect',
    [1, 'TRANSPORT_REDIRECTED unknown'],
    [1, 'TRANSPORT_REDIRECTED unknown'],
    [1, 'TRANSPORT_REDIRECTED unknown'],
    0,
  ],
  ['unsigned', [1, 'SIGNATURE_HEADER_MISSING'], [1, 'SIGNATURE_HEADER_MISSING'], [1, 404], 1],
  ['wrong-signature', [1, 'SIGNATURE_MISMATCH'], [1, 'SIGNATURE_MISMATCH'], [1, 404], 1],
  ['other-signature', [1, 'SIGNATURE_MISMATCH'], [1, 'SIGNATURE_MISMATCH'], [1, 404], 1],
  ['unknown-key', [1, 'SIGNATURE_KEY_UNKNOWN'], [1, 'SIGNATURE_KEY_UNKNOWN'], [1, 404], 1],
  ['stale', [1, 'SIGNATURE_STALE'], [1, 'SIGNATURE_STALE'], [1, 404], 1],
  ['early', [1, 'SIGNATURE_STALE'], [1, 'SIGNATURE_STALE'], [1, 404], 1],
  ['duplicate-header', [1, 'SIGNATURE_HEADER_INVALID'], [1, 'SIGNATURE_HEADER_INVALID'], [1, 404], 1],
  ['bom', [1, 'response'], [1, 'response'], [1, 404], 1],
  ['gzip', [1, 'response'], [1, 'response'], [1, 404], 1],
  [{ body: '<html></html>' }, [1, 'RESPONSE_MALFORMED'], [1, 'RESPONSE_MALFORMED'], [1, 404], 1],
]

describe('each fault, struck once', () => {
  it.each(table)('%o', async (fault, alter, once, get, executed) => {
    const options = { retry: { baseDelay: 0, attemptTimeout: 1_000 } }
    const person = { ...json, cert_no: inspect(fault), req_ssn: inspect(fault) }
    const [first, second, third] = [connect(options), connect(options), connect(options)]
    sandbox.failNext(fault)
    const outcome = await outcomeOf(first.wxpay[path].post({ json: person }))
    expect([first.sent.length, outcome]).toEqual(alter)
    expect(sandbox.qualifications.get(person.cert_no)?.alterations ?? 0).toBe(executed)
    sandbox.failNext(fault)
    const other = { ...person, req_ssn: `${person.req_ssn} once` }
    const onceOutcome = await outcomeOf(second.wxpay[path].post({ json: other, idempotent: false }))
    expect([second.sent.length, onceOutcome]).toEqual(once)
    sandbox.failNext(fault)
    const getOutcome = await outcomeOf(third.wxpay.chain('v3/unknown').get())
    expect([third.sent.length, getOutcome]).toEqual(get)
  })
})

describe('attempts', () => {
  it('send the same body under a new timestamp, nonce and signature', async () => {
    const { wxpay, sent } = connect()
    for (let round = 0; round < 2; round++) sandbox.failNext({ status: 500 })
    await wxpay[path].post({ json: { ...json, req_ssn: 'fresh' } })
    expect(sent).toHaveLength(3)
    expect(new Set(sent.map(({ body }) => body)).size).toBe(1)
    expect(new Set(sent.map(({ authorization }) => /nonce_str="([^"]*)"/.exec(authorization)?.[1])).size).toBe(3)
    expect(new Set(sent.map(({ authorization }) => /signature="([^"]*)"/.exec(authorization)?.[1])).size).toBe(3)
  })

  it('end after three, or as many as the client was told', async () => {
    for (const [retry, attempts] of [
      [{ baseDelay: 0 }, 3],
      [{ baseDelay: 0, maxAttempts: 5 }, 5],
      [{ maxAttempts: 1 }, 1],
    ] as const) {
      for (let round = 0; round < attempts; round++) sandbox.failNext({ status: 503 })
      const { wxpay, sent } = connect({ retry })
      await expect(wxpay[path].post({ json })).rejects.toMatchObject({ name: 'ApiError', status: 503 })
      expect(sent).toHaveLength(attempts)
    }
  })

  it('are made of an untyped POST that the caller calls idempotent', async () => {
    const { wxpay, sent } = connect()
    sandbox.failNext('drop')
    await expect(wxpay.chain('v3/unknown').post({ json: {}, idempotent: true })).rejects.toMatchObject({ status: 404 })
    expect(sent).toHaveLength(2)
    await expect(wxpay.chain('v3/unknown').post({ json: {}, idempotent: 1 as never })).rejects.toMatchObject({
      field: 'idempotent',
    })
  })

  it('wait a random part of a delay that doubles, or as long as they are told', async () => {
    const random = vi.spyOn(Math, 'random').mockReturnValue(0.5)
    try {
      for (const fault of [{ status: 500 }, { status: 500 }, { status: 429, retryAfter: 0 }] as const)
        sandbox.failNext(fault)
      const { wxpay, events } = connect({ retry: { baseDelay: 8, maxAttempts: 4 } })
      await wxpay[path].post({ json: { ...json, req_ssn: 'delays' } })
      const delays = events.flatMap((event) => (event.type === 'retry' ? [event.delay] : []))
      expect(delays).toEqual([4, 8, 0])
    } finally {
      random.mockRestore()
    }
  })

  it('are not made if the wait would pass the deadline', async () => {
    const { wxpay, sent } = connect()
    sandbox.failNext({ status: 429, retryAfter: 60 })
    await expect(wxpay[path].post({ json, timeout: 2_000 })).rejects.toMatchObject({ status: 429 })
    expect(sent).toHaveLength(1)
  })

  it('stop at once when the caller aborts during the wait, and leave no timer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const controller = new AbortController()
    const abort = (event: ClientEvent) => event.type === 'retry' && queueMicrotask(() => controller.abort())
    const { wxpay, sent } = connect({ retry: { baseDelay: 20_000 }, onEvent: abort })
    sandbox.failNext({ status: 500 })
    await expect(wxpay[path].post({ json, signal: controller.signal })).rejects.toMatchObject({
      name: 'TransportError',
      code: 'TRANSPORT_ABORTED',
      outcome: 'unknown',
    })
    expect(sent).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('fail-over', () => {
  const [main, backup] = ['https://api.mch.weixin.qq.com', 'https://api2.mch.weixin.qq.com']
  const hostsOf = (sent: readonly { url: string }[]) => sent.map(({ url }) => new URL(url).origin)
  /** A network in which some hosts are down. */
  const network =
    (down: Set<string>): Transport =>
    (url, request) =>
      down.has(new URL(url).origin) ? Promise.reject(new Error('down')) : sandbox.transport(url, request)

  it('goes to the other host where one cannot be reached', async () => {
    const { wxpay, sent, events } = connect({ transport: network(new Set([main])) })
    await wxpay[path].post({ json: { ...json, req_ssn: 'over' } })
    expect(hostsOf(sent)).toEqual([main, backup])
    expect(events.find(({ type }) => type === 'fail-over')).toMatchObject({ from: main, to: backup })
  })

  it('stays with a host that responds, whatever it says', async () => {
    const { wxpay, sent } = connect()
    for (let round = 0; round < 2; round++) sandbox.failNext({ status: 503 })
    await wxpay[path].post({ json: { ...json, req_ssn: 'stay' } })
    expect(hostsOf(sent)).toEqual([main, main, main])
  })

  it('prefers the other host after three failures in a row, and probes the first one after a minute', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    const down = new Set([main])
    const { wxpay, sent } = connect({ transport: network(down) })
    const hosts = async () => {
      sent.length = 0
      await wxpay[path].post({ json: { ...json, req_ssn: 'prefer' } })
      return hostsOf(sent)
    }
    for (let round = 0; round < 3; round++) expect(await hosts()).toEqual([main, backup])
    expect(await hosts()).toEqual([backup])
    await vi.advanceTimersByTimeAsync(59_000)
    expect(await hosts()).toEqual([backup])
    await vi.advanceTimersByTimeAsync(1_001)
    expect(await hosts()).toEqual([main, backup])
    expect(await hosts()).toEqual([backup])
    down.clear()
    await vi.advanceTimersByTimeAsync(60_001)
    expect(await hosts()).toEqual([main])
    expect(await hosts()).toEqual([main])
  })

  it('comes back to the first host where all are down', async () => {
    const { wxpay, sent } = connect({ transport: network(new Set([main, backup])) })
    await expect(wxpay[path].post({ json })).rejects.toMatchObject({ code: 'TRANSPORT_NETWORK_FAILED' })
    expect(hostsOf(sent)).toEqual([main, backup, main])
  })
})

describe('events', () => {
  it('tell of every attempt, with durations and request ids', async () => {
    const { wxpay, events } = connect()
    sandbox.failNext({ status: 500 })
    await wxpay[path].post({ json: { ...json, req_ssn: 'events' } })
    expect(events.map(({ type, attempt }) => [type, attempt])).toEqual([
      ['attempt', 1],
      ['response', 1],
      ['retry', 1],
      ['attempt', 2],
      ['response', 2],
      ['success', 2],
    ])
    expect(events[1]).toEqual({
      type: 'response',
      callId: expect.stringMatching(/^[0-9A-Za-z]{32}$/),
      method: 'POST',
      path,
      template: path,
      attempt: 1,
      host: 'https://api.mch.weixin.qq.com',
      status: 500,
      requestId: expect.stringMatching(/^[0-9A-F]{32}-\d+$/),
      verified: true,
      duration: expect.any(Number),
    })
    expect(events[2]).toMatchObject({ code: 'SYSTEM_ERROR', delay: 0 })
  })

  it('of one call have an id of their own, and the path of its operation however it was written', async () => {
    const { wxpay, events } = connect()
    const id = 'o-secret'
    await Promise.all([
      wxpay[path].post({ json: { ...json, req_ssn: 'id 1' } }),
      wxpay.chain(`/${path}`).post({ json: { ...json, req_ssn: 'id 2' } }),
      wxpay
        .chain(`v3/users/${id}`)
        .get()
        .catch(() => {}),
    ])
    const ids = [...new Set(events.map(({ callId }) => callId))]
    const calls = ids.map((id) => events.filter(({ callId }) => callId === id))
    expect(calls.map((one) => one.map(({ type }) => type)).sort()).toEqual([
      ['attempt', 'response', 'failure'],
      ['attempt', 'response', 'success'],
      ['attempt', 'response', 'success'],
    ])
    const templates = events.filter(({ type }) => type === 'attempt').map(({ template }) => String(template))
    expect(templates.sort()).toEqual(['undefined', path, path])
  })

  it('tell of failures, and of paths without the values in them', async () => {
    const { wxpay, events } = connect()
    const call = wxpay.chain('v3/users/{openid}').get({ params: { openid: 'o-secret' } })
    await expect(call).rejects.toMatchObject({ status: 404 })
    expect(events.at(-1)).toMatchObject({
      type: 'failure',
      name: 'ApiError',
      code: 'API_ERROR_404',
      path: 'v3/users/{openid}',
    })
    expect(JSON.stringify(events)).not.toContain('secret')
  })

  it.each<[string, () => void]>([
    [
      'throws',
      () => {
        throw new Error('observer')
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('observer')
      },
    ],
  ])('cannot disturb the call or the process where the observer %s', async (_, onEvent) => {
    const unhandled: unknown[] = []
    const listener = (error: unknown) => unhandled.push(error)
    process.on('unhandledRejection', listener)
    const { wxpay } = connect({ onEvent })
    expect((await wxpay[path].post({ json: { ...json, req_ssn: 'observer' } }).json()).resp_code).toBe('000000')
    // Node.js reports unhandled rejections after the microtasks of a turn.
    await new Promise((resolve) => setTimeout(resolve))
    process.off('unhandledRejection', listener)
    expect(unhandled).toEqual([])
  })
})

describe('no fault shows a person, a key or a signature', () => {
  it.each(table)('%o', async (fault) => {
    let authorization = ''
    const transport: Transport = (url, request) => {
      authorization += request.headers['Authorization']
      return sandbox.transport(url, request)
    }
    const { wxpay, events } = connect({ transport, retry: { maxAttempts: 1, attemptTimeout: 1_000 } })
    sandbox.failNext(fault)
    const error = await wxpay[path]
      .post({ json: { ...json, req_ssn: `shown ${inspect(fault)}` } })
      .catch((error: unknown) => error)
    const shown = [error, events].flatMap((value) => [
      inspect(value, { depth: Infinity, showHidden: true }),
      JSON.stringify(value),
    ])
    if (error instanceof Error) shown.push(String(error), String(error.stack))
    const signature = /signature="([^"]*)"/.exec(authorization)?.[1] ?? expect.fail()
    for (const secret of [json.cert_no, json.name, json.tel, signature, 'PRIVATE'])
      expect(shown.join()).not.toContain(secret)
  })
})
