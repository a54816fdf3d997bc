import { constants, createPublicKey, privateDecrypt, publicEncrypt } from 'node:crypto'
import { encryptResource } from '@wechatpay-kit/crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { certificate, notificationOf, pem } from '../given.ts'
import { openPage, openWorkbench } from './open-page.mjs'
import { fileOf, giveKeys, run } from './tools.ts'

let opened: Awaited<ReturnType<typeof openWorkbench>>
beforeAll(async () => {
  opened = await openWorkbench()
})
afterAll(() => opened.close())

const API_V3_KEY = '0123456789abcdef0123456789ABCDEF'
const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }
const field = publicEncrypt({ key: createPublicKey(pem('merchant.public')), ...OAEP }, Buffer.from('张三')).toString(
  'base64',
)
const resource = await encryptResource('{"out_trade_no":"1"}', { apiV3Key: API_V3_KEY, associatedData: 'x' })
const body = JSON.stringify({ id: 'EV-1', resource })
const KEY = fileOf('apiclient_key.pem', pem('merchant.private'))
const PLATFORM = fileOf('pub_key.pem', pem('platform.public'))

const open = async (...keys: ReturnType<typeof fileOf>[]) => {
  const { page, faults } = await openPage(opened, { hash: '#secrets' })
  await page.locator('[role=tabpanel]:not([hidden]) .wb-keys').waitFor()
  if (keys.length > 0) await giveKeys(page, ...keys)
  return { page, faults }
}
const decrypt = async (page: Page, text: string, apiV3Key = '') => {
  await page.getByLabel('Ciphertext, resource or body of a notification').fill(text)
  await page.getByLabel('APIv3 key').fill(apiV3Key)
  return run(page, 'Decrypt')
}

describe('the page that encrypts, decrypts and verifies', () => {
  it('decrypts a field and a resource', async () => {
    const { page, faults } = await open(KEY)
    expect(await decrypt(page, field)).toContain('张三')
    expect(await decrypt(page, JSON.stringify(JSON.parse(body), null, 2), API_V3_KEY)).toContain('"out_trade_no": "1"')
    expect(faults).toEqual([])
  })

  it('encrypts a field that OpenSSL decrypts, and a resource', async () => {
    const { page, faults } = await open(fileOf('pub_key.pem', pem('merchant.public')))
    await page.getByLabel('Encrypt', { exact: true }).check()
    await page.getByLabel('Plain text').fill('张三')
    await run(page, 'Encrypt')
    const ciphertext = (await page.locator('[role=tabpanel]:not([hidden]) .wb-output pre').first().textContent()) ?? ''
    const plain = privateDecrypt({ key: pem('merchant.private'), ...OAEP }, Buffer.from(ciphertext, 'base64'))
    expect(plain.toString()).toBe('张三')
    await page.getByLabel(/a resource, as notifications/).check()
    await page.getByLabel('APIv3 key').fill(API_V3_KEY)
    expect(await run(page, 'Encrypt')).toContain('AEAD_AES_256_GCM')
    expect(faults).toEqual([])
  })

  it('verifies a notification, and decrypts it only then', async () => {
    const { page, faults } = await open(PLATFORM)
    await page.getByLabel(/^Verify a notification/).check()
    await page.getByLabel('APIv3 key').fill(API_V3_KEY)
    const message = page.getByLabel('Request, response or notification', { exact: true })
    await message.fill(notificationOf(body))
    expect(await run(page, 'Verify')).toContain('"out_trade_no": "1"')
    await message.fill(notificationOf(body, { body: JSON.stringify(JSON.parse(body), null, 2) }))
    const refused = await run(page, 'Verify')
    expect(refused).toContain('without blanks')
    expect(refused).not.toContain('out_trade_no')
    expect(faults).toEqual([])
  })

  it.each([
    ['a certificate in place of the key', field, '', fileOf('c.pem', certificate('merchant.pem')), /cannot decrypt/],
    ['a key of another merchant', field, '', fileOf('k.pem', pem('stranger.private')), /for another key/],
    ['a ciphertext that was cut', field.slice(0, 200), '', KEY, /it is cut/],
    ['an APIv3 key that is too short', body, API_V3_KEY.slice(1), KEY, /31 bytes/],
    ['an APIv3 key in hexadecimal', body, Buffer.from(API_V3_KEY).toString('hex'), KEY, /hexadecimal/],
    ['another APIv3 key', body, 'x'.repeat(32), KEY, /another APIv3 key/],
    ['no APIv3 key', body, '', KEY, /No APIv3 key/],
    ['half a notification', body.slice(0, 60), API_V3_KEY, KEY, /begins as JSON/],
    ['a body without ciphertext', '{"a":1}', API_V3_KEY, KEY, /no ciphertext/],
    ['plain text', '张三', '', KEY, /neither base64/],
    ['nothing', '', '', KEY, /nothing yet/],
    ['binary', '\u0000\ufffd', '', KEY, /neither base64/],
  ])('says of %s what is wrong', async (_, text, apiV3Key, key, message) => {
    const { page, faults } = await open(key)
    expect(await decrypt(page, text, apiV3Key)).toMatch(message)
    expect(faults).toEqual([])
  })
})
