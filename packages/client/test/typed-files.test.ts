import { createHash, createSign, generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient, defineOperation, sensitiveText, text } from '@wechatpay-kit/client'
import { createClient as createCoreClient } from '@wechatpay-kit/client/core'
import { importPublicKey } from '@wechatpay-kit/crypto'
import { createSandbox } from '@wechatpay-kit/sandbox'
import * as v from 'valibot'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

const image = defineOperation({
  method: 'POST',
  path: 'v3/merchant-service/images/upload',
  transfer: 'upload',
  request: v.strictObject({ filename: v.optional(text()), sha256: v.optional(text()) }),
  response: v.looseObject({ media_id: v.string() }),
})
const cancellation = defineOperation({
  method: 'POST',
  path: 'v3/ecommerce/account/cancel-applications/media',
  transfer: 'upload',
  request: v.strictObject({ file_digest: v.optional(text()), file_name: v.optional(text()) }),
  response: v.looseObject({ media_id: v.string() }),
})
const tasks = defineOperation({
  method: 'POST',
  path: 'v3/marketing/bank/packages/{package_id}/tasks',
  transfer: 'upload',
  request: v.strictObject({ bank_type: text(), filename: v.optional(text()), sha256: text() }),
  response: v.looseObject({ task_id: v.string() }),
})
const submission = defineOperation({
  method: 'POST',
  path: 'v3/mch-manage/submission-files/sub-mchid/{sub_mchid}/upload',
  transfer: 'upload',
  request: v.strictObject({ file_name: v.optional(text()), file_digest: v.optional(text()) }),
  response: v.looseObject({ file_id: v.string() }),
  form: { file: 'submission_file', fields: v.strictObject({ item_id: v.number(), manage_record_id: text() }) },
})
const fapiao = defineOperation({
  method: 'POST',
  path: 'v3/new-tax-control-fapiao/fapiao-applications/upload-fapiao-file',
  transfer: 'upload',
  request: v.strictObject({
    file_type: text(),
    digest_alogrithm: text(),
    digest: text(),
    sub_mchid: v.optional(text()),
  }),
  response: v.looseObject({ fapiao_media_id: v.string() }),
})
const receipt = defineOperation({
  method: 'POST',
  path: 'v3/marketing/shopping-receipt/shoppingreceipts',
  transfer: 'upload',
  request: v.strictObject({ transaction_id: text(), sha256: text(), phone: v.optional(sensitiveText()) }),
  response: v.looseObject({}),
})
const undescribed = defineOperation({
  method: 'POST',
  path: 'v3/product-coupon/media/upload-image',
  transfer: 'upload',
  response: v.looseObject({ image_url: v.string() }),
})
const picture = defineOperation({
  method: 'GET',
  path: 'v3/global/merchant-service/images/{media_id}',
  transfer: 'download',
  query: v.strictObject({ complaint_id: text() }),
})
const statement = defineOperation({
  method: 'GET',
  path: 'v3/global/statements',
  transfer: 'download',
  query: v.strictObject({ date: text() }),
})
const orders = defineOperation({
  method: 'POST',
  path: 'v3/orders',
  request: v.strictObject({ id: text() }),
  response: v.looseObject({}),
})
const certificates = defineOperation({ method: 'GET', path: 'v3/certificates', response: v.looseObject({}) })

const { merchant } = await createSandbox()
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const platformKey = await importPublicKey(publicKey.export({ type: 'spki', format: 'pem' }) as string)
const ID = 'PUB_KEY_ID_0000000000000000000000000001'
const platformKeys = [{ id: ID, key: platformKey }]

/** A request as it came in. */
interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer<ArrayBuffer>
}
/** The response to the next request; `signed` is the text that is signed in place of its body. */
interface Given {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly body: string
  readonly signed?: string | undefined
}
let seen: Seen[] = []
let given: Given = { body: '' }

function sign(message: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = createSign('sha256').update(`${timestamp}\nnonce\n${message}\n`).sign(privateKey, 'base64')
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': 'nonce',
    'Wechatpay-Serial': ID,
    'Wechatpay-Signature': signature,
  }
}
const server = createServer(async (request, response) => {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece)
  const { method = '', url = '', headers } = request
  seen.push({ method, url, headers, body: Buffer.concat(pieces) })
  const { status = 200, body, signed } = given
  response.writeHead(status, { ...(signed === undefined ? {} : sign(signed)), ...given.headers })
  response.end(body)
})
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => void server.close())
beforeEach(() => {
  seen = []
})

const uploads = [image, cancellation, tasks, submission, fapiao, receipt, undescribed] as const
const connect = () => {
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const operations = [...uploads, picture, statement, orders, certificates] as const
  return createClient({ merchant, platformKeys, operations, baseUrls: [origin, 'http://127.0.0.1:9'] })
}
/** Lets the next response be this JSON, signed. */
const respond = (json: object) => {
  const body = JSON.stringify(json)
  given = { body, signed: body }
}
/** Reads the form that came in as any server would. */
const readForm = async () => {
  const [{ body, headers }] = seen as [Seen]
  const form = await new Response(body, { headers: { 'Content-Type': `${headers['content-type']}` } }).formData()
  const parts: Record<string, unknown> = Object.fromEntries(form)
  return { names: [...form.keys()], parts, meta: JSON.parse(String(parts['meta'])) as object }
}
const hashOf = (algorithm: string, bytes: string) => createHash(algorithm).update(bytes).digest('hex')
const file = new File(['图'], '执照.png', { type: 'image/png' })
const sha256 = hashOf('sha256', '图')

describe('An upload of a known operation', () => {
  it('sends the name and the hash that its meta describes, and gives its typed response', async () => {
    respond({ media_id: 'm1' })
    const { media_id } = await connect().upload('v3/merchant-service/images/upload', { file }).json()
    expect(media_id).toBe('m1')
    const { names, parts, meta } = await readForm()
    expect(names).toEqual(['meta', 'file'])
    expect(meta).toEqual({ filename: '执照.png', sha256 })
    expect(await (parts['file'] as File).text()).toBe('图')
  })

  it('sends them under other names where it describes others', async () => {
    respond({ media_id: 'm1' })
    await connect().upload('/v3/ecommerce/account/cancel-applications/media', { file })
    expect((await readForm()).meta).toEqual({ file_name: '执照.png', file_digest: sha256 })
  })

  it('sends no name where it describes none, and no field beside those of the caller', async () => {
    respond({})
    const meta = { transaction_id: '1' }
    await connect().upload('v3/marketing/shopping-receipt/shoppingreceipts', { file, meta })
    expect((await readForm()).meta).toEqual({ transaction_id: '1', sha256 })
  })

  it('fills the path, and takes the caller’s own fields and name', async () => {
    respond({ task_id: 't' })
    const meta = { bank_type: 'CMB_DEBIT', filename: 'list.csv' }
    const options = { file: new Blob(['图']), meta, params: { package_id: '84 73' } }
    await connect().upload('v3/marketing/bank/packages/{package_id}/tasks', options)
    expect(seen[0]?.url).toBe('/v3/marketing/bank/packages/84%2073/tasks')
    expect((await readForm()).meta).toEqual({ bank_type: 'CMB_DEBIT', filename: 'list.csv', sha256 })
  })

  it('sends the file under its own name, and further parts as text', async () => {
    respond({ file_id: 'f' })
    const fields = { item_id: 12, manage_record_id: 'r "1"\r\nline' }
    const path = 'v3/mch-manage/submission-files/sub-mchid/{sub_mchid}/upload'
    await connect().upload(path, { file, fields, params: { sub_mchid: '1900000001' } })
    const { names, parts, meta } = await readForm()
    expect(names).toEqual(['meta', 'item_id', 'manage_record_id', 'submission_file'])
    expect(parts).toMatchObject({ item_id: '12', manage_record_id: fields.manage_record_id })
    expect(await (parts['submission_file'] as File).text()).toBe('图')
    expect(meta).toEqual({ file_name: '执照.png', file_digest: sha256 })
  })

  it.each([
    ['SM3', hashOf('sm3', '图')],
    ['DIGEST_ALGORITHM_SM3', hashOf('sm3', '图')],
    ['SHA256', sha256],
    ['SHA-1', hashOf('sha1', '图')],
  ])('hashes the file as its meta says: %s', async (algorithm, digest) => {
    respond({ fapiao_media_id: 'f' })
    const meta = { file_type: 'PDF', digest_alogrithm: algorithm }
    await connect().upload('v3/new-tax-control-fapiao/fapiao-applications/upload-fapiao-file', { file, meta })
    expect((await readForm()).meta).toEqual({ ...meta, digest })
  })

  it('sends the usual meta where nobody describes it, or the caller’s', async () => {
    respond({ image_url: 'https://…' })
    const path = 'v3/product-coupon/media/upload-image'
    const { image_url } = await connect().upload(path, { file }).json()
    expect(image_url).toBe('https://…')
    expect((await readForm()).meta).toEqual({ filename: '执照.png', sha256 })
    seen = []
    await connect().upload(path, { file, meta: { name: 'any' } })
    expect((await readForm()).meta).toEqual({ name: 'any' })
  })

  it('encrypts the sensitive fields of its meta, and signs that text', async () => {
    respond({})
    const meta = { transaction_id: '1', phone: '13800138000' }
    await connect().upload('v3/marketing/shopping-receipt/shoppingreceipts', { file, meta })
    expect(seen[0]?.headers['wechatpay-serial']).toBe(ID)
    expect(seen[0]?.body.toString()).not.toContain('13800138000')
    expect((await readForm()).meta).toMatchObject({ phone: expect.stringMatching(/^[\w+/]{342}==$/) })
  })

  it('takes rare characters in the sensitive fields of its meta alone', async () => {
    const path = 'v3/marketing/shopping-receipt/shoppingreceipts'
    const meta = { transaction_id: '1', phone: '𠮷' }
    for (const upload of [
      () => connect().upload(path, { file, meta }),
      () => connect().upload(path, { file, meta, validation: 'off' }),
    ]) {
      seen = []
      respond({})
      await upload()
      expect((await readForm()).meta).toMatchObject({ phone: expect.stringMatching(/^[\w+/]{342}==$/) })
    }
    const call = connect().upload(path, { file, meta: { transaction_id: '𠮷', phone: '1' } })
    await expect(call).rejects.toMatchObject({ code: 'VALIDATION_FAILED', field: 'meta.transaction_id' })
  })

  it('is judged by its documented response', async () => {
    respond({ id: 'm1' })
    const call = connect().upload('v3/merchant-service/images/upload', { file })
    await expect(call).rejects.toMatchObject({ code: 'RESPONSE_MALFORMED' })
  })

  it.each<[field: string, path: string, options: object]>([
    ['meta.sha256', image.path, { file, meta: { sha256: hashOf('sha256', 'other') } }],
    ['meta.file_digest', cancellation.path, { file, meta: { file_digest: '00' } }],
    ['meta.digest', fapiao.path, { file, meta: { file_type: 'PDF', digest_alogrithm: 'SM3', digest: sha256 } }],
    ['meta.digest', fapiao.path, { file, meta: { file_type: 'PDF', digest_alogrithm: 'MD5' } }],
    ['meta.digest_alogrithm', fapiao.path, { file, meta: { file_type: 'PDF' } }],
    ['meta.bank_type', tasks.path, { file, params: { package_id: 1 } }],
    ['meta.bank_type', tasks.path, { file, params: { package_id: 1 }, meta: { bank_type: 7 } }],
    ['meta.sha', image.path, { file, meta: { sha: '00' } }],
    ['meta.filename', cancellation.path, { file, meta: { filename: 'a' } }],
    ['meta.file_name', cancellation.path, { file: new Blob(['x']) }],
    ['file.name', receipt.path, { file: new Blob(['x']), meta: { transaction_id: '1' } }],
    ['meta', image.path, { file, meta: [1] }],
    ['file', image.path, {}],
    ['file', image.path, { meta: { filename: 'a' } }],
    ['fields.manage_record_id', submission.path, { file, params: { sub_mchid: 1 }, fields: { item_id: 1 } }],
    ['fields.item_id', submission.path, { file, params: { sub_mchid: 1 }, fields: { manage_record_id: 'a' } }],
    ['fields', image.path, { file, fields: { item_id: 1 } }],
    ['fields', 'v3/unknown', { file, fields: { item_id: 1 } }],
    ['params.package_id', tasks.path, { file, meta: { bank_type: 'A' } }],
    ['params.package', tasks.path, { file, meta: { bank_type: 'A' }, params: { package_id: 1, package: 1 } }],
    ['query', image.path, { file, query: { a: 1 } }],
    ['query', image.path, { file, query: new Set(['a']), validation: 'off' }],
    ['headers', image.path, { file, headers: new Set(['a']) }],
    ['json', image.path, { file, json: {} }],
    ['meta.phone', undescribed.path, { file, meta: { phone: '13800138000' } }],
  ])('refuses %s: %s %o', async (field, path, options) => {
    const call = connect().upload(path as 'v3/unknown', options as never)
    await expect(call).rejects.toMatchObject({ code: 'VALIDATION_FAILED', field })
    expect(seen).toHaveLength(0)
  })

  it.each<[field: string, fields: object]>([
    ['fields', { 'a"\r\nX-Evil: 1': 'x' }],
    ['fields.a', { a: { b: 1 } }],
    ['fields.a', { a: null }],
    ['fields.a', { a: Number.NaN }],
    ['fields.a', { a: '\ud800' }],
    ['fields.a', { a: '\u0000' }],
  ])(
    'refuses further parts that no form can hold, whatever their schema lets through: %s %o',
    async (field, fields) => {
      const open = { ...submission, form: { fields: v.record(v.string(), v.any()) } }
      const operations = [defineOperation(open)] as const
      const baseUrls = [`http://127.0.0.1:${(server.address() as AddressInfo).port}`] as const
      const wxpay = createClient({ merchant, platformKeys, operations, baseUrls })
      const call = wxpay.upload(submission.path, { file, fields, params: { sub_mchid: 1 } })
      await expect(call).rejects.toMatchObject({ code: 'VALIDATION_FAILED', field })
      expect(seen).toHaveLength(0)
    },
  )

  it('sends a slash in a variable as one of its value', async () => {
    respond({ task_id: 't' })
    const options = { file, meta: { bank_type: 'A' }, params: { package_id: 'a/b' } }
    await connect().upload('v3/marketing/bank/packages/{package_id}/tasks', options)
    expect(seen[0]?.url).toBe('/v3/marketing/bank/packages/a%2Fb/tasks')
  })

  it('sends what it was at the call', async () => {
    respond({ file_id: 'f' })
    const fields = { item_id: 1, manage_record_id: 'r' }
    const params = { sub_mchid: '1900000001' }
    const headers = new Headers({ 'X-Mine': 'a' })
    const query = { kinds: ['a'] }
    const path = 'v3/mch-manage/submission-files/sub-mchid/{sub_mchid}/upload'
    const call = connect().upload(path, { file, fields, params, headers, query, validation: 'off' })
    fields.item_id = 2
    params.sub_mchid = '2'
    headers.set('X-Mine', 'b')
    query.kinds.push('b')
    await call
    expect(seen[0]?.url).toMatch(/\/1900000001\/upload\?kinds=a$/)
    expect(seen[0]?.headers['x-mine']).toBe('a')
    expect((await readForm()).parts).toMatchObject({ item_id: '1' })
  })
})

describe('A download of a known operation', () => {
  it('fills path and query, on the first host', async () => {
    given = { body: 'picture', headers: { 'Content-Type': 'image/png' } }
    const options = { params: { media_id: 'a/b+c' }, query: { complaint_id: '1 2' }, hash: 'unchecked' } as const
    const response = await connect().download('v3/global/merchant-service/images/{media_id}', options)
    expect(await response.text()).toBe('picture')
    expect(response.headers.get('content-type')).toBe('image/png')
    const [{ method, url, headers }] = seen as [Seen]
    expect(`${method} ${url}`).toBe('GET /v3/global/merchant-service/images/a%2Fb%2Bc?complaint_id=1%202')
    expect(headers).toMatchObject({
      accept: '*/*',
      authorization: expect.stringContaining('WECHATPAY2-SHA256-RSA2048'),
    })
  })

  it('checks a hash that somebody published', async () => {
    given = { body: 'picture' }
    const more = { params: { media_id: 'a' }, query: { complaint_id: '1' } }
    const path = 'v3/global/merchant-service/images/{media_id}'
    const good = { type: 'SHA256', value: hashOf('sha256', 'picture') } as const
    expect(await (await connect().download(path, { ...more, hash: good })).text()).toBe('picture')
    const bad = { type: 'SHA256', value: sha256 } as const
    const response = await connect().download(path, { ...more, hash: bad })
    await expect(response.text()).rejects.toMatchObject({ code: 'HASH_MISMATCH' })
  })

  it('sends headers, and plain fields of a path that no operation describes', async () => {
    given = { body: 'file' }
    const headers = { 'X-Mine': 'a' }
    const options = { query: { phone: '13800138000' }, hash: 'unchecked', headers } as const
    const refused = connect().download('v3/files', options)
    await expect(refused).rejects.toMatchObject({ code: 'VALIDATION_FAILED', field: 'query.phone' })
    await connect().download('v3/files', { ...options, plainFields: ['phone'] })
    expect(seen).toMatchObject([{ url: '/v3/files?phone=13800138000', headers: { 'x-mine': 'a' } }])
    for (const name of ['headers', 'plainFields'] as const) {
      const own = { hash: 'unchecked', headers, plainFields: ['phone'] } as const
      const call = connect().download('https://api.mch.weixin.qq.com/v3/files', {
        hash: 'unchecked',
        [name]: own[name],
      })
      await expect(call).rejects.toMatchObject({ code: 'VALIDATION_FAILED', field: name })
    }
  })

  it('fills the path of one that no operation describes, too', async () => {
    given = { body: 'file' }
    await connect().download('v3/files/{id}', { params: { id: 'a/b' }, query: { x: 1 }, hash: 'unchecked' })
    expect(seen[0]?.url).toBe('/v3/files/a%2Fb?x=1')
  })

  it('is asked for what it was at the call', async () => {
    given = { body: 'picture' }
    const query = { complaint_id: '1' }
    const params = { media_id: 'a' }
    const path = 'v3/global/merchant-service/images/{media_id}'
    const call = connect().download(path, { params, query, hash: 'unchecked' })
    query.complaint_id = '2'
    params.media_id = 'b'
    await call
    expect(seen[0]?.url).toMatch(/a\?complaint_id=1$/)
  })

  it.each<[field: string, path: string, options: object]>([
    ['hash', picture.path, { params: { media_id: 'a' }, query: { complaint_id: '1' } }],
    ['params.media_id', picture.path, { query: { complaint_id: '1' }, hash: 'unchecked' }],
    ['query.complaint_id', picture.path, { params: { media_id: 'a' }, hash: 'unchecked' }],
    [
      'query.page',
      picture.path,
      { params: { media_id: 'a' }, query: { complaint_id: '1', page: '1' }, hash: 'unchecked' },
    ],
    ['query', 'https://api.mch.weixin.qq.com/v3/file', { query: { a: 1 }, hash: 'unchecked' }],
    ['params', 'v3/file?token=1', { params: { a: 1 }, hash: 'unchecked' }],
  ])('refuses %s: %s %o', async (field, path, options) => {
    const call = connect().download(path, options as never)
    await expect(call).rejects.toMatchObject({ code: 'VALIDATION_FAILED', field })
    expect(seen).toHaveLength(0)
  })
})

describe('A statement', () => {
  const csv = 'date,amount\r\n20260101,1\r\n'
  const sha1 = hashOf('sha1', csv)
  const send = (more: object = {}) => {
    given = {
      body: csv,
      headers: { 'Wechatpay-Statement-Sha1': sha1 },
      signed: `{"sha1":"${sha1}"}`,
      ...more,
    }
  }
  const download = async () => connect().download('v3/global/statements', { query: { date: '20260101' } })

  it('is checked against the hash in its headers, which is signed', async () => {
    send()
    expect(await (await download()).text()).toBe(csv)
    expect(seen[0]?.url).toBe('/v3/global/statements?date=20260101')
  })

  it('fails at its end where it has another hash', async () => {
    send({ body: `${csv}more` })
    const response = await download()
    await expect(response.text()).rejects.toMatchObject({ name: 'IntegrityError', code: 'HASH_MISMATCH' })
  })

  const other = hashOf('sha1', 'other')
  it.each<[string, object, string]>([
    ['another hash than the signed one', { headers: { 'Wechatpay-Statement-Sha1': other } }, 'SIGNATURE_MISMATCH'],
    ['the signature of its bytes', { signed: csv }, 'SIGNATURE_MISMATCH'],
    ['no signature', { signed: undefined }, 'SIGNATURE_HEADER_MISSING'],
    ['no hash', { headers: {} }, 'SIGNATURE_HEADER_MISSING'],
    [
      'a hash that is none',
      { headers: { 'Wechatpay-Statement-Sha1': 'x' }, signed: '{"sha1":"x"}' },
      'SIGNATURE_HEADER_MISSING',
    ],
  ])('is refused before its first byte with %s', async (_, more, code) => {
    send(more)
    await expect(download()).rejects.toMatchObject({ name: 'SignatureError', code })
  })

  it('is refused with a signature that was accepted before', async () => {
    const wxpay = connect()
    const query = { date: '20260101' }
    send()
    const { signed, ...kept } = given
    given = { ...kept, headers: { ...kept.headers, ...sign(`${signed}`) } }
    await (await wxpay.download('v3/global/statements', { query })).text()
    await expect(wxpay.download('v3/global/statements', { query })).rejects.toMatchObject({
      code: 'SIGNATURE_REPLAYED',
    })
  })

  it('gives errors as errors', async () => {
    send({ status: 404, body: '{"code":"NOT_FOUND"}', signed: '{"code":"NOT_FOUND"}' })
    await expect(download()).rejects.toMatchObject({ name: 'ApiError', status: 404 })
  })

  it('of Hong Kong is the same, and a caller may hash it himself', async () => {
    send()
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const url = `${origin}/hk/v3/statements?date=20260101`
    expect(await (await connect().download(url, {} as never)).text()).toBe(csv)
    send({ headers: {}, signed: undefined })
    const unchecked = await connect().download(url, { hash: 'unchecked' })
    expect(await unchecked.text()).toBe(csv)
    await expect(connect().download(url, {} as never)).rejects.toMatchObject({ code: 'SIGNATURE_HEADER_MISSING' })
  })
})

describe('A file is no JSON', () => {
  it('so its operations are refused as calls, with the remedy', async () => {
    const wxpay = connect()
    const nodes = wxpay as unknown as Record<
      string,
      { post(options: object): Promise<unknown>; get(options: object): Promise<unknown> }
    >
    await expect(nodes[image.path]?.post({ json: {} })).rejects.toThrow(/^path must be called with wxpay.upload\.$/)
    const options = { params: { media_id: 'a' }, query: { complaint_id: '1' } }
    await expect(nodes[picture.path]?.get(options)).rejects.toThrow(/^path must be called with wxpay.download\.$/)
    const core = createCoreClient({ merchant, platformKeys, operations: [image] }) as unknown as typeof nodes
    await expect(core[image.path]?.post({ json: {} })).rejects.toMatchObject({ field: 'path' })
    expect(seen).toHaveLength(0)
  })

  it('nor are operations of JSON files', async () => {
    const wxpay = connect()
    const nameless = wxpay.upload('v3/orders', { file: new Blob(['x']) })
    await expect(nameless).rejects.toMatchObject({ field: 'path' })
    await expect(wxpay.upload('v3/orders', { file })).rejects.toThrow(/^path must be called with post\.$/)
    const certificates = wxpay.download('v3/certificates', { hash: 'unchecked' })
    await expect(certificates).rejects.toThrow(/^path must be called with get\.$/)
    expect(seen).toHaveLength(0)
  })
})

describe('The definition of an operation that transfers a file', () => {
  const upload = { method: 'POST', path: 'v3/a', transfer: 'upload', response: v.looseObject({}) }
  it.each<[field: string, definition: object]>([
    ['transfer', { ...upload, transfer: 'both' }],
    ['method', { ...upload, method: 'PUT' }],
    ['method', { ...upload, transfer: 'download' }],
    ['form.file', { ...upload, form: { file: 'a"b' } }],
    ['form.fields', { ...upload, form: { fields: { id: text() } } }],
    ['form.fields', { ...upload, form: { fields: v.object({ name: sensitiveText() }) } }],
  ])('is refused for its %s: %o', (field, definition) => {
    expect(() => defineOperation(definition as never)).toThrow(expect.objectContaining({ field }))
  })
})
