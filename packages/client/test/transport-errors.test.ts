import { inspect } from 'node:util'
import { type Client, createClient, isWechatPayError, TransportError } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { FetchError, type Transport } from '@wechatpay-kit/transport-fetch'
import { describe, expect, it } from 'vitest'

const path = 'v3/gov/subsidy/zhejiang/qualifications/alter'
const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
const { merchant, platformKeys } = await createSandbox()

/** Makes a call over a transport; gives its error, and the codes of its events. */
async function fail(
  transport: Transport,
  make: (wxpay: Client) => Promise<unknown> = (wxpay) => wxpay[path].post({ json }),
  maxAttempts = 1,
) {
  const codes: unknown[] = []
  const wxpay = createClient({
    merchant,
    platformKeys,
    transport,
    retry: { maxAttempts, baseDelay: 0 },
    onEvent: (event) => void ('code' in event && codes.push(event.code)),
  })
  const error: unknown = await make(wxpay).then(
    () => expect.fail('data reached the caller'),
    (thrown: unknown) => thrown,
  )
  return { error, codes }
}

/** An object that calls itself an error of a transport. */
const claim = (members: object) => ({ isFetchError: true, code: 'TIMED_OUT', message: 'late.', ...members })
const download = (wxpay: Client) =>
  wxpay.download('v3/bill/file', { hash: 'unchecked' }).then((response) => response.text())

/** Things that a transport may throw, none of which says anything that can be relied on. */
const THINGS: [string, unknown][] = [
  ['undefined', undefined],
  ['null', null],
  ['a text', 'gone'],
  ['a number', 0],
  ['a symbol', Symbol('gone')],
  ['a frozen object', Object.freeze({ isFetchError: true })],
  ['an object without prototype', Object.create(null)],
  ['an error whose fields are no texts', Object.assign(new Error('x'), { name: 1, message: Symbol('x'), stack: 2 })],
  ['a claim with a code of its own', claim({ code: 'OVERLOADED' })],
  ['a claim with a code of everybody’s', claim({ code: 'toString' })],
  ['a claim with a symbol for code', claim({ code: Symbol('x') })],
  ['a claim with a list for code', claim({ code: ['TIMED_OUT'] })],
  ['a claim without code', claim({ code: undefined })],
  ['a claim with an endless code', claim({ code: 'A'.repeat(1e6) })],
  ['a claim with a symbol for message', claim({ message: Symbol('x') })],
  ['a claim with a number for message', claim({ message: 1 })],
  ['a claim without message', claim({ message: undefined })],
  ['a claim that is taken back', claim({ isFetchError: false })],
  ['a claim that is only true-ish', claim({ isFetchError: 'true' })],
]

describe.each(THINGS)('%s, thrown by a transport', (_, thing) => {
  const unknown = { name: 'TransportError', code: 'TRANSPORT_NETWORK_FAILED', outcome: 'unknown' }

  it('is a failure of the network, after which the call may have been executed', async () => {
    const broken = async () => {
      throw thing
    }
    const body = async () => new Response(new ReadableStream({ start: (stream) => stream.error(thing) }))
    const atOnce: Transport = () => {
      throw thing
    }
    for (const transport of [broken, body, atOnce]) {
      for (const make of [undefined, download]) {
        const { error, codes } = await fail(transport, make)
        expect(error).toBeInstanceOf(TransportError)
        expect(error).toMatchObject(unknown)
        expect((error as Error).message).toContain('The call may have been executed.')
        expect(inspect(error, { depth: 9 }).length).toBeLessThan(20_000)
        // A download that was opened succeeded; its body fails on its own.
        for (const code of codes) expect(code).toBe('TRANSPORT_NETWORK_FAILED')
      }
    }
  })

  it('leaves the state of an earlier attempt as it was', async () => {
    let attempts = 0
    const transport: Transport = async () => {
      if (++attempts > 1) throw thing
      throw new FetchError('TIMED_OUT', 'late.')
    }
    const { error } = await fail(transport, undefined, 2)
    expect(attempts).toBe(2)
    expect(error).toMatchObject(unknown)
  })
})

it('the code of a transport’s error shows no Authorization, neither in the error nor in an event', async () => {
  let authorization = ''
  const { error, codes } = await fail(async (_, { headers }) => {
    authorization = String(headers['Authorization'])
    throw claim({ code: authorization })
  })
  expect(authorization).toContain('signature=')
  expect(codes).toEqual(['TRANSPORT_NETWORK_FAILED'])
  expect(inspect(error, { depth: 9 })).not.toContain(authorization)
})

it('a long message of a transport’s error is cut', async () => {
  const { error } = await fail(async () => {
    throw claim({ message: 'x'.repeat(1e6) })
  })
  expect(error).toMatchObject({ code: 'TRANSPORT_TIMED_OUT' })
  expect((error as Error).message.length).toBeLessThan(1_200)
})

it('every documented code of a transport’s error is kept, even of another copy of its class', async () => {
  const CODES = ['NETWORK_FAILED', 'TIMED_OUT', 'ABORTED', 'RESPONSE_TOO_LARGE', 'REDIRECTED', 'NOT_SENT'] as const
  for (const code of CODES) {
    for (const thrown of [new FetchError(code, 'x.'), claim({ code })]) {
      const { error, codes } = await fail(async () => {
        throw thrown
      })
      const outcome = code === 'NOT_SENT' ? 'not-sent' : 'unknown'
      expect(error).toMatchObject({ code: `TRANSPORT_${code}`, outcome })
      expect(codes).toEqual([`TRANSPORT_${code}`])
    }
  }
})

describe('who has responded was sent something', () => {
  const notSent = new FetchError('NOT_SENT', 'The transport is closed.')
  const transport = async (status: number) =>
    new Response(new ReadableStream({ start: (stream) => stream.error(notSent) }), { status })

  it.each([200, 400, 500])('whatever the body under %d says', async (status) => {
    for (const make of [undefined, download]) {
      const { error } = await fail(() => transport(status), make)
      expect(error).toMatchObject({ code: 'TRANSPORT_NETWORK_FAILED', outcome: 'unknown' })
    }
  })

  it('so that a body that is read without a stream says so in vain too', async () => {
    const response = { status: 200, headers: new Headers(), type: 'basic', body: null, arrayBuffer: failing }
    async function failing() {
      throw notSent
    }
    const { error } = await fail(async () => response as unknown as Response)
    expect(error).toMatchObject({ code: 'TRANSPORT_NETWORK_FAILED', outcome: 'unknown' })
  })
})

it.each([42, 'ok', {}, { status: 200 }, true])(
  '%o instead of a promise of a Response is no response',
  async (given) => {
    const { error } = await fail((() => given) as unknown as Transport)
    expect(isWechatPayError(error)).toBe(true)
    expect(error).toMatchObject({ name: 'TransportError', code: 'TRANSPORT_NETWORK_FAILED', outcome: 'unknown' })
  },
)
