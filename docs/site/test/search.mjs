// The search finds a text wherever it stands, and nothing else: compared with the records of the catalogue, read as text.
/** @import { Browser, Case } from './harness.mjs' */
import assert from 'node:assert/strict'
import { events, operations } from '../build/pages.mjs'

const WORDS = ['退款', '退款单号', 'refunds', 'out_refund_no', 'refund_no', 'ＲＥＦＵＮＤ_NO']

/** @param {Browser} browser @returns {readonly Case[]} */
export function listSearchCases(browser) {
  return /** @type {const} */ (['zh', 'en']).flatMap((language) => [
    ...WORDS.map((word) => ({
      title: `search for ${word} (${language})`,
      run: () => searchFor(browser, word, language),
    })),
    { title: `the search is loaded when it is opened (${language})`, run: () => countRequests(browser, language) },
  ])
}

/** The pages whose records have a text in a title, a product, a path, or the name or term of a field. @param {string} word */
function listExpected(word) {
  const collect = (/** @type {unknown} */ value, /** @type {string[]} */ texts) => {
    if (typeof value !== 'object' || value === null) return texts
    for (const [key, inner] of Object.entries(value)) {
      if (['name', 'term', 'english'].includes(key) && typeof inner === 'string') texts.push(inner)
      if (key === 'fields') texts.push(...Object.keys(Object(inner)))
      collect(inner, texts)
    }
    return texts
  }
  const has = (/** @type {readonly string[]} */ texts) => texts.some((text) => text.toLowerCase().includes(word))
  return [
    ...operations
      .filter(({ facts: { title, english = '', method, path, tags = [], ...rest } }) =>
        has([title, english, `${method} ${path}`, ...tags, ...collect(rest, [])]),
      )
      .map(({ slug }) => slug),
    ...events
      .filter(({ type, title, kinds }) => has([type, title, ...kinds.flatMap(({ resource }) => collect(resource, []))]))
      .map(({ slug }) => slug),
  ].sort()
}

/** @param {Browser} browser @param {string} word @param {'zh' | 'en'} language */
async function searchFor(browser, word, language) {
  const prefix = language === 'en' ? '/en/' : '/'
  const page = await browser.open()
  try {
    await page.goto(browser.origin + prefix)
    await page.keyboard.press('Control+k')
    await page.keyboard.insertText(word)
    await page.waitForFunction(() => /\d/.test(document.querySelector('site-search .status')?.textContent ?? ''))
    const more = page.locator('site-search li button')
    while ((await more.count()) > 0) await more.click()
    const links = await page
      .locator('site-search li a')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))
    const slugs = links.map((link) => {
      assert.ok(link.startsWith(prefix), `${link} is not of this language`)
      return link.slice(prefix.length).replace(/\/$/, '')
    })
    const expected = listExpected(word.normalize('NFKC').toLowerCase())
    assert.ok(expected.length > 10, `only ${expected.length} are expected`)
    assert.deepEqual(slugs.filter((slug) => /^(operations|events)\//.test(slug)).sort(), expected)
    if (word === '退款' && language === 'zh')
      assert.ok(
        slugs.some((slug) => slug.startsWith('guides/')),
        'no guide is found',
      )
    const count = Number(/\d+/.exec((await page.locator('site-search .status').textContent()) ?? '')?.[0])
    assert.equal(count, links.length)
  } finally {
    await page.close()
  }
}

/** @param {Browser} browser @param {'zh' | 'en'} language */
async function countRequests(browser, language) {
  const page = await browser.open()
  /** @type {string[]} */
  const asked = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.goto(`${browser.origin}/${language === 'en' ? 'en/' : ''}`, { waitUntil: 'networkidle' })
  assert.deepEqual(
    asked.filter((path) => path.startsWith('/search/')),
    [],
  )
  await page.locator('site-search .open').click()
  await page.waitForLoadState('networkidle')
  assert.equal(asked.filter((path) => path.startsWith('/search/')).length, 3)
  await page.close()
}
