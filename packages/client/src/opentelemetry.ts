/**
 * Spans and metrics of OpenTelemetry, made of a client's events. Needs `@opentelemetry/api`, and nothing else of it.
 *
 * @module
 */
import {
  type Attributes,
  type Context,
  context,
  type Meter,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import type { ClientEvent } from './call/events.ts'
import { readOwnOptions, refuse } from './errors/validation.ts'

/** Options of {@link createTelemetry}. */
export interface TelemetryOptions {
  /** Makes the spans: `trace.getTracer('shop')`. */
  readonly tracer: Tracer
  /** Makes the histogram `http.client.request.duration`: `metrics.getMeter('shop')`. Default: none. */
  readonly meter?: Meter | undefined
  /** Attributes of every span, such as the merchant's number where there are many. Default: none. */
  readonly attributes?: Attributes | undefined
}

const OPTIONS = ['tracer', 'meter', 'attributes']

/** Bounds of the histogram's buckets, in seconds: those that the conventions advise. */
const BOUNDARIES = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

/** Most calls in flight that are remembered: some runtimes end a request without ending what it waits for. */
const MOST_CALLS = 10_000

/** A call in flight. */
interface OpenCall {
  readonly span: Span
  /** The context of its attempts, in which its span is the current one. */
  readonly context: Context
  attempt: OpenAttempt | undefined
}

/** An attempt that is not judged yet. */
interface OpenAttempt {
  readonly span: Span
  /** The attributes that the histogram has too. */
  readonly attributes: Attributes
  readonly start: number
  /** Seconds to its response. */
  duration: number | undefined
  status: number | undefined
}

/**
 * Makes the observer that turns a client's events into spans and a histogram of OpenTelemetry, with the names of its stable
 * conventions for HTTP clients.
 *
 * A call is a span of kind `INTERNAL`, a child of the caller's current one; each attempt is one of kind `CLIENT` below it.
 * Both are named by method and operation, `POST /v3/pay/transactions/jsapi`; a call of a path that no operation describes is
 * named by its method alone, because its path may hold an order number or an openid.
 *
 * | attribute | of | value |
 * |---|---|---|
 * | `http.request.method`, `url.template` | both | method, and path of the operation |
 * | `error.type` | both | of an attempt its status, from 400 on, or the `code` of its event; of a call the `code` of its last event |
 * | `server.address`, `server.port`, `url.full` | attempt | host; the URL is origin and template: no values, no query |
 * | `http.response.status_code` | attempt | status |
 * | `http.request.resend_count` | attempt | from the second attempt on: how many came before it |
 * | `wechatpay.request_id` | attempt | `Request-ID`, which WeChat Pay's support asks for; nobody signs it |
 * | `wechatpay.response.verified` | attempt | whether the signature of the response is good |
 *
 * The histogram `http.client.request.duration` has one value for each attempt, in seconds, with method, server, status,
 * `url.template` and `error.type`: each of these is a word of ours, a status, a host of yours, a path of an operation, or a
 * code that WeChat Pay signed. An error that nobody signed is `API_ERROR_` and its status.
 *
 * Spans hold the same, `attributes`, and one text of the other side's: `wechatpay.request_id`, up to 128 letters, digits and
 * `-_.:`. It is left out where a value of the call stands in it as it was written, if that has six characters or more; a
 * shorter one, a part, or another spelling of one cannot be recognised. A span has no body and no other header.
 *
 * @param options - `tracer`; `meter` for the histogram; `attributes` of every span.
 * @returns the option `onEvent` of `createClient`; several clients may share it.
 * @throws ValidationError (`VALIDATION_FAILED`) that names the option.
 * @example
 * ```ts
 * import { metrics, trace } from '@opentelemetry/api'
 * import { createClient, readEnvironment } from '@wechatpay-kit/client'
 * import { createTelemetry } from '@wechatpay-kit/client/opentelemetry'
 *
 * declare const env: object // process.env, for example
 * const onEvent = createTelemetry({ tracer: trace.getTracer('shop'), meter: metrics.getMeter('shop') })
 * const wxpay = createClient({ ...(await readEnvironment(env)), onEvent })
 * ```
 * @see {@link https://opentelemetry.io/docs/specs/semconv/http/ | Semantic conventions for HTTP}
 */
export function createTelemetry(options: TelemetryOptions): (event: ClientEvent) => void {
  const { tracer, meter, attributes } = readOwnOptions(options, OPTIONS, 'createTelemetry')
  if (typeof tracer?.startSpan !== 'function') refuse('tracer', 'must be a tracer: trace.getTracer(name)')
  if (meter !== undefined && typeof meter?.createHistogram !== 'function')
    refuse('meter', 'must be a meter: metrics.getMeter(name)')
  const histogram = meter?.createHistogram('http.client.request.duration', {
    description: 'Duration of HTTP client requests.',
    unit: 's',
    advice: { explicitBucketBoundaries: BOUNDARIES },
  })
  const calls = new Map<string, OpenCall>()

  const startCall = (event: ClientEvent): OpenCall => {
    const active = context.active()
    const own = { ...attributes, ...describeRequest(event) }
    const span = tracer.startSpan(nameSpan(event), { kind: SpanKind.INTERNAL, attributes: own }, active)
    const call: OpenCall = { span, context: trace.setSpan(active, span), attempt: undefined }
    calls.set(event.callId, call)
    const [oldest] = calls.keys()
    if (calls.size > MOST_CALLS && oldest !== undefined) calls.delete(oldest)
    return call
  }
  const startAttempt = (event: EventOf<'attempt'>, call: OpenCall): void => {
    const shared = { ...describeRequest(event), ...describeServer(event.host) }
    const own = {
      ...attributes,
      ...shared,
      'url.full': `${event.host}/${event.template ?? 'REDACTED'}`,
      ...(event.attempt > 1 && { 'http.request.resend_count': event.attempt - 1 }),
    }
    const span = tracer.startSpan(nameSpan(event), { kind: SpanKind.CLIENT, attributes: own }, call.context)
    call.attempt = { span, attributes: shared, start: performance.now(), duration: undefined, status: undefined }
  }
  const endAttempt = ({ attempt }: OpenCall, code?: string): void => {
    if (!attempt) return
    const { span, status = 0, duration = (performance.now() - attempt.start) / 1000 } = attempt
    const type = status >= 400 ? String(status) : code
    histogram?.record(duration, { ...attempt.attributes, ...describeStatus(attempt), ...describeError(type) })
    endSpan(span, type)
  }

  return (event) => {
    const call = calls.get(event.callId) ?? (event.type === 'attempt' ? startCall(event) : undefined)
    if (!call) return
    if (event.type === 'attempt') startAttempt(event, call)
    if (event.type === 'response' && call.attempt) {
      call.attempt.duration = event.duration / 1000
      call.attempt.status = event.status
      call.attempt.span.setAttributes({ ...describeStatus(event), ...describeResponse(event) })
    }
    if (event.type === 'retry' || event.type === 'failure' || event.type === 'success') {
      const code = event.type === 'success' ? undefined : event.code
      endAttempt(call, code)
      call.attempt = undefined
      if (event.type === 'retry') return
      endSpan(call.span, code)
      calls.delete(event.callId)
    }
  }
}

/** The events of one type. */
type EventOf<Type extends ClientEvent['type']> = Extract<ClientEvent, { readonly type: Type }>

/** Names a span: the path as it was written may hold anything, so that the template alone is used. */
function nameSpan({ method, template }: ClientEvent): string {
  return template === undefined ? method : `${method} /${template}`
}

function describeRequest({ method, template }: ClientEvent): Attributes {
  return { 'http.request.method': method, ...(template !== undefined && { 'url.template': `/${template}` }) }
}

function describeServer(host: string): Attributes {
  const { protocol, hostname, port } = new URL(host)
  const standard = protocol === 'https:' ? 443 : 80
  return { 'server.address': hostname, 'server.port': port === '' ? standard : Number(port) }
}

function describeStatus({ status }: { readonly status: number | undefined }): Attributes {
  return status === undefined ? {} : { 'http.response.status_code': status }
}

function describeResponse({ requestId, verified }: EventOf<'response'>): Attributes {
  const id = requestId === undefined ? {} : { 'wechatpay.request_id': requestId }
  return { 'wechatpay.response.verified': verified, ...id }
}

function describeError(type: string | undefined): Attributes {
  return type === undefined ? {} : { 'error.type': type }
}

/** Ends a span, whose status is left as it is unless there was an error. */
function endSpan(span: Span, errorType: string | undefined): void {
  span.setAttributes(describeError(errorType))
  if (errorType !== undefined) span.setStatus({ code: SpanStatusCode.ERROR })
  span.end()
}
