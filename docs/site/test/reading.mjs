// What a reader does with a page of the catalogue: link to a field, copy code, follow documents, find another page, print it.
/** @import { Browser, Case } from './harness.mjs' */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { toDocument } from '../build/addresses.mjs'
import { events, operations } from '../build/pages.mjs'
import { dist, readBuilt } from '../check/built.mjs'

const ALTER = '/operations/v3/gov/subsidy/zhejiang/qualifications/alter/post/'
const REFUND = '/operations/v3/refund/domestic/refunds/post/'

/** @param {Browser} browser @returns {readonly Case[]} */
export function listReadingCases(browser) {
  return [
    { title: 'every field has an anchor, named after its place', run: () => linkToField(browser) },
    { title: 'the anchors of a page differ', run: listDoubles },
    { title: 'of many documents a few stand open', run: () => foldDocuments(browser) },
    { title: 'older documents keep their own addresses', run: nameDocuments },
    { title: 'an operation that was replaced links to its successor', run: () => followSuccessor(browser) },
    { title: 'every block of code can be copied', run: () => copyBlocks(browser) },
    { title: 'code is selected where the browser forbids to copy', run: () => selectInstead(browser) },
    { title: 'marks are explained', run: () => readLegends(browser) },
    { title: 'a refused signature leads to the workbench', run: () => followToWorkbench(browser) },
    { title: 'the sidebar shows the entry of the page', run: () => showEntry(browser) },
    { title: 'a page that is not there says so in both languages', run: () => openMissing(browser) },
    { title: 'every page has a description, and a title that no other has', run: describePages },
    {
      title: 'without scripts code is chosen, and the list of operations stands for the search',
      run: () => readWithoutScripts(browser),
    },
    { title: 'every page of the catalogue and every guide names its Markdown', run: findTwins },
    { title: 'a phone shows what is known of a field in its whole width', run: () => readOnPhone(browser) },
    { title: 'printed code is whole, without buttons', run: () => printPage(browser) },
  ]
}

/** @param {Browser} browser */
async function linkToField(browser) {
  const page = await browser.open({ width: 360 })
  await page.goto(`${browser.origin}${REFUND}#json.amount.refund`)
  const row = page.locator('tr:target')
  assert.equal(await row.locator('code').first().textContent(), 'refund')
  const top = await row.evaluate((element) => element.getBoundingClientRect().top)
  const bar = await page.evaluate(
    () => document.querySelector('mobile-starlight-toc nav')?.getBoundingClientRect().bottom ?? 0,
  )
  assert.ok(bar > 0 && top >= bar && top < 400, `the row is at ${top}, below a bar that ends at ${bar}`)
  await page.locator('[id="response.amount.from.account"] th a').click()
  assert.equal(new URL(page.url()).hash, '#response.amount.from.account')
  await page.close()
}

async function listDoubles() {
  const { pages } = await readBuilt()
  const doubles = [...pages].flatMap(([path, { html }]) => {
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)
    const own = ids.filter((id) => /^(?:json|query|params|form|headers|response|resource)/.test(id ?? ''))
    return new Set(own).size === own.length ? [] : [path]
  })
  assert.deepEqual(doubles.slice(0, 5), [])
}

/** @param {Browser} browser */
async function foldDocuments(browser) {
  const page = await browser.open()
  await page.goto(`${browser.origin}/operations/v3/billdownload/file/get/`)
  const links = page.locator('.facts a[href^="https://pay.weixin.qq.com/doc/v3/"]')
  const { doc } = operations.find(({ slug }) => slug === 'operations/v3/billdownload/file/get')?.facts ?? { doc: [] }
  assert.ok(doc.length > 20)
  assert.equal(await links.count(), doc.length)
  const count = () => links.evaluateAll((all) => all.filter((one) => one.checkVisibility()).length)
  assert.equal(await count(), 8)
  await page.locator('.facts summary').first().click()
  assert.ok((await count()) > 8)
  await page.close()
}

function nameDocuments() {
  assert.equal(toDocument('merchant/4012791862'), 'https://pay.weixin.qq.com/doc/v3/merchant/4012791862')
  assert.equal(toDocument('global/4012354447'), 'https://pay.weixin.qq.com/doc/global/v3/zh/4012354447')
  const older = operations.flatMap(({ facts }) => facts.docOld ?? [])
  assert.ok(older.some((path) => path.startsWith('doc/')))
  for (const path of older) {
    assert.match(path, /^(?:docs?|wiki)\/\S+[^'",]$/)
    assert.equal(toDocument(path), `https://pay.weixin.qq.com/${path}`)
  }
}

/** @param {Browser} browser */
async function followSuccessor(browser) {
  const page = await browser.open()
  await page.goto(`${browser.origin}/operations/hk/v3/transactions/micropay/post/`)
  await page.locator('.notice a').click()
  await page.waitForURL(`${browser.origin}/operations/v3/global/micropay/transactions/pay/post/`)
  await page.close()
}

/** @param {Browser} browser */
async function copyBlocks(browser) {
  for (const path of [ALTER, '/events/refund-success/', '/areas/gov/', '/']) {
    const page = await browser.open()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.goto(browser.origin + path)
    const blocks = page.locator('.sl-markdown-content pre')
    const shown = await blocks.evaluateAll((all) => all.filter((one) => one.checkVisibility()).length)
    const buttons = page.locator('.sl-markdown-content .copy-code')
    assert.equal(await buttons.count(), shown, path)
    await buttons.first().click()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    assert.equal(copied.trim(), (await blocks.first().innerText()).trim())
    await page.close()
  }
}

/** @param {Browser} browser */
async function selectInstead(browser) {
  const page = await browser.open()
  await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }))
  await page.goto(browser.origin + ALTER)
  const button = page.locator('.sample .copy-code')
  await button.click()
  assert.match((await button.textContent()) ?? '', /Ctrl\+C/)
  assert.match(await page.evaluate(() => String(getSelection())), /^const result = await wxpay\.v3/)
  await page.close()
}

/** @param {Browser} browser */
async function readLegends(browser) {
  const page = await browser.open()
  await page.goto(browser.origin + ALTER)
  assert.match((await page.locator('.legend').first().textContent()) ?? '', /微信支付公钥加密/)
  await page.goto(browser.origin + REFUND)
  assert.match((await page.locator('.legend').first().textContent()) ?? '', /含义见官方文档/)
  await page.close()
}

/** @param {Browser} browser */
async function followToWorkbench(browser) {
  const page = await browser.open()
  await page.goto(`${browser.origin}/en${ALTER}`)
  await page.locator('tr', { hasText: 'SIGN_ERROR' }).locator('a').click()
  await page.waitForURL(`${browser.origin}/en/workbench/`)
  await page.close()
}

/** @param {Browser} browser */
async function showEntry(browser) {
  const page = await browser.open()
  const entry = page.locator('#starlight__sidebar [aria-current="page"]')
  await page.goto(browser.origin + ALTER)
  const box = await entry.boundingBox()
  assert.ok(box && box.y > 0 && box.y + box.height <= 800, JSON.stringify(box))
  assert.equal(await page.evaluate(() => scrollY), 0)
  await page.goto(`${browser.origin}/events/refund-success/`)
  assert.equal((await entry.textContent())?.trim(), '退款成功通知 REFUND.SUCCESS')
  await page.close()
}

/** @param {Browser} browser */
async function openMissing(browser) {
  const page = await browser.open()
  await page.goto(`${browser.origin}/404.html`)
  const box = await page.locator('h1').boundingBox()
  assert.ok(box && box.y < 200, 'the heading is at the top')
  for (const href of ['/guides/start/', '/areas/', '/en/guides/start/', '/en/areas/'])
    assert.equal(await page.locator(`main a[href="${href}"]`).count(), 1, href)
  await page.close()
}

/** Pages that search engines and programs look for. */
const LISTED = /^\/(?:en\/)?(?:operations|events|guides|areas)\/./

async function describePages() {
  const { pages } = await readBuilt()
  const bare = [...pages]
    .filter(([path, { html }]) => LISTED.test(path) && !/<meta name="description" content="[^"]{12,}"/.test(html))
    .map(([path]) => path)
  assert.deepEqual(bare.slice(0, 5), [])
  for (const isEnglish of [false, true]) {
    const own = [...pages].filter(([path]) => LISTED.test(path) && path.startsWith('/en/') === isEnglish)
    const titles = own.map(([, { html }]) => /<title>([^<]*)</.exec(html)?.[1])
    assert.deepEqual(
      titles.filter((title, index) => titles.indexOf(title) !== index),
      [],
    )
  }
}

/** @param {Browser} browser */
async function readWithoutScripts(browser) {
  const page = await browser.open({ scripts: false })
  await page.goto(browser.origin + ALTER)
  await page.locator('.tabs label').nth(1).click()
  assert.match(await page.locator('.sample .code').innerText(), /^const result = await wxpay\.chain\('v3\//)
  assert.equal(await page.locator('site-search .open').isVisible(), false)
  await page.locator('site-search a').click()
  await page.waitForURL(`${browser.origin}/areas/`)
  await page.close()
}

async function findTwins() {
  const { pages } = await readBuilt()
  for (const [path, { html }] of pages) {
    if (!LISTED.test(path)) continue
    const [tag = ''] = /<link [^>]*type="text\/markdown"[^>]*>/.exec(html) ?? []
    const [, twin = ''] = /href="([^"]+)"/.exec(tag) ?? []
    assert.ok(twin !== '' && existsSync(join(dist, twin)), `${path} names ${twin}`)
  }
  const read = (/** @type {string} */ file) => readFileSync(join(dist, file), 'utf8')
  const alter = read(`${ALTER.slice(1, -1)}.md`)
  for (const part of ['cert_no* string enc 证件号码', "name: '张三'", 'createClient', 'auth_code* string'])
    assert.ok(alter.includes(part), part)
  for (const { type, slug } of events) assert.ok(read(`${slug}.md`).includes(`'${type}': async (`), slug)
}

/** @param {Browser} browser */
async function readOnPhone(browser) {
  const page = await browser.open({ width: 360 })
  await page.goto(`${browser.origin}/operations/v3/applyment4sub/applyment/post/`)
  const row = page.locator('[id="json.subject_info.subject_type"]')
  const widthOf = async (/** @type {string} */ selector) => (await row.locator(selector).boundingBox())?.width ?? 0
  assert.ok((await widthOf('td:last-child')) > 300)
  const code = row.locator('td code', { hasText: 'SUBJECT_TYPE_INDIVIDUAL' })
  assert.ok(((await code.boundingBox())?.height ?? 100) < 30, 'the value is on one line')
  const parent = page.locator('[id="json.subject_info"] .fold')
  await parent.click()
  assert.equal(await row.isVisible(), false)
  const tree = await page.locator('.rows table').first().ariaSnapshot()
  assert.match(tree, /rowheader .*business_code/)
  assert.match(tree, /columnheader "类型"/)
  await page.close()
}

/** @param {Browser} browser */
async function printPage(browser) {
  const page = await browser.open()
  await page.goto(browser.origin + ALTER)
  await page.emulateMedia({ media: 'print' })
  for (const hidden of ['.copy-code', 'site-search .open'])
    assert.equal(await page.locator(hidden).first().isVisible(), false, hidden)
  const cut = await page
    .locator('.sl-markdown-content pre')
    .evaluateAll((all) => all.filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1).length)
  assert.equal(cut, 0)
  await page.close()
}
