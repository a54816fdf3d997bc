import { importPublicKey } from '@wechatpay-kit/crypto'
import { createClient, type PlatformKey, zhejiang } from '@wechatpay-kit/endpoints'
import { createSandbox, generateKeyPair, type SeenRequest } from '@wechatpay-kit/sandbox'
import { serve } from '@wechatpay-kit/sandbox/node'
import { createFetchTransport, type TransportRequest } from '@wechatpay-kit/transport-fetch'
import { describe, expect, it } from 'vitest'

const path = 'v3/gov/subsidy/zhejiang/qualifications/alter'
const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }

const merchantKeys = await generateKeyPair()
const platformKeys = await generateKeyPair()
const sandboxKeys = {
  merchant: { mchid: '1900007291', serialNumber: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB', keys: merchantKeys },
  platform: { id: 'PUB_KEY_ID_0114232134912410000000000000', keys: platformKeys },
}

/** A client of a fresh sandbox, what the sandbox saw, and what went over the wire. */
async function connect() {
  const seen: SeenRequest[] = []
  const sent: TransportRequest[] = []
  const sandbox = await createSandbox({ ...sandboxKeys, onRequest: (request) => seen.push(request) })
  const { merchant, platformKeys } = sandbox
  const wxpay = createClient({
    merchant,
    platformKeys,
    transport: (url, request) => {
      sent.push(request)
      return sandbox.transport(url, request)
    },
  })
  return { sandbox, wxpay, seen, sent }
}
type Connected = Awaited<ReturnType<typeof connect>>

const notations: Record<string, (wxpay: Connected['wxpay']) => Connected['wxpay'][typeof path]> = {
  'pure chain': (wxpay) => wxpay.v3.gov.subsidy.zhejiang.qualifications.alter,
  declarative: (wxpay) => wxpay.chain(path),
  'declarative with a leading slash': (wxpay) => wxpay.chain(`/${path}`),
  property: (wxpay) => wxpay[path],
}

describe.each(Object.entries(notations))('%s', (_, select) => {
  it('works with await', async () => {
    const { wxpay, seen } = await connect()
    const response = await select(wxpay).post({ json })
    expect(response.status).toBe(200)
    const { resp_code, resp_desc, auth_code } = await response.json()
    expect([resp_code, resp_desc]).toEqual(['000000', '成功'])
    expect(auth_code).toMatch(/^[0-9A-F]{18}$/)
    expect(seen).toEqual([{ method: 'POST', target: `/${path}`, platformKeyId: expect.any(String), json }])
  })

  it('works with then', async () => {
    const { wxpay } = await connect()
    const codes: string[] = []
    await select(wxpay)
      .post({ json })
      .then((response) => response.json())
      .then(({ resp_code }) => codes.push(resp_code))
    expect(codes).toEqual(['000000'])
  })

  it('has a short form', async () => {
    const { wxpay } = await connect()
    expect((await select(wxpay).post({ json }).json()).resp_code).toBe('000000')
  })

  it('takes ready ciphertexts with the id of their key, as the documentation page shows', async () => {
    const { wxpay, sandbox, seen, sent } = await connect()
    const [{ id, key }] = sandbox.platformKeys as [(typeof sandbox.platformKeys)[number]]
    const ready = {
      ...json,
      cert_no: await key.encrypt(json.cert_no),
      name: await wxpay.encrypt(json.name),
      tel: await wxpay.encrypt(json.tel),
    }
    await select(wxpay).post({ json: ready, headers: { 'Wechatpay-Serial': id } })
    expect(seen[0]?.json).toEqual(json)
    expect(JSON.parse(String(sent[0]?.body))).toEqual(ready)
  })
})

describe('what is sent', () => {
  it('holds no plain sensitive value and all that the protocol asks for', async () => {
    const { wxpay, sent, sandbox } = await connect()
    const before = structuredClone(json)
    await wxpay[path].post({ json })
    const [{ method, headers, body, redirect }] = sent as [TransportRequest]
    expect([method, redirect]).toEqual(['POST', 'manual'])
    expect(headers).toEqual({
      Accept: 'application/json',
      Authorization: expect.stringMatching(
        /^WECHATPAY2-SHA256-RSA2048 mchid="\d+",nonce_str="[0-9a-f]{32}",signature="[^"]{344}",/,
      ),
      'Content-Type': 'application/json',
      'User-Agent': 'wechatpay-kit',
      'Wechatpay-Serial': sandbox.platformKeys[0]?.id,
    })
    const wire = JSON.parse(String(body))
    expect(Object.keys(wire)).toEqual(['cate_code', 'cert_no', 'name', 'tel', 'req_ssn'])
    for (const field of ['cert_no', 'name', 'tel'] as const) {
      expect(wire[field]).toHaveLength(344)
      expect(body).not.toContain(json[field])
    }
    expect(json).toEqual(before)
  })

  it('is new every time: nonce, signature and ciphertexts', async () => {
    const { wxpay, sent } = await connect()
    await wxpay[path].post({ json })
    await wxpay[path].post({ json })
    const [one, two] = sent as [TransportRequest, TransportRequest]
    expect(one.headers['Authorization']).not.toBe(two.headers['Authorization'])
    expect(JSON.parse(String(one.body)).cert_no).not.toBe(JSON.parse(String(two.body)).cert_no)
  })

  it('takes more headers, another user agent and operations of one’s own list', async () => {
    const sandbox = await createSandbox(sandboxKeys)
    const { merchant, platformKeys, transport } = sandbox
    const sent: TransportRequest[] = []
    const wxpay = createClient({
      merchant,
      platformKeys,
      transport: (url, request) => {
        sent.push(request)
        return transport(url, request)
      },
      userAgent: 'shop/1.0',
      operations: zhejiang,
    })
    await wxpay[path].post({ json, headers: new Headers({ 'Accept-Language': 'en' }) })
    expect(sent[0]?.headers).toMatchObject({ 'accept-language': 'en', 'User-Agent': 'shop/1.0' })
  })

  it('carries 71 Chinese characters, 213 bytes', async () => {
    const { wxpay, seen } = await connect()
    await wxpay[path].post({ json: { ...json, name: '浙'.repeat(71) } })
    expect(seen[0]?.json['name']).toBe('浙'.repeat(71))
  })
})

describe('over HTTP', () => {
  it('alters a qualification, and a second call sees the first', async () => {
    const sandbox = await createSandbox(sandboxKeys)
    const server = await serve(sandbox)
    const { merchant, platformKeys } = sandbox
    const wxpay = createClient({ merchant, platformKeys, baseUrls: [server.url] })
    const first = await wxpay[path].post({ json }).json()
    const second = await wxpay[path].post({ json: { ...json, cate_code: 'B02', req_ssn: '124' } }).json()
    expect(second.auth_code).not.toBe(first.auth_code)
    expect(sandbox.qualifications.get(json.cert_no)).toEqual({
      cate_code: 'B02',
      name: '张三',
      tel: '13800138000',
      auth_code: second.auth_code,
      alterations: 2,
      isRedeemed: false,
    })
    await server.close()
  })

  it('works over any transport of the same shape', async () => {
    const sandbox = await createSandbox(sandboxKeys)
    const server = await serve(sandbox)
    const { merchant, platformKeys } = sandbox
    for (const transport of [fetch, createFetchTransport({ timeout: 5000 })]) {
      const wxpay = createClient({ merchant, platformKeys, baseUrls: [server.url], transport })
      expect((await wxpay[path].post({ json }).json()).resp_code).toBe('000000')
    }
    await server.close()
  })

  it('decrypts what was encrypted for the merchant', async () => {
    const { wxpay } = await connect()
    await expect(wxpay.decrypt('AAAA')).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' })
    expect(await wxpay.decrypt(await (await importPublicKey(merchantKeys.publicKey)).encrypt('张三'))).toBe('张三')
  })
})

it('encrypts at most eight fields of one call at a time, and stops at the first failure', async () => {
  const { merchant, platformKeys, transport } = await createSandbox()
  const [{ id, key }] = platformKeys as [PlatformKey]
  let [underWay, most, made, failing] = [0, 0, 0, Number.POSITIVE_INFINITY]
  const encrypt = async (plaintext: string | Uint8Array) => {
    most = Math.max(most, ++underWay)
    const ciphertext = await key.encrypt(plaintext)
    underWay--
    if (++made >= failing) throw new Error('The HSM is gone.')
    return ciphertext
  }
  const wxpay = createClient({ merchant, platformKeys: [{ id, key: { ...key, encrypt } }], transport })
  const data = Array.from({ length: 50 }, (_, index) => ({
    cate_code: 'A01',
    cert_no: '330102199001011234',
    grade: '一级' as const,
    name: `张${index}`,
    operation_time: '1767240000000',
    sales: '3999.00',
    status: '0' as const,
    subsidy: '599.85',
    tel: '13800138000',
    add_code: '330102',
    address: '文一路 1 号',
    sale_models: '0' as const,
    brand: '示例',
    activity_add_code: '330100',
    uniscid: '91330000000000000X',
    corp_name: '示例电器有限公司',
    serial_num: `N${index}`,
  }))
  const confirm = (req_ssn: string) =>
    wxpay.v3.gov.subsidy.zhejiang.nQualifications.confirm.post({ json: { data, req_ssn } }).json()
  // Whether the sandbox knows these people is not the question.
  await confirm('1').catch(() => {})
  expect([most, made]).toEqual([8, 200])
  made = 0
  failing = 20
  await expect(confirm('2')).rejects.toMatchObject({ field: 'platformKeys', code: 'VALIDATION_FAILED' })
  expect(made).toBeLessThan(30)
})
