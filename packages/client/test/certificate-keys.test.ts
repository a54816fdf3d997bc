import { inspect } from 'node:util'
import { createCertificateKeys } from '@wechatpay-kit/client/certificate-keys'
import { createNonce, encryptResource } from '@wechatpay-kit/crypto'
import { createClient, isWechatPayError, readNotification } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { readBytes } from '@wechatpay-kit/test-vectors'
import type { Transport } from '@wechatpay-kit/transport-fetch'
import { beforeEach, describe, expect, it, vi } from 'vitest'

const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '1' }
const MINUTE = 60_000
const HOUR = 60 * MINUTE

let time = 0
let sandbox: Awaited<ReturnType<typeof createSandbox>>
let downloads = 0
let serials: (string | undefined)[] = []
beforeEach(async () => {
  time = Date.now()
  sandbox = await createSandbox({ now: () => time })
  downloads = 0
  serials = []
})

/** The sandbox's transport, counted. */
const counted: Transport = (url, request) => {
  if (url.endsWith('/v3/certificates')) downloads++
  serials.push(request.headers['Wechatpay-Serial'])
  return sandbox.transport(url, request)
}
const createKeys = (more: object = {}) => {
  const { merchant, apiV3Key } = sandbox
  return createCertificateKeys({ merchant, apiV3Key, transport: counted, now: () => time, ...more })
}
const connect = (platformKeys: Parameters<typeof createClient>[0]['platformKeys']) =>
  createClient({ merchant: sandbox.merchant, platformKeys, transport: counted, now: () => time })
const alter = (wxpay: ReturnType<typeof connect>, req_ssn = createNonce()) =>
  wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json: { ...json, req_ssn } })

describe('certificate mode', () => {
  it('downloads once, encrypts and verifies with the certificate, and names it', async () => {
    const wxpay = connect([createKeys()])
    const response = await alter(wxpay)
    await alter(wxpay)
    expect(downloads).toBe(1)
    expect(serials[0]).toBeUndefined()
    expect(serials[1]).toMatch(/^[0-9A-F]{40}$/)
    expect(response.headers.get('wechatpay-serial')).toBe(serials[1])
  })

  it('goes on while certificates rotate: one download for a serial number that is new', async () => {
    const wxpay = connect(createKeys())
    await alter(wxpay)
    time += 2 * MINUTE
    const serial = await sandbox.rotateCertificate()
    const response = await alter(wxpay)
    expect(response.headers.get('wechatpay-serial')).toBe(serial)
    expect(downloads).toBe(2)
    await alter(wxpay)
    expect(serials.at(-1)).toBe(serial)
    expect(downloads).toBe(2)
  })

  it('and public-key mode at once: all verify, the first encrypts', async () => {
    const [publicKey] = sandbox.platformKeys
    const keys = createKeys()
    const certificate = (await keys.current()).id
    for (const [platformKeys, id] of [
      [[...sandbox.platformKeys, keys], publicKey?.id],
      [[keys, ...sandbox.platformKeys], certificate],
    ] as const) {
      const wxpay = connect(platformKeys)
      expect((await alter(wxpay)).headers.get('wechatpay-serial')).toBe(id)
      // The other one by hand.
      const other = id === certificate ? publicKey : await keys.current()
      const [cert_no, name, tel] = await Promise.all(
        [json.cert_no, json.name, json.tel].map((text) => other?.key.encrypt(text) as Promise<string>),
      )
      const fields = { ...json, cert_no: cert_no ?? '', name: name ?? '', tel: tel ?? '', req_ssn: createNonce() }
      const headers = { 'Wechatpay-Serial': other?.id ?? '' }
      const response = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json: fields, headers })
      expect(response.headers.get('wechatpay-serial')).toBe(other?.id)
    }
    expect(downloads).toBe(1)
  })

  it('serves notifications too', async () => {
    const { apiV3Key, platformKeys } = sandbox
    const request = await sandbox.createNotification('https://m.example/', { event_type: 'A.B', resource: 1 })
    const keys = [createKeys(), ...platformKeys]
    expect(await readNotification(request, { keys, apiV3Key, now: () => time })).toMatchObject({ resource: 1 })
  })
})

describe('downloads', () => {
  it('are shared by all who come at the same time', async () => {
    const keys = createKeys()
    const ids = await Promise.all(Array.from({ length: 50 }, async () => (await keys.current()).id))
    expect(new Set(ids).size).toBe(1)
    expect(downloads).toBe(1)
  })

  it('come at most once a minute, whatever forged serial numbers come', async () => {
    const keys = createKeys()
    await keys.current()
    time += MINUTE
    const flood = (count: number) =>
      Promise.all(Array.from({ length: count }, (_, index) => keys.find(`F${index}${createNonce().slice(8)}`)))
    expect((await flood(1000)).every((key) => key === undefined)).toBe(true)
    expect(downloads).toBe(2)
    await flood(1000)
    time += MINUTE - 1
    await flood(1000)
    expect(downloads).toBe(2)
  })

  it('do not come again for a while for a serial number that is in no list', async () => {
    const keys = createKeys()
    await keys.current()
    for (let minute = 1; minute <= 10; minute++) {
      time += MINUTE
      await keys.find('F00D')
    }
    expect(downloads).toBe(2)
    time += MINUTE
    await keys.find('F00D')
    expect(downloads).toBe(3)
  })

  it('that began before a rotation do not make its serial number unknown', async () => {
    let release = () => {}
    const waiting: Transport = async (url, request) => {
      const response = await counted(url, request)
      const body = await response.arrayBuffer()
      if (downloads === 2) await new Promise<void>((resolve) => (release = resolve))
      return new Response(body, response)
    }
    const keys = createKeys({ transport: waiting })
    await keys.current()
    time += MINUTE
    const first = keys.find('F00D')
    await new Promise((resolve) => setTimeout(resolve, 50))
    const serial = await sandbox.rotateCertificate()
    const second = keys.find(serial)
    release()
    expect([await first, await second]).toEqual([undefined, undefined])
    time += MINUTE
    expect(await keys.find(serial)).toMatchObject({ id: serial })
  })

  it('come on schedule, when somebody needs a key', async () => {
    const keys = createKeys({ refreshInterval: HOUR })
    for (const [pause, expected] of [
      [0, 1],
      [HOUR - 1, 1],
      [1, 2],
      [10 * HOUR, 3],
    ] as const) {
      time += pause
      await keys.current()
      await vi.waitFor(() => expect(downloads).toBe(expected))
    }
  })

  it('keep the old certificates when they fail, and come again a minute later', async () => {
    const keys = createKeys({ refreshInterval: HOUR })
    const { id } = await keys.current()
    time += HOUR
    sandbox.failNext('unsigned')
    expect((await keys.current()).id).toBe(id)
    await vi.waitFor(() => expect(downloads).toBe(2))
    time += MINUTE - 1
    await keys.current()
    expect(downloads).toBe(2)
    time += 1
    await keys.current()
    await vi.waitFor(() => expect(downloads).toBe(3))
  })

  it('delay nobody who has a key, though they hang', async () => {
    let isHanging = false
    let hung = 0
    const transport: Transport = (url, request) => {
      if (!isHanging) return counted(url, request)
      hung++
      return new Promise(() => {})
    }
    const keys = createKeys({ transport, refreshInterval: HOUR })
    const { id } = await keys.current()
    time += 2 * HOUR
    isHanging = true
    expect((await keys.current()).id).toBe(id)
    expect((await keys.find(id))?.id).toBe(id)
    await vi.waitFor(() => expect(hung).toBe(1))
  })

  it('cannot bring back an older list, recorded before a rotation', async () => {
    let recorded: Response | undefined
    let isReplaying = false
    const transport: Transport = async (url, request) => {
      if (isReplaying && recorded) return recorded.clone()
      const response = await counted(url, request)
      recorded ??= response.clone()
      return response
    }
    const keys = createKeys({ transport, refreshInterval: MINUTE })
    const old = await keys.current()
    time += MINUTE
    const serial = await sandbox.rotateCertificate()
    expect((await keys.find(serial))?.id).toBe(serial)
    isReplaying = true
    time += MINUTE
    await keys.current()
    // An unknown serial number waits for the download, and so for the list that was replayed.
    time += MINUTE
    await keys.find('ABCDEF')
    expect((await keys.current()).id).toBe(serial)
    expect((await keys.find(serial))?.id).toBe(serial)
    expect((await keys.find(old.id))?.id).toBe(old.id)
  })

  it('are needed again once a certificate has expired: it verifies nothing', async () => {
    let isFailing = false
    const transport: Transport = (url, request) =>
      isFailing ? Promise.reject(new Error('offline')) : counted(url, request)
    const keys = createKeys({ transport })
    const { id } = await keys.current()
    isFailing = true
    time += 6 * 365 * 24 * HOUR
    expect(await keys.find(id)).toBeUndefined()
    await expect(keys.current()).rejects.toMatchObject({ code: 'TRANSPORT_NETWORK_FAILED' })
  })

  it('are decrypted with the right one of several APIv3 keys', async () => {
    const apiV3Key = ['0'.repeat(32), sandbox.apiV3Key]
    await expect(createKeys({ apiV3Key }).current()).resolves.toMatchObject({ id: expect.any(String) })
    await expect(createKeys({ apiV3Key: ['0'.repeat(32)] }).current()).rejects.toThrow(/cannot be decrypted/)
    expect(() => createKeys({ apiV3Key: [] })).toThrow(/at least one/)
  })

  it('throw where there is nothing to keep, and come again at the next call', async () => {
    const keys = createKeys()
    sandbox.failNext('wrong-signature')
    await expect(keys.current()).rejects.toMatchObject({ code: 'SIGNATURE_MISMATCH' })
    await expect(keys.current()).resolves.toMatchObject({ id: expect.any(String) })
  })

  it('that never end are given up', async () => {
    let isHanging = true
    const hanging: Transport = (url, request) => (isHanging ? new Promise(() => {}) : counted(url, request))
    const keys = createKeys({ transport: hanging })
    Promise.resolve(keys.current()).catch(() => {})
    isHanging = false
    time += MINUTE
    await expect(keys.current()).resolves.toMatchObject({ id: expect.any(String) })
  })

  it('of a merchant without certificates say so', async () => {
    const body = { code: 'RESOURCE_NOT_EXISTS', message: '无可用的平台证书' }
    const transport: Transport = async () => Response.json(body, { status: 404 })
    await expect(createKeys({ transport }).current()).rejects.toThrow(
      /404 RESOURCE_NOT_EXISTS: 无可用的平台证书 \(unverified\)\. The merchant has no .*give WeChat Pay’s public key/,
    )
  })
})

describe('a list that cannot be trusted', () => {
  type List = { data: Record<string, unknown>[] }

  /** The list of certificates as the sandbox signs it, changed before that. */
  async function changed(change: (list: List) => unknown) {
    const list = (await (await connect(sandbox.platformKeys).chain('v3/certificates').get()).json()) as List
    await change(list)
    sandbox.failNext({ body: JSON.stringify(list) })
  }
  const failing = async (more: object = {}) => {
    const error = await Promise.resolve(createKeys(more).current()).then(
      () => expect.fail('was trusted'),
      (error: unknown) => error,
    )
    if (!isWechatPayError(error)) throw error
    expect(inspect(error, { depth: null })).not.toContain(sandbox.apiV3Key)
    return error.message
  }

  it.each<[string, RegExp, (list: List) => unknown]>([
    [
      'another serial number',
      /another serial number/,
      ({ data: [first] }) => Object.assign(first ?? {}, { serial_no: 'A1' }),
    ],
    [
      'another start',
      /other dates/,
      ({ data: [first] }) => Object.assign(first ?? {}, { effective_time: '2020-01-01T00:00:00+08:00' }),
    ],
    [
      'another end',
      /other dates/,
      ({ data: [first] }) => Object.assign(first ?? {}, { expire_time: '2099-01-01T00:00:00+08:00' }),
    ],
    ['no dates', /other dates/, ({ data: [first] }) => Object.assign(first ?? {}, { expire_time: '' })],
    [
      'another nonce',
      /cannot be decrypted/,
      ({ data: [first] }) => Object.assign(first?.['encrypt_certificate'] ?? {}, { nonce: 'abcdefghijkl' }),
    ],
    [
      'other data',
      /cannot be decrypted/,
      ({ data: [first] }) => Object.assign(first?.['encrypt_certificate'] ?? {}, { associated_data: '' }),
    ],
    [
      'another algorithm',
      /cannot be decrypted/,
      ({ data: [first] }) => Object.assign(first?.['encrypt_certificate'] ?? {}, { algorithm: 'AEAD_SM4_GCM' }),
    ],
    ['no certificate', /is unknown/, (list) => Object.assign(list, { data: [] })],
    ['no list', /not as documented/, (list) => Object.assign(list, { data: {} })],
    [
      'more than anybody has certificates, none of which is looked at',
      /more than 65536 bytes/,
      (list) => Object.assign(list, { data: Array(40_000).fill({}) }),
    ],
  ])('%s', async (_, message, change) => {
    await changed(change)
    expect(await failing()).toMatch(message)
  })

  it('the right list under the signature of a key that is not in it', async () => {
    const list = (await (await connect(sandbox.platformKeys).chain('v3/certificates').get()).json()) as List
    const other = await createSandbox({ now: () => time })
    const response = await other.createNotification('https://m.example/', {
      event_type: 'A.B',
      resource: 1,
      fault: { body: JSON.stringify(list) },
    })
    const transport: Transport = async () => new Response(response.body, { headers: response.headers })
    expect(await failing({ transport })).toMatch(/is unknown/)
  })

  it.each([
    ['no certificate', new TextEncoder().encode('not a certificate')],
    ['the certificate of a key that is not RSA', readBytes('certificates/ec.pem')],
  ])('a list that holds %s', async (_, text) => {
    const encrypted = await encryptResource(text, { apiV3Key: sandbox.apiV3Key, associatedData: 'certificate' })
    await changed(({ data: [first] }) => Object.assign(first ?? {}, { encrypt_certificate: encrypted }))
    expect(await failing()).toMatch(/cannot be read/)
  })

  it('the list under another APIv3 key, or after its certificates expired', async () => {
    expect(await failing({ apiV3Key: createNonce() })).toMatch(/cannot be decrypted.*apiV3Key/)
    const { merchant, apiV3Key } = sandbox
    await createKeys().current()
    time += 6 * 365 * 24 * HOUR
    await expect(
      createCertificateKeys({ merchant, apiV3Key, transport: counted, now: () => time }).current(),
    ).rejects.toThrow(/is unknown/)
  })
})

it.each([
  ['apiV3Key', { apiV3Key: 'short' }],
  ['refreshInterval', { refreshInterval: 1 }],
  ['merchant.mchid', { merchant: {} }],
  ['baseUrls.0', { baseUrls: ['http://example.com'] }],
  ['now', { now: 1 }],
  ['transport', { transport: 1 }],
  ['apiv3key', { apiv3key: '' }],
])('the option %s is refused', (field, more) => {
  expect(() => createKeys(more)).toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED', field }))
})

it('is refused for a brand, which has no platform certificates', () => {
  const message = expect.stringMatching(/^merchant is a brand, which has no platform certificates; give .* public key/)
  expect(() => createKeys({ merchant: sandbox.brand })).toThrow(expect.objectContaining({ field: 'merchant', message }))
})
