// The page of the workbench: it opens, and can connect to nothing. What its tools do is tested beside them.
/** @import { Browser, Case } from './harness.mjs' */
import assert from 'node:assert/strict'
import { hasWorkbench } from '../build/workbench.mjs'

/** @param {Browser} browser @returns {readonly Case[]} */
export function listWorkbenchCases(browser) {
  if (!hasWorkbench) return []
  return ['/workbench/', '/en/workbench/'].flatMap((path) => [
    { title: `${path} opens`, run: () => open(browser, path) },
    { title: `${path} can connect to nothing, and its search works`, run: () => refuseConnections(browser, path) },
  ])
}

/** @param {Browser} browser @param {string} path */
async function open(browser, path) {
  const page = await browser.open()
  /** @type {string[]} */
  const errors = []
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await page.goto(browser.origin + path)
  await page.locator('#workbench [role=tab]').first().waitFor()
  await page.waitForLoadState('networkidle')
  assert.deepEqual(errors, [])
  await page.close()
}

/** @param {Browser} browser @param {string} path */
async function refuseConnections(browser, path) {
  // The browser tells of each rule that is tried here.
  const page = await browser.open({ isBreakingRules: true })
  await page.goto(browser.origin + path)
  await page.keyboard.press('Control+k')
  await page.keyboard.insertText('退款')
  await page.locator('site-search li a').first().waitFor()
  const violated = page.evaluate(
    () =>
      new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective))
        fetch('/favicon.svg').catch(() => {})
      }),
  )
  assert.equal(await violated, 'connect-src')
  const thrown = await page.evaluate(() => {
    /** @type {readonly (() => unknown)[]} */
    const ways = [
      () => Object.assign(document.createElement('script'), { textContent: 'document.title = "run"' }),
      () => Object.assign(document.createElement('script'), { src: '/favicon.svg' }),
      () => Object.assign(document.body, { innerHTML: '<b>x</b>' }),
    ]
    return ways.map((way) => {
      try {
        way()
        return 'made'
      } catch (error) {
        return error instanceof TypeError ? 'refused' : String(error)
      }
    })
  })
  assert.deepEqual(thrown, ['refused', 'refused', 'refused'])
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')
  assert.match(policy ?? '', /script-src 'self'( 'sha256-[^']+')*$/)
  await page.close()
}
