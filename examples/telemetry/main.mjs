// Spans and a histogram of a client's calls, by the real SDK of OpenTelemetry: node examples/telemetry/main.mjs
import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { createTelemetry } from '@wechatpay-kit/client/opentelemetry'
import { createClient } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'

// An application has this part already: it says where spans and metrics go. Here they stay in memory, and are printed.
const spans = new InMemorySpanExporter()
const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
const reader = new PeriodicExportingMetricReader({ exporter: metrics })
const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] })
const meterProvider = new MeterProvider({ readers: [reader] })
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
trace.setGlobalTracerProvider(tracerProvider)

const tracer = trace.getTracer('shop')
const onEvent = createTelemetry({ tracer, meter: meterProvider.getMeter('shop') })

const sandbox = await createSandbox()
const { merchant, platformKeys, transport } = sandbox
const wxpay = createClient({ merchant, platformKeys, transport, onEvent })
const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }

// The first attempt fails. The call is a child of the span in which it is made.
sandbox.failNext({ status: 503 })
await tracer.startActiveSpan('checkout', async (span) => {
  await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json })
  span.end()
})

for (const { name, attributes } of spans.getFinishedSpans()) console.log(name, attributes)
await meterProvider.shutdown()
for (const { scopeMetrics } of metrics.getMetrics().slice(-1)) {
  for (const { descriptor, dataPoints } of scopeMetrics.flatMap((scope) => scope.metrics)) {
    for (const { attributes } of dataPoints) console.log(descriptor.name, descriptor.unit, attributes)
  }
}
