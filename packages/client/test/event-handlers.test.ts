import { readNotifications } from '@wechatpay-kit/catalogue'
import {
  createMemoryStore,
  handleNotifications,
  isWechatPayError,
  type NotificationHandler,
  type NotificationHandlers,
  readNotification,
} from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { afterEach, describe, expect, it } from 'vitest'

const sandbox = await createSandbox()
const { platformKeys: keys, apiV3Key } = sandbox
const resource = { out_refund_no: '1217752501201407033233368018' }
const create = (event_type: string, change: { original_type?: string; resource?: unknown } = {}) =>
  sandbox.createNotification('https://shop.example/notifications', { id: 'EV-1', event_type, resource, ...change })

/** Names whose members every object inherits, and `default`. */
const INHERITED = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'then']

const polluted: string[] = []
function pollute(name: string, value: unknown) {
  Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true })
  polluted.push(name)
}
afterEach(() => {
  for (const name of polluted.splice(0)) delete (Object.prototype as Record<string, unknown>)[name]
})

/** A route, what it reported, and a delivery to it. */
function serve(handlers: unknown) {
  const errors: unknown[] = []
  const store = createMemoryStore()
  const respond = handleNotifications(
    { keys, apiV3Key, store, onError: (error) => errors.push(error) },
    handlers as NotificationHandlers,
  )
  const deliver = async (event: string) => (await respond(await create(event))).status
  return { deliver, errors, store }
}

/** A handler that keeps what it was given. */
function createRecorder() {
  const seen: unknown[] = []
  const handler: NotificationHandler<unknown> = (notification, context) => void seen.push(notification, context)
  return { seen, handler }
}

describe('handlers by event', () => {
  it('are given the notifications of their event, and default those of the others', async () => {
    const [refund, others] = [createRecorder(), createRecorder()]
    const { deliver, errors } = serve({ 'REFUND.SUCCESS': refund.handler, default: others.handler })
    expect(await deliver('REFUND.SUCCESS')).toBe(204)
    const context = { signal: expect.any(AbortSignal) }
    expect(refund.seen).toMatchObject([{ id: 'EV-1', event_type: 'REFUND.SUCCESS', resource }, context])
    expect([others.seen, errors]).toEqual([[], []])
    const next = serve({ 'REFUND.SUCCESS': refund.handler, default: others.handler })
    expect(await next.deliver('REFUND.CLOSED')).toBe(204)
    expect(others.seen).toMatchObject([{ event_type: 'REFUND.CLOSED' }, context])
    expect(refund.seen.length).toBe(2)
  })

  it('may be of an event that is not documented yet', async () => {
    const { seen, handler } = createRecorder()
    expect(await serve({ 'NEW.TYPE': handler }).deliver('NEW.TYPE')).toBe(204)
    expect(seen).toMatchObject([{ event_type: 'NEW.TYPE', resource }, {}])
  })

  it('fail as a handler does', async () => {
    const failure = new Error('handler')
    const { deliver, errors } = serve({
      'REFUND.SUCCESS': async () => {
        throw failure
      },
    })
    expect(await deliver('REFUND.SUCCESS')).toBe(500)
    expect(errors).toEqual([failure])
  })

  it('respond 500 to an event that has none without default, tell onError, and give the claim back', async () => {
    const { seen, handler } = createRecorder()
    const { deliver, errors, store } = serve({ 'REFUND.SUCCESS': handler })
    expect(await deliver('REFUND.CLOSED\n')).toBe(500)
    expect(errors).toMatchObject([{ name: 'NotificationError', code: 'NOTIFICATION_UNHANDLED', outcome: 'unknown' }])
    expect(errors.every(isWechatPayError)).toBe(true)
    expect(String(errors[0])).toContain('event REFUND.CLOSED\\u{a} has')
    expect(seen).toEqual([])
    expect(await store.claim('EV-1', 1000)).toMatchObject({ state: 'claimed' })
  })

  it.each(INHERITED)('take nothing from a prototype for the event %s', async (event) => {
    const { seen, handler } = createRecorder()
    const { deliver, errors } = serve({ 'REFUND.SUCCESS': handler })
    expect(await deliver(event)).toBe(500)
    expect(errors).toMatchObject([{ code: 'NOTIFICATION_UNHANDLED' }])
    expect(seen).toEqual([])
    expect(await serve({ default: handler }).deliver(event)).toBe(204)
    expect(seen).toMatchObject([{ event_type: event }, {}])
  })

  it('take nothing from a polluted prototype, nor from that of a class', async () => {
    const { seen, handler } = createRecorder()
    pollute('REFUND.CLOSED', handler)
    pollute('default', handler)
    class Handlers {
      'REFUND.SUCCESS' = () => {}
      'REFUND.ABNORMAL' = () => {}
    }
    Object.assign(Handlers.prototype, { 'REFUND.CLOSED': handler })
    const { deliver, errors } = serve(new Handlers())
    expect(await deliver('REFUND.CLOSED')).toBe(500)
    expect([await deliver('REFUND.SUCCESS'), errors]).toMatchObject([204, [{ code: 'NOTIFICATION_UNHANDLED' }]])
    expect(seen).toEqual([])
  })

  it('give an event named default to default, and to nothing else', async () => {
    const { seen, handler } = createRecorder()
    const { deliver, errors } = serve({ 'REFUND.SUCCESS': handler })
    expect(await deliver('default')).toBe(500)
    expect([errors, seen]).toMatchObject([[{ code: 'NOTIFICATION_UNHANDLED' }], []])
    expect(await serve({ default: handler }).deliver('default')).toBe(204)
    expect(seen).toMatchObject([{ event_type: 'default' }, {}])
  })

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'handler'],
    ['null', null, 'handler'],
    ['a text', 'REFUND.SUCCESS', 'handler'],
    ['a list', [() => {}], 'handler'],
    ['an object without any', {}, 'handler'],
    ['a map, which has no members', new Map([['default', () => {}]]), 'handler'],
    ['a text for a handler', { default: () => {}, 'REFUND.SUCCESS': 'refund' }, 'handler.REFUND.SUCCESS'],
    ['undefined for a handler', { 'REFUND.SUCCESS': () => {}, default: undefined }, 'handler.default'],
  ])('are refused when the route is made: %s', (_, handlers, field) => {
    let error: unknown
    try {
      serve(handlers)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toMatchObject({ code: 'VALIDATION_FAILED', issues: [{ field }] })
    expect(String(error)).toContain('must')
  })
})

describe('a resource of another type than documented', async () => {
  const events = [...new Set((await readNotifications()).flatMap(({ events }) => events))]

  it.each<[string, unknown]>([
    ['a list', [{ anything: true }]],
    ['a text', 'text'],
    ['null', null],
    ['an object of other fields', { other: { deep: [1] } }],
  ])('comes as it is: %s', async (_, other) => {
    expect(events.length).toBe(105)
    for (const event of events) {
      const request = await create(event, { original_type: 'none-of-the-documented', resource: other })
      const notification = await readNotification(request, { keys, apiV3Key })
      expect(notification.event_type).toBe(event)
      expect(notification.original_type).toBe('none-of-the-documented')
      expect(notification.resource).toEqual(other)
    }
  })

  it('reaches the handler of its event', async () => {
    const { seen, handler } = createRecorder()
    const respond = handleNotifications({ keys, apiV3Key }, { 'TRANSACTION.SUCCESS': handler })
    const request = await create('TRANSACTION.SUCCESS', { original_type: 'other', resource: ['plain'] })
    expect((await respond(request)).status).toBe(204)
    expect(seen).toMatchObject([{ original_type: 'other', resource: ['plain'] }, {}])
  })
})
