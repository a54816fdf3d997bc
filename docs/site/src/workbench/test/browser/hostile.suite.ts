// What an attacker pastes, and what is too large.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BODY, messageOf, NOW, pem, requestOf, TARGET } from '../given.ts'
import { openPage, openWorkbench } from './open-page.mjs'
import { expectNoOverflow, fileOf, giveKeys, run } from './tools.ts'

let opened: Awaited<ReturnType<typeof openWorkbench>>
const folder = mkdtempSync(join(tmpdir(), 'wechatpay-kit-hostile-'))
beforeAll(async () => {
  opened = await openWorkbench()
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await opened.close()
})

const MARKUP = '<img src=x onerror="globalThis.isRun=1"><script>isRun=1</script>'
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }
const KEY = fileOf('apiclient_key.pem', pem('merchant.private'))

/** A certificate whose subject is markup. */
function createCertificate(): Uint8Array {
  writeFileSync(join(folder, 'key.pem'), pem('merchant.private'))
  const subject = '/CN=<img src=x onerror=isRun=1>/O=<script>isRun=1<\\/script>'
  const args = ['req', '-new', '-x509', '-key', 'key.pem', '-subj', subject, '-days', '9', '-out', 'markup.pem']
  execFileSync('openssl', args, { cwd: folder })
  return readFileSync(join(folder, 'markup.pem'))
}

const fillAll = async (page: Page, text: string) => {
  for (const field of await page.locator('[role=tabpanel]:not([hidden]) :is(textarea, input[type=text]):visible').all())
    await field.fill(text)
}

describe('markup', () => {
  it('in every field, file name and certificate stays a text', async () => {
    const { page, faults } = await openPage(opened)
    const dialogs: string[] = []
    page.on('dialog', (dialog) => dialogs.push(dialog.message()))
    await giveKeys(page, fileOf(`${MARKUP.replaceAll('/', '')}.pem`, createCertificate()), fileOf('<b>x</b>', MARKUP))
    for (const text of [
      MARKUP,
      requestOf(messageOf(), {
        mchid: MARKUP.replaceAll('"', ''),
        serial: MARKUP.replaceAll('"', ''),
        line: `POST /${MARKUP} HTTP/1.1`,
      }),
      `curl -d @${MARKUP} https://x/`,
      requestOf(messageOf('POST', TARGET, NOW, `{"a":"${MARKUP}"}`), { body: MARKUP }),
    ]) {
      await fillAll(
        page,
        JSON.stringify({
          code: MARKUP,
          message: MARKUP,
          detail: { sign_information: { truncated_sign_message: MARKUP } },
        }),
      )
      await page.getByLabel('Request, response or notification', { exact: true }).fill(text)
      await run(page, 'Explain')
    }
    await page.getByLabel('Field by field').check()
    await fillAll(page, MARKUP)
    await run(page, 'Explain')
    await page.getByRole('tab', { name: 'Read a key or certificate' }).click()
    await page.getByRole('tabpanel').locator('.wb-keys').waitFor()
    await giveKeys(page, fileOf(`${MARKUP.replaceAll('/', '')}.pem`, createCertificate()))
    await page.getByRole('tab', { name: 'Encrypt, decrypt, verify' }).click()
    await page.getByRole('tabpanel').locator('.wb-keys').waitFor()
    for (const [action, button] of [
      ['Decrypt', 'Decrypt'],
      ['Encrypt', 'Encrypt'],
      [/^Verify a/, 'Verify'],
    ] as const) {
      await page.getByLabel(action, typeof action === 'string' ? { exact: true } : {}).check()
      await fillAll(page, MARKUP)
      await run(page, button)
    }
    const made = await page.evaluate(() => [
      document.querySelectorAll('#workbench :is(img, script, iframe, b)').length,
      'isRun' in globalThis,
    ])
    expect([made, dialogs, faults]).toEqual([[0, false], [], []])
  })
})

describe('what is large', () => {
  it('is looked at, and shown around the difference', async () => {
    const { page, faults } = await openPage(opened)
    await giveKeys(page, KEY)
    const message = page.getByLabel('Request, response or notification', { exact: true })
    const rows = `[${'"x",\n'.repeat(60_000)}"y"]`
    const file = page.locator('.wb-field input[type=file]')
    const request = requestOf(messageOf('POST', TARGET, NOW, JSON.stringify(JSON.parse(rows))), { body: rows })
    await file.setInputFiles([fileOf('request.txt', request)])
    await page.getByText('request.txt, 30').waitFor()
    expect(await message.inputValue()).toBe('')
    expect(await run(page, 'Explain')).toMatch(/without blanks.*\(… \d+ characters …\)/s)
    await file.setInputFiles([fileOf('lines.txt', requestOf(messageOf(), { body: '\n'.repeat(300_000) }))])
    await page.getByText('lines.txt, 30').waitFor()
    expect(await run(page, 'Explain')).toContain('another message')
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(30_000)
    expect(faults).toEqual([])
  })

  it('and is no key is told so: 9 MB of noise, and nothing', async () => {
    const { page, faults } = await openPage(opened, { hash: '#file' })
    await page.locator('[role=tabpanel]:not([hidden]) .wb-keys').waitFor()
    await giveKeys(page, fileOf('noise.bin', Buffer.alloc(9_000_000, 'x7')), fileOf('empty.pem', ''))
    const found = page.locator('[role=tabpanel]:not([hidden]) .wb-found')
    expect(await found.textContent()).toMatch(/noise\.bin has 9 MB.*empty\.pem is empty/s)
    expect(faults).toEqual([])
  })

  it('fits on a phone, whatever has no blank in it', async () => {
    const { page } = await openPage(opened, { language: 'zh', ...PHONE })
    const long = 'A1'.repeat(300)
    await giveKeys(page, KEY, fileOf(`${'long'.repeat(40)}.pem`, 'x'))
    await page
      .getByLabel('请求、应答或回调通知', { exact: true })
      .fill(
        requestOf(messageOf(), { serial: long, mchid: long, line: `POST /${long} HTTP/1.1`, body: `${BODY}${long}` }),
      )
    await run(page, '检查')
    await expectNoOverflow(page)
    expect(
      await page
        .locator('.wb-finding')
        .evaluateAll((items) => items.filter((item) => item.scrollWidth > item.clientWidth).length),
    ).toBe(0)
  })
})
