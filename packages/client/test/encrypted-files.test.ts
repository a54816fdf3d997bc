import { constants, createCipheriv, createHash, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { importPrivateKey } from '@wechatpay-kit/crypto'
import { type ClientOptions, createClient, isWechatPayError } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import type { Transport } from '@wechatpay-kit/transport-fetch'
import { describe, expect, it } from 'vitest'
import { createSales } from '../../../runtime-tests/suite/sales.mjs'
import { respondInPieces } from './pieces.ts'

const { platformKeys, merchant: anybody } = await createSandbox()
const pair = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const merchant = { ...anybody, privateKey: await importPrivateKey(pair.privateKey) }

const KEY = '0123456789abcdef0123456789ABCDEF'
const nonce = 'abcdefghijkl'
const bill = `\ufeff交易时间,金额\r\n${'`2026-01-01,`0.01\r\n'.repeat(5000)}`
const hashOf = (text: string) => ({ type: 'SHA1', value: createHash('sha1').update(text).digest('hex') }) as const
const hash = hashOf(bill)

/** As WeChat Pay encrypts the key of a file, by OpenSSL. */
const encryptKey = (key: string | Buffer) =>
  publicEncrypt({ key: pair.publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING }, Buffer.from(key)).toString('base64')
/** As WeChat Pay encrypts a file, by OpenSSL: the ciphertext, and the tag behind it. */
const encrypt = (plain: string | Uint8Array) => {
  const cipher = createCipheriv('aes-256-gcm', KEY, nonce)
  return new Uint8Array(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]))
}
const encryption = { encrypt_key: encryptKey(KEY), nonce }

let sent = 0
/** Downloads what comes in these pieces. */
function download(options: object, pieces: Iterable<Uint8Array>, more: Partial<ClientOptions> = {}): Promise<Response> {
  sent = 0
  const respond = respondInPieces(pieces)
  const transport: Transport = (url, request) => {
    sent++
    return respond(url, request)
  }
  const client = createClient({ merchant, platformKeys, transport, retry: { baseDelay: 0 }, ...more })
  return client.download('v3/bill/downloadurl?token=top-secret', { hash, encryption, ...options } as never)
}

describe('An encrypted file', () => {
  it('is decrypted as AES-256-GCM says', async () => {
    // Made once with OpenSSL, and once with Python's cryptography.
    const vector = new Uint8Array(Buffer.from('f370bd6cffebd0cbad6b10a40939d76657ab0c48a67d', 'hex'))
    const published = { type: 'SHA1', value: 'd4186dc9da6a6438f2eeca9bd5fa21e688e591f3' }
    expect(await (await download({ hash: published }, [vector])).text()).toBe('账单')
    const text = await (await download({}, [encrypt(bill)])).text()
    expect(`\ufeff${text}`).toBe(bill)
  })

  it('is decrypted, then unpacked, then hashed', async () => {
    const file = await download({ gunzip: true }, [encrypt(gzipSync(bill))])
    expect(`\ufeff${await file.text()}`).toBe(bill)
    const packed = await download({}, [encrypt(gzipSync(bill))])
    await expect(packed.text()).rejects.toMatchObject({ code: 'HASH_MISMATCH' })
    const forgotten = await download({ encryption: undefined }, [encrypt(bill)])
    await expect(forgotten.text()).rejects.toThrow(/encryption where there is an encrypt_key/)
  })

  it('takes the entry of the response whole, as it was at the call', async () => {
    const entry = { bill_sequence: 1, hash_type: 'SHA1', ...encryption }
    const call = download({ encryption: entry }, [encrypt(bill)])
    entry.nonce = 'another one'
    expect(`\ufeff${await (await call).text()}`).toBe(bill)
  })

  it('takes a key that an operation has decrypted already', async () => {
    const file = await download({ encryption: { encrypt_key: KEY, nonce } }, [encrypt(bill)])
    expect(`\ufeff${await file.text()}`).toBe(bill)
  })

  it('is empty if it is', async () => {
    expect(await (await download({ hash: hashOf('') }, [encrypt('')])).text()).toBe('')
  })

  it('is decrypted with an old key of the merchant’s', async () => {
    const more = { merchant: { ...anybody, decryptionKeys: [merchant.privateKey] } }
    expect(await (await download({}, [encrypt(bill)], more)).text()).toContain('0.01')
  })

  it.each<[string, (bytes: Uint8Array) => Uint8Array, object]>([
    ['one bit of it is another', (bytes) => bytes.with(100, (bytes[100] ?? 0) ^ 1), {}],
    ['its tag is another', (bytes) => bytes.with(-1, (bytes.at(-1) ?? 0) ^ 1), {}],
    ['it broke off', (bytes) => bytes.slice(0, -1), {}],
    ['it is shorter than a tag', (bytes) => bytes.slice(0, 3), {}],
    ['it is not encrypted', () => new TextEncoder().encode(bill), {}],
    ['its nonce is another', (bytes) => bytes, { encryption: { ...encryption, nonce: 'lkjihgfedcba' } }],
    ['nobody checks its hash', (bytes) => bytes.slice(1), { hash: 'unchecked' }],
    ['it is packed', (bytes) => bytes.slice(1), { gunzip: true }],
  ])('is not handed over if %s', async (_, change, options) => {
    const { body } = await download(options, [change(encrypt(bill))])
    let received = 0
    const error = await (async () => {
      for await (const piece of body as unknown as AsyncIterable<Uint8Array>) received += piece.length
    })().catch((error: unknown) => error)
    expect(error).toMatchObject({ name: 'IntegrityError', code: 'FILE_DECRYPTION_FAILED' })
    expect((error as Error).message).toMatch(/^The file cannot be decrypted: .* Nothing of it was handed over\./)
    expect(received).toBe(0)
  })

  it.each<[string, object, Partial<ClientOptions>, RegExp]>([
    ['encryption', { encryption: 'key' }, {}, /must be \{ encrypt_key, nonce \}/],
    ['encryption', { encryption: null }, {}, /must be \{ encrypt_key, nonce \}/],
    ['encryption.nonce', { encryption: { encrypt_key: 'x' } }, {}, /beside the download_url/],
    ['encryption.encrypt_key', { encryption: { nonce } }, {}, /beside the download_url/],
    ['encryption.encrypt_key', { encryption: { encrypt_key: 'x', nonce } }, {}, /cannot be decrypted .*decryptionKeys/],
    ['encryption.encrypt_key', {}, { merchant: anybody }, /cannot be decrypted .*decryptionKeys/],
    [
      'encryption.encrypt_key',
      { encryption: { encrypt_key: encryptKey(randomBytes(16)), nonce } },
      {},
      /a key of 16 bytes, .*AEAD_AES_256_GCM/,
    ],
    [
      'merchant.privateKey',
      {},
      { merchant: { ...merchant, privateKey: { sign: merchant.privateKey.sign } } },
      /only a Signer; give decryptionKeys/,
    ],
  ])('is refused before anything is sent: %s %o', async (field, options, more, message) => {
    const error = await download(options, [], more).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'VALIDATION_FAILED', field })
    expect((error as Error).message).toMatch(message)
    expect(isWechatPayError(error)).toBe(true)
    expect(sent).toBe(0)
  })

  it('is not waited for if a key of the merchant’s hangs', async () => {
    const hanging = { sign: merchant.privateKey.sign, decrypt: () => new Promise<never>(() => {}) }
    const call = download({ timeout: 20 }, [], { merchant: { ...merchant, privateKey: hanging } })
    await expect(call).rejects.toMatchObject({ code: 'TRANSPORT_TIMED_OUT', outcome: 'not-sent' })
    expect(sent).toBe(0)
  })

  it('is limited as it travels and as it is unpacked', async () => {
    const zeros = Buffer.alloc(2 ** 21)
    const large = await download({ maxBytes: 2 ** 20, hash: 'unchecked' }, [encrypt(zeros)])
    await expect(large.text()).rejects.toMatchObject({ code: 'TRANSPORT_RESPONSE_TOO_LARGE' })
    const unpacked = await download({ maxBytes: 2 ** 14, hash: 'unchecked', gunzip: true }, [encrypt(gzipSync(zeros))])
    await expect(unpacked.text()).rejects.toThrow(/maxUnpackedBytes/)
  })
})

describe('A sandbox', () => {
  it.each([undefined, 'GZIP'])('publishes encrypted bills: %s', async (tar_type) => {
    const sandbox = await createSandbox({ storage: createSales() })
    const { merchant, platformKeys, transport } = sandbox
    const wxpay = createClient({ merchant, platformKeys, transport })
    const query = { sub_mchid: '1900000001', bill_date: '2026-01-01', account_type: 'ALL', tar_type }
    const call = wxpay.chain('v3/bill/sub-merchant-fundflowbill')
    const published = await call.get({ query: { ...query, algorithm: 'AEAD_AES_256_GCM' } }).json()
    const { download_bill_list } = published as { download_bill_list: [Record<string, string>] }
    const [entry] = download_bill_list
    const { download_url, hash_value, encrypt_key, nonce } = entry as Record<string, string>
    const options = {
      hash: { type: 'SHA1', value: String(hash_value) } as const,
      encryption: { encrypt_key: String(encrypt_key), nonce: String(nonce) },
      gunzip: tar_type === 'GZIP',
    }
    expect(await (await wxpay.download(String(download_url), options)).text()).toContain('12.34')
    await expect(call.get({ query: { ...query, algorithm: 'SM4_GCM' } })).rejects.toMatchObject({
      apiCode: 'PARAM_ERROR',
    })
  })
})
