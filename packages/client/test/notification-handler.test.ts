import { encryptResource } from '@wechatpay-kit/crypto'
import {
  createMemoryStore,
  handleNotifications,
  isWechatPayError,
  type NotificationHandler,
  type NotificationHandlerOptions,
  type NotificationStore,
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
  const memory = createMemoryStore()
  /** Ids by what the store knows of them. */
  const done = new Set<string>()
  const claimed = new Set<string>()
  const store: NotificationStore = {
    async claim(id, milliseconds) {
      const claim = await memory.claim(id, milliseconds)
      if (claim.state === 'claimed') claimed.add(id)
      return claim
    },
    async complete(id, token, keepMilliseconds) {
      expect(keepMilliseconds).toBeGreaterThanOrEqual(25 * 3_600_000)
      await memory.complete(id, token, keepMilliseconds)
      claimed.delete(id)
      done.add(id)
    },
    async release(id, token) {
      await memory.release(id, token)
      claimed.delete(id)
    },
  }
  const respond = handleNotifications(
    { keys, apiV3Key, store, onError: (error) => errors.push(error), ...change },
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
  return { deliver, respond, handled, errors, done, claimed, store }
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
    const { deliver, handled, errors, claimed, done } = serve()
    expect(await deliver(create(fault))).toBe(status)
    expect(errors).toMatchObject([{ code }])
    expect([handled, claimed.size, done.size]).toEqual([[], 0, 0])
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
      [undefined, { store: { ...createMemoryStore(), claim: failing } }],
      [undefined, { store: { ...createMemoryStore(), claim: down } }],
      [undefined, { store: { ...createMemoryStore(), complete: down } }],
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
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    for (const onError of [failing, () => Promise.reject(new Error('late')), undefined]) {
      const { deliver } = serve(failing, { onError })
      expect(await deliver(create())).toBe(500)
      expect(await deliver(create('probe'))).toBe(401)
    }
    log.mockRestore()
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

  it('are handled each where there is no store', async () => {
    const { deliver, handled } = serve(() => {}, { store: undefined })
    for (let count = 0; count < 3; count++) expect(await deliver(create())).toBe(204)
    expect(handled).toHaveLength(3)
  })

  it('are handled again after the handler failed', async () => {
    let isBroken = true
    const { deliver, handled, claimed, done } = serve(() => {
      if (isBroken) failing()
    })
    expect([await deliver(create()), claimed.size, done.size]).toEqual([500, 0, 0])
    isBroken = false
    expect([await deliver(create()), await deliver(create())]).toEqual([204, 204])
    expect([handled.length, done.size]).toEqual([2, 1])
  })

  it.each([undefined, null, true, false, 0, 'claimed', {}, { state: 'claimed' }, { state: 'new', token: 't' }])(
    'are neither handled nor acknowledged where the store gives no verdict: %o',
    async (verdict) => {
      const claim = () => Promise.resolve(verdict as never)
      const { deliver, handled, errors } = serve(() => {}, { store: { ...createMemoryStore(), claim } })
      expect([await deliver(create()), handled.length]).toEqual([500, 0])
      expect(errors).toMatchObject([{ name: 'ValidationError', field: 'store.claim' }])
    },
  )

  it('are not released by a delivery that could not claim', async () => {
    const release = vi.fn()
    const claim = () => Promise.reject(new Error('down'))
    const { deliver } = serve(() => {}, { store: { ...createMemoryStore(), claim, release } })
    expect(await deliver(create())).toBe(500)
    expect(release).not.toHaveBeenCalled()
  })

  it('at the same time are given 503 until the first is done, and are handled where it failed', async () => {
    for (const [ending, status, handledInAll] of [
      ['resolve', 204, 1],
      ['reject', 500, 2],
    ] as const) {
      const { entered, handler, [ending]: end } = createGate()
      const { deliver, handled } = serve(handler)
      const first = deliver(create())
      await entered
      expect(await Promise.all([deliver(create()), deliver(create())])).toEqual([503, 503])
      end(new Error('down') as never)
      expect(await first).toBe(status)
      await deliver(create())
      expect(handled).toHaveLength(handledInAll)
    }
  })

  it('of two processes that share a store are acknowledged only by whoever has handled them', async () => {
    const store = createMemoryStore()
    const gate = createGate()
    const one = serve(gate.handler, { store })
    const other = serve(() => {}, { store })
    const first = one.deliver(create())
    await gate.entered
    expect([await other.deliver(create()), other.handled.length]).toEqual([503, 0])
    gate.reject(new Error('db down'))
    expect(await first).toBe(500)
    expect([await other.deliver(create()), other.handled.length]).toEqual([204, 1])
    expect(await one.deliver(create())).toBe(204)
  })

  it('come through after a process died with its claim, which lapses', async () => {
    let time = 0
    const store = createMemoryStore({ now: () => time })
    const dead = createGate()
    void serve(dead.handler, { store, claimTimeout: 10_000 }).deliver(create())
    await dead.entered
    const other = serve(() => {}, { store, claimTimeout: 10_000 })
    expect(await other.deliver(create())).toBe(503)
    time += 10_000
    expect([await other.deliver(create()), other.handled.length]).toEqual([204, 1])
    // The one that was taken for dead ends late, and touches nobody else's claim.
    dead.reject(new Error('late'))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(await other.deliver(create())).toBe(204)
  })

  it('whose claim cannot be released are reported', async () => {
    for (const release of [
      () => Promise.reject(new Error('cannot release')),
      () => {
        throw new Error('cannot release')
      },
    ]) {
      const { deliver, errors } = serve(failing, { store: { ...createMemoryStore(), release } })
      expect(await deliver(create())).toBe(500)
      expect(errors).toMatchObject([{ message: 'cannot release' }, { message: 'secret of the handler' }])
    }
  })
})

describe('without onError', () => {
  it('the first error of each kind goes to the console', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { deliver } = serve(failing, { onError: undefined })
    for (const fault of [undefined, 'probe', undefined, 'probe', 'stale'] as const) await deliver(create(fault))
    const lines = log.mock.calls.map(([line]) => String(line))
    log.mockRestore()
    expect(lines).toHaveLength(3)
    expect(lines[0]).toMatch(/Error: secret of the handler/)
    expect(lines[1]).toMatch(/SignatureError SIGNATURE_PROBE: /)
    expect(lines[2]).toMatch(/SignatureError SIGNATURE_STALE: /)
  })
})

describe('a request of Express', () => {
  it('is ended with 500, and the remedy is reported', async () => {
    const { respond, errors, handled } = serve()
    const response = { statusCode: 200, end: vi.fn() }
    const mounted = respond as (request: unknown, response: unknown) => Promise<Response>
    const { status } = await mounted({ method: 'POST', headers: {}, body: {} }, response)
    expect([status, response.statusCode, handled]).toEqual([500, 500, []])
    expect(response.end).toHaveBeenCalledOnce()
    expect(errors).toMatchObject([
      { field: 'request', message: expect.stringContaining('toNodeHandler(handler) of @wechatpay-kit/client/node') },
    ])
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
    const { deliver, errors, done } = serve(gate.handler, change)
    const responded = deliver(create())
    const signal = await gate.entered
    vi.advanceTimersByTime(milliseconds - 1)
    expect(signal.aborted).toBe(false)
    vi.advanceTimersByTime(1)
    expect(await responded).toBe(500)
    expect(signal.aborted).toBe(true)
    expect(isWechatPayError(signal.reason)).toBe(true)
    expect(errors).toMatchObject([{ name: 'NotificationError', code: 'NOTIFICATION_HANDLER_TIMED_OUT' }])
    // A store that cannot be reached uses up the time as well as a handler does.
    expect(String(errors[0])).toContain(
      'where the handler never began, its body was read before or never came, or the store or a key lookup hangs',
    )
    expect(vi.getTimerCount()).toBe(0)
    gate.resolve()
    await vi.waitFor(() => expect([...done]).toEqual(['EV-1']))
    expect(await deliver(create())).toBe(204)
    expect(errors).toHaveLength(1)
  })

  it('once used up, a handler that fails is released and reported', async () => {
    const gate = createGate()
    fake()
    const { deliver, errors, claimed, handled } = serve(gate.handler)
    const responded = deliver(create())
    await gate.entered
    vi.advanceTimersByTime(4500)
    expect(await responded).toBe(500)
    expect(claimed.size).toBe(1)
    gate.reject(new Error('too late'))
    await vi.waitFor(() => expect(claimed.size).toBe(0))
    expect(errors).toMatchObject([{ code: 'NOTIFICATION_HANDLER_TIMED_OUT' }, { message: 'too late' }])
    expect(handled).toHaveLength(1)
  })

  it('once used up, is reported once by a handler that obeys the signal', async () => {
    fake()
    const entered = createDeferred<void>()
    const { deliver, errors, claimed } = serve((_, { signal }) => {
      entered.resolve()
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    })
    const responded = deliver(create())
    await entered.promise
    vi.advanceTimersByTime(4500)
    expect(await responded).toBe(500)
    await vi.waitFor(() => expect(claimed.size).toBe(0))
    expect(errors).toHaveLength(1)
  })

  it('covers the store; the handler is not begun after it', async () => {
    fake()
    const verdict = createDeferred<{ state: 'claimed'; token: string }>()
    const asked = createDeferred<void>()
    const release = vi.fn()
    const claim = () => {
      asked.resolve()
      return verdict.promise
    }
    const { deliver, handled } = serve(() => {}, { store: { ...createMemoryStore(), claim, release } })
    const responded = deliver(create())
    await asked.promise
    vi.advanceTimersByTime(4500)
    expect(await responded).toBe(500)
    verdict.resolve({ state: 'claimed', token: 'token' })
    await vi.waitFor(() => expect(release).toHaveBeenCalledWith('EV-1', 'token'))
    expect(handled).toEqual([])
  })

  it('covers the body, whose reading ends with it', async () => {
    fake()
    let pulls = 0
    const [cancelled, begun] = [createDeferred<unknown>(), createDeferred<void>()]
    const source: UnderlyingDefaultSource<Uint8Array> = {
      // One that never ends: as fast as it is read, until it hangs.
      pull: (controller) => {
        pulls++
        if (pulls < 100) return controller.enqueue(new Uint8Array(1))
        begun.resolve()
        return new Promise(() => {})
      },
      cancel: cancelled.resolve,
    }
    const { headers } = await create()
    const body = new ReadableStream(source, { highWaterMark: 0 })
    const { deliver, handled, errors } = serve()
    const hanging = deliver(new Request(url, { method: 'POST', headers, body, duplex: 'half' } as RequestInit))
    await begun.promise
    vi.advanceTimersByTime(4500)
    expect(await hanging).toBe(500)
    expect(isWechatPayError(await cancelled.promise)).toBe(true)
    expect([pulls, handled]).toEqual([100, []])
    expect(errors).toMatchObject([{ code: 'NOTIFICATION_HANDLER_TIMED_OUT' }])
  })

  it('once used up while a key is looked up, the body is not begun', async () => {
    fake()
    const [key] = keys
    const [asked, found, cancelled] = [createDeferred<void>(), createDeferred<typeof key>(), createDeferred<unknown>()]
    const rotating = {
      find: () => {
        asked.resolve()
        return found.promise
      },
      current: () => key as NonNullable<typeof key>,
    }
    const pull = vi.fn(() => {})
    const body = new ReadableStream({ pull, cancel: cancelled.resolve }, { highWaterMark: 0 })
    const { headers } = await create()
    const { deliver } = serve(() => {}, { keys: rotating })
    const responded = deliver(new Request(url, { method: 'POST', headers, body, duplex: 'half' } as RequestInit))
    await asked.promise
    vi.advanceTimersByTime(4500)
    expect(await responded).toBe(500)
    found.resolve(key)
    await cancelled.promise
    expect(pull).not.toHaveBeenCalled()
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
    ['store.claim', { store: 1 }],
    ['store.complete', { store: { claim: () => {} } }],
    ['store.release', { store: { claim: () => {}, complete: () => {} } }],
    ['claimTimeout', { claimTimeout: 4499 }],
    ['claimTimeout', { claimTimeout: Number.NaN }],
    ['onError', { onError: 1 }],
    ['stroe', { stroe: createMemoryStore() }],
  ])('%s', (field, change) => {
    expect(() => serve(() => {}, change)).toThrow(expect.objectContaining({ name: 'ValidationError', field }))
  })

  it('the handler too', () => {
    expect(() => handleNotifications({ keys, apiV3Key }, undefined as never)).toThrow(/^handler must be a function/)
    expect(() => handleNotifications(undefined as never, () => {})).toThrow(/^options must be an object/)
  })
})
