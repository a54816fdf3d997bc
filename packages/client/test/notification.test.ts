import { inspect } from 'node:util'
import { encryptResource } from '@wechatpay-kit/crypto'
import {
  isWechatPayError,
  type NotificationOptions,
  type NotificationRequest,
  readNotification,
  type WechatPayError,
} from '@wechatpay-kit/endpoints'
import { createSandbox, type Fault } from '@wechatpay-kit/sandbox'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const url = 'https://shop.example/notifications'
const time = 1_800_000_000_000
const resource = { out_trade_no: '1217752501201407033233368018', payer: { name: '张三', phone: '13800138000' } }
const sandbox = await createSandbox({ now: () => time })
const options: NotificationOptions = { keys: sandbox.platformKeys, apiV3Key: sandbox.apiV3Key, now: () => time }
const create = (fault?: Fault) =>
  sandbox.createNotification(url, { id: 'EV-1', event_type: 'TRANSACTION.SUCCESS', resource, fault })

/** A request taken apart, to be changed. */
async function takeApart(fault?: Fault) {
  const request = await create(fault)
  return {
    headers: Object.fromEntries(request.headers) as Record<string, string>,
    body: new Uint8Array(await request.arrayBuffer()),
  }
}

/** A body without an end, and whether anybody read or cancelled it. */
function createStream() {
  const seen = { pulls: 0, isCancelled: false }
  const source: UnderlyingDefaultSource<Uint8Array> = {
    pull: (controller) => {
      seen.pulls++
      controller.enqueue(new Uint8Array(1))
    },
    cancel: () => {
      seen.isCancelled = true
    },
  }
  return { body: new ReadableStream(source, { highWaterMark: 0 }), seen }
}

/** A body of the documented shape, changed before it is signed. */
async function writeBody(change: object = {}, resourceChange: object = {}, plaintext = JSON.stringify(resource)) {
  const encrypted = await encryptResource(plaintext, { apiV3Key: sandbox.apiV3Key, associatedData: 'transaction' })
  return JSON.stringify({
    id: 'EV-1',
    create_time: '2027-01-15T16:00:00+08:00',
    event_type: 'TRANSACTION.SUCCESS',
    resource_type: 'encrypt-resource',
    summary: '支付成功',
    resource: { original_type: 'transaction', ...encrypted, ...resourceChange },
    ...change,
  })
}

/** The error for a request; it shows no key and nothing of what was decrypted. */
async function failing(
  request: Request | NotificationRequest,
  change: Partial<NotificationOptions> = {},
): Promise<WechatPayError> {
  const error = await readNotification(request, { ...options, ...change }).then(
    () => expect.fail('data reached the caller'),
    (error: unknown) => error,
  )
  if (!isWechatPayError(error)) throw error
  const shown = inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error) + error.stack
  for (const secret of [sandbox.apiV3Key, '张三', '13800138000', resource.out_trade_no])
    expect(shown).not.toContain(secret)
  return error
}
const codeOf = async (...args: Parameters<typeof failing>) => (await failing(...args)).code

describe('a notification', () => {
  const expected = {
    id: 'EV-1',
    create_time: '2027-01-15T16:00:00+08:00',
    event_type: 'TRANSACTION.SUCCESS',
    resource_type: 'encrypt-resource',
    summary: 'TRANSACTION.SUCCESS',
    original_type: 'transaction',
    resource,
  }

  it('is read from a Request', async () => {
    expect(await readNotification(await create(), options)).toEqual(expected)
  })

  it('is read from headers in any case and a raw body of any kind', async () => {
    const { headers, body } = await takeApart()
    const shout = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]))
    const listed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]))
    for (const given of [headers, shout, listed, new Headers(headers)]) {
      for (const raw of [body, Buffer.from(body), new TextDecoder().decode(body)]) {
        expect(await readNotification({ headers: given, body: raw }, options)).toEqual(expected)
      }
    }
  })

  it('may be of another type, have more fields, no original type and no associated data', async () => {
    const encrypted = await encryptResource('[1]', { apiV3Key: sandbox.apiV3Key })
    for (const associated_data of ['', null, undefined]) {
      const body = await writeBody(
        { event_type: 'NEW.TYPE', more: 1 },
        { ...encrypted, associated_data, original_type: undefined },
      )
      const notification = await readNotification(await create({ body }), options)
      expect(notification).toEqual({
        ...expected,
        summary: '支付成功',
        event_type: 'NEW.TYPE',
        original_type: undefined,
        resource: [1],
      })
    }
  })

  it('is read whatever the chunks of its body', async () => {
    const long = await writeBody({ summary: '长'.repeat(20_000) })
    for (const size of [1, 7, 8191, 8192, 100_000]) {
      const { headers, body } = await create({ body: long })
      const whole = new Uint8Array(await new Response(body).arrayBuffer())
      // Each chunk in the same memory, as a runtime may hand them out.
      const memory = new Uint8Array(size)
      let offset = 0
      const source: UnderlyingDefaultSource<Uint8Array> = {
        pull: (controller) => {
          const part = whole.subarray(offset, offset + size)
          offset += size
          if (part.length === 0) return controller.close()
          memory.set(part)
          controller.enqueue(memory.subarray(0, part.length))
        },
      }
      const stream = new ReadableStream(source, { highWaterMark: 0 })
      const init = { method: 'POST', headers, body: stream, duplex: 'half' }
      expect(await readNotification(new Request(url, init as RequestInit), options)).toMatchObject({ resource })
    }
  })

  it('may begin with a byte order mark that is signed', async () => {
    expect(await readNotification(await create('bom'), options)).toEqual(expected)
  })

  it('is verified with the keys of an object that rotates them', async () => {
    const [current] = sandbox.platformKeys
    if (!current) return expect.fail()
    const asked: string[] = []
    const keys = {
      find: async (id: string) => {
        asked.push(id)
        return id === current.id ? current : undefined
      },
      current: () => current,
    }
    await readNotification(await create(), { ...options, keys })
    expect(await codeOf(await create('unknown-key'), { keys })).toBe('SIGNATURE_KEY_UNKNOWN')
    expect(asked).toEqual([current.id, expect.not.stringMatching(current.id)])
  })
})

it('is decrypted with the right one of several APIv3 keys', async () => {
  const keys = ['0'.repeat(32), sandbox.apiV3Key] as const
  const { resource: decrypted } = await readNotification(await create(), { ...options, apiV3Key: keys })
  expect(decrypted).toEqual(resource)
  for (const apiV3Key of [[], ['short']] as never[]) {
    await expect(readNotification(await create(), { ...options, apiV3Key })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      field: expect.stringMatching(/^apiV3Key/),
    })
  }
})

/** Faults that the headers are enough to tell, and their codes. */
const HEADER_FAULTS: readonly (readonly [Fault, string])[] = [
  ['unsigned', 'SIGNATURE_HEADER_MISSING'],
  ['duplicate-header', 'SIGNATURE_HEADER_INVALID'],
  ['stale', 'SIGNATURE_STALE'],
  ['early', 'SIGNATURE_STALE'],
  ['unknown-key', 'SIGNATURE_KEY_UNKNOWN'],
  ['probe', 'SIGNATURE_PROBE'],
]

describe('is refused', () => {
  it.each<readonly [Fault, string]>([
    ...HEADER_FAULTS,
    ['wrong-signature', 'SIGNATURE_MISMATCH'],
    ['other-signature', 'SIGNATURE_MISMATCH'],
    [{ body: '' }, 'NOTIFICATION_MALFORMED'],
    [{ body: 'not JSON' }, 'NOTIFICATION_MALFORMED'],
    [{ body: 'null' }, 'NOTIFICATION_MALFORMED'],
    [{ body: '[]' }, 'NOTIFICATION_MALFORMED'],
  ])('with the fault %o', async (fault, code) => {
    expect(await codeOf(await create(fault))).toBe(code)
    expect(await codeOf(await takeApart(fault))).toBe(code)
  })

  it.each(['timestamp', 'nonce', 'signature', 'serial'])('without Wechatpay-%s', async (name) => {
    const { headers, body } = await takeApart()
    delete headers[`wechatpay-${name}`]
    expect(await codeOf({ headers, body })).toBe('SIGNATURE_HEADER_MISSING')
  })

  it('300 seconds from its time it is not yet, 301 seconds from it it is', async () => {
    for (const sign of [-1, 1]) {
      await readNotification(await create(), { ...options, now: () => time + sign * 300_000 })
      expect(await codeOf(await create(), { now: () => time + sign * 301_000 })).toBe('SIGNATURE_STALE')
    }
  })

  it.each([
    'id',
    'create_time',
    'event_type',
    'resource_type',
    'summary',
    'resource',
    'resource.algorithm',
    'resource.ciphertext',
    'resource.nonce',
  ])('without the field %s, or with another type of it', async (path) => {
    const name = path.replace('resource.', '')
    for (const value of [undefined, 1]) {
      const body = await (path === name ? writeBody({ [name]: value }) : writeBody({}, { [name]: value }))
      expect(await failing(await create({ body }))).toMatchObject({
        name: 'NotificationError',
        code: 'NOTIFICATION_MALFORMED',
        message: `The notification is signed, but its field ${path} is not as documented.`,
      })
    }
  })

  it('if its decrypted resource is not JSON, and quotes nothing of it', async () => {
    const body = await writeBody({}, {}, '张三 13800138000')
    expect(await codeOf(await create({ body }))).toBe('NOTIFICATION_MALFORMED')
  })

  it('if it is for another APIv3 key', async () => {
    expect(await codeOf(await create(), { apiV3Key: '0'.repeat(32) })).toBe('NOTIFICATION_DECRYPTION_FAILED')
    const others = ['0'.repeat(32), '1'.repeat(32)] as const
    expect(await codeOf(await create(), { apiV3Key: others })).toBe('NOTIFICATION_DECRYPTION_FAILED')
  })

  it('for the first of its defects, in the documented order', async () => {
    const wrongTag = { ciphertext: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAA' }
    const wrongAlgorithm = { algorithm: 'AEAD_SM4_GCM' }
    const bodies = {
      // Each has its own defect and all later ones.
      NOTIFICATION_MALFORMED: await writeBody({ id: undefined }, { ...wrongAlgorithm, ...wrongTag }),
      NOTIFICATION_ALGORITHM_UNSUPPORTED: await writeBody({}, { ...wrongAlgorithm, ...wrongTag }),
      NOTIFICATION_DECRYPTION_FAILED: await writeBody({}, wrongTag),
    }
    for (const [code, body] of Object.entries(bodies)) expect(await codeOf(await create({ body }))).toBe(code)
    const { headers } = await takeApart('wrong-signature')
    const stale: typeof headers = { ...headers, 'wechatpay-timestamp': String(time / 1000 - 301) }
    const { 'wechatpay-nonce': _, ...unsigned } = stale
    expect(await codeOf({ headers: unsigned, body: 'not JSON' })).toBe('SIGNATURE_HEADER_MISSING')
    expect(await codeOf({ headers: stale, body: 'not JSON' })).toBe('SIGNATURE_STALE')
    expect(await codeOf({ headers, body: 'not JSON' })).toBe('SIGNATURE_MISMATCH')
    expect(await codeOf({ headers: unsigned, body: 'x'.repeat(9) }, { maxBytes: 8 })).toBe('NOTIFICATION_TOO_LARGE')
  })

  it('with any byte or header changed', async () => {
    const { headers, body } = await takeApart()
    await fc.assert(
      fc.asyncProperty(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), async (offset, mask) => {
        const changed = body.slice()
        changed[offset] = (changed[offset] as number) ^ mask
        expect(await codeOf({ headers, body: changed })).toBe('SIGNATURE_MISMATCH')
      }),
    )
    const names = ['wechatpay-timestamp', 'wechatpay-nonce', 'wechatpay-signature', 'wechatpay-serial']
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.nat(), fc.nat(61), async (name, position, letter) => {
        const value = headers[name] ?? expect.fail()
        const index = position % value.length
        const other = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'.charAt(letter)
        fc.pre(other !== value[index])
        const changed = { ...headers, [name]: value.slice(0, index) + other + value.slice(index + 1) }
        expect(await codeOf({ headers: changed, body })).toMatch(/^SIGNATURE_/)
      }),
    )
  })

  it('with its encryption changed, even if that were signed', async () => {
    const { resource: whole } = JSON.parse(await writeBody())
    const swap = (text: string, index: number) =>
      text.slice(0, index) + (text[index] === 'A' ? 'B' : 'A') + text.slice(index + 1)
    const field = fc.constantFrom('ciphertext', 'nonce', 'associated_data')
    await fc.assert(
      fc.asyncProperty(field, fc.nat(), async (name, position) => {
        const body = await writeBody({}, { ...whole, [name]: swap(whole[name], position % whole[name].length) })
        expect(await codeOf(await create({ body }))).toBe('NOTIFICATION_DECRYPTION_FAILED')
      }),
    )
    const halves = await writeBody({}, { nonce: '\ud800' })
    expect(await codeOf(await create({ body: halves }))).toBe('NOTIFICATION_DECRYPTION_FAILED')
  })

  it('while it is read, once it is larger than maxBytes', async () => {
    let pulled = 0
    let isCancelled = false
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled++
        controller.enqueue(new Uint8Array(1000))
      },
      cancel: () => {
        isCancelled = true
      },
    })
    const { headers, body } = await takeApart()
    const init = { method: 'POST', headers, body: endless, duplex: 'half' }
    expect(await codeOf(new Request(url, init), { maxBytes: 5000 })).toBe('NOTIFICATION_TOO_LARGE')
    expect([isCancelled, pulled < 10]).toEqual([true, true])
    const announced = new Request(url, { method: 'POST', body: 'x', headers: { 'Content-Length': '2000000' } })
    expect(await codeOf(announced)).toBe('NOTIFICATION_TOO_LARGE')
    await readNotification({ headers, body }, { ...options, maxBytes: body.length })
    await readNotification(await create(), { ...options, maxBytes: body.length })
    expect(await codeOf({ headers, body }, { maxBytes: body.length - 1 })).toBe('NOTIFICATION_TOO_LARGE')
    expect(await codeOf(await create(), { maxBytes: body.length - 1 })).toBe('NOTIFICATION_TOO_LARGE')
    expect(await codeOf({ headers, body: 'x'.repeat(2 ** 20 + 1) })).toBe('NOTIFICATION_TOO_LARGE')
  })

  it.each(HEADER_FAULTS)('for its headers before one byte of the body is read: %s', async (fault, code) => {
    const { headers } = await create(fault)
    const { body, seen } = createStream()
    expect(await codeOf(new Request(url, { method: 'POST', headers, body, duplex: 'half' } as RequestInit))).toBe(code)
    expect(seen).toEqual({ pulls: 0, isCancelled: true })
    // A small one is left to the server, which would cut the connection before the sender has its response.
    const small = createStream()
    headers.set('Content-Length', '2000')
    const init = { method: 'POST', headers, body: small.body, duplex: 'half' }
    expect(await codeOf(new Request(url, init as RequestInit))).toBe(code)
    expect(small.seen).toEqual({ pulls: 0, isCancelled: false })
  })

  it('for a length that it states, before one byte is read', async () => {
    const { headers } = await create()
    headers.set('Content-Length', String(2 ** 20 + 1))
    const { body, seen } = createStream()
    const init = { method: 'POST', headers, body, duplex: 'half' }
    expect(await codeOf(new Request(url, init as RequestInit))).toBe('NOTIFICATION_TOO_LARGE')
    expect(seen).toEqual({ pulls: 0, isCancelled: true })
  })

  it.each(['wechatpay-serial', 'wechatpay-signature-type'])(
    'with an error that does not show all of a long %s',
    async (name) => {
      const { headers, body } = await takeApart()
      const error = await readNotification({ headers: { ...headers, [name]: 'A'.repeat(8_000) }, body }, options).catch(
        (error: unknown) => error,
      )
      expect(String(error)).toContain('AAAA')
      expect(String(error).length).toBeLessThan(1_200)
    },
  )

  it('if it breaks off', async () => {
    const body = new ReadableStream({ start: (controller) => controller.error(new Error('connection reset')) })
    const { headers } = await takeApart()
    const error = await failing(new Request(url, { method: 'POST', body, headers, duplex: 'half' } as RequestInit))
    expect(error).toMatchObject({ code: 'NOTIFICATION_INCOMPLETE', cause: { message: 'connection reset' } })
  })

  it('if its bytes are changed while they are checked', async () => {
    const { headers, body } = await takeApart()
    const reading = readNotification({ headers, body }, options)
    body.fill(0x20)
    expect(await reading).toMatchObject({ id: 'EV-1', resource })
  })
})

describe('a mistake of the caller’s', () => {
  const [key] = sandbox.platformKeys
  it.each<[string, object]>([
    ['apiV3Key', { apiV3Key: 'too short' }],
    ['apiV3Key', { apiV3Key: '变'.repeat(32) }],
    ['apiV3Key', { apiV3Key: undefined }],
    ['keys', { keys: [] }],
    ['keys', { keys: undefined }],
    ['keys.0.key', { keys: [{ id: 'PUB_KEY_ID_1' }] }],
    ['keys.1.id', { keys: [key, key] }],
    ['keys.find', { keys: { find: () => Promise.reject(new Error('down')), current: () => key } }],
    ['keys', { keys: [{ ...key, key: { ...key?.key, verify: () => Promise.reject(new Error('down')) } }] }],
    ['now', { now: 1 }],
    ['now', { now: () => 'today' }],
    ['maxBytes', { maxBytes: 0 }],
    ['apiV3key', { apiV3key: '' }],
  ])('is named: %s', async (field, change) => {
    expect(await failing(await create(), change)).toMatchObject({ name: 'ValidationError', field })
  })

  it('that the body is not raw, or was read before', async () => {
    const { headers, body } = await takeApart()
    const parsed = JSON.parse(new TextDecoder().decode(body))
    for (const [value, message] of [
      [parsed, 'a parsed object is not what was signed'],
      [null, 'must be raw'],
      [
        undefined,
        "is missing: pass the framework's Request itself, or its headers and its raw body, on Express by express.raw(",
      ],
    ]) {
      expect(await failing({ headers, body: value })).toMatchObject({
        field: 'body',
        message: expect.stringContaining(message),
      })
    }
    expect(await failing({ body } as never)).toMatchObject({ field: 'headers' })
    const read = await create()
    await read.text()
    expect(await failing(read)).toMatchObject({ field: 'body', message: expect.stringContaining('read before') })
    const locked = await create()
    locked.body?.getReader()
    expect(await failing(locked)).toMatchObject({ field: 'body', message: expect.stringContaining('read before') })
  })

  it('that there are no options', async () => {
    await expect(readNotification(await create(), undefined as never)).rejects.toMatchObject({ field: 'options' })
  })
})
