import { inspect } from 'node:util'
import { createNonce } from '@wechatpay-kit/crypto'
import { handleNotifications, isWechatPayError, readNotification } from '@wechatpay-kit/endpoints'
import { createSandbox, type Fault } from '@wechatpay-kit/sandbox'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'

const sandbox = await createSandbox()
const { platformKeys: keys, apiV3Key } = sandbox
const options = { keys, apiV3Key }
const url = 'https://merchant.example/notifications'
const resource = { out_trade_no: '1217752501201407033233368018', payer: { name: '张三' } }
const content = { event_type: 'TRANSACTION.SUCCESS', resource } as const
const create = (more: object = {}) => sandbox.createNotification(url, { ...content, ...more })

/** What a request gives: the notification's type, or the error's code. */
const outcomeOf = (request: Parameters<typeof readNotification>[0], more: object = {}) =>
  readNotification(request, { ...options, ...more }).then(
    ({ event_type }) => event_type,
    (error: unknown) => {
      if (!isWechatPayError(error)) throw error
      expect(inspect(error, { depth: null }) + JSON.stringify(error)).not.toMatch(/张三|12177525012014/)
      expect(inspect(error, { depth: null })).not.toContain(apiV3Key)
      return error.code
    },
  )

/** The same request with parts of it changed. */
async function change(request: Request, parts: { headers?: Record<string, string>; body?: (text: string) => string }) {
  const body = (parts.body ?? String)(await request.text())
  return { headers: { ...Object.fromEntries(request.headers), ...parts.headers }, body }
}

/** A notification of any shape, signed. */
const sign = (json: unknown) => create({ fault: { body: JSON.stringify(json) } })

describe('readNotification', () => {
  it('gives the notification with its resource decrypted', async () => {
    const notification = await readNotification(await create({ id: 'EV-1', summary: '支付成功' }), options)
    expect(notification).toEqual({
      id: 'EV-1',
      create_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/),
      event_type: 'TRANSACTION.SUCCESS',
      summary: '支付成功',
      original_type: 'transaction',
      resource,
    })
  })

  it('takes headers in any case, and the body as bytes or text', async () => {
    const request = await create()
    const text = await request.clone().text()
    const headers = Object.fromEntries(request.headers)
    const upper = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]))
    for (const body of [text, new TextEncoder().encode(text)])
      for (const form of [request.headers, headers, upper])
        expect(await outcomeOf({ headers: form, body })).toBe('TRANSACTION.SUCCESS')
  })

  it.each<[Fault, string]>([
    ['unsigned', 'SIGNATURE_HEADER_MISSING'],
    ['duplicate-header', 'SIGNATURE_HEADER_INVALID'],
    ['stale', 'SIGNATURE_STALE'],
    ['early', 'SIGNATURE_STALE'],
    ['unknown-key', 'SIGNATURE_KEY_UNKNOWN'],
    ['probe', 'SIGNATURE_PROBE'],
    ['wrong-signature', 'SIGNATURE_MISMATCH'],
    ['other-signature', 'SIGNATURE_MISMATCH'],
    ['bom', 'TRANSACTION.SUCCESS'],
  ])('%s is %s', async (fault, code) => {
    expect(await outcomeOf(await create({ fault }))).toBe(code)
  })

  it.each([
    ['not JSON', create({ fault: { body: 'text' } })],
    ['empty', create({ fault: { body: '' } })],
    ['a list', sign([])],
    ['without resource', sign({ id: '1', create_time: '', event_type: 'A' })],
    ['an empty id', sign({ id: '', create_time: '', event_type: 'A', resource: {} })],
  ])('signed, but %s', async (_, request) => {
    expect(await outcomeOf(await request)).toBe('NOTIFICATION_MALFORMED')
  })

  it('refuses another algorithm before the tag, and the tag before the content', async () => {
    const json = JSON.parse(await (await create()).text())
    const of = (change: object) => sign({ ...json, resource: { ...json.resource, ...change } }).then(outcomeOf)
    expect(await of({ algorithm: 'AEAD_SM4_GCM', ciphertext: '' })).toBe('ALGORITHM_UNSUPPORTED')
    for (const wrong of [{ ciphertext: 'AAAA' }, { nonce: 'x' }, { nonce: '' }, { associated_data: null }])
      expect(await of(wrong)).toBe('DECRYPTION_FAILED')
    expect(await outcomeOf(await create(), { apiV3Key: createNonce() })).toBe('DECRYPTION_FAILED')
    expect(await of({ associated_data: 'transaction', original_type: undefined })).toBe('TRANSACTION.SUCCESS')
  })

  it('checks the time before the signature, and in both directions', async () => {
    for (const [shift, expected] of [
      [-301, 'SIGNATURE_STALE'],
      [-299, 'TRANSACTION.SUCCESS'],
      [299, 'TRANSACTION.SUCCESS'],
      [302, 'SIGNATURE_STALE'],
    ] as const)
      expect(await outcomeOf(await create(), { now: () => Date.now() + shift * 1000 })).toBe(expected)
    expect(await outcomeOf(await create({ fault: 'wrong-signature' }), { now: () => 0 })).toBe('SIGNATURE_STALE')
  })

  it('trusts no changed body', async () => {
    const request = await create()
    const text = await request.clone().text()
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 1 }), async (index, char) => {
        fc.pre(text[index] !== char)
        const body = text.slice(0, index) + char + text.slice(index + 1)
        expect(await outcomeOf({ headers: request.headers, body })).toBe('SIGNATURE_MISMATCH')
      }),
      { numRuns: 200 },
    )
    const other = await create()
    const { headers } = await change(other, {})
    expect(await outcomeOf({ headers, body: text })).toBe('SIGNATURE_MISMATCH')
  })

  it.each([
    ['apiV3Key', { apiV3Key: 'short' }],
    ['apiV3Key', { apiV3Key: undefined }],
    ['keys', { keys: undefined }],
    ['keys', { keys: [] }],
    ['now', { now: 1 }],
  ])('refuses the option %s', async (field, more) => {
    const call = readNotification(await create(), { ...options, ...more } as never)
    await expect(call).rejects.toMatchObject({ code: 'VALIDATION_FAILED', field })
  })

  it('refuses what is no raw body', async () => {
    const { headers } = await create()
    for (const body of [{ id: 1 }, undefined, null])
      await expect(readNotification({ headers, body } as never, options)).rejects.toThrow(
        /request.body must be the raw/,
      )
    const used = await create()
    await used.text()
    await expect(readNotification(used, options)).rejects.toThrow(/request.body/)
    await expect(readNotification(undefined as never, options)).rejects.toThrow(/request must be/)
  })
})

describe('handleNotifications', () => {
  const answerTo = async (request: Request, more: object = {}, handler: () => unknown = () => {}) => {
    const response = await handleNotifications({ ...options, ...more }, handler)(request)
    const text = await response.text()
    if (response.status !== 204) expect(JSON.parse(text)).toMatchObject({ code: 'FAIL' })
    return response.status
  }

  it('answers 204 after the handler succeeded', async () => {
    const handler = vi.fn()
    expect(await answerTo(await create(), {}, handler)).toBe(204)
    expect(handler).toHaveBeenCalledWith(expect.objectContaining({ resource }), { signal: expect.any(AbortSignal) })
  })

  it.each<[number, Fault]>([
    [401, 'unsigned'],
    [401, 'probe'],
    [401, 'stale'],
    [401, 'early'],
    [401, 'unknown-key'],
    [401, 'wrong-signature'],
    [401, 'duplicate-header'],
    [400, { body: '{}' }],
  ])('answers %i to %o, and never handles it', async (status, fault) => {
    const handler = vi.fn()
    const onError = vi.fn()
    expect(await answerTo(await create({ fault }), { onError }, handler)).toBe(status)
    expect(handler).not.toHaveBeenCalled()
    expect(onError).toHaveBeenCalledOnce()
  })

  it('answers 405 to other methods, and 500 to what is wrong on this side', async () => {
    expect(await answerTo(new Request(url))).toBe(405)
    expect(await answerTo(await create(), { apiV3Key: createNonce() })).toBe(500)
    const failing = () => Promise.reject(new Error('broken'))
    expect(await answerTo(await create(), { keys: { find: failing, current: failing } })).toBe(500)
    const onError = () => {
      throw new Error('ignored')
    }
    const forgery = await readNotification(await create({ fault: 'probe' }), options).catch((error: unknown) => error)
    for (const error of [new Error('张三'), undefined, forgery])
      expect(await answerTo(await create(), { onError }, () => Promise.reject(error))).toBe(500)
  })

  it('handles a repeated id once, unless the handler failed', async () => {
    const seen = new Set<string>()
    const hooks = {
      remember: (id: string) => !seen.has(id) && Boolean(seen.add(id)),
      forget: (id: string) => seen.delete(id),
    }
    const handler = vi.fn().mockRejectedValueOnce(new Error('once'))
    expect(await answerTo(await create({ id: 'A' }), hooks, handler)).toBe(500)
    expect(await answerTo(await create({ id: 'A' }), hooks, handler)).toBe(204)
    const again = await Promise.all([1, 2, 3].map(async () => answerTo(await create({ id: 'A' }), hooks, handler)))
    expect(again).toEqual([204, 204, 204])
    expect(handler).toHaveBeenCalledTimes(2)
    const failing = () => Promise.reject(new Error('store is down'))
    expect(await answerTo(await create({ id: 'B' }), { ...hooks, remember: failing }, handler)).toBe(500)
  })

  it('answers 500 when the time is over, tells the handler, and keeps what it does later', async () => {
    const seen = new Set<string>()
    const hooks = { remember: (id: string) => Boolean(seen.add(id)), forget: (id: string) => seen.delete(id) }
    const signals: AbortSignal[] = []
    const ends: ((error?: Error) => void)[] = []
    const handle = handleNotifications({ ...options, ...hooks, timeout: 50 }, (_, { signal }) => {
      signals.push(signal)
      return new Promise<void>((resolve, reject) => ends.push((error) => (error ? reject(error) : resolve())))
    })
    for (const id of ['late', 'lost']) expect((await handle(await create({ id }))).status).toBe(500)
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
    ends[0]?.()
    ends[1]?.(new Error('in the end'))
    await vi.waitFor(() => expect([...seen]).toEqual(['late']))
  })

  it.each([
    ['forget', { remember: () => true }],
    ['timeout', { timeout: 0 }],
    ['onError', { onError: 1 }],
    ['apiV3Key', { apiV3Key: '' }],
  ])('refuses the option %s when it is made', (field, more) => {
    expect(() => handleNotifications({ ...options, ...more } as never, () => {})).toThrow(
      expect.objectContaining({ code: 'VALIDATION_FAILED', field }),
    )
  })
})
