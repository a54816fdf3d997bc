import { inspect } from 'node:util'
import { type Context, context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { createClient as createEngine } from '@wechatpay-kit/client'
import { createTelemetry } from '@wechatpay-kit/client/opentelemetry'
import { type ClientOptions, createClient } from '@wechatpay-kit/endpoints'
import * as alterOperation from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/alter'
import * as orders from '@wechatpay-kit/endpoints/v3/pay/transactions/id/_transaction_id_'
import { createSandbox, type Fault } from '@wechatpay-kit/sandbox'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const path = 'v3/gov/subsidy/zhejiang/qualifications/alter'
const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
const sandbox = await createSandbox()

// The real SDK: spans and metrics as an application would export them.
const exporter = new InMemorySpanExporter()
const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
const tracer = tracerProvider.getTracer('test')
const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
const reader = new PeriodicExportingMetricReader({ exporter: metricExporter, exportIntervalMillis: 3_600_000 })
const meter = new MeterProvider({ readers: [reader] }).getMeter('test')
const shared = createTelemetry({ tracer, meter })

let reqSsn = 0
beforeEach(() => exporter.reset())
afterEach(() => context.disable())

/** A client whose events become spans. */
function connect(options: Partial<ClientOptions> = {}) {
  const { merchant, platformKeys, transport } = sandbox
  return createClient({
    merchant,
    platformKeys,
    transport,
    retry: { baseDelay: 0, attemptTimeout: 1_000 },
    onEvent: shared,
    ...options,
  })
}
const alter = (wxpay: ReturnType<typeof connect>, options: { signal?: AbortSignal } = {}) =>
  wxpay[path].post({ json: { ...json, req_ssn: `otel-${++reqSsn}` }, ...options })

/** The finished spans: the one of the call, and those of its attempts. */
function readSpans(): { call: ReadableSpan; attempts: ReadableSpan[] } {
  const spans = exporter.getFinishedSpans()
  const calls = spans.filter(({ kind }) => kind === SpanKind.INTERNAL)
  expect(calls).toHaveLength(1)
  const [call] = calls as [ReadableSpan]
  const attempts = spans.filter((span) => span !== call)
  for (const attempt of attempts) {
    expect(attempt.kind).toBe(SpanKind.CLIENT)
    expect(attempt.parentSpanContext?.spanId).toBe(call.spanContext().spanId)
    expect(attempt.spanContext().traceId).toBe(call.spanContext().traceId)
  }
  return { call, attempts }
}
const errorOf = ({ status, attributes }: ReadableSpan) => [status.code, attributes['error.type']]
const failed = (type: string) => [SpanStatusCode.ERROR, type]
const fine = [SpanStatusCode.UNSET, undefined]

describe('a call and its attempts are spans with the names of HTTP clients', () => {
  it('of a success', async () => {
    await alter(connect())
    const { call, attempts } = readSpans()
    expect([call.name, ...attempts.map(({ name }) => name)]).toEqual([`POST /${path}`, `POST /${path}`])
    expect(call.attributes).toEqual({ 'http.request.method': 'POST', 'url.template': `/${path}` })
    expect(attempts[0]?.attributes).toEqual({
      'http.request.method': 'POST',
      'url.template': `/${path}`,
      'url.full': `https://api.mch.weixin.qq.com/${path}`,
      'server.address': 'api.mch.weixin.qq.com',
      'server.port': 443,
      'http.response.status_code': 200,
      'wechatpay.request_id': expect.stringMatching(/^[0-9A-F]{32}-\d+$/),
      'wechatpay.response.verified': true,
    })
    expect([call, ...attempts].map(errorOf)).toEqual([fine, fine])
  })

  it('of a repetition', async () => {
    sandbox.failNext({ status: 503 })
    await alter(connect())
    const { call, attempts } = readSpans()
    expect(attempts.map(({ attributes }) => attributes['http.request.resend_count'])).toEqual([undefined, 1])
    expect(attempts.map(({ attributes }) => attributes['http.response.status_code'])).toEqual([503, 200])
    expect([call, ...attempts].map(errorOf)).toEqual([fine, failed('503'), fine])
  })

  it('of a fail-over to another host and port', async () => {
    const baseUrls = ['https://first.example', 'http://127.0.0.1:8080'] as const
    sandbox.failNext('drop')
    await alter(connect({ baseUrls }))
    const servers = readSpans().attempts.map(({ attributes }) => [
      attributes['server.address'],
      attributes['server.port'],
    ])
    expect(servers).toEqual([
      ['first.example', 443],
      ['127.0.0.1', 8080],
    ])
  })

  it.each<[string, Fault, call: string, attempt: string, verified: boolean | undefined]>([
    ['an error of the API', { status: 429 }, 'RATELIMIT_EXCEEDED', '429', true],
    ['a network failure', 'drop', 'TRANSPORT_NETWORK_FAILED', 'TRANSPORT_NETWORK_FAILED', undefined],
    ['a timeout', 'slow', 'TRANSPORT_TIMED_OUT', 'TRANSPORT_TIMED_OUT', undefined],
    ['an unverified response', 'wrong-signature', 'SIGNATURE_MISMATCH', 'SIGNATURE_MISMATCH', false],
    ['an unsigned response', 'unsigned', 'SIGNATURE_HEADER_MISSING', 'SIGNATURE_HEADER_MISSING', false],
  ])('of %s', async (_, fault, code, type, verified) => {
    sandbox.failNext(fault)
    const wxpay = connect({ retry: { maxAttempts: 1, attemptTimeout: 1_000 } })
    await expect(alter(wxpay)).rejects.toThrow()
    const { call, attempts } = readSpans()
    expect([call, ...attempts].map(errorOf)).toEqual([failed(code), failed(type)])
    expect(attempts[0]?.attributes['wechatpay.response.verified']).toBe(verified)
    if (verified === undefined) expect(attempts[0]?.attributes).not.toHaveProperty('http.response.status_code')
  })

  it('of an aborted call', async () => {
    const controller = new AbortController()
    const transport: ClientOptions['transport'] = () => {
      controller.abort(new Error('330102199001011234'))
      return new Promise(() => {})
    }
    await expect(alter(connect({ transport }), { signal: controller.signal })).rejects.toThrow()
    const { call, attempts } = readSpans()
    expect([call, ...attempts].map(errorOf)).toEqual([failed('TRANSPORT_ABORTED'), failed('TRANSPORT_ABORTED')])
  })

  it('of a call that is aborted while it waits for its second attempt', async () => {
    const controller = new AbortController()
    const onEvent: ClientOptions['onEvent'] = (event) => {
      shared(event)
      if (event.type === 'retry') controller.abort()
    }
    sandbox.failNext({ status: 503, retryAfter: 5 })
    await expect(alter(connect({ onEvent }), { signal: controller.signal })).rejects.toThrow()
    const { call, attempts } = readSpans()
    expect([call, ...attempts].map(errorOf)).toEqual([failed('TRANSPORT_ABORTED'), failed('503')])
  })

  it('of nothing, where a call is refused before anything is sent', async () => {
    const call = connect().chain('v3/pay/{name}').get({ params: {} })
    await expect(call).rejects.toThrow()
    expect(exporter.getFinishedSpans()).toEqual([])
  })

  it('of a hundred calls at once, each with its own attempts', async () => {
    const wxpay = connect()
    for (let count = 0; count < 30; count++) sandbox.failNext({ status: 503 })
    await Promise.all(Array.from({ length: 100 }, () => alter(wxpay)))
    const spans = exporter.getFinishedSpans()
    const calls = spans.filter(({ kind }) => kind === SpanKind.INTERNAL)
    const attempts = spans.filter(({ kind }) => kind === SpanKind.CLIENT)
    const ids = new Set(calls.map((span) => span.spanContext().spanId))
    expect([ids.size, attempts.length]).toEqual([100, 130])
    expect(attempts.every(({ parentSpanContext }) => ids.has(String(parentSpanContext?.spanId)))).toBe(true)
    const good = attempts.filter(({ attributes }) => attributes['http.response.status_code'] === 200)
    expect(new Set(good.map(({ parentSpanContext }) => parentSpanContext?.spanId)).size).toBe(100)
  })
})

describe('the spans of calls', () => {
  it('are given up where ten thousand more began and the runtime never ended theirs', () => {
    const onEvent = createTelemetry({ tracer })
    const event = { method: 'GET', path: 'v3/certificates', template: undefined, attempt: 1 } as const
    const start = (callId: string) => onEvent({ ...event, callId, type: 'attempt', host: 'https://first.example' })
    const end = (callId: string) => onEvent({ ...event, callId, type: 'success', duration: 1 })
    for (let count = 0; count <= 10_000; count++) start(`call-${count}`)
    end('call-0')
    expect(exporter.getFinishedSpans()).toEqual([])
    end('call-1')
    expect(exporter.getFinishedSpans()).toHaveLength(2)
  })

  it('are children of the caller’s span, where the context is kept', async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
    await tracer.startActiveSpan('checkout', async (span) => {
      await alter(connect())
      span.end()
    })
    const checkout = exporter.getFinishedSpans().find(({ name }) => name === 'checkout')
    const call = exporter.getFinishedSpans().find(({ kind, name }) => kind === SpanKind.INTERNAL && name !== 'checkout')
    expect(call?.parentSpanContext?.spanId).toBe(checkout?.spanContext().spanId)
  })

  it('have the attributes that every span was to have', async () => {
    const onEvent = createTelemetry({ tracer, attributes: { 'wechatpay.mchid': '1900007291' } })
    await alter(connect({ onEvent }))
    const { call, attempts } = readSpans()
    expect([call, ...attempts].map(({ attributes }) => attributes['wechatpay.mchid'])).toEqual([
      '1900007291',
      '1900007291',
    ])
  })

  it('are not made where the tracer samples none, and the call is made all the same', async () => {
    const off = trace.wrapSpanContext({ traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 })
    const silent = { ...tracer, startSpan: (_name: string, _options: unknown, _context?: Context) => off }
    const onEvent = createTelemetry({ tracer: silent as typeof tracer })
    expect((await alter(connect({ onEvent })).json()).resp_code).toBe('000000')
    expect(exporter.getFinishedSpans()).toEqual([])
  })
})

describe('no span and no metric holds a person’s data, a key or a value of the caller’s', () => {
  const secret = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o'
  const faults: (Fault | undefined)[] = [undefined, { status: 503 }, { status: 500, body: 'html' }, 'drop', 'unsigned']

  it.each(faults)('fault: %o', async (fault) => {
    let authorization = ''
    const { merchant, platformKeys } = sandbox
    const wxpay = createEngine({
      merchant,
      platformKeys,
      operations: [alterOperation.post, orders.get],
      onEvent: shared,
      retry: { maxAttempts: 1, attemptTimeout: 1_000 },
      transport: (url, request) => {
        authorization = request.headers['Authorization'] ?? ''
        if (fault) sandbox.failNext(fault)
        return sandbox.transport(url, request)
      },
    })
    const calls = [
      () => wxpay.chain(path).post({ json: { ...json, req_ssn: `${secret}1` } }),
      // Known and written with its value; known, with params; unknown, with and without; a query.
      () => wxpay.chain(`v3/pay/transactions/id/${secret}`).get({ query: { mchid: '1900007291' } }),
      () =>
        wxpay
          .chain('v3/pay/transactions/id/{transaction_id}')
          .get({ params: { transaction_id: secret }, query: { mchid: secret } }),
      () => wxpay.chain(`v3/users/${secret}`).get({ query: { openid: secret } }),
      () => wxpay.chain('v3/users/{openid}').get({ params: { openid: secret } }),
      () => wxpay.download(`https://api.mch.weixin.qq.com/v3/files/${secret}?token=${secret}`, { hash: 'unchecked' }),
    ]
    const signature = []
    for (const call of calls) {
      await call().catch(() => {})
      signature.push(authorization, /signature="([^"]*)"/.exec(authorization)?.[1] ?? '')
    }
    const spans = exporter.getFinishedSpans()
    expect(spans.filter(({ kind }) => kind === SpanKind.INTERNAL)).toHaveLength(calls.length)
    await reader.forceFlush()
    // Without the SDK's own links between spans, which inspect would follow into its queues.
    const seen = spans.map(({ name, attributes, events, status, links }) => ({
      name,
      attributes,
      events,
      status,
      links,
    }))
    const shown = inspect([seen, metricExporter.getMetrics()], { depth: Infinity, maxArrayLength: Infinity })
    expect(shown).toContain('/v3/pay/transactions/id/{transaction_id}')
    for (const value of [secret, '330102199001011234', '张三', '13800138000', 'WECHATPAY2-SHA256', ...signature]) {
      expect(value).not.toBe('')
      expect(shown).not.toContain(value)
    }
  })

  it('names a call of an unknown path by its method alone', async () => {
    await connect()
      .chain(`v3/users/${secret}`)
      .get()
      .catch(() => {})
    const { call, attempts } = readSpans()
    const attributes = { 'http.request.method': 'GET', 'error.type': 'API_ERROR_404' }
    expect([call.name, call.attributes]).toEqual(['GET', attributes])
    expect(attempts[0]?.attributes['url.full']).toBe('https://api.mch.weixin.qq.com/REDACTED')
  })
})

describe('what nobody signed', () => {
  /** Calls that are refused without a signature; gives the types of their errors, of spans and of the histogram. */
  async function refuse(bodies: readonly string[], status = 400) {
    const metricsOfOne = new InMemoryMetricExporter(AggregationTemporality.DELTA)
    const own = new PeriodicExportingMetricReader({ exporter: metricsOfOne, exportIntervalMillis: 3_600_000 })
    const onEvent = createTelemetry({ tracer, meter: new MeterProvider({ readers: [own] }).getMeter('test') })
    for (const body of bodies) {
      const transport = async () => new Response(body, { status, headers: { 'Content-Type': 'application/json' } })
      await alter(connect({ onEvent, transport, retry: { maxAttempts: 2, baseDelay: 0 } })).catch(() => {})
    }
    await own.forceFlush()
    const metrics = metricsOfOne.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((one) => one.metrics))
    const points = metrics.flatMap(({ dataPoints }) => dataPoints.map(({ attributes }) => attributes['error.type']))
    const types = (kind: SpanKind) =>
      new Set(
        exporter
          .getFinishedSpans()
          .filter((span) => span.kind === kind)
          .map(({ attributes }) => attributes['error.type']),
      )
    return { calls: types(SpanKind.INTERNAL), attempts: types(SpanKind.CLIENT), points }
  }
  const codes = Array.from({ length: 50 }, (_, index) => JSON.stringify({ code: `CODE_${index}`, message: 'x' }))

  it('gives no attribute a value of its own: an error has our code and its status', async () => {
    const { calls, attempts, points } = await refuse(codes)
    expect([...calls]).toEqual(['API_ERROR_400'])
    expect([...attempts]).toEqual(['400'])
    expect(points).toEqual(['400'])
  })

  it('nor where it makes the call be repeated', async () => {
    const { calls, points } = await refuse(codes.slice(0, 5), 503)
    expect([...calls]).toEqual(['API_ERROR_503'])
    expect(new Set(points)).toEqual(new Set(['503']))
  })

  it('is told of in events by the same code', async () => {
    const seen: unknown[] = []
    const transport = async () => Response.json({ code: 'ANYTHING', message: 'x' }, { status: 503 })
    const onEvent: ClientOptions['onEvent'] = (event) => void ('code' in event && seen.push([event.type, event.code]))
    const wxpay = connect({ transport, onEvent, retry: { maxAttempts: 2, baseDelay: 0 } })
    await expect(alter(wxpay)).rejects.toMatchObject({ apiCode: 'ANYTHING', verified: false })
    expect(seen).toEqual([
      ['retry', 'API_ERROR_503'],
      ['failure', 'API_ERROR_503'],
    ])
  })
})

describe('the histogram http.client.request.duration', () => {
  it('has a value in seconds for each attempt', async () => {
    const exporterOfOne = new InMemoryMetricExporter(AggregationTemporality.DELTA)
    const own = new PeriodicExportingMetricReader({ exporter: exporterOfOne, exportIntervalMillis: 3_600_000 })
    const onEvent = createTelemetry({ tracer, meter: new MeterProvider({ readers: [own] }).getMeter('test') })
    const wxpay = connect({ onEvent })
    sandbox.failNext({ status: 503 })
    await alter(wxpay)
    sandbox.failNext('drop')
    await alter(wxpay)
    await own.forceFlush()
    const [metric] = exporterOfOne
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((one) => one.metrics))
    expect(metric?.descriptor).toMatchObject({ name: 'http.client.request.duration', unit: 's', type: 'HISTOGRAM' })
    const points = (metric?.dataPoints ?? []) as {
      attributes: Record<string, unknown>
      value: { count: number; sum: number; buckets: { boundaries: number[] } }
    }[]
    const server = { 'server.address': 'api.mch.weixin.qq.com', 'server.port': 443 }
    const request = { 'http.request.method': 'POST', 'url.template': `/${path}`, ...server }
    const found = points.map(({ attributes, value }) => [attributes, value.count])
    expect(found).toHaveLength(4)
    expect(found).toEqual(
      expect.arrayContaining([
        [{ ...request, 'http.response.status_code': 503, 'error.type': '503' }, 1],
        [{ ...request, 'http.response.status_code': 200 }, 1],
        [{ ...request, 'error.type': 'TRANSPORT_NETWORK_FAILED' }, 1],
        [{ ...request, 'server.address': 'api2.mch.weixin.qq.com', 'http.response.status_code': 200 }, 1],
      ]),
    )
    // A thousand times as much would be milliseconds.
    for (const { value } of points) expect(value.sum).toBeLessThan(30)
    expect(points[0]?.value.buckets.boundaries.slice(0, 3)).toEqual([0.005, 0.01, 0.025])
  })
})

describe('options that are wrong', () => {
  it.each<[string, unknown]>([
    ['tracer', {}],
    ['tracer', { tracer: 'shop' }],
    ['meter', { tracer, meter: {} }],
    ['traces', { tracer, traces: tracer }],
  ])('%s is named', (name, options) => {
    expect(() => createTelemetry(options as never)).toThrow(name)
  })
})
