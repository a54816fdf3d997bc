import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { certificate, messageOf, pem, requestOf, TARGET } from '../given.ts'
import { openPage, openWorkbench } from './open-page.mjs'
import { expectNoOverflow, fileOf, giveKeys, listBarriers, readResult, run } from './tools.ts'

let opened: Awaited<ReturnType<typeof openWorkbench>>
beforeAll(async () => {
  opened = await openWorkbench()
})
afterAll(() => opened.close())

const KEY = fileOf('apiclient_key.pem', pem('merchant.private'))
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }

/** Uses every tool of a page once; `check` looks at each with its result. */
async function useAll(
  options: Parameters<typeof openPage>[1],
  check: (page: Awaited<ReturnType<typeof openPage>>['page']) => Promise<void>,
) {
  const { page, faults, requests, context } = await openPage(opened, { language: 'zh', ...options })
  await giveKeys(page, KEY, fileOf('cert.pem', certificate('merchant.pem')))
  await page
    .getByLabel('请求、应答或回调通知', { exact: true })
    .fill(requestOf(messageOf('POST', decodeURIComponent(TARGET))))
  await run(page, '检查')
  await check(page)
  await page.getByLabel('逐项填写').check()
  await check(page)
  await page.getByRole('tab', { name: '识别密钥与证书' }).click()
  await page.getByRole('tabpanel').locator('.wb-keys').waitFor()
  await giveKeys(page, KEY, fileOf('cert.pem', certificate('merchant.pem')))
  await page.getByRole('button', { name: /^显示：私钥/ }).click()
  await check(page)
  await page.getByRole('tab', { name: '加密、解密、验签' }).click()
  await page.getByRole('tabpanel').locator('.wb-keys').waitFor()
  await giveKeys(page, fileOf('pub_key.pem', pem('platform.public')))
  await page.getByLabel('加密', { exact: true }).check()
  await page.getByLabel('明文').fill('张三')
  await run(page, '加密')
  await check(page)
  await page.getByRole('tab', { name: '试调接口' }).click()
  await page.locator('.wb-head').waitFor()
  await run(page, '调用沙箱')
  await check(page)
  expect(faults).toEqual([])
  return { page, requests, context }
}

describe('the page', () => {
  it.each([
    ['light', {}],
    ['dark', {}],
    ['light', PHONE],
    ['dark', PHONE],
  ] as const)('in %s, of %o, keeps nobody out and is never wider than the window', async (colorScheme, device) => {
    await useAll({ colorScheme, ...device }, async (page) => {
      expect(await listBarriers(page)).toEqual([])
      await expectNoOverflow(page)
    })
  })

  it('asks for nothing but its own files, and keeps nothing', async () => {
    const { page, requests, context } = await useAll({}, async () => {})
    const others = requests.filter((url) => !url.startsWith(`${opened.origin}/`) && !url.startsWith('blob:'))
    expect(others.filter((url) => url !== 'data:,')).toEqual([])
    const kept = await page.evaluate(async () => ({
      local: localStorage.length,
      session: sessionStorage.length,
      databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length,
      address: location.href,
    }))
    expect(kept).toEqual({ local: 0, session: 0, databases: 0, caches: 0, address: `${opened.origin}/?lang=zh#call` })
    expect(await context.cookies()).toEqual([])
  })

  it('cannot connect to anything, not even where its own code would', async () => {
    const { page } = await openPage(opened)
    await page.waitForLoadState('networkidle')
    const before = opened.served.length
    const refused = await page.evaluate(async (origin) => {
      const attempts: (() => unknown)[] = [
        () => fetch(`${origin}/standalone.html`),
        () => new Promise((_, reject) => Object.assign(new WebSocket('wss://example.com'), { onerror: reject })),
        () => new Promise((_, reject) => Object.assign(new EventSource('/events'), { onerror: reject })),
        () => new Promise((_, reject) => Object.assign(new Image(), { onerror: reject, src: `${origin}/x.png` })),
      ]
      const results = await Promise.allSettled(attempts.map(async (attempt) => attempt()))
      return [...results.map(({ status }) => status), navigator.sendBeacon('/beacon', 'x')]
    }, opened.origin)
    expect(refused.slice(0, 4)).toEqual(['rejected', 'rejected', 'rejected', 'rejected'])
    // Chromium reports what it refuses; nothing of it leaves.
    expect(opened.served.slice(before)).toEqual([])
  })

  it('is used by keyboard alone', async () => {
    const { page, faults } = await openPage(opened)
    await page.keyboard.press('Tab')
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    expect(await focused()).toBe('Why is my signature wrong?')
    await page.keyboard.press('ArrowRight')
    expect(await focused()).toBe('Read a key or certificate')
    await page.getByRole('tabpanel').locator('.wb-keys').waitFor()
    await page.keyboard.press('End')
    expect(await focused()).toBe('Try a call')
    await page.locator('.wb-head').waitFor()
    await page.keyboard.press('Home')
    // Through all that can be focused, in the order in which it is seen.
    const order: string[] = []
    for (let step = 0; step < 14; step++) {
      await page.keyboard.press('Tab')
      order.push(
        await page.evaluate(() => {
          const active = document.activeElement as HTMLInputElement
          return (
            active.labels?.[0]?.textContent || active.getAttribute('aria-label') || active.textContent || active.tagName
          )
        }),
      )
      if (order.at(-1) === 'Request, response or notification') await page.keyboard.insertText(requestOf())
      if (order.at(-1) === 'Text of a key or certificate') await page.keyboard.insertText(pem('merchant.private'))
      if (order.at(-1) === 'Explain') break
    }
    expect(order.slice(0, 2)).toEqual(['As text: HTTP or curl', 'Request, response or notification'])
    expect(order).toContain('Text of a key or certificate')
    await page.getByText('PKCS#8, PEM').waitFor()
    await page.keyboard.press('Enter')
    expect(await readResult(page)).toContain('Nothing is wrong')
    expect(faults).toEqual([])
  })

  it('follows the colours of the system', async () => {
    const backgrounds = await Promise.all(
      (['light', 'dark'] as const).map(async (colorScheme) => {
        const { page } = await openPage(opened, { colorScheme })
        return page
          .locator('.wb-input')
          .first()
          .evaluate((input) => getComputedStyle(input).backgroundColor)
      }),
    )
    expect(backgrounds).toEqual(['rgb(255, 255, 255)', 'rgb(23, 24, 28)'])
  })

  it('is there at once, and loads the rest on demand', async () => {
    const { page, requests } = await openPage(opened)
    const files = requests.filter((url) => url.startsWith(`${opened.origin}/`)).map((url) => new URL(url).pathname)
    const sizes = await Promise.all(
      files.map(
        async (name) => gzipSync(await readFile(join(opened.folder, name === '/' ? 'standalone.html' : name))).length,
      ),
    )
    const size = sizes.reduce((sum, one) => sum + one, 0)
    const { ready } = await page.evaluate(() => {
      const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
      return { ready: entry?.domContentLoadedEventEnd ?? Number.NaN }
    })
    console.log(
      `The first tool: ${size} bytes gzipped in ${files.length} files, interactive after ${Math.round(ready)} ms.`,
    )
    expect(size).toBeLessThan(60_000)
    // Neither the sandbox nor node-forge nor the catalogue.
    expect(files.some((name) => /certificate|world|pay-/.test(name))).toBe(false)
  })
})
