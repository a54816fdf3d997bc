import { createNonce, importPublicKey, signRequest, verifySignedMessage } from '@wechatpay-kit/crypto'
import { ConnectionDropped, createSandbox, generateKeyPair } from '@wechatpay-kit/sandbox'
import { serve } from '@wechatpay-kit/sandbox/node'
import { describe, expect, it } from 'vitest'

const target = '/v3/gov/subsidy/zhejiang/qualifications/alter'
const plain = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
const keys = {
  merchant: { mchid: '1900000000', serialNumber: 'ABCDEF', keys: await generateKeyPair() },
  platform: { id: 'PUB_KEY_ID_01', keys: await generateKeyPair() },
}
const sandbox = await createSandbox(keys)
const { merchant } = sandbox
const [platform] = sandbox.platformKeys as [(typeof sandbox.platformKeys)[number]]

async function encrypt(json: Partial<typeof plain>, key = platform.key) {
  const encrypted: Record<string, unknown> = { ...json }
  for (const name of ['cert_no', 'name', 'tel'] as const) {
    if (json[name]) encrypted[name] = await key.encrypt(json[name])
  }
  return JSON.stringify(encrypted)
}

/** A raw request, right in everything that is not changed. */
async function send(
  change: {
    method?: string
    target?: string
    body?: string
    signedBody?: string
    signedTarget?: string
    signedMethod?: string
    bytes?: Uint8Array<ArrayBuffer>
    timestamp?: number
    mchid?: string
    serialNumber?: string
    signer?: typeof merchant.privateKey
    headers?: Record<string, string | undefined>
    authorization?: (value: string) => string
  } = {},
  to: Pick<typeof sandbox, 'fetch'> = sandbox,
) {
  const { method = 'POST', body = await encrypt({ ...plain, req_ssn: createNonce() }) } = change
  const authorization = await signRequest(
    {
      method: change.signedMethod ?? method,
      target: change.signedTarget ?? change.target ?? target,
      body: change.signedBody ?? change.bytes ?? body,
      timestamp: change.timestamp ?? Math.floor(Date.now() / 1000),
      nonce: createNonce(),
    },
    {
      mchid: change.mchid ?? merchant.mchid,
      serialNumber: change.serialNumber ?? merchant.serialNumber,
      signer: change.signer ?? merchant.privateKey,
    },
  )
  const headers = Object.entries({
    Accept: 'application/json',
    'User-Agent': 'test',
    'Content-Type': 'application/json',
    'Wechatpay-Serial': platform.id,
    Authorization: change.authorization?.(authorization) ?? authorization,
    ...change.headers,
  }).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const response = await to.fetch(
    new Request(`https://sandbox${change.target ?? target}`, {
      method,
      headers,
      ...(method === 'GET' ? {} : { body: change.bytes ?? body }),
    }),
  )
  const text = await response.text()
  await verifySignedMessage(
    { headers: response.headers, body: text },
    { now: Date.now(), keys: (id) => (id === platform.id ? platform.key : undefined) },
  )
  return {
    status: response.status,
    text,
    requestId: response.headers.get('request-id'),
    json: text.startsWith('{') ? JSON.parse(text) : undefined,
  }
}

describe('a right request', () => {
  it('is executed and answered with a signature', async () => {
    const { status, json, requestId } = await send()
    expect([status, json.resp_code]).toEqual([200, '000000'])
    expect(requestId).toMatch(/^\w+-0$/)
  })

  it('may have its authorization fields in any order, and more headers', async () => {
    const reversed = (value: string) => value.replace(/mchid.*/, (fields) => fields.split(',').reverse().join(','))
    expect((await send({ authorization: reversed, headers: { 'Accept-Language': 'en' } })).status).toBe(200)
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
    const answer = await send(change)
    expect([answer.status, answer.json?.code]).toEqual([status, code])
    expect(answer.text).toMatch(message)
    expect(answer.requestId).toMatch(/-[1-9]\d+$/)
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
    const answer = await send({ bytes: Uint8Array.from(body) })
    expect([answer.status, answer.json?.message]).toEqual([400, '请求内容传入了非UTF8参数'])
  })

  it('with a byte order mark', async () => {
    const answer = await send({ body: `\ufeff${await encrypt(plain)}` })
    expect([answer.status, answer.json?.message]).toEqual([400, '请求体不是合法的JSON'])
  })

  it('whose ciphertext holds nothing, or what is no text', async () => {
    for (const plaintext of ['', Uint8Array.of(0xff)]) {
      const name = await platform.key.encrypt(plaintext)
      const answer = await send({ body: JSON.stringify({ ...JSON.parse(await encrypt(plain)), name }) })
      expect([answer.status, answer.json?.message, answer.json?.detail?.field]).toEqual([
        400,
        '平台私钥解密失败',
        '/name',
      ])
    }
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
    const answer = await send({
      authorization: (value) => value.replace(/timestamp="\d+"/, `timestamp="${timestamp}"`),
    })
    expect([answer.status, answer.json?.code]).toEqual([401, 'SIGN_ERROR'])
  })

  it('has no nonce of more than 32 characters', async () => {
    const authorization = (value: string) => value.replace(/nonce_str="/, 'nonce_str="A')
    expect((await send({ authorization })).json?.message).toBe('Http头Authorization值格式错误')
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

describe('memory', () => {
  const altering = async (change: Partial<typeof plain>) => send({ body: await encrypt({ ...plain, ...change }) })

  it('answers a repeated req_ssn the same, though its ciphertexts differ, and executes it once', async () => {
    const cert_no = createNonce()
    const first = await altering({ cert_no, req_ssn: cert_no })
    const again = await altering({ cert_no, req_ssn: cert_no })
    expect(again.json).toEqual(first.json)
    expect(sandbox.qualifications.get(cert_no)).toMatchObject({ alterations: 1, cate_code: 'A01' })
  })

  it('refuses a repeated req_ssn with other content', async () => {
    const cert_no = createNonce()
    await altering({ cert_no, req_ssn: cert_no })
    const other = await altering({ cert_no, req_ssn: cert_no, tel: '13900139000' })
    expect([other.status, other.json.code]).toEqual([400, 'INVALID_REQUEST'])
    expect(other.requestId).toMatch(/-268498688$/)
    expect(sandbox.qualifications.get(cert_no)?.tel).toBe(plain.tel)
  })

  it('sees the earlier alteration of the same person, and declines another name', async () => {
    const cert_no = createNonce()
    const first = await altering({ cert_no, req_ssn: `${cert_no}1` })
    const second = await altering({ cert_no, req_ssn: `${cert_no}2`, cate_code: 'B02' })
    expect(second.json.auth_code).not.toBe(first.json.auth_code)
    const other = await altering({ cert_no, req_ssn: `${cert_no}3`, name: '李四' })
    expect([other.status, other.json.resp_code]).toEqual([200, '900001'])
    expect(sandbox.qualifications.get(cert_no)).toMatchObject({ cate_code: 'B02', name: '张三', alterations: 2 })
  })
})

describe('over HTTP', () => {
  it('serves, breaks connections on request, and closes', async () => {
    const server = await serve(sandbox)
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect((await fetch(`${server.url}/v3/nothing`)).status).toBe(404)
    sandbox.failNext('drop')
    await expect(fetch(server.url)).rejects.toThrow()
    await expect(serve(sandbox, { port: Number(new URL(server.url).port) })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    })
    await server.close()
    await expect(fetch(server.url)).rejects.toThrow()
  })

  it('breaks the connection in process too', async () => {
    sandbox.failNext('drop')
    await expect(sandbox.fetch(new Request('https://sandbox/'))).rejects.toBeInstanceOf(ConnectionDropped)
  })
})

it('makes fresh keys unless given, and never shows them', async () => {
  const other = await createSandbox()
  expect(other.merchant.serialNumber).not.toBe(merchant.serialNumber)
  expect(other.apiV3Key).toHaveLength(32)
  expect(JSON.stringify(other)).not.toContain('PRIVATE KEY')
})
