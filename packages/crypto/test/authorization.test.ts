import { createNonce, importPrivateKey, importPublicKey, signRequest } from '@wechatpay-kit/crypto'
import { readBytes, readPem, readVectors, toBytes } from '@wechatpay-kit/test-vectors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const FORMAT =
  /^WECHATPAY2-SHA256-RSA2048 mchid="([^"]*)",nonce_str="([^"]*)",signature="([^"]*)",timestamp="([^"]*)",serial_no="([^"]*)"$/

describe('signRequest', () => {
  const published = { mchid: '1900007291', serialNumber: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB' }

  // The published private key is not ours to keep, so the signer gives the published signature if, and only if, the
  // message is the one that the published public key verifies it for.
  it.each(readVectors('canonical-messages/published').vectors)(
    'makes the published message: $comment',
    async (vector) => {
      const { signature = '', publicKey = '' } = vector.output ?? expect.fail()
      const { body, ...content } = vector.input as Extract<typeof vector.input, { type: 'request' }>
      const request = { ...content, body: toBytes(body) }
      const key = await importPublicKey(readBytes(publicKey))
      const signer = {
        sign: async (message: string | Uint8Array) => ((await key.verify(message, signature)) ? signature : 'WRONG'),
      }
      const value = await signRequest(request, { ...published, signer })
      expect(value.match(FORMAT)?.slice(1)).toEqual([
        published.mchid,
        request.nonce,
        signature,
        String(request.timestamp),
        published.serialNumber,
      ])
    },
  )

  it('signs the same message whether the body is text or bytes', async () => {
    const { vectors } = readVectors('signatures/openssl')
    const expected = vectors.find(({ comment }) => comment === 'request, merchant key')
    const signer = await importPrivateKey(readPem('merchant.private'))
    const body = '{"cate_code":"A01"}'
    for (const form of [body, new TextEncoder().encode(body)]) {
      const value = await signRequest(
        {
          method: 'POST',
          target: '/v3/gov/subsidy/zhejiang/qualifications/alter',
          timestamp: 1700000000,
          nonce: '0123456789ABCDEF0123456789ABCDEF',
          body: form,
        },
        { mchid: '1900007291', serialNumber: 'ABCDEF', signer },
      )
      expect(value.match(FORMAT)?.[3]).toBe(expected?.input.signature)
    }
  })

  // The signature was made by `openssl dgst -sha256 -sign test-vectors/keys/merchant.private.pem` of the five lines.
  it('signs as a brand that calls for itself, and sends nothing of a merchant', async () => {
    const value = await signRequest(
      {
        method: 'POST',
        target: '/brand/marketing/product-coupon/notify-configs',
        timestamp: 1700000000,
        nonce: '0123456789ABCDEF0123456789ABCDEF',
        body: '{"notify_url":"https://example.com/"}',
      },
      { brandId: '123456789', serialNumber: 'ABCDEF', signer: await importPrivateKey(readPem('merchant.private')) },
    )
    const signature =
      'TaRoDE2oycmMObKb0V9g/gT69hvYBM9oQRjuOB4opStx/FTl6UwKLsXL12iGe0BimoN8MJu3zcieoFiwldfSI1Aqy2qf75KMM2mu9ktnmwnA+klrSh4qIkeFWs4s4yEFeKVujrKPzX0ZvaskQ7KxwvdLlrl6HbZ18wvRqonnrG11nJAreKN3ciGy+wrOdRZX1z0xxaIFm3oZlfTb0O52hps8sUpgiooQzb6e1QvWHu00/gYjKotFiFy5JbXICL4cX7DB6G6DEpQ2DR0Tdmi4S1ktzzV+89kwzr4x/LVhggbvwHje2eqATbjGJbJ8M5AhhFDRPhUiTqRBvipLP6yGNw=='
    expect(value).toBe(
      `WECHATPAY-BRAND-SHA256-RSA2048 brand_id="123456789",nonce_str="0123456789ABCDEF0123456789ABCDEF",signature="${signature}",timestamp="1700000000",serial_no="ABCDEF"`,
    )
  })

  it.each<[string, object, string]>([
    ['both', { mchid: '1900007291', brandId: '1' }, 'identity must be a merchant or a brand: give mchid or brandId.'],
    ['neither', {}, 'mchid must be 1 to 32 letters, digits, hyphens or underscores, without colons and spaces.'],
    [
      'half a header',
      { brandId: '1"' },
      'brandId must be 1 to 32 letters, digits, hyphens or underscores, without colons and spaces.',
    ],
  ])('refuses %s for a caller', async (_, caller, message) => {
    const rest = { serialNumber: 'ABCDEF', signer: { sign: async () => 'AAAA' } }
    const result = signRequest(request, { ...rest, ...(caller as { brandId: string }) })
    await expect(result).rejects.toMatchObject({ name: 'InputError', code: 'INPUT_INVALID', message })
  })

  const request = { method: 'GET', target: '/v3/certificates', timestamp: 1700000000, nonce: 'abc' }
  const identity = { mchid: '1900007291', serialNumber: 'ABCDEF', signer: { sign: async () => 'AAAA' } }
  it.each<[string, object]>([
    ['method', { method: 'get' }],
    ['method', { method: 'GET\n/v3/other' }],
    ['target', { target: 'https://api.mch.weixin.qq.com/v3/certificates' }],
    ['target', { target: '/v3/certificates\n1' }],
    ['target', { target: '/v3/certificates#fragment' }],
    ['target', { target: '/v3/姓名' }],
    ['target', { target: '/v3/a b' }],
    ['timestamp', { timestamp: Date.now() }],
    ['timestamp', { timestamp: 1.5 }],
    ['timestamp', { timestamp: Number.NaN }],
    ['nonce', { nonce: '' }],
    ['nonce', { nonce: 'a"b' }],
    ['nonce', { nonce: 'a'.repeat(33) }],
    ['mchid', { mchid: '1"' }],
    ['mchid', { mchid: '1\r\n' }],
    ['mchid', { mchid: undefined }],
    ['serialNumber', { serialNumber: 'AB CD' }],
    ['signer', { signer: { sign: async () => 'AA"\r\nX: y' } }],
  ])('refuses a %s that could change the message or the header: %o', async (name, change) => {
    const result = signRequest({ ...request, ...change }, { ...identity, ...change })
    await expect(result).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining(name) })
  })

  const SERIAL = '1 to 64 letters, digits, hyphens or underscores, without colons and spaces'
  const METHOD = 'in capital letters, such as GET'
  const TARGET = 'a path with its query, percent-encoded, without host and fragment'
  const IDENTIFIER = '1 to 32 letters, digits, hyphens or underscores, without colons and spaces'
  it.each<[string, object, string]>([
    ['method', { method: '' }, METHOD],
    ['method', { method: '1GET' }, METHOD],
    ['method', { method: undefined }, METHOD],
    ['target', { target: 'v3' }, TARGET],
    ['target', { target: '/\ud800' }, `${TARGET}; character 2 is a space or not ASCII`],
    ['timestamp', { timestamp: 1.5 }, 'whole seconds: Math.floor(Date.now() / 1000)'],
    ['nonce', { nonce: undefined }, IDENTIFIER],
    ['mchid', { mchid: '"1' }, IDENTIFIER],
    ['mchid', { mchid: null }, IDENTIFIER],
    ['mchid', { mchid: '1900007291\n' }, `${IDENTIFIER}; character 11 is a space or not ASCII`],
    ['serialNumber', { serialNumber: '\u200e408B' }, `${SERIAL}; character 1 is a space or not ASCII`],
    ['serialNumber', { serialNumber: '40:8B:07' }, SERIAL],
    ['serialNumber', { serialNumber: '40 8B' }, `${SERIAL}; character 3 is a space or not ASCII`],
    ['serialNumber', { serialNumber: ' 1' }, `${SERIAL}; character 1 is a space or not ASCII`],
    [
      'The signature of the signer',
      { signer: { sign: async () => 'AAAA\n' } },
      'standard base64 without line breaks; character 5 is a space or not ASCII',
    ],
    ['The signature of the signer', { signer: { sign: async () => undefined } }, 'standard base64 without line breaks'],
    ['body', { body: 1 }, 'well-formed text or bytes'],
    ['body', { body: '\ud800' }, 'well-formed text or bytes'],
  ])('says of a bad %s (%o) what it must be', async (name, change, demand) => {
    const result = signRequest({ ...request, ...change }, { ...identity, ...change })
    await expect(result).rejects.toMatchObject({ name: 'InputError', message: `${name} must be ${demand}.` })
  })

  it('signs a request without a body as one with an empty body', async () => {
    const sign = (body?: string) => {
      let message = ''
      const signer = {
        sign: async (given: string | Uint8Array) => {
          message = Buffer.from(given as Uint8Array).toString()
          return 'AAAA'
        },
      }
      return signRequest({ ...request, body }, { ...identity, signer }).then(() => message)
    }
    expect(await sign()).toBe('GET\n/v3/certificates\n1700000000\nabc\n\n')
    expect(await sign('')).toBe(await sign())
    expect(await sign('{}')).toBe('GET\n/v3/certificates\n1700000000\nabc\n{}\n')
  })

  it('sends what it signed, though the request changes meanwhile', async () => {
    const changing = { ...request }
    const signer = {
      sign: async () => {
        changing.nonce = 'a", injected="'
        return 'AAAA'
      },
    }
    const value = await signRequest(changing, { ...identity, signer })
    expect(value.match(FORMAT)?.[2]).toBe('abc')
  })

  it('signs any body of any bytes', async () => {
    const [privateKey, publicKey] = [
      await importPrivateKey(readPem('merchant.private')),
      await importPublicKey(readPem('merchant.public')),
    ]
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (body) => {
        const value = await signRequest({ ...request, body }, { ...identity, signer: privateKey })
        const message = Buffer.concat([
          Buffer.from('GET\n/v3/certificates\n1700000000\nabc\n'),
          body,
          Buffer.from('\n'),
        ])
        expect(await publicKey.verify(message, value.match(FORMAT)?.[3] ?? '')).toBe(true)
      }),
      { numRuns: 30 },
    )
  })
})

describe('createNonce', () => {
  it('gives 32 hexadecimal characters, never the same twice', () => {
    const nonces = Array.from({ length: 1000 }, createNonce)
    for (const nonce of nonces) expect(nonce).toMatch(/^[0-9a-f]{32}$/)
    expect(new Set(nonces).size).toBe(1000)
  })
})
