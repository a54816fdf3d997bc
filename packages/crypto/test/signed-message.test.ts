import { importPublicKey, SignatureError, verifySignedMessage } from '@wechatpay-kit/crypto'
import { readPem, readVectors, toBytes } from '@wechatpay-kit/test-vectors'
import { beforeAll, describe, expect, it } from 'vitest'
import { pem } from './backends.ts'

const { vectors } = readVectors('signed-messages/openssl')
const now = 1_700_000_000_000
const keys = new Map<string, Awaited<ReturnType<typeof importPublicKey>>>()

beforeAll(async () => {
  keys.set('PUB_KEY_ID_PLATFORM', await importPublicKey(readPem('platform.public')))
})

const options = { now, keys: (id: string) => keys.get(id) }
const codeOf = (promise: Promise<void>) =>
  promise.then(
    () => '',
    (error: unknown) => (error instanceof SignatureError ? error.code : String(error)),
  )

describe('verifySignedMessage', () => {
  it.each(vectors)('$comment: $result', async ({ input: { headers, body, now, keys: files }, reason = '' }) => {
    const names = new Map(Object.entries(files))
    const lookup = (id: string) => (names.has(id) ? importPublicKey(pem(names.get(id) ?? '')) : undefined)
    const at = { now: now * 1000, keys: lookup }
    expect(await codeOf(verifySignedMessage({ headers, body: toBytes(body) }, at))).toBe(reason)
    const pairs = Object.entries(headers).flatMap(([name, values]) =>
      [values].flat().map((value): [string, string] => [name, value]),
    )
    const text = typeof body === 'string' ? body : toBytes(body)
    expect(await codeOf(verifySignedMessage({ headers: new Headers(pairs), body: text }, at))).toBe(reason)
  })

  const { input } = vectors[0] as (typeof vectors)[number]
  const headers = input.headers as Record<`Wechatpay-${'Timestamp' | 'Nonce' | 'Serial' | 'Signature'}`, string>
  const body = input.body as string

  const CHANGED = 'came twice, or was changed. Pass all headers as received.'
  const MISMATCH =
    "The signature does not belong to this body and the key PUB_KEY_ID_PLATFORM: the body is not as received (parsed, re-encoded, base64), or the key is not WeChat Pay's. Pass the raw bytes; compare the key with the merchant platform."
  it.each<[string, object, object, string]>([
    [
      'HEADER_MISSING',
      { 'Wechatpay-Nonce': '' },
      {},
      'The header Wechatpay-Nonce is missing: the message is not signed. Pass all headers as received.',
    ],
    ['HEADER_INVALID', { 'Wechatpay-Nonce': 'a b' }, {}, `The header Wechatpay-Nonce ${CHANGED}`],
    ['HEADER_INVALID', { 'Wechatpay-Timestamp': 'now' }, {}, `The header Wechatpay-Timestamp ${CHANGED}`],
    ['HEADER_INVALID', { 'Wechatpay-Signature-Type': 'SM2,SM2' }, {}, `The header Wechatpay-Signature-Type ${CHANGED}`],
    [
      'TYPE_UNSUPPORTED',
      { 'Wechatpay-Signature-Type': 'SM2' },
      {},
      'Only WECHATPAY2-SHA256-RSA2048 and WECHATPAY-BRAND-SHA256-RSA2048 can be verified, not SM2. Use RSA keys.',
    ],
    [
      'STALE',
      {},
      { now: now + 301_000 },
      'The message was signed 301 seconds before this clock, and 300 are accepted. Set the clock, or refuse the message.',
    ],
    [
      'STALE',
      {},
      { now: now - 3_600_000, tolerance: 60_000 },
      'The message was signed 3600 seconds after this clock, and 60 are accepted. Set the clock, or refuse the message.',
    ],
    [
      'KEY_UNKNOWN',
      { 'Wechatpay-Serial': '5157F09EFDC096DE15EBE81A47057A72' },
      {},
      'The key 5157F09EFDC096DE15EBE81A47057A72 is unknown. Give this platform certificate too.',
    ],
    [
      'KEY_UNKNOWN',
      { 'Wechatpay-Serial': 'PUB_KEY_ID_0114232134912410000000000000' },
      {},
      'The key PUB_KEY_ID_0114232134912410000000000000 is unknown. Give this WeChat Pay public key too.',
    ],
    [
      'PROBE',
      { 'Wechatpay-Signature': 'WECHATPAY/SIGNTEST/x' },
      {},
      'WeChat Pay sent a wrong signature on purpose (SIGNTEST). Refuse the message.',
    ],
    ['MISMATCH', { 'Wechatpay-Nonce': 'a' }, {}, MISMATCH],
  ])('%s says what was found and what to do: %o %o', async (code, change, moreOptions, message) => {
    const result = verifySignedMessage({ headers: { ...headers, ...change }, body }, { ...options, ...moreOptions })
    await expect(result).rejects.toMatchObject({ name: 'SignatureError', code: `SIGNATURE_${code}`, message })
  })

  it('takes no headers for an unsigned message', async () => {
    for (const none of [undefined, null, {}, new Headers()]) {
      const result = verifySignedMessage({ headers: none as never, body }, options)
      await expect(result).rejects.toMatchObject({ code: 'SIGNATURE_HEADER_MISSING' })
    }
  })

  it('knows no key that a lookup finds by accident', async () => {
    const serial = { ...headers, 'Wechatpay-Serial': 'constructor' }
    const keys = (id: string) => ({})[id]
    await expect(verifySignedMessage({ headers: serial, body }, { now, keys })).rejects.toMatchObject({
      code: 'SIGNATURE_KEY_UNKNOWN',
    })
  })

  it.each([undefined, null, 'yes', 1, {}])('trusts no verifier that says %o instead of true', async (verdict) => {
    const keys = () => ({ verify: async () => verdict as never })
    await expect(verifySignedMessage({ headers, body }, { now, keys })).rejects.toMatchObject({
      code: 'SIGNATURE_MISMATCH',
    })
  })

  it('returns nothing', async () => {
    expect(await verifySignedMessage({ headers, body }, options)).toBeUndefined()
  })

  it('takes names in any case and an asynchronous key lookup', async () => {
    const upper = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]))
    await verifySignedMessage({ headers: upper, body }, { now, keys: async (id) => keys.get(id) })
  })

  it.each(Object.keys(headers))('refuses a message without %s', async (name) => {
    expect(await codeOf(verifySignedMessage({ headers: { ...headers, [name]: undefined }, body }, options))).toBe(
      'SIGNATURE_HEADER_MISSING',
    )
    expect(await codeOf(verifySignedMessage({ headers: { ...headers, [name]: '' }, body }, options))).toBe(
      'SIGNATURE_HEADER_MISSING',
    )
  })

  it.each(Object.keys(headers) as (keyof typeof headers)[])('refuses two values of %s', async (name) => {
    const value = headers[name]
    const joined = new Headers(headers)
    joined.append(name, value)
    for (const twice of [
      joined,
      { ...headers, [name.toLowerCase()]: value },
      { ...headers, [name.toLowerCase()]: '' },
      { ...headers, [name]: [value, value] },
    ]) {
      expect(await codeOf(verifySignedMessage({ headers: twice, body }, options))).toBe('SIGNATURE_HEADER_INVALID')
    }
  })

  it.each(Object.keys(headers))('takes an empty list beside %s for no second value', async (name) => {
    const beside = { ...headers, [name.toLowerCase()]: [] }
    await expect(verifySignedMessage({ headers: beside, body }, options)).resolves.toBeUndefined()
  })

  it('refuses a value that comes a hundred thousand times', async () => {
    const many = Array.from({ length: 100_000 }, (): [string, string] => ['wechatpay-nonce', 'a'])
    const list = { [Symbol.iterator]: () => [...Object.entries(headers), ...many].values() }
    expect(await codeOf(verifySignedMessage({ headers: list as never, body }, options))).toBe(
      'SIGNATURE_HEADER_INVALID',
    )
  })

  it.each(['1e9', '0x65', '-1', '1700000000.0', 'now', '+1700000000'])(
    'refuses the timestamp %s',
    async (timestamp) => {
      const changed = { ...headers, 'Wechatpay-Timestamp': timestamp }
      expect(await codeOf(verifySignedMessage({ headers: changed, body }, options))).toBe('SIGNATURE_HEADER_INVALID')
    },
  )

  it.each([
    [-300_001, 'SIGNATURE_STALE'],
    [-300_000, ''],
    [0, ''],
    [300_000, ''],
    [300_001, 'SIGNATURE_STALE'],
    [Number.NaN, 'SIGNATURE_STALE'],
  ])('at %i ms from the timestamp: %s', async (offset, code) => {
    expect(await codeOf(verifySignedMessage({ headers, body }, { ...options, now: now + offset }))).toBe(code)
  })

  it('takes another tolerance', async () => {
    const at = (tolerance: number) =>
      codeOf(verifySignedMessage({ headers, body }, { ...options, now: now + 10_000, tolerance }))
    expect(await at(10_000)).toBe('')
    expect(await at(9_000)).toBe('SIGNATURE_STALE')
    expect(await at(Number.NaN)).toBe('SIGNATURE_STALE')
  })

  it('refuses another signature type, and takes that of merchants and that of brands', async () => {
    const typed = (type: string) => ({ ...headers, 'Wechatpay-Signature-Type': type })
    expect(await codeOf(verifySignedMessage({ headers: typed('WECHATPAY2-SM2-WITH-SM3'), body }, options))).toBe(
      'SIGNATURE_TYPE_UNSUPPORTED',
    )
    await verifySignedMessage({ headers: typed('WECHATPAY2-SHA256-RSA2048'), body }, options)
    await verifySignedMessage({ headers: typed('WECHATPAY-BRAND-SHA256-RSA2048'), body }, options)
    for (const type of ['WECHATPAY-BRAND-SM2-WITH-SM3', 'WECHATPAY-BRAND-SHA256-RSA2048x', 'SHA256-RSA2048'])
      expect(await codeOf(verifySignedMessage({ headers: typed(type), body }, options))).toBe(
        'SIGNATURE_TYPE_UNSUPPORTED',
      )
  })

  it('names a SIGNTEST probe', async () => {
    const probe = {
      ...headers,
      'Wechatpay-Signature': `WECHATPAY/SIGNTEST/${headers['Wechatpay-Signature'].slice(19)}`,
    }
    expect(await codeOf(verifySignedMessage({ headers: probe, body }, options))).toBe('SIGNATURE_PROBE')
  })

  it('refuses every change of one bit of the body, the nonce and the signature', async () => {
    const bytes = new TextEncoder().encode(body)
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = bytes.slice()
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7))
      expect(await codeOf(verifySignedMessage({ headers, body: changed }, options))).toBe('SIGNATURE_MISMATCH')
    }
    for (const name of ['Wechatpay-Nonce', 'Wechatpay-Signature'] as const) {
      for (let bit = 0; bit < headers[name].length * 7; bit++) {
        const changed = Buffer.from(headers[name])
        const index = Math.floor(bit / 7)
        changed[index] = (changed[index] as number) ^ (1 << (bit % 7))
        const code = await codeOf(
          verifySignedMessage({ headers: { ...headers, [name]: changed.toString() }, body }, options),
        )
        expect(['SIGNATURE_MISMATCH', 'SIGNATURE_HEADER_INVALID']).toContain(code)
      }
    }
  })
})
