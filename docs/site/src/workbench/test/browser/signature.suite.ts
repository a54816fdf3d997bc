import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BODY, certificate, messageOf, NOW, notificationOf, pem, requestOf, TARGET } from '../given.ts'
import { openPage, openWorkbench } from './open-page.mjs'
import { fileOf, giveKeys, run } from './tools.ts'

let opened: Awaited<ReturnType<typeof openWorkbench>>
beforeAll(async () => {
  opened = await openWorkbench()
})
afterAll(() => opened.close())

const KEY = fileOf('apiclient_key.pem', pem('merchant.private'))
const PLATFORM = fileOf('pub_key.pem', pem('platform.public'))

/** Opens the tool with a key. */
const open = async (...keys: ReturnType<typeof fileOf>[]) => {
  const { page, faults } = await openPage(opened)
  if (keys.length > 0) await giveKeys(page, ...keys)
  return { page, faults }
}
const explain = async (page: Page, text: string) => {
  await page.getByLabel('Request, response or notification', { exact: true }).fill(text)
  return run(page, 'Explain')
}

describe('the page about signatures', () => {
  it('passes what is right: as text, by file, as curl, field by field; a notification', async () => {
    const { page, faults } = await open(KEY)
    expect(await explain(page, requestOf())).toContain('Nothing is wrong')
    const authorization = /^Authorization: .*$/m.exec(requestOf())?.[0] ?? ''
    const curl = `curl -X POST 'https://api.mch.weixin.qq.com${TARGET}' -H '${authorization}' -d '${BODY}'`
    expect(await explain(page, curl)).toContain('Nothing is wrong')
    const file = fileOf('request.txt', requestOf().replaceAll('\n', '\r\n'))
    await page.locator('.wb-field input[type=file]').setInputFiles([file])
    expect(await run(page, 'Explain')).toContain('Nothing is wrong')
    await page.getByLabel('Field by field').check()
    await page.getByLabel('Method', { exact: true }).selectOption('POST')
    await page.getByLabel('Path and query, or URL').fill(`https://api.mch.weixin.qq.com${TARGET}`)
    await page.getByLabel('Authorization', { exact: true }).fill(authorization)
    await page.getByLabel('Body, exactly as sent').fill(BODY)
    expect(await run(page, 'Explain')).toContain('Nothing is wrong')
    const other = await open(PLATFORM)
    expect(await explain(other.page, notificationOf('{"id":"EV-1"}'))).toContain('WeChat Pay signed this')
    expect([...faults, ...other.faults]).toEqual([])
  })

  it.each([
    [
      'a body that was serialised again',
      requestOf(messageOf('POST', TARGET, NOW, JSON.stringify(JSON.parse(BODY), null, 2))),
      KEY,
      /serialised again.*signed.*right/s,
    ],
    [
      'a query that was decoded',
      requestOf(messageOf('POST', decodeURIComponent(TARGET))),
      KEY,
      /path and query decoded/,
    ],
    ['another method', requestOf(messageOf('GET')), KEY, /the method GET/],
    ['no last line feed', requestOf(messageOf().slice(0, -1)), KEY, /without its last line feed/],
    ['another private key', requestOf(messageOf(), { key: 'stranger.private' }), KEY, /another private key/],
    [
      'a serial number of another certificate',
      requestOf(messageOf(), { serial: '7A1F' }),
      fileOf('apiclient_cert.pem', certificate('merchant.pem')),
      /serial_no is 7A1F/,
    ],
    [
      'a clock in milliseconds',
      requestOf(messageOf('POST', TARGET, NOW * 1000), { time: String(NOW * 1000) }),
      KEY,
      /13 characters/,
    ],
    [
      'a notification that a tool made pretty',
      notificationOf('{"id":"EV-1"}', { body: '{\n  "id": "EV-1"\n}' }),
      PLATFORM,
      /without blanks/,
    ],
    [
      'the merchant’s own certificate',
      notificationOf('{}'),
      fileOf('cert.pem', certificate('merchant.pem')),
      /merchant’s own/,
    ],
    ['WeChat Pay’s key for a request', requestOf(), PLATFORM, /WeChat Pay’s key/],
  ])('finds %s', async (_, text, key, message) => {
    const { page, faults } = await open(key)
    expect(await explain(page, text)).toMatch(message)
    expect(await page.locator('.wb-message tr').count()).toBeGreaterThanOrEqual(_.includes('clock') ? 0 : 4)
    expect(faults).toEqual([])
  })

  it('marks the line that differs, and gives the right header', async () => {
    const { page } = await open(KEY)
    await explain(page, requestOf(messageOf('POST', decodeURIComponent(TARGET))))
    expect(await page.locator('.wb-row-wrong').count()).toBe(1)
    expect(await page.locator('.wb-row-wrong mark').allTextContents()).toEqual(['粤'])
    expect(await page.locator('.wb-output pre').textContent()).toMatch(
      /^Authorization: WECHATPAY2-SHA256-RSA2048 mchid="/,
    )
  })

  it('says of junk what it is, and goes on', async () => {
    const { page, faults } = await open(KEY)
    for (const [text, message] of [
      ['', /nothing yet/],
      ['你好', /begins with/],
      ['\u0000\u0001\u0002', /begins with/],
      ['{"id":1', /ends before its end/],
      ['{"resource":{"ciphertext":"x"}}', /without its headers/],
      [pem('merchant.public'), /a key or a certificate/],
      ['<html><body>502</body></html>', /gateway/],
      ['x'.repeat(1_000_000), /begins with|base64/],
      ['curl -d @order.json https://api.mch.weixin.qq.com/v3/x', /order\.json/],
    ] as const)
      expect(await explain(page, text), text.slice(0, 20)).toMatch(message)
    expect(await explain(page, requestOf())).toContain('Nothing is wrong')
    expect(faults).toEqual([])
  })

  it('reads what a chat made of a request, and says so', async () => {
    const { page } = await open(KEY)
    const changed = requestOf().replaceAll('"', '”').replace('POST', 'ＰＯＳＴ')
    expect(await explain(page, changed.replace(/\n\n.*$/s, `\n\n${BODY}`))).toMatch(/curly quotation marks, full-width/)
  })

  it('fills in an example that shows what it is for', async () => {
    const { page, faults } = await open()
    await page.getByRole('button', { name: 'Fill in an example' }).click()
    await page.locator('.wb-card').waitFor()
    expect(await run(page, 'Explain')).toContain('indented by two blanks')
    expect(faults).toEqual([])
  })
})
