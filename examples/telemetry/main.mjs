// Feeds OpenTelemetry from a client's events: node examples/telemetry/main.mjs
import { metrics, SpanStatusCode, trace } from '@opentelemetry/api'
import { createClient } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'

const tracer = trace.getTracer('wechatpay-kit')
const duration = metrics.getMeter('wechatpay-kit').createHistogram('wechatpay.attempt.duration', { unit: 'ms' })

/** @param {import('@wechatpay-kit/endpoints').ClientEvent} event */
export function report(event) {
  const { type, method, path, attempt, ...more } = event
  const attributes = { 'http.request.method': method, 'url.template': path, attempt, ...more }
  if (event.type === 'response') duration.record(event.duration, attributes)
  if (event.type !== 'response' && event.type !== 'failure') return void console.log(type, attributes)
  const startTime = Date.now() - event.duration
  const span = tracer.startSpan(`${method} ${path}`, { startTime, attributes })
  if (event.type === 'failure') span.setStatus({ code: SpanStatusCode.ERROR, message: event.code })
  span.end()
  console.log(type, attributes)
}

const sandbox = await createSandbox()
const { merchant, platformKeys, transport } = sandbox
const wxpay = createClient({ merchant, platformKeys, transport, onEvent: report })
sandbox.failNext({ status: 503 })
const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json })
