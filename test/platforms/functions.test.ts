import { join } from 'node:path'
import { handleNotifications, readEnvironment } from '@wechatpay-kit/endpoints'
import { describe, expect, it, vi } from 'vitest'
import { root } from '../run.ts'
import { setUp } from './setup.ts'

// The functions of clouds are given events of the form that the cloud documents; no cloud runs here.

const { sandbox, environment } = await setUp()

interface Result {
  readonly statusCode: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>
}

interface Functions {
  createRequest(event: object): Request
  createResult(response: Response, event: object): Promise<Result>
}

/** What an event is made of. */
interface Sent {
  readonly method: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
}

const text = ({ body }: Sent) => Buffer.from(body).toString()
const base64 = ({ body }: Sent) => Buffer.from(body).toString('base64')
const path = '/notifications'
/** Each name with its values. */
const group = ({ headers }: Sent, spell: (name: string) => string) => {
  const grouped: Record<string, string[]> = {}
  for (const [name, value] of headers) {
    const values = grouped[spell(name)] ?? []
    grouped[spell(name)] = [...values, value]
  }
  return grouped
}
const choose = (grouped: Record<string, string[]>, one: (values: string[]) => string | undefined) =>
  Object.fromEntries(Object.entries(grouped).map(([name, values]) => [name, one(values)]))
const lower = (name: string) => name.toLowerCase()
const capitalize = (name: string) => name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase())

const AWS = 'examples/frameworks/lambda/event.mjs'
const TENCENT = 'examples/frameworks/scf/event.js'

/** The parts of an event that tell of its request, by the documents of each cloud. */
const EVENTS: Record<string, readonly [file: string, create: (sent: Sent) => object]> = {
  'AWS, HTTP API and function URL, payload format 2.0': [
    AWS,
    (sent) => ({
      version: '2.0',
      routeKey: '$default',
      rawPath: path,
      rawQueryString: '',
      headers: choose(group(sent, lower), (values) => values.join(',')),
      requestContext: { http: { method: sent.method, path, protocol: 'HTTP/1.1' }, stage: '$default' },
      body: text(sent),
      isBase64Encoded: false,
    }),
  ],
  'AWS, HTTP API and function URL, payload format 2.0, base64': [
    AWS,
    (sent) => ({
      version: '2.0',
      rawPath: path,
      headers: choose(group(sent, lower), (values) => values.join(',')),
      requestContext: { http: { method: sent.method, path } },
      body: base64(sent),
      isBase64Encoded: true,
    }),
  ],
  'AWS, REST API, payload format 1.0, binary media types': [
    AWS,
    (sent) => ({
      version: '1.0',
      resource: '/{proxy+}',
      path,
      httpMethod: sent.method,
      headers: choose(group(sent, capitalize), (values) => values.at(-1)),
      multiValueHeaders: group(sent, capitalize),
      queryStringParameters: null,
      body: base64(sent),
      isBase64Encoded: true,
    }),
  ],
  'AWS, Application Load Balancer': [
    AWS,
    (sent) => ({
      requestContext: {
        elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/a/1' },
      },
      httpMethod: sent.method,
      path,
      queryStringParameters: {},
      headers: choose(group(sent, lower), (values) => values.join(',')),
      body: text(sent),
      isBase64Encoded: false,
    }),
  ],
  'AWS, Application Load Balancer, multi-value headers': [
    AWS,
    (sent) => ({
      requestContext: { elb: {} },
      httpMethod: sent.method,
      path,
      multiValueQueryStringParameters: {},
      multiValueHeaders: group(sent, lower),
      body: text(sent),
      isBase64Encoded: false,
    }),
  ],
  'Tencent Cloud, function URL': [
    TENCENT,
    (sent) => ({
      body: text(sent),
      headers: choose(group(sent, lower), (values) => values.join(',')),
      httpMethod: sent.method,
      path,
      queryString: {},
    }),
  ],
  'Tencent Cloud, API gateway, base64': [
    TENCENT,
    (sent) => ({
      requestContext: { serviceId: 'service-1', path, httpMethod: sent.method, stage: 'release' },
      headers: choose(group(sent, capitalize), (values) => values.join(',')),
      body: base64(sent),
      isBase64Encoded: true,
      path,
      httpMethod: sent.method,
    }),
  ],
}

const content = { event_type: 'TRANSACTION.SUCCESS', resource: { out_trade_no: 'O1', attach: '茶叶 ☕' } } as const

/** Takes a notification apart. */
async function take(fault?: 'wrong-signature'): Promise<Sent> {
  const notification = await sandbox.createNotification('http://localhost/notifications', { ...content, fault })
  return { method: 'POST', headers: [...notification.headers], body: new Uint8Array(await notification.arrayBuffer()) }
}

describe.each(Object.entries(EVENTS))('the documented event of %s', (_, [file, create]) => {
  /** Hands an event to the example's lines, and to a route. */
  async function call(sent: Sent) {
    const { createRequest, createResult } = (await import(join(root, file))) as Functions
    const handler = vi.fn((_: { readonly resource: unknown }) => {})
    const onError = vi.fn()
    const env = await readEnvironment(environment, { required: ['platformKeys', 'apiV3Key'] })
    const { platformKeys: keys, apiV3Key } = env
    const handle = handleNotifications({ keys, apiV3Key, onError }, handler)
    // Through JSON, as an event travels.
    const event = JSON.parse(JSON.stringify(create(sent)))
    const result = await createResult(await handle(createRequest(event)), event)
    return { event, result: JSON.parse(JSON.stringify(result)) as Result, handler, errors: onError.mock.calls.flat() }
  }

  it('carries a notification', async () => {
    const { result, handler } = await call(await take())
    expect(result).toMatchObject({ statusCode: 204, body: '', isBase64Encoded: false })
    expect(handler.mock.calls[0]?.[0]?.resource).toEqual(content.resource)
  })

  it('carries a forged one, which is refused in the form of the event', async () => {
    const { event, result, handler } = await call(await take('wrong-signature'))
    expect(result.statusCode).toBe(401)
    expect(JSON.parse(result.body)).toMatchObject({ code: 'FAIL' })
    if ('multiValueHeaders' in event) expect(result.multiValueHeaders?.['content-type']).toEqual(['application/json'])
    else expect(result.headers?.['content-type']).toBe('application/json')
    expect(handler).not.toHaveBeenCalled()
  })

  it('carries a body that was changed, which is refused', async () => {
    const sent = await take()
    const { result, errors } = await call({ ...sent, body: sent.body.map((byte) => (byte === 0x41 ? 0x42 : byte)) })
    expect(result.statusCode).toBe(401)
    expect(errors).toMatchObject([{ code: 'SIGNATURE_MISMATCH' }])
  })

  it('carries a second signature, and neither counts', async () => {
    const sent = await take()
    const { result, handler } = await call({ ...sent, headers: [['wechatpay-signature', 'AAAA'], ...sent.headers] })
    expect(result.statusCode).toBe(401)
    expect(handler).not.toHaveBeenCalled()
  })

  it('carries a GET without a body', async () => {
    const { result } = await call({ method: 'GET', headers: [], body: new Uint8Array() })
    expect(result.statusCode).toBe(405)
  })

  // Gateways write null where there is no body, or nothing at all, whatever they say of base64.
  it.each([null, undefined])('carries a POST and a GET whose body is %s', async (body) => {
    const { createRequest } = (await import(join(root, file))) as Functions
    for (const method of ['POST', 'GET']) {
      const event = { ...create({ method, headers: [], body: new Uint8Array() }), body }
      expect(await createRequest(JSON.parse(JSON.stringify(event))).text()).toBe('')
    }
  })

  // As the consoles' tests give it, where nobody names a header.
  it('carries a POST whose headers are null', async () => {
    const { createRequest } = (await import(join(root, file))) as Functions
    const event = { ...create({ method: 'POST', headers: [], body: new Uint8Array() }), headers: null }
    const { method, headers } = createRequest(JSON.parse(JSON.stringify({ ...event, multiValueHeaders: null })))
    expect([method, headers.get('wechatpay-signature')]).toEqual(['POST', null])
  })
})
