// A phone, dark, the keyboard, and what axe finds.
/** @import { Browser, Case } from './harness.mjs' */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** A page of each kind. */
const PAGES = [
  '/',
  '/en/',
  '/guides/calls/',
  '/en/guides/errors/',
  '/areas/',
  '/areas/pay/',
  '/events/',
  '/events/transaction-success/',
  '/operations/v3/gov/subsidy/zhejiang/qualifications/alter/post/',
  '/en/operations/v3/pay/transactions/jsapi/post/',
  '/operations/v3/applyment4sub/applyment/post/',
  '/operations/v3/merchant/media/upload/post/',
  '/evidence/benchmark/',
  '/404.html',
]
const ALTER = '/operations/v3/gov/subsidy/zhejiang/qualifications/alter/post/'

/** @param {Browser} browser @returns {readonly Case[]} */
export function listLookCases(browser) {
  return [
    ...PAGES.flatMap((path) => [
      { title: `${path} fits a phone of 360 px`, run: () => fitPhone(browser, path) },
      .../** @type {const} */ (['light', 'dark']).map((scheme) => ({
        title: `axe finds nothing serious on ${path}, ${scheme}`,
        run: () => runAxe(browser, path, scheme),
      })),
    ]),
    { title: 'axe finds nothing serious in the search', run: () => runAxeInSearch(browser) },
    { title: 'a dark page is dark', run: () => lookDark(browser) },
    { title: 'the keyboard chooses tabs', run: () => chooseByKeyboard(browser) },
    { title: 'the keyboard searches, goes to a result and closes', run: () => searchByKeyboard(browser) },
    { title: 'fields fold and unfold by keyboard', run: () => foldByKeyboard(browser) },
    { title: 'the language is changed to the same page', run: () => changeLanguage(browser) },
  ]
}

/** @param {Browser} browser @param {string} path */
async function fitPhone(browser, path) {
  const page = await browser.open({ width: 360 })
  await page.goto(browser.origin + path)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.equal(wide, 0, `the page is ${wide} px too wide`)
  await page.close()
}

/** @param {import('./harness.mjs').Page} page */
async function listSerious(page) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => /** @type {any} */ (globalThis).axe.run())
  return violations
    .filter((/** @type {any} */ { impact }) => impact === 'serious' || impact === 'critical')
    .map(
      (/** @type {any} */ { id, nodes }) =>
        `${id}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary?.slice(0, 200)}`,
    )
}

/** @param {Browser} browser @param {string} path @param {'dark' | 'light'} scheme */
async function runAxe(browser, path, scheme) {
  // Dark on a phone, light on a desktop.
  const page = await browser.open({ scheme, width: scheme === 'dark' ? 360 : 1280 })
  await page.goto(browser.origin + path)
  assert.deepEqual(await listSerious(page), [])
  await page.close()
}

/** @param {Browser} browser */
async function runAxeInSearch(browser) {
  const page = await browser.open()
  await page.goto(`${browser.origin}/`)
  await page.keyboard.press('Control+k')
  await page.keyboard.insertText('退款')
  await page.locator('site-search li a').first().waitFor()
  assert.deepEqual(await listSerious(page), [])
  await page.close()
}

/** @param {Browser} browser */
async function lookDark(browser) {
  for (const [scheme, isRight] of /** @type {const} */ ([
    ['dark', (/** @type {number} */ light) => light < 60],
    ['light', (/** @type {number} */ light) => light > 200],
  ])) {
    const page = await browser.open({ scheme })
    await page.goto(browser.origin + ALTER)
    const colours = await page.evaluate(() =>
      [document.body, document.querySelector('.sample pre')].map((one) => one && getComputedStyle(one).backgroundColor),
    )
    for (const colour of colours) {
      const [red = Number.NaN] = (colour?.match(/[\d.]+/g) ?? []).map(Number)
      assert.ok(isRight(red), `${scheme}: ${colour}`)
    }
    await page.close()
  }
}

/** @param {Browser} browser */
async function chooseByKeyboard(browser) {
  const page = await browser.open()
  await page.goto(browser.origin + ALTER)
  await page.locator('.tabs input').first().focus()
  await page.keyboard.press('ArrowRight')
  assert.match(await page.locator('.sample .code').innerText(), /^const result = await wxpay\.chain\('v3\//)
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowRight')
  assert.match(await page.locator('.sample .code').innerText(), /await wxpay\.encrypt\(/)
  // The next page shows the same style.
  await page.goto(`${browser.origin}/operations/v3/refund/domestic/refunds/post/`)
  assert.match(await page.locator('.sample .code').innerText(), /^const result = await wxpay\.chain\('v3\//)
  await page.close()
}

/** @param {Browser} browser */
async function searchByKeyboard(browser) {
  const page = await browser.open()
  await page.goto(`${browser.origin}/`)
  await page.keyboard.press('Control+k')
  await page.keyboard.insertText('变更资格')
  await page.locator('site-search li a').first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(`${browser.origin}${ALTER}`)
  await page.keyboard.press('Control+k')
  await page.keyboard.press('Escape')
  assert.equal(
    await page.locator('site-search dialog').evaluate((dialog) => /** @type {HTMLDialogElement} */ (dialog).open),
    false,
  )
  await page.close()
}

/** @param {Browser} browser */
async function foldByKeyboard(browser) {
  const page = await browser.open()
  await page.goto(browser.origin + ALTER)
  const child = page.locator('.fields tr', { hasText: 'cert_no' })
  await page.locator('.fold').first().focus()
  await page.keyboard.press('Enter')
  assert.equal(await child.isVisible(), false)
  await page.keyboard.press('Space')
  assert.equal(await child.isVisible(), true)
  await page.close()
}

/** @param {Browser} browser */
async function changeLanguage(browser) {
  const page = await browser.open()
  await page.goto(browser.origin + ALTER)
  await page.locator('starlight-lang-select select').first().selectOption({ label: 'English' })
  await page.waitForURL(`${browser.origin}/en${ALTER}`)
  await page.close()
}
