import { encryptResource } from '@wechatpay-kit/crypto'
import {
  handleNotifications,
  isWechatPayError,
  type NotificationHandler,
  type NotificationHandlerOptions,
} from '@wechatpay-kit/endpoints'
import { createSandbox, type Fault } from '@wechatpay-kit/sandbox'
import { afterEach, describe, expect, it, vi } from 'vitest'

const url = 'https://shop.example/notifications'
const resource = { out_trade_no: '1217752501201407033233368018', payer: { name: '张三' } }
const sandbox = await createSandbox()
const { platformKeys: keys, apiV3Key } = sandbox
const create = (fault?: Fault) =>
  sandbox.createNotification(url, { id: 'EV-1', event_type: 'TRANSACTION.SUCCESS', resource, fault })

afterEach(() => vi.useRealTimers())

/** An endpoint with a memory of its own, and what it saw. */
function serve(handler: NotificationHandler = () => {}, change: Partial<NotificationHandlerOptions> = {}) {
  const handled: unknown[] = []
  const errors: unknown[] = []
  const remembered = new Set<string>()
  const memory = {
    remember: (id: string) => !remembered.has(id) && Boolean(remembered.add(id)),
    forget: (id: string) => remembered.delete(id),
  }
  const respond = handleNotifications(
    { keys, apiV3Key, ...memory, onError: (error) => errors.push(error), ...change },
    (notification, context) => {
      handled.push(notification)
      return handler(notification, context)
    },
  )
  const deliver = async (request: Request | Promise<Request>) => {
    const response = await respond(await request)
    const text = await response.text()
    for (const secret of [apiV3Key, '张三', resource.out_trade_no, 'secret of the handler'])
      expect(text + JSON.stringify([...response.headers])).not.toContain(secret)
    if (response.status === 204) expect(text).toBe('')
    else {
      expect(response.headers.get('content-type')).toBe('application/json')
      expect(JSON.parse(text)).toEqual({ code: 'FAIL', message: expect.any(String) })
    }
    return response.status
  }
  return { deliver, respond, handled, errors, remembered }
}

const failing = () => {
  throw new Error('secret of the handler')
}

/** A promise and what ends it. */
function createDeferred<Value>() {
  let resolve!: (value: Value) => void
  let reject!: (error: unknown) => void
  const promise = new Promise<Value>((...ends) => {
    ;[resolve, reject] = ends
  })
  return { promise, resolve, reject }
}

/** A handler that waits until it is told how to end. */
function createGate() {
  const open = createDeferred<void>()
  const entered = createDeferred<AbortSignal>()
  const handler: NotificationHandler = (_, { signal }) => {
    entered.resolve(signal)
    return open.promise
  }
  return { ...open, entered: entered.promise, handler }
}

describe('responses', () => {
  it('204 once the handler succeeded', async () => {
    const { deliver, handled, errors } = serve()
    expect(await deliver(create())).toBe(204)
    expect(handled).toMatchObject([{ id: 'EV-1', event_type: 'TRANSACTION.SUCCESS', resource }])
    expect(errors).toEqual([])
  })

  it.each<[number, string, Fault]>([
    [401, 'SIGNATURE_HEADER_MISSING', 'unsigned'],
    [401, 'SIGNATURE_HEADER_INVALID', 'duplicate-header'],
    [401, 'SIGNATURE_STALE', 'stale'],
    [401, 'SIGNATURE_STALE', 'early'],
    [401, 'SIGNATURE_KEY_UNKNOWN', 'unknown-key'],
    [401, 'SIGNATURE_PROBE', 'probe'],
    [401, 'SIGNATURE_MISMATCH', 'wrong-signature'],
    [401, 'SIGNATURE_MISMATCH', 'other-signature'],
    [400, 'NOTIFICATION_MALFORMED', { body: 'not JSON' }],
    [400, 'NOTIFICATION_MALFORMED', { body: '{}' }],
    [413, 'NOTIFICATION_TOO_LARGE', { body: ' '.repeat(2 ** 20 + 1) }],
  ])('%i for %s, without the handler', async (status, code, fault) => {
    const { deliver, handled, errors, remembered } = serve()
    expect(await deliver(create(fault))).toBe(status)
    expect(errors).toMatchObject([{ code }])
    expect([handled, remembered.size]).toEqual([[], 0])
  })

  it('400 for another algorithm, 500 for another APIv3 key', async () => {
    const encrypted = await encryptResource('{}', { apiV3Key })
    const body = JSON.stringify({
      id: 'EV-1',
      create_time: '2027-01-15T16:00:00+08:00',
      event_type: 'TRANSACTION.SUCCESS',
      resource_type: 'encrypt-resource',
      summary: '',
      resource: { ...encrypted, algorithm: 'AEAD_SM4_GCM' },
    })
    const { deliver, errors, handled } = serve()
    expect(await deliver(create({ body }))).toBe(400)
    const other = serve(() => {}, { apiV3Key: '0'.repeat(32) })
    expect(await other.deliver(create())).toBe(500)
    expect([...errors, ...other.errors]).toMatchObject([
      { code: 'NOTIFICATION_ALGORITHM_UNSUPPORTED' },
      { code: 'NOTIFICATION_DECRYPTION_FAILED' },
    ])
    expect([...handled, ...other.handled]).toEqual([])
  })

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('405 for %s', async (method) => {
    const { respond, handled } = serve()
    const response = await respond(new Request(url, { method }))
    expect([response.status, response.headers.get('allow'), handled]).toEqual([405, 'POST', []])
  })

  it('500 if handler, memory or key lookup fail, and tells onError alone why', async () => {
    const down = () => Promise.reject(new Error('secret of the handler'))
    const [key] = keys
    const rotating = { find: down, current: () => key as NonNullable<typeof key> }
    for (const [handler, change] of [
      [failing, {}],
      [down, {}],
      [undefined, { remember: failing }],
      [undefined, { remember: down }],
    ] as const) {
      const { deliver, errors } = serve(handler, change)
      expect(await deliver(create())).toBe(500)
      expect(errors).toMatchObject([{ message: 'secret of the handler' }])
    }
    const { deliver, errors, handled } = serve(undefined, { keys: rotating })
    expect(await deliver(create())).toBe(500)
    expect([errors, handled]).toMatchObject([[{ name: 'ValidationError', field: 'keys.find' }], []])
  })

  it('whatever onError does', async () => {
    for (const onError of [failing, () => Promise.reject(new Error('late')), undefined]) {
      const { deliver } = serve(failing, { onError })
      expect(await deliver(create())).toBe(500)
      expect(await deliver(create('probe'))).toBe(401)
    }
  })

  it('500 if the handler throws what elsewhere means 401 or 400', async () => {
    for (const fault of ['probe', { body: '{}' }] as const) {
      const other = serve()
      await other.deliver(create(fault))
      const { deliver } = serve(() => Promise.reject(other.errors[0]))
      expect(await deliver(create())).toBe(500)
    }
  })
})

describe('repetitions', () => {
  it('are given 204 without the handler', async () => {
    const { deliver, handled } = serve()
    for (let count = 0; count < 3; count++) expect(await deliver(create())).toBe(204)
    expect(handled).toHaveLength(1)
  })

  it('are handled each where nothing is remembered', async () => {
    const { deliver, handled } = serve(() => {}, { remember: undefined, forget: undefined })
    for (let count = 0; count < 3; count++) expect(await deliver(create())).toBe(204)
    expect(handled).toHaveLength(3)
  })

  it('are handled again after the handler failed', async () => {
    let isBroken = true
    const { deliver, handled, remembered } = serve(() => {
      if (isBroken) failing()
    })
    expect([await deliver(create()), remembered.size]).toEqual([500, 0])
    isBroken = false
    expect([await deliver(create()), await deliver(create())]).toEqual([204, 204])
    expect([handled.length, remembered.size]).toEqual([2, 1])
  })

  it('are handled if remember gives no verdict', async () => {
    const { deliver, handled } = serve(() => {}, { remember: (() => {}) as never })
    expect([await deliver(create()), handled.length]).toEqual([204, 1])
  })

  it('are not forgotten by a delivery that could not be remembered', async () => {
    const forget = vi.fn()
    const { deliver } = serve(() => {}, { remember: () => Promise.reject(new Error('down')), forget })
    expect(await deliver(create())).toBe(500)
    expect(forget).not.toHaveBeenCalled()
  })

  it('at the same time get the outcome of the first: handled once if it succeeds, and all sent again if not', async () => {
    for (const [ending, status] of [
      ['resolve', 204],
      ['reject', 500],
    ] as const) {
      const { entered, handler, [ending]: end } = createGate()
      const { deliver, handled } = serve(handler)
      const statuses = [1, 2, 3].map(() => deliver(create()))
      await entered
      const late = deliver(create())
      // Long enough for the others to arrive; they may also come later.
      await new Promise((resolve) => setTimeout(resolve, 50))
      end(new Error('down') as never)
      expect(await Promise.all([...statuses, late])).toEqual([status, status, status, status])
      expect(handled).toHaveLength(1)
    }
  })

  it('that cannot be forgotten are reported', async () => {
    const { deliver, errors } = serve(failing, { forget: () => Promise.reject(new Error('cannot forget')) })
    expect(await deliver(create())).toBe(500)
    expect(errors).toMatchObject([{ message: 'cannot forget' }, { message: 'secret of the handler' }])
  })
})

describe('the time', () => {
  const fake = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })

  it.each([
    [4500, {}],
    [100, { timeout: 100 }],
  ])('ends after %i ms with 500 and an aborted signal, and the handler may go on', async (milliseconds, change) => {
    const gate = createGate()
    fake()
    const { deliver, errors, remembered } = serve(gate.handler, change)
    const responded = deliver(create())
    const signal = await gate.entered
    vi.advanceTimersByTime(milliseconds - 1)
    expect(signal.aborted).toBe(false)
    vi.advanceTimersByTime(1)
    expect(await responded).toBe(500)
    expect(signal.aborted).toBe(true)
    expect(isWechatPayError(signal.reason)).toBe(true)
    expect(errors).toMatchObject([{ name: 'NotificationError', code: 'NOTIFICATION_HANDLER_TIMED_OUT' }])
    expect(vi.getTimerCount()).toBe(0)
    gate.resolve()
    expect(await deliver(create())).toBe(204)
    expect([...remembered]).toEqual(['EV-1'])
    expect(errors).toHaveLength(1)
  })

  it('once used up, a handler that fails is forgotten and reported', async () => {
    const gate = createGate()
    fake()
    const { deliver, errors, remembered, handled } = serve(gate.handler)
    const responded = deliver(create())
    await gate.entered
    vi.advanceTimersByTime(4500)
    expect(await responded).toBe(500)
    expect(remembered.size).toBe(1)
    gate.reject(new Error('too late'))
    await vi.waitFor(() => expect(remembered.size).toBe(0))
    expect(errors).toMatchObject([{ code: 'NOTIFICATION_HANDLER_TIMED_OUT' }, { message: 'too late' }])
    expect(handled).toHaveLength(1)
  })

  it('once used up, is reported once by a handler that obeys the signal', async () => {
    fake()
    const entered = createDeferred<void>()
    const { deliver, errors, remembered } = serve((_, { signal }) => {
      entered.resolve()
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    })
    const responded = deliver(create())
    await entered.promise
    vi.advanceTimersByTime(4500)
    expect(await responded).toBe(500)
    await vi.waitFor(() => expect(remembered.size).toBe(0))
    expect(errors).toHaveLength(1)
  })

  it('covers the body and the memory; the handler is not begun after it', async () => {
    fake()
    const memory = createDeferred<boolean>()
    const asked = createDeferred<void>()
    const forget = vi.fn()
    const { deliver, handled } = serve(() => {}, {
      remember: () => {
        asked.resolve()
        return memory.promise
      },
      forget,
    })
    const responded = deliver(create())
    await asked.promise
    vi.advanceTimersByTime(4500)
    expect(await responded).toBe(500)
    memory.resolve(true)
    await vi.waitFor(() => expect(forget).toHaveBeenCalledWith('EV-1'))
    const body = new ReadableStream({ pull: () => new Promise(() => {}) })
    const init = { method: 'POST', body, duplex: 'half' }
    const hanging = deliver(new Request(url, init))
    await Promise.resolve()
    vi.advanceTimersByTime(4500)
    expect(await hanging).toBe(500)
    expect(handled).toEqual([])
  })

  it('leaves no timer behind', async () => {
    fake()
    const { deliver } = serve()
    for (const fault of [undefined, 'probe', { body: '{}' }] as const) await deliver(create(fault))
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a wrong option is named when the endpoint is made', () => {
  it.each<[string, object]>([
    ['apiV3Key', { apiV3Key: 'too short' }],
    ['keys', { keys: [] }],
    ['maxBytes', { maxBytes: Number.NaN }],
    ['timeout', { timeout: 0 }],
    ['remember', { remember: 1 }],
    ['forget', { forget: undefined }],
    ['forget', { forget: 1 }],
    ['onError', { onError: 1 }],
    ['remeber', { remeber: () => true }],
  ])('%s', (field, change) => {
    expect(() => serve(() => {}, change)).toThrow(expect.objectContaining({ name: 'ValidationError', field }))
  })

  it('the handler too, and why forget is needed', () => {
    expect(() => handleNotifications({ keys, apiV3Key }, undefined as never)).toThrow(/^handler must be a function/)
    expect(() => handleNotifications(undefined as never, () => {})).toThrow(/^options must be an object/)
    expect(() => serve(() => {}, { forget: undefined })).toThrow(/handler failed is lost/)
  })
})
