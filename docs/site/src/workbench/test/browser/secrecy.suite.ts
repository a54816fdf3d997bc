// What a page must not keep of a merchant's secrets, and the ways that none of them may take out of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pem, requestOf } from '../given.ts'
import { openPage, openWorkbench } from './open-page.mjs'
import { fileOf, giveKeys, run } from './tools.ts'

let opened: Awaited<ReturnType<typeof openWorkbench>>
beforeAll(async () => {
  opened = await openWorkbench()
})
afterAll(() => opened.close())

const KEY = fileOf('apiclient_key.pem', pem('merchant.private'))

describe('secrets', () => {
  it('are in no field that a browser keeps, corrects, translates or writes on', async () => {
    const { page } = await openPage(opened)
    for (const name of ['Read a key or certificate', 'Encrypt, decrypt, verify', 'Try a call']) {
      await page.getByRole('tab', { name }).click()
      await page.getByRole('tabpanel').locator('.wb-keys, .wb-head').first().waitFor()
    }
    const fields = await page
      .locator('#workbench :is(input, textarea)')
      .evaluateAll((inputs) =>
        inputs.map((input) =>
          ['type', 'autocomplete', 'spellcheck', 'writingsuggestions'].map((name) => input.getAttribute(name)),
        ),
      )
    const texts = fields.filter(([type]) => type === null || type === 'text' || type === 'password')
    expect(texts.length).toBeGreaterThan(20)
    expect(texts.filter(([type]) => type === 'password')).toEqual([])
    expect(new Set(texts.map((field) => field.slice(1).join()))).toEqual(new Set(['off,false,false']))
    expect(await page.locator('#workbench').getAttribute('translate')).toBe('no')
    expect(
      await page
        .locator('.wb-secret')
        .first()
        .evaluate((input) => getComputedStyle(input).getPropertyValue('-webkit-text-security')),
    ).toBe('disc')
  })

  it('are gone when the page is left, also where the browser keeps it for its button Back', async () => {
    const { page, faults } = await openPage(opened)
    await giveKeys(page, KEY)
    await page.getByLabel('Text of a key or certificate').fill(pem('stranger.private'))
    await page.getByLabel('Request, response or notification', { exact: true }).fill(requestOf())
    await run(page, 'Explain')
    const history = await page.evaluate(() =>
      JSON.stringify([window.history.state, location.href, document.title, window.name]),
    )
    expect(history).not.toMatch(/BEGIN|MII|1900007291/)
    const left = await page.evaluate(() => {
      dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
      return document.querySelector('#workbench')?.childNodes.length
    })
    expect(left).toBe(0)
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
    await page.getByLabel('Request, response or notification', { exact: true }).waitFor()
    expect(
      await page
        .locator('#workbench :is(input[type=text], textarea)')
        .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value).join('')),
    ).toBe('')
    expect(await page.locator('.wb-card').count()).toBe(0)
    expect(faults).toEqual([])
  })

  it('have no way out by WebRTC, a worker or a frame', async () => {
    const { page } = await openPage(opened)
    await page.locator('[role=tab]').first().waitFor()
    const before = opened.served.length
    const ways = await page.evaluate(async () => {
      const attempt = async (run: () => unknown) => {
        try {
          return await run()
        } catch {
          return 'refused'
        }
      }
      const worker = () =>
        new Promise((resolve, reject) => {
          const made = new Worker('/standalone.js' as unknown as string, { type: 'module' })
          made.onerror = () => reject(new Error('refused'))
          made.onmessage = resolve
        })
      const frame = () =>
        new Promise((resolve) => {
          const made = document.createElement('iframe')
          made.addEventListener('load', () =>
            resolve(
              made.contentDocument === null || made.contentDocument.body.childNodes.length === 0 ? 'refused' : 'made',
            ),
          )
          made.src = '/standalone.html'
          document.body.append(made)
        })
      return ['RTCPeerConnection' in globalThis, await attempt(worker), await attempt(frame)]
    })
    expect(ways).toEqual([false, 'refused', 'refused'])
    expect(opened.served.slice(before)).toEqual([])
  })
})
