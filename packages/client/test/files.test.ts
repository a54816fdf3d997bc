import { createHash } from 'node:crypto'
import { inspect } from 'node:util'
import { createClient, defineOperation } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import type { Transport, TransportRequest } from '@wechatpay-kit/transport-fetch'
import * as v from 'valibot'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createSales } from '../../../runtime-tests/suite/sales.mjs'

const sandbox = await createSandbox({ storage: createSales({ payments: 2000 }) })
const { merchant, platformKeys } = sandbox
let sent: { url: string; request: TransportRequest }[] = []
beforeEach(() => {
  sent = []
})
const recording: Transport = (url, request) => {
  sent.push({ url, request })
  return sandbox.transport(url, request)
}
const options = { merchant, platformKeys, transport: recording, retry: { baseDelay: 0 } }
const wxpay = createClient(options)

interface Bill {
  hash_type: 'SHA1'
  hash_value: string
  download_url: string
}
const publish = async (query: object = {}) => {
  const bill = (await wxpay
    .chain('v3/bill/tradebill')
    .get({ query: { bill_date: '2026-01-01', ...query } })
    .json()) as Bill
  return { url: bill.download_url, hash: { type: bill.hash_type, value: bill.hash_value } as const }
}

describe('download', () => {
  it('streams the file, and signs its URL as it is', async () => {
    const { url, hash } = await publish()
    const text = await (await wxpay.download(url, { hash })).text()
    expect(text.split('\r\n')).toHaveLength(2004)
    expect(sent.at(-1)?.url).toBe(url)
    expect(createHash('sha1').update(`\ufeff${text}`).digest('hex')).toBe(hash.value)
  })

  it('hashes what is inside a gzip file', async () => {
    const { url, hash } = await publish({ tar_type: 'GZIP' })
    const upper = { ...hash, value: hash.value.toUpperCase() }
    expect(await (await wxpay.download(url, { hash: upper, gunzip: true })).text()).toContain('12.34')
    await expect((await wxpay.download(url, { hash })).text()).rejects.toMatchObject({ code: 'HASH_MISMATCH' })
  })

  it('refuses to unpack where the runtime cannot', async () => {
    const { url, hash } = await publish()
    vi.stubGlobal('DecompressionStream', undefined)
    const refused = wxpay.download(url, { hash, gunzip: true })
    await expect(refused).rejects.toThrow(/^gunzip needs DecompressionStream, .* without tar_type\./)
    vi.unstubAllGlobals()
    expect(sent).toHaveLength(1)
  })

  it('says that what is not packed cannot be unpacked', async () => {
    const { url, hash } = await publish()
    const file = await wxpay.download(url, { hash, gunzip: true })
    await expect(file.text()).rejects.toThrow(/^The file cannot be unpacked: .* Leave gunzip out/)
  })

  it('hands on the bytes that were hashed, whatever the transport does with its own', async () => {
    const pieces = ['first', 'other', 'third'].map((text) => new TextEncoder().encode(text))
    const value = createHash('sha1').update('firstotherthird').digest('hex')
    const buffer = new Uint8Array(5)
    const transport: Transport = async () => {
      const body = new ReadableStream(
        {
          pull(controller) {
            const piece = pieces.shift()
            if (!piece) return controller.close()
            // The same memory for every piece.
            buffer.set(piece)
            controller.enqueue(buffer)
          },
        },
        { highWaterMark: 0 },
      )
      return new Response(body)
    }
    const client = createClient({ merchant, platformKeys, transport })
    const file = await client.download('v3/billdownload/file?token=1', { hash: { type: 'SHA1', value } })
    expect(await file.text()).toBe('firstotherthird')
  })

  it('fails at the end if the file is not the published one, and keeps its last piece back', async () => {
    const { url, hash } = await publish()
    const pieces = ['a', 'b', 'c'].map((text) => new TextEncoder().encode(text))
    const transport: Transport = async () =>
      new Response(
        new ReadableStream({
          start(controller) {
            for (const piece of pieces) controller.enqueue(piece)
            controller.close()
          },
        }),
      )
    const client = createClient({ merchant, platformKeys, transport })
    const read: string[] = []
    const reading = async (expected: object) => {
      const { body } = await client.download(url, { hash: expected as typeof hash })
      for await (const piece of body as unknown as AsyncIterable<Uint8Array>) read.push(new TextDecoder().decode(piece))
    }
    await expect(reading(hash)).rejects.toMatchObject({ name: 'IntegrityError', code: 'HASH_MISMATCH' })
    expect(read).toEqual(['a', 'b'])
    read.length = 0
    await reading({ type: 'SHA256', value: createHash('sha256').update('abc').digest('hex') })
    expect(read).toEqual(['a', 'b', 'c'])
  })

  it('repeats what may be repeated, and gives errors as errors', async () => {
    const { url, hash } = await publish()
    sandbox.failNext({ status: 503 })
    sandbox.failNext('drop-before')
    await expect((await wxpay.download(url, { hash })).text()).resolves.toContain('12.34')
    const error = await wxpay.download(`${url}x`, { hash }).catch((error: unknown) => error)
    expect(error).toMatchObject({ name: 'ApiError', status: 400, verified: false })
    const token = new URL(url).searchParams.get('token') as string
    const events: unknown[] = []
    const client = createClient({
      merchant,
      platformKeys,
      transport: recording,
      onEvent: (event) => events.push(event),
    })
    sandbox.failNext('truncate')
    const failure = await (await client.download(url, { hash })).text().catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'TransportError', code: 'TRANSPORT_NETWORK_FAILED' })
    expect(inspect([events, failure], { depth: null })).not.toContain(token)
  })

  it.each<[string, string, object]>([
    ['url', 'https://evil.example/v3/billdownload/file', {}],
    ['url', 'https://mch.weixin.qq.com.evil.example/v3/a', {}],
    ['url', 'http://api.mch.weixin.qq.com/v3/a', {}],
    ['url', 'https://api.mch.weixin.qq.com:8443/v3/a', {}],
    ['url', 'https://notmch.weixin.qq.com/v3/a', {}],
    ['url', 'https://api.mch.weixin.qq.com/v3/a#part', {}],
    ['url', 'https://user:pass@api.mch.weixin.qq.com/v3/a', {}],
    ['url', 'https://api.mch.weixin.qq.com/pay/a', {}],
    ['url', 'nonsense', {}],
    ['hash', 'v3/billdownload/file', { hash: undefined }],
    ['hash', 'v3/billdownload/file', { hash: null }],
    ['hash', 'v3/billdownload/file', { hash: 'none' }],
    ['hash.type', 'v3/billdownload/file', { hash: {} }],
    ['hash.type', 'v3/billdownload/file', { hash: { type: 'MD5', value: '0'.repeat(32) } }],
    ['hash.value', 'v3/billdownload/file', { hash: { type: 'SHA1', value: '0'.repeat(39) } }],
    ['hash.value', 'v3/billdownload/file', { hash: { type: 'SM3', value: '0'.repeat(40) } }],
    ['gunzip', 'v3/billdownload/file', { gunzip: 1 }],
    ['maxBytes', 'v3/billdownload/file', { maxBytes: 0 }],
    ['maxUnpackedBytes', 'v3/billdownload/file', { gunzip: true, maxUnpackedBytes: -1 }],
    ['json', 'v3/billdownload/file', { json: {} }],
    ['timeout', 'v3/billdownload/file', { timeout: 0 }],
  ])('refuses %s: %s %o', async (field, url, more) => {
    const options = { hash: { type: 'SHA1', value: '0'.repeat(40) }, ...more } as never
    await expect(wxpay.download(url, options)).rejects.toMatchObject({ code: 'VALIDATION_FAILED', field })
    expect(sent).toHaveLength(0)
  })

  it('refuses to work without options', async () => {
    const path = 'v3/merchant/media/upload'
    await expect(wxpay.download(path, undefined as never)).rejects.toMatchObject({ field: 'hash' })
    await expect(wxpay.upload(path, undefined as never)).rejects.toMatchObject({ field: 'file' })
  })

  it('names an option that it does not take as one of a download', async () => {
    const refused = wxpay.download('v3/billdownload/file', { hash: 'unchecked', gzip: true } as never)
    await expect(refused).rejects.toThrow(
      /^gzip is not an option of a download; the options are hash, encryption, gunzip/,
    )
  })

  it('says what to give where a hash is published, and where there is none', async () => {
    const refused = wxpay.download('v3/billdownload/file', { hash: undefined as never })
    await expect(refused).rejects.toThrow(/^hash must be .* hash_type and hash_value .* 'unchecked' where it has none/)
  })

  it('says that a file outside of v3, such as an invoice, needs no signature', async () => {
    const refused = wxpay.download('https://pay.wechatpay.cn/invoice/file?token=1', { hash: 'unchecked' })
    await expect(refused).rejects.toThrow(
      /^url is no URL below \/v3\/, \/hk\/v3\/, \/global\/v3\/ or \/brand\/, .* invoice, is fetched with a plain fetch/,
    )
    expect(sent).toHaveLength(0)
  })

  it('takes any file unchecked, if the caller says so', async () => {
    const picture = wxpay.download('v3/merchant-service/images/ChsyMDAxMDg%2B', { hash: 'unchecked' })
    expect((await picture).status).toBe(200)
    expect(sent.at(-1)?.url).toMatch(/images\/ChsyMDAxMDg%2B$/)
    const { url } = await publish({ tar_type: 'GZIP' })
    expect(await (await wxpay.download(url, { hash: 'unchecked', gunzip: true })).text()).toContain('12.34')
  })

  it.each([204, 205])('takes a response without a body (%i) for an empty file', async (status) => {
    const transport: Transport = async () => new Response(null, { status })
    const client = createClient({ merchant, platformKeys, transport })
    const hashOf = (text: string) => ({ type: 'SHA1', value: createHash('sha1').update(text).digest('hex') }) as const
    const empty = await client.download('v3/file', { hash: hashOf('') })
    expect(await empty.text()).toBe('')
    const other = await client.download('v3/file', { hash: hashOf('text') })
    await expect(other.text()).rejects.toMatchObject({ code: 'HASH_MISMATCH' })
  })

  it('shows no token of its URL, in whatever way an error of the transport quotes it', async () => {
    const transport: Transport = async (url) => {
      throw new Error(`${url} failed: ${new URL(url).searchParams.get('token')}`)
    }
    const client = createClient({ merchant, platformKeys, transport, retry: { maxAttempts: 1 } })
    const hash = { type: 'SHA1', value: '0'.repeat(40) } as const
    const error = await client
      .download('v3/billdownload/file?token=top%2Fsecret%2bx&empty=', { hash })
      .catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'TRANSPORT_NETWORK_FAILED', cause: expect.any(Error) })
    expect(inspect(error, { showHidden: true, depth: 9 })).not.toMatch(/top|secret/)
    expect((error as Error).message).toContain('The network failed')
  })

  it('ends with its limits', async () => {
    const { url, hash } = await publish()
    const small = await wxpay
      .download(url, { hash, maxBytes: 100 })
      .then((file) => file.text())
      .catch((error: unknown) => error)
    expect(small).toMatchObject({ name: 'TransportError', code: 'TRANSPORT_RESPONSE_TOO_LARGE' })
    expect(String(small)).toContain('A file is fetched with download, whose limit is maxBytes;')
    await expect(wxpay.download(url, { hash, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'TRANSPORT_ABORTED',
    })
  })
})

/** A file that says of what type it is; one of the runtime holds no line breaks there. */
class TypedFile extends File {
  readonly #type: string
  constructor(type: string) {
    super(['x'], 'a')
    this.#type = type
  }
  override get type() {
    return this.#type
  }
}

describe('upload', () => {
  const file = new File(['图'], '执照 "1".png', { type: 'image/png' })

  it('signs the meta text only, and its response is verified', async () => {
    const { media_id } = (await wxpay.upload('v3/merchant/media/upload', { file }).json()) as { media_id: string }
    expect(media_id).toMatch(/./)
    const [first] = sent
    if (!first) expect.fail('nothing was sent')
    const { body, headers } = first.request
    const text = new TextDecoder().decode(body as Uint8Array)
    expect(headers['Content-Type']).toMatch(/^multipart\/form-data; boundary=\w+$/)
    expect(text.indexOf('name="meta"')).toBeLessThan(text.indexOf('name="file"'))
    expect(text).toContain(`"sha256":"${createHash('sha256').update('图').digest('hex')}"`)
    sandbox.failNext('wrong-signature')
    await expect(wxpay.upload('/v3/merchant/media/upload', { file })).rejects.toMatchObject({
      code: 'SIGNATURE_MISMATCH',
    })
  })

  it('takes a meta of the caller’s', async () => {
    const meta = { filename: 'a.png', sha256: createHash('sha256').update('x').digest('hex') }
    const call = wxpay.upload('v3/merchant/media/upload', { file: new Blob(['x']), meta })
    await expect(call).resolves.toMatchObject({ status: 200 })
  })

  it('signs and sends the meta and the query as they were at the call', async () => {
    const meta = { filename: 'a.png', sha256: createHash('sha256').update('x').digest('hex') }
    const query = { a: 1 }
    const call = wxpay.upload('v3/merchant/media/upload', { file: new Blob(['x']), meta, query })
    meta.filename = 'other.png'
    query.a = 2
    // No document has such a query; another signature would be refused before.
    await expect(call).rejects.toMatchObject({ status: 400, detail: { field: '/a' } })
    expect(sent[0]?.url).toMatch(/\?a=1$/)
    const text = new TextDecoder().decode(sent[0]?.request.body as Uint8Array)
    expect(text).toContain('"filename":"a.png"')
    expect(text).not.toContain('other.png')
  })

  it('is not repeated unless the caller says that it may', async () => {
    sandbox.failNext({ status: 503 })
    await expect(wxpay.upload('v3/merchant/media/upload', { file })).rejects.toMatchObject({ status: 503 })
    sandbox.failNext({ status: 503 })
    await expect(wxpay.upload('v3/merchant/media/upload', { file, idempotent: true })).resolves.toMatchObject({
      status: 200,
    })
    expect(sent).toHaveLength(3)
  })

  it.each([
    ['file', undefined],
    ['file', {}],
    ['file', { file: 'text' }],
    ['file', { file: new Response('x'), meta: { filename: 'a' } }],
    ['file', { file: { arrayBuffer: async () => new ArrayBuffer(1) }, meta: { filename: 'a' } }],
    ['file.type', { file: new TypedFile('a/b\r\nX-Evil: 1') }],
    ['file.type', { file: new TypedFile('a/b; c=\r\n\r\nx') }],
    ['file.type', { file: new File(['x'], 'a', { type: 'png' }) }],
    ['meta', { file, meta: 'text' }],
    ['meta.filename', { file: new Blob(['x']) }],
    ['meta.filename', { file: new File(['x'], 'a\r\nb') }],
    ['meta.sha256', { file, meta: { filename: 'a', sha256: '00' } }],
    ['meta.a', { file, meta: { filename: 'a', a: 1n } }],
    ['body', { file, body: '' }],
  ])('refuses %s', async (field, options) => {
    const call = wxpay.upload('v3/merchant/media/upload', options as never)
    await expect(call).rejects.toMatchObject({ code: 'VALIDATION_FAILED', field })
    expect(sent).toHaveLength(0)
  })

  const LEAVE_OUT = 'meta is empty and must have fields; leave it out to send filename and sha256.'
  const NAMED = 'must be named in small letters, digits and _, as WeChat Pay does; correct the name.'
  it.each([
    [{ filename: null }, 'meta.filename is null and must have a value; give it.'],
    [{ filename: undefined }, 'meta.filename is undefined and must have a value; give it.'],
    [{ filename: 'a', sha256: undefined }, 'meta.sha256 is undefined and must have a value; give it.'],
    [{ filename: 'a', sha256: null }, 'meta.sha256 is null and must have a value; give it.'],
    [{ bank_type: undefined, filename: 'a' }, 'meta.bank_type is undefined and must have a value; give it.'],
    [{}, LEAVE_OUT],
    [{ filename: '' }, 'meta.filename must be the file’s name; a File brings its own along.'],
    [{ filename: 'a\nb' }, 'meta.filename holds a control character; remove it.'],
    [{ filename: 'a', Name: '张三' }, `meta.Name ${NAMED}`],
    [{ filename: 'a', 'name ': '张三' }, `meta.*** ${NAMED}`],
    [{ Filename: 'a' }, `meta.Filename ${NAMED}`],
    [{ fileName: 'a', Sha256: 'b' }, `meta.fileName ${NAMED}`],
  ])('refuses a meta that nobody describes and that is none: %o', async (meta, message) => {
    const operations = [
      defineOperation({ method: 'POST', path: 'v3/own/upload', transfer: 'upload', response: v.object({}) }),
    ] as const
    const own = createClient({ ...options, operations })
    for (const path of ['v3/merchant/media/upload', 'v3/own/upload'] as const) {
      const call = own.upload(path as 'v3/merchant/media/upload', { file, meta })
      await expect(call).rejects.toMatchObject({ name: 'ValidationError', outcome: 'not-sent', message })
    }
    expect(sent).toHaveLength(0)
  })

  it('leaves such a meta as it is where nobody validates it, and fills in what a described one leaves undefined', async () => {
    const request = v.strictObject({ filename: v.optional(v.string()), sha256: v.optional(v.string()) })
    const operation = {
      method: 'POST',
      path: 'v3/own/upload',
      transfer: 'upload',
      request,
      response: v.object({}),
    } as const
    const own = createClient({ ...options, operations: [defineOperation(operation)] })
    const metas = async (path: string, given: object) => {
      await own.upload(path as 'v3/a/upload', { file, ...given }).catch(() => {})
      const [, text = ''] =
        /json\r\n\r\n(.*)\r\n/.exec(new TextDecoder().decode(sent.pop()?.request.body as Uint8Array)) ?? []
      return JSON.parse(text)
    }
    const meta = { filename: null, Name: 'x' }
    expect(await metas('v3/merchant/media/upload', { meta, validation: 'off' })).toEqual(meta)
    const described = await metas('v3/own/upload', { meta: { filename: undefined, sha256: undefined } })
    expect(described).toEqual({ filename: file.name, sha256: createHash('sha256').update('图').digest('hex') })
  })

  it('sends the bytes of a file of another library, and hashes the same', async () => {
    // As formdata-node, or a browser's window in a test, makes them: no instance of this Blob.
    const bytes = new TextEncoder().encode('foreign')
    const foreign = { name: 'a.png', type: 'image/png', size: 7, arrayBuffer: async () => bytes.slice().buffer }
    const call = wxpay.upload('v3/merchant/media/upload', { file: foreign as never })
    await expect(call).resolves.toMatchObject({ status: 200 })
    const text = new TextDecoder().decode(sent[0]?.request.body as Uint8Array)
    expect(text).toContain('Content-Type: image/png\r\n\r\nforeign\r\n')
    expect(text).not.toContain('[object')
  })

  it('names no type if the file has none, and keeps the parameters of one', async () => {
    for (const [type, written] of [
      ['', 'application/octet-stream'],
      ['text/plain;charset=utf-8', 'text/plain;charset=utf-8'],
    ] as const) {
      sent = []
      await wxpay.upload('v3/merchant/media/upload', { file: new File(['x'], 'a', { type }) })
      expect(new TextDecoder().decode(sent[0]?.request.body as Uint8Array)).toContain(`Content-Type: ${written}\r\n`)
    }
  })

  it('is refused if the file cannot be read', async () => {
    const gone = Object.assign(new File(['x'], 'a'), { arrayBuffer: async () => Promise.reject(new Error('gone')) })
    const error = await wxpay.upload('v3/merchant/media/upload', { file: gone }).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'VALIDATION_FAILED', field: 'file', cause: { message: 'gone' } })
    expect(sent).toHaveLength(0)
  })

  it('is not for operations', async () => {
    const path = 'v3/gov/subsidy/zhejiang/qualifications/alter'
    await expect(wxpay.upload(path, { file })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
    expect(sent).toHaveLength(0)
  })
})
