import { importPublicKey } from '@wechatpay-kit/crypto'
import { createSandbox, generateKeyPair } from '@wechatpay-kit/sandbox'
import { describe, expect, it } from 'vitest'
import { encrypt, keys, plain, platform, sandbox, send, target } from './requests.ts'

describe('a right request', () => {
  it('is executed, and its response is signed', async () => {
    const { status, json, requestId } = await send()
    expect([status, json.resp_code]).toEqual([200, '000000'])
    expect(requestId).toMatch(/^\w+-0$/)
  })

  it('may have its authorization fields in any order, and more headers', async () => {
    const reversed = (value: string) => value.replace(/mchid.*/, (fields) => fields.split(',').reverse().join(','))
    expect((await send({ authorization: reversed, headers: { 'Accept-Language': 'en' } })).status).toBe(200)
  })
})

describe('the serial number of the merchant', () => {
  it.each(['abcdef', 'aBcDeF'])('may be written as %s', async (serialNumber) => {
    expect((await send({ serialNumber })).status).toBe(200)
  })
})

describe('a wrong request is refused as WeChat Pay refuses it', () => {
  const now = Math.floor(Date.now() / 1000)
  it.each<[string, Parameters<typeof send>[0], number, string | undefined, RegExp]>([
    ['no Accept', { headers: { Accept: undefined } }, 400, 'INVALID_REQUEST', /Accept或User-Agent/],
    ['no User-Agent', { headers: { 'User-Agent': undefined } }, 400, 'INVALID_REQUEST', /Accept或User-Agent/],
    ['no Authorization', { headers: { Authorization: undefined } }, 401, 'SIGN_ERROR', /Authorization/],
    [
      'another scheme',
      { authorization: (value) => value.replace('RSA2048', 'RSA1024') },
      401,
      'SIGN_ERROR',
      /Authorization/,
    ],
    ['a field twice', { authorization: (value) => `${value},mchid="1"` }, 401, 'SIGN_ERROR', /Authorization/],
    ['another merchant', { mchid: '1' }, 401, 'SIGN_ERROR', /商户号/],
    ['another serial', { serialNumber: 'AB' }, 401, 'SIGN_ERROR', /序列号/],
    ['a stale timestamp', { timestamp: now - 310 }, 401, 'SIGN_ERROR', /过期/],
    ['an early timestamp', { timestamp: now + 310 }, 401, 'SIGN_ERROR', /过期/],
    ['another body than signed', { signedBody: '{}' }, 401, 'SIGN_ERROR', /签名错误/],
    [
      'no Wechatpay-Serial',
      { headers: { 'Wechatpay-Serial': undefined } },
      400,
      'PARAM_ERROR',
      /缺少微信支付平台证书序列号/,
    ],
    [
      'another Wechatpay-Serial',
      { headers: { 'Wechatpay-Serial': 'PUB_KEY_ID_1' } },
      400,
      'PARAM_ERROR',
      /Wechatpay-Serial错误/,
    ],
    ['plain text for ciphertext', { body: JSON.stringify(plain) }, 400, 'PARAM_ERROR', /平台私钥解密失败/],
    ['no JSON', { body: 'text' }, 400, 'PARAM_ERROR', /JSON/],
    ['an unknown path', { target: '/v3/nothing' }, 404, undefined, /404 Not Found/],
    ['another method', { method: 'GET' }, 405, undefined, /405 Not Allowed/],
  ])('%s', async (_, change, status, code, message) => {
    const response = await send(change)
    expect([response.status, response.json?.code]).toEqual([status, code])
    expect(response.text).toMatch(message)
    expect(response.requestId).toMatch(/-[1-9]\d+$/)
  })

  it('explains a wrong signature', async () => {
    const { json } = await send({ signer: (await createSandbox()).merchant.privateKey, body: '{"cate_code":"A01"}' })
    const information = json.detail.sign_information
    expect(information).toMatchObject({ method: 'POST', url: target })
    expect(information.truncated_sign_message).toMatch(/^POST\n\/v3\/gov\/\S+\n\d+\n[0-9a-f]{32}\n\{"cate_c\n$/)
    expect(information.sign_message_length).toBe(
      information.truncated_sign_message.length - 9 + '{"cate_code":"A01"}\n'.length,
    )
  })

  it('names the field', async () => {
    const { cate_code: _, ...missing } = plain
    expect((await send({ body: await encrypt(missing) })).json).toMatchObject({
      code: 'PARAM_ERROR',
      detail: { field: '/cate_code', location: 'body' },
    })
    const extra = await send({ body: await encrypt({ ...plain, extra: 1 } as never) })
    expect(extra.json).toMatchObject({ message: '参数中含有非法的额外参数', detail: { field: '/extra' } })
    expect(extra.requestId).toMatch(/-270924358$/)
    expect((await send({ body: JSON.stringify({ ...plain, tel: 1 }) })).json.detail).toMatchObject({ field: '/tel' })
    const stranger = await importPublicKey((await generateKeyPair()).publicKey)
    expect((await send({ body: await encrypt(plain, stranger) })).json).toMatchObject({
      message: '平台私钥解密失败',
      detail: { field: '/cert_no' },
    })
  })

  it('that is not UTF-8', async () => {
    // Latin-1 bytes, signed as they are.
    const body = Buffer.from('{"cate_code":"\u00ff"}', 'latin1')
    const response = await send({ bytes: Uint8Array.from(body) })
    expect([response.status, response.json?.message]).toEqual([400, '请求内容传入了非UTF8参数'])
  })

  it('with a byte order mark', async () => {
    const response = await send({ body: `\ufeff${await encrypt(plain)}` })
    expect([response.status, response.json?.message]).toEqual([400, '请求体不是合法的JSON'])
  })

  it('whose ciphertext holds nothing, or what is no text', async () => {
    for (const plaintext of ['', Uint8Array.of(0xff)]) {
      const name = await platform.key.encrypt(plaintext)
      const response = await send({ body: JSON.stringify({ ...JSON.parse(await encrypt(plain)), name }) })
      expect([response.status, response.json?.message, response.json?.detail?.field]).toEqual([
        400,
        '平台私钥解密失败',
        '/name',
      ])
    }
  })
})

describe('a path below /brand/', () => {
  const { brandId } = sandbox.brand
  const path = { target: '/brand/marketing/product-coupon/notify-configs', body: '{}' }

  it('is authenticated as a brand’s', async () => {
    const { status, json } = await send({ ...path, brandId })
    expect([status, json.notify_url]).toEqual([200, expect.any(String)])
  })

  it.each<[string, Parameters<typeof send>[0], RegExp]>([
    ['the header of a merchant', path, /Authorization/],
    ['another brand', { ...path, brandId: '1' }, /品牌ID/],
    [
      'the scheme of merchants',
      { ...path, brandId, authorization: (value) => value.replace('-BRAND', '2') },
      /Authorization/,
    ],
    ['a merchant number too', { ...path, brandId, authorization: (value) => `${value},mchid="1"` }, /Authorization/],
    ['another serial', { ...path, brandId, serialNumber: 'AB' }, /序列号/],
    ['another body than signed', { ...path, brandId, signedBody: '{"a":1}' }, /签名错误/],
    ['a stale timestamp', { ...path, brandId, timestamp: 1 }, /过期/],
  ])('is refused with %s', async (_, change, message) => {
    const { status, json } = await send(change)
    expect([status, json.code, json.message]).toEqual([401, 'SIGN_ERROR', expect.stringMatching(message)])
  })

  it('is the only one: elsewhere the header of a brand is refused', async () => {
    const { status, json } = await send({ brandId })
    expect([status, json.code, json.message]).toEqual([401, 'SIGN_ERROR', 'Http头Authorization值格式错误'])
  })
})

describe('the signed message', () => {
  it('holds the query', async () => {
    expect((await send({ target: `${target}?a=1` })).status).toBe(200)
    expect((await send({ target: `${target}?a=1`, signedTarget: target })).json?.code).toBe('SIGN_ERROR')
  })

  it('holds the method', async () => {
    expect((await send({ signedMethod: 'PUT' })).json?.code).toBe('SIGN_ERROR')
  })

  it.each(['1700000000.0', '0x6553f100', '', '123456789012'])('has no timestamp like “%s”', async (timestamp) => {
    const response = await send({
      authorization: (value) => value.replace(/timestamp="\d+"/, `timestamp="${timestamp}"`),
    })
    expect([response.status, response.json?.code]).toEqual([401, 'SIGN_ERROR'])
  })

  it('has no nonce of more than 32 characters', async () => {
    const authorization = (value: string) => value.replace(/nonce_str="/, 'nonce_str="A')
    expect((await send({ authorization })).json?.message).toBe('Http头Authorization值格式错误')
  })

  it('has no nonce of other characters than letters, digits, hyphens and underscores', async () => {
    const authorization = (value: string) => value.replace(/nonce_str="../, 'nonce_str="A ')
    const response = await send({ authorization })
    expect([response.status, response.json?.message]).toEqual([401, 'Http头Authorization值格式错误'])
  })

  it.each([
    [-300, 200],
    [-301, 401],
    [300, 200],
    [301, 401],
  ])('may be %i s away from the clock: %i', async (offset, status) => {
    const now = Math.floor(Date.now() / 1000)
    const { fetch } = await createSandbox({ ...keys, now: () => now * 1000 })
    expect((await send({ timestamp: now + offset }, { fetch })).status).toBe(status)
  })
})
