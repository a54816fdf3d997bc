import {
  createFetchTransport,
  FetchError,
  isFetchError,
  readFetchResponse,
  readResponse,
  type Transport,
} from '@wechatpay-kit/transport-fetch'
import { describe, expect, it } from 'vitest'

const url = 'https://api.mch.weixin.qq.com/v3/certificates'
const request = { method: 'GET', headers: {}, redirect: 'manual' } as const
const CODES = ['NETWORK_FAILED', 'TIMED_OUT', 'ABORTED', 'RESPONSE_TOO_LARGE', 'REDIRECTED', 'NOT_SENT'] as const

describe('isFetchError', () => {
  it.each(CODES)('knows an error with the code %s, of any copy of the class', (code) => {
    expect(isFetchError(new FetchError(code, 'x'))).toBe(true)
    expect(isFetchError({ isFetchError: true, code, message: 'x' })).toBe(true)
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'TIMED_OUT'],
    ['an error', new Error('x')],
    ['one that says it is none', { isFetchError: false, code: 'TIMED_OUT', message: 'x' }],
    ['another code', { isFetchError: true, code: 'OVERLOADED', message: 'x' }],
    ['a symbol for code', { isFetchError: true, code: Symbol('TIMED_OUT'), message: 'x' }],
    ['a list for code', { isFetchError: true, code: ['TIMED_OUT'], message: 'x' }],
    ['a symbol for message', { isFetchError: true, code: 'TIMED_OUT', message: Symbol('x') }],
    ['no message', { isFetchError: true, code: 'TIMED_OUT' }],
  ])('takes nothing else for one: %s', (_, thing) => {
    expect(isFetchError(thing)).toBe(false)
  })
})

const ways: [string, (transport: Transport) => Promise<unknown>][] = [
  [
    'createFetchTransport',
    (transport) => createFetchTransport({ transport })(url, request).then((response) => response.text()),
  ],
  ['readResponse', (transport) => readResponse(url, request, { transport })],
  ['readFetchResponse', (transport) => readFetchResponse(url, request, { transport })],
]

describe.each(ways)('%s', (_, send) => {
  const errorOf = (transport: Transport) =>
    send(transport).then(
      () => expect.fail('it did not fail'),
      (error: unknown) => error,
    )

  it.each([42, 'ok', true, null, { status: 200 }])(
    'fails with a FetchError where a transport gives %o',
    async (given) => {
      const wrong = [() => given, async () => given] as unknown as Transport[]
      for (const transport of wrong) {
        const error = await errorOf(transport)
        expect(error).toBeInstanceOf(FetchError)
        expect(error).toMatchObject({ code: 'NETWORK_FAILED', cause: expect.any(TypeError) })
      }
    },
  )

  it('never says NOT_SENT of a request that was responded to', async () => {
    const cause = new FetchError('NOT_SENT', 'The transport is closed.')
    for (const status of [200, 500]) {
      const body = () => new ReadableStream({ start: (controller) => controller.error(cause) })
      const error = await errorOf(async () => new Response(body(), { status }))
      expect(error).toMatchObject({ name: 'FetchError', code: 'NETWORK_FAILED', cause })
    }
    // What the transport itself says of a request without response is believed.
    expect(await errorOf(() => Promise.reject(cause))).toBe(cause)
  })
})
