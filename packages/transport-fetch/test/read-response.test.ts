import {
  type AttemptBounds,
  type BufferedResponse,
  FetchError,
  type ResponseReader,
  readResponse,
  startDeadline,
  type Transport,
  type TransportRequest,
} from '@wechatpay-kit/transport-fetch'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const url = 'https://api.mch.weixin.qq.com/v3/certificates'
const get: TransportRequest = { method: 'GET', headers: { Accept: 'application/json' }, redirect: 'manual' }
const errorOf = (promise: Promise<unknown>): Promise<FetchError> =>
  promise.then(
    () => expect.fail('There is no error.'),
    (error: FetchError) => error,
  )
const never = () => new Promise<never>(() => {})
const createReader = (read: ResponseReader['readResponse']): Transport & ResponseReader =>
  Object.assign(() => Promise.reject(new Error('There is a cheaper way.')), { readResponse: read })

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

describe.each<[string, (respond: (request: TransportRequest) => Promise<Response>) => Transport]>([
  ['a transport', (respond) => (_, request) => respond(request)],
  [
    'a reader',
    (respond) =>
      createReader(async (_, request, { deadline }) => {
        const signal = deadline?.signal as AbortSignal
        const { status, headers, ...response } = await respond({ ...request, signal }).then(async (response) => ({
          status: response.status,
          headers: response.headers,
          body: new Uint8Array(await response.arrayBuffer()),
        }))
        return { status, headers: Object.fromEntries(headers), ...response }
      }),
  ],
])('an attempt over %s', (_, create) => {
  it('is part of its call: it ends with the call’s deadline, by the same error', async () => {
    const deadline = startDeadline(100)
    let request: TransportRequest | undefined
    const transport = create((given) => {
      request = given
      return never()
    })
    const error = errorOf(readResponse(url, get, { transport, timeout: 1_000, deadline }))
    await vi.advanceTimersByTimeAsync(100)
    expect(await error).toBe(deadline.ended)
    expect(request?.signal?.reason).toBe(deadline.ended)
  })

  it('has a timeout of its own, after which the call goes on', async () => {
    const deadline = startDeadline(100)
    const error = errorOf(readResponse(url, get, { transport: create(never), timeout: 10, deadline }))
    await vi.advanceTimersByTimeAsync(10)
    expect(await error).toMatchObject({ code: 'TIMED_OUT', message: expect.stringMatching(/10 ms.*raise/) })
    expect(deadline.ended).toBeUndefined()
    const transport = create(async () => new Response('{}'))
    expect((await readResponse(url, get, { transport, deadline })).status).toBe(200)
    deadline.close()
  })

  it('heeds the signal of its request beside the deadline of its call', async () => {
    const deadline = startDeadline(100)
    const controller = new AbortController()
    const request = { ...get, signal: controller.signal }
    const error = errorOf(readResponse(url, request, { transport: create(never), deadline }))
    controller.abort('enough')
    expect(await error).toMatchObject({ code: 'ABORTED', cause: 'enough' })
    deadline.close()
  })

  it('is not made when the deadline of its call has ended', async () => {
    const deadline = startDeadline(100, AbortSignal.abort())
    const respond = vi.fn(never)
    expect(await errorOf(readResponse(url, get, { transport: create(respond), deadline }))).toBe(deadline.ended)
    expect(respond).not.toHaveBeenCalled()
  })

  it.each([
    [302, 'REDIRECTED', /302.*signature.*baseUrls/],
    [200, 'RESPONSE_TOO_LARGE', /10 bytes.*maxResponseBytes/],
  ])('of status %i says as %s what is to be done, and drops what is open', async (status, code, message) => {
    let signal: AbortSignal | undefined
    const transport = create(async (request) => {
      signal = request.signal
      return new Response('more than ten bytes', { status })
    })
    const error = await errorOf(readResponse(url, get, { transport, maxResponseBytes: 10 }))
    expect(error).toBeInstanceOf(FetchError)
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) })
    expect(signal?.reason).toBe(error)
  })

  it.each(['{}', undefined, { status: 200, data: '{}', headers: {} }])(
    'that is no Response is refused: %o',
    async (given) => {
      const transport = (async () => given) as unknown as Transport
      const error = await errorOf(readResponse(url, get, { transport }))
      expect(error).toMatchObject({ cause: { message: expect.stringMatching(/^The transport gave no Response/) } })
    },
  )

  it('whose transport fails is a network failure with its cause', async () => {
    const cause = new Error('down')
    const error = await errorOf(readResponse(url, get, { transport: create(() => Promise.reject(cause)) }))
    expect(error).toMatchObject({ code: 'NETWORK_FAILED', cause })
  })
})

describe('a reader', () => {
  const response: BufferedResponse = { status: 200, headers: { 'request-id': '1' }, body: Uint8Array.of(1) }

  it('is handed the bounds and the deadline, and needs no signal', async () => {
    const controllers = vi.spyOn(globalThis, 'AbortController')
    let bounds: AttemptBounds | undefined
    const transport = createReader(async (_url, { method }, given) => {
      bounds = given
      expect(method).toBe('GET')
      return response
    })
    const deadline = startDeadline(5_000)
    await readResponse(url, get, { transport, timeout: 2_000, maxResponseBytes: 10, deadline })
    expect(bounds).toMatchObject({ timeout: 2_000, maxResponseBytes: 10 })
    expect(bounds?.deadline?.remaining()).toBe(2_000)
    expect(controllers).not.toHaveBeenCalled()
    controllers.mockRestore()
    deadline.close()
  })

  it('cannot change its response afterwards', async () => {
    const body = Uint8Array.of(1, 2, 3)
    const read = await readResponse(url, get, { transport: createReader(async () => ({ ...response, body })) })
    body.fill(0)
    expect([...read.body]).toEqual([1, 2, 3])
  })
})

it.each(['deadline', 'signal'])(
  'cancels the body that it reads when the %s ends it, and asks for no more',
  async (end) => {
    let pulls = 0
    const cancel = vi.fn()
    const pull = async (controller: ReadableStreamDefaultController) => {
      pulls++
      await new Promise((resolve) => setTimeout(resolve, 5))
      if (!cancel.mock.calls.length) controller.enqueue(new Uint8Array(1))
    }
    const transport = async () => new Response(new ReadableStream({ pull, cancel }, { highWaterMark: 0 }))
    const controller = new AbortController()
    const request = { ...get, signal: controller.signal }
    const error = errorOf(readResponse(url, request, { transport, timeout: end === 'signal' ? 10_000 : 42 }))
    await vi.advanceTimersByTimeAsync(42)
    controller.abort()
    expect(await error).toMatchObject({ code: end === 'signal' ? 'ABORTED' : 'TIMED_OUT' })
    expect(cancel).toHaveBeenCalledTimes(1)
    const before = pulls
    expect(before).toBeGreaterThan(3)
    await vi.advanceTimersByTimeAsync(100)
    expect(pulls).toBe(before)
  },
)

it('refuses a timeout that is no time', async () => {
  const transport = async () => new Response('{}')
  await expect(readResponse(url, get, { transport, timeout: Number.NaN })).rejects.toThrow(RangeError)
})
