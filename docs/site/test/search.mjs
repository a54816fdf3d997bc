// The search finds a text wherever it stands, and nothing else: compared with the records of the catalogue, read as text.
/** @import { Browser, Case } from './harness.mjs' */
import assert from 'node:assert/strict'
import { events, listSearchedGuides, operations } from '../build/pages.mjs'
import { LANGUAGES } from '../build/words.mjs'
import { readBuilt } from '../check/built.mjs'

const WORDS = ['退款', '退款单号', 'refunds', 'out_refund_no', 'refund_no', 'ＲＥＦＵＮＤ_NO']

/** Texts that people type and paste, and a page that must be among the first five results. @type {readonly (readonly [string, string])[]} */
const FOUND = [
  ['订单查询', 'operations/v3/qrcode/transactions/out-trade-no/_out_trade_no_/get'],
  ['查询订单', 'operations/v3/qrcode/transactions/out-trade-no/_out_trade_no_/get'],
  ['申请　退款', 'operations/v3/refund/domestic/refunds/post'],
  ['退款', 'operations/v3/refund/domestic/refunds/post'],
  ['商家转账', 'events/mchtransfer-bill-finished'],
  ['query order', 'operations/v3/pay/transactions/out-trade-no/_out_trade_no_/get'],
  ['4012791862', 'operations/v3/refund/domestic/refunds/post'],
  ['merchant/4012791862', 'operations/v3/refund/domestic/refunds/post'],
  ['https://pay.weixin.qq.com/doc/v3/merchant/4012791862', 'operations/v3/refund/domestic/refunds/post'],
  ['SIGN_ERROR', 'guides/errors#错误状态码'],
  ['refund.success', 'events/refund-success'],
  ['POST /v3/refund/domestic/refunds', 'operations/v3/refund/domestic/refunds/post'],
  [
    'https://api.mch.weixin.qq.com/v3/pay/transactions/id/4200001?mchid=19',
    'operations/v3/pay/transactions/id/_transaction_id_/get',
  ],
  ['wxpay.v3.pay.transactions.id._transaction_id_.get', 'operations/v3/pay/transactions/id/_transaction_id_/get'],
  ['v3->pay->transactions->jsapi->postAsync', 'operations/v3/pay/transactions/jsapi/post'],
]

/** Texts that find nothing, and what is suggested first; nothing where there is nothing near. @type {readonly (readonly [string, string])[]} */
const SUGGESTED = [
  ['out_refnud_no', 'out_refund_no'],
  ['trasaction', 'transaction'],
  ['SIGN_EROR', 'sign_error'],
  ['退宽单号', '退款单号'],
  ['jsapi xyzzyq', ''],
]

/** @param {Browser} browser @returns {readonly Case[]} */
export function listSearchCases(browser) {
  const cases = /** @type {const} */ (['zh', 'en']).flatMap((language) => [
    ...WORDS.map((word) => ({
      title: `search for ${word} (${language})`,
      run: () => searchFor(browser, word, language),
    })),
    { title: `the search is loaded when it is opened (${language})`, run: () => countRequests(browser, language) },
  ])
  return [
    ...cases,
    ...FOUND.map(([query, slug]) => ({
      title: `${query} finds ${slug}`,
      run: () => findAmongFirst(browser, query, slug),
    })),
    ...SUGGESTED.map(([query, word]) => ({
      title: `${query} finds nothing, and the search says what to do`,
      run: () => suggestInstead(browser, query, word),
    })),
    { title: 'arrow keys of a Chinese keyboard stay in its own list', run: () => composeInSearch(browser) },
    { title: 'a result on the open page closes the search', run: () => followToOwnPage(browser) },
    { title: 'every section that the search knows has its anchor', run: findSections },
  ]
}

/** Opens the search on a phone and types. @param {Browser} browser @param {string} query @param {string} [path] */
async function type(browser, query, path = '/') {
  const page = await browser.open({ width: 360 })
  await page.goto(browser.origin + path)
  await page.locator('site-search .open').click()
  const before = await page.locator('site-search .status').textContent()
  await page.keyboard.insertText(query)
  await page.waitForFunction((old) => document.querySelector('site-search .status')?.textContent !== old, before)
  return page
}

/** @param {Browser} browser @param {string} query @param {string} slug */
async function findAmongFirst(browser, query, slug) {
  const page = await type(browser, query)
  const links = await page
    .locator('site-search li a')
    .evaluateAll((all) => all.slice(0, 5).map((one) => decodeURIComponent(one.getAttribute('href') ?? '')))
  const [path = '', anchor] = slug.split('#')
  assert.ok(links.includes(`/${path}/${anchor ? `#${anchor}` : ''}`), links.join('\n'))
  await page.close()
}

/** @param {Browser} browser @param {string} query @param {string} word */
async function suggestInstead(browser, query, word) {
  const page = await type(browser, query)
  assert.match((await page.locator('site-search .status').textContent()) ?? '', /^没有找到。.{5}/)
  assert.equal(await page.locator('site-search li a').last().getAttribute('href'), '/areas/')
  if (word !== '') {
    assert.equal(await page.locator('site-search li button').first().textContent(), word)
    await page.keyboard.press('Enter')
    await page.locator('site-search li a small').first().waitFor()
    assert.equal(await page.locator('site-search input').inputValue(), word)
  }
  await page.close()
}

/** @param {Browser} browser */
async function composeInSearch(browser) {
  const page = await type(browser, '退款')
  const press = (/** @type {boolean} */ isComposing) =>
    page.locator('site-search input').evaluate((input, value) => {
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, isComposing: value }))
      return document.activeElement?.tagName
    }, isComposing)
  assert.equal(await press(true), 'INPUT')
  assert.equal(await press(false), 'A')
  await page.close()
}

/** @param {Browser} browser */
async function followToOwnPage(browser) {
  const page = await type(browser, '错误状态码', '/guides/errors/')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => decodeURIComponent(url.hash) === '#错误状态码')
  assert.equal(await page.locator('site-search dialog').isVisible(), false)
  await page.close()
}

async function findSections() {
  const { pages } = await readBuilt()
  for (const language of LANGUAGES) {
    const missing = listSearchedGuides(language).flatMap(([slug, , sections]) => {
      const anchors = pages.get(`${language === 'en' ? '/en' : ''}/${slug}/`)?.anchors
      return sections.flatMap(([anchor]) => (anchor === '' || anchors?.has(anchor) ? [] : [`${slug}#${anchor}`]))
    })
    assert.deepEqual(missing, [])
  }
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
  // Four Chinese characters are two words, which stand in either order.
  const halves = /^\p{Script=Han}{4}$/u.test(word) ? [word.slice(0, 2), word.slice(2)] : [word]
  const hasHalves = (/** @type {string} */ title) => halves.every((half) => title.includes(half))
  return [
    ...operations
      .filter(
        ({ facts: { title, english = '', method, path, tags = [], ...rest } }) =>
          hasHalves(title) || has([title, english, `${method} ${path}`, ...tags, ...collect(rest, [])]),
      )
      .map(({ slug }) => slug),
    ...events
      .filter(
        ({ type, title, kinds }) =>
          hasHalves(title) || has([type, title, ...kinds.flatMap(({ resource }) => collect(resource, []))]),
      )
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
