import { constants, createPublicKey, publicEncrypt } from 'node:crypto'
import { encryptResource } from '@wechatpay-kit/crypto'
import { describe, expect, it } from 'vitest'
import { EMPTY_RING } from '../keys/key-ring.ts'
import { decryptText } from '../secrets/decrypt.ts'
import { encryptAsResource, encryptField } from '../secrets/encrypt.ts'
import type { Outcome } from '../secrets/outcome.ts'
import { verifyAndDecrypt } from '../secrets/verify.ts'
import { certificate, notificationOf, pem, ringOf } from './given.ts'

const API_V3_KEY = '0123456789abcdef0123456789ABCDEF'
const merchant = await ringOf(pem('merchant.private'))
const platform = await ringOf(pem('platform.public'))
const stranger = await ringOf(pem('stranger.private'))
const own = await ringOf(certificate('merchant.pem'))
const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }
const key = createPublicKey(pem('merchant.public'))
const field = publicEncrypt({ key, ...padding }, Buffer.from('张三')).toString('base64')
const resource = await encryptResource('{"out_trade_no":"1","amount":{"total":1}}', {
  apiV3Key: API_V3_KEY,
  associatedData: 'transaction',
})
const body = JSON.stringify({ id: 'EV-1', event_type: 'TRANSACTION.SUCCESS', resource })

const textOf = ({ outputs }: Outcome) => outputs[0]?.text
const problemOf = ({ findings }: Outcome) => findings.find(({ status }) => status === 'problem')

describe('decrypting a field', () => {
  it('takes it as it is, and as its way has changed it', async () => {
    for (const given of [
      field,
      `"${field}"`,
      field.replace(/.{64}/g, '$&\n'),
      field.replaceAll('+', ' '),
      encodeURIComponent(field),
      field.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
      `“${field}”`,
      ` ${field}\n`,
    ])
      expect(textOf(await decryptText(given, merchant, '')), given).toBe('张三')
    const { findings } = await decryptText(encodeURIComponent(field), merchant, '')
    expect(findings[0]?.text.en).toContain('%2B, %2F and %3D were decoded')
  })

  it.each([
    [field, EMPTY_RING, /No private key/],
    [field, platform, /cannot decrypt/],
    [field, stranger, /for another key/],
    [field.slice(0, 100), merchant, /has 75 bytes, and that of this key has 256/],
    ['张三', merchant, /neither base64 nor JSON/],
    ['', merchant, /nothing yet/],
  ])('tells what is wrong: %#', async (given, ring, message) => {
    const outcome = await decryptText(given, ring, '')
    expect(outcome.outputs).toEqual([])
    expect(problemOf(outcome)?.text.en).toMatch(message)
  })
})

describe('decrypting a resource', () => {
  it('takes it alone, in a notification, pretty, typographic, and within a text', async () => {
    const plain = '{\n  "out_trade_no": "1",\n  "amount": {\n    "total": 1\n  }\n}'
    for (const given of [
      JSON.stringify(resource),
      body,
      JSON.stringify(JSON.parse(body), null, 4),
      body.replaceAll('"', '”'),
      JSON.stringify({ data: [{ serial_no: '1', encrypt_certificate: resource }] }),
    ])
      expect(textOf(await decryptText(given, EMPTY_RING, ` ${API_V3_KEY}\n`)), given).toBe(plain)
  })

  it.each([
    [body, '', /No APIv3 key/],
    [body, API_V3_KEY.slice(1), /31 bytes/],
    [body, Buffer.from(API_V3_KEY).toString('hex'), /hexadecimal/],
    [body, 'x'.repeat(32), /another APIv3 key/],
    [body.slice(0, 90), API_V3_KEY, /begins as JSON/],
    ['{"id":1}', API_V3_KEY, /no ciphertext/],
    [JSON.stringify({ ...resource, nonce: undefined }), API_V3_KEY, /lacks nonce/],
    [JSON.stringify({ ...resource, algorithm: 'AEAD_SM4_GCM' }), API_V3_KEY, /AEAD_SM4_GCM/],
    [JSON.stringify({ ...resource, associated_data: 'other' }), API_V3_KEY, /associated_data was changed/],
    [JSON.stringify({ ...resource, ciphertext: 'x' }), API_V3_KEY, /another APIv3 key/],
  ])('tells what is wrong: %#', async (given, apiV3Key, message) => {
    const outcome = await decryptText(given, EMPTY_RING, apiV3Key)
    expect(outcome.outputs).toEqual([])
    expect(problemOf(outcome)?.text.en).toMatch(message)
    expect(JSON.stringify(outcome)).not.toContain(API_V3_KEY.slice(1))
  })
})

describe('encrypting', () => {
  it('a field gives what the other side decrypts, and the id of the key where a file tells it', async () => {
    const outcome = await encryptField('张三', await ringOf(pem('merchant.public')))
    expect(textOf(await decryptText(textOf(outcome) ?? '', merchant, ''))).toBe('张三')
    expect(outcome.findings.some(({ text }) => /PUB_KEY_ID_/.test(text.en))).toBe(true)
  })

  it.each([
    ['', platform, /nothing yet/],
    ['张三', EMPTY_RING, /No key of WeChat Pay/],
    ['张三', merchant, /private key is given/],
    ['张三', own, /merchant’s own/],
    ['张'.repeat(72), platform, /216 bytes, and at most 214/],
  ])('a field tells what is wrong: %#', async (text, ring, message) => {
    expect(problemOf(await encryptField(text, ring))?.text.en).toMatch(message)
  })

  it('a resource gives what decrypts again', async () => {
    const outcome = await encryptAsResource('{"a":1}\n', API_V3_KEY, 'x')
    expect(textOf(await decryptText(textOf(outcome) ?? '', EMPTY_RING, API_V3_KEY))).toBe('{\n  "a": 1\n}')
    expect(outcome.findings.some(({ text }) => /line feed/.test(text.en))).toBe(true)
    expect(problemOf(await encryptAsResource('x', 'short', ''))?.text.en).toMatch(/5 bytes/)
  })
})

describe('verifying', () => {
  const verify = (text: string, ring = platform, apiV3Key = API_V3_KEY) =>
    verifyAndDecrypt({ message: new TextEncoder().encode(text), ring, keyId: '', apiV3Key })

  it('a notification decrypts it, and anything that is not WeChat Pay’s is not decrypted', async () => {
    expect(textOf(await verify(notificationOf(body)))).toContain('"out_trade_no": "1"')
    for (const outcome of [
      await verify(notificationOf(body, { body: JSON.stringify(JSON.parse(body), null, 2) })),
      await verify(notificationOf(body), await ringOf(pem('stranger.public'))),
      await verify(body),
      await verify(''),
    ]) {
      expect(problemOf(outcome)).toBeDefined()
      expect(outcome.outputs).toEqual([])
    }
    expect(problemOf(await verify(notificationOf(body), platform, ''))?.text.en).toMatch(/No APIv3 key/)
  })
})

describe('fields that are encrypted each on its own', () => {
  const inner = {
    name: field,
    list: [{ id_card: field, amount: 1 }],
    foreign: publicEncrypt({ key: createPublicKey(pem('stranger.public')), ...padding }, Buffer.from('x')).toString(
      'base64',
    ),
  }
  const notes = ({ findings }: Outcome) => findings.map(({ status, text }) => `${status}: ${text.en}`)

  it('in a resource are decrypted with the merchant’s private key, and left where there is none', async () => {
    const encrypted = await encryptResource(JSON.stringify(inner), { apiV3Key: API_V3_KEY, associatedData: 'x' })
    const given = JSON.stringify({ id: 'EV-1', resource: encrypted })
    const both = await decryptText(given, merchant, API_V3_KEY)
    expect(JSON.parse(textOf(both) ?? '')).toEqual({ ...inner, name: '张三', list: [{ id_card: '张三', amount: 1 }] })
    expect(notes(both)).toEqual([
      'passed: Decrypted.',
      expect.stringMatching(/passed: .*: 2\.$/),
      expect.stringMatching(/note: .*another key.*: 1\.$/),
    ])
    const locked = await decryptText(given, EMPTY_RING, API_V3_KEY)
    expect(JSON.parse(textOf(locked) ?? '')).toEqual(inner)
    expect(notes(locked)).toEqual([
      'passed: Decrypted.',
      expect.stringMatching(/note: .*: 3\. Give apiclient_key\.pem/),
    ])
    const ring = await ringOf(pem('merchant.private'), pem('platform.public'))
    const verified = await verifyAndDecrypt({
      message: new TextEncoder().encode(notificationOf(given)),
      ring,
      keyId: '',
      apiV3Key: API_V3_KEY,
    })
    expect(textOf(verified)).toContain('"name": "张三"')
  })

  it('in a response are decrypted too', async () => {
    const response = JSON.stringify({ bank_account: field, state: 'X' })
    expect(JSON.parse(textOf(await decryptText(response, merchant, '')) ?? '')).toEqual({
      bank_account: '张三',
      state: 'X',
    })
    expect(problemOf(await decryptText('{"state":"X"}', merchant, ''))?.text.en).toContain('no ciphertext')
  })

  it('beside numbers that JavaScript cannot hold leave these as they came', async () => {
    const response = `{"id":12345678901234567890,"name":"${field}"}`
    expect(textOf(await decryptText(response, merchant, ''))).toBe('{"id":12345678901234567890,"name":"张三"}')
    const large = await encryptResource('{"id":12345678901234567891}', { apiV3Key: API_V3_KEY, associatedData: 'x' })
    expect(textOf(await decryptText(JSON.stringify(large), merchant, API_V3_KEY))).toBe('{"id":12345678901234567891}')
  })
})
