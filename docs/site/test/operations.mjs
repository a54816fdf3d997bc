// Twenty pages of operations, compared with the catalogue cell by cell.
/** @import { CatalogueOperation } from '@wechatpay-kit/catalogue' */
/** @import { Browser, Case, Page } from './harness.mjs' */
/** @import { Language, Row } from './expected.mjs' */
/** @import { ShownRow } from './tables.mjs' */
import assert from 'node:assert/strict'
import { readArea } from '@wechatpay-kit/catalogue'
import { expectRequest, expectResponse } from './expected.mjs'
import { readTables } from './tables.mjs'

/** The pages: area, method and path; with uploads, downloads, forms, texts that hold JSON, ends, empty responses and the largest. @type {readonly (readonly [import('@wechatpay-kit/catalogue').CatalogueArea, string, string])[]} */
const PAGES = [
  ['gov', 'POST', '/v3/gov/subsidy/zhejiang/qualifications/alter'],
  ['pay', 'POST', '/v3/pay/transactions/jsapi'],
  ['pay', 'POST', '/v3/pay/partner/transactions/native'],
  ['pay', 'GET', '/v3/pay/transactions/id/{transaction_id}'],
  ['pay', 'POST', '/v3/pay/transactions/out-trade-no/{out_trade_no}/close'],
  ['refund', 'POST', '/v3/refund/domestic/refunds'],
  ['bill', 'GET', '/v3/bill/tradebill'],
  ['billdownload', 'GET', '/v3/billdownload/file'],
  ['merchant', 'POST', '/v3/merchant/media/upload'],
  ['certificates', 'GET', '/v3/certificates'],
  ['applyment4sub', 'POST', '/v3/applyment4sub/applyment/'],
  ['apply4subject', 'POST', '/v3/apply4subject/applyment'],
  ['combine-transactions', 'POST', '/v3/combine-transactions/jsapi'],
  ['profitsharing', 'POST', '/v3/profitsharing/orders'],
  ['fund-app', 'POST', '/v3/fund-app/mch-transfer/transfer-bills'],
  ['payscore', 'POST', '/v3/payscore/serviceorder'],
  ['smartguide', 'GET', '/v3/smartguide/guides'],
  ['realname', 'GET', '/v3/realname/verify'],
]

/** The two that no list can name: the first that was withdrawn, and the one with most fields. */
async function listPages() {
  const named = await Promise.all(
    PAGES.map(async ([area, method, path]) => {
      const found = (await readArea(area)).find((one) => one.method === method && one.path === path)
      assert.ok(found, `The catalogue has no ${method} ${path}.`)
      return found
    }),
  )
  const { areas } = await import('@wechatpay-kit/catalogue')
  const all = (await Promise.all(areas.map(readArea))).flat()
  const withdrawn = all.find(({ deprecated }) => deprecated?.kind === 'withdrawn')
  const size = (/** @type {CatalogueOperation} */ one) => JSON.stringify(one).length
  const largest = all.reduce((one, other) => (size(other) > size(one) ? other : one))
  assert.ok(withdrawn)
  return [...named, withdrawn, largest]
}

/** @param {Browser} browser @returns {Promise<readonly Case[]>} */
export async function listOperationCases(browser) {
  const pages = await listPages()
  assert.equal(pages.length, 20)
  return pages.flatMap((operation) =>
    /** @type {const} */ (['zh', 'en']).map((language) => ({
      title: `operation ${operation.method} ${operation.path} (${language})`,
      run: () => compareOperation(browser, operation, language),
    })),
  )
}

/** @param {Pick<CatalogueOperation, 'method' | 'path'>} operation @param {Language} language */
function toPath({ method, path }, language) {
  const file = path.replace(/\/$/, '').replace(/\{(\w+)\}/g, '_$1_')
  return `${language === 'en' ? '/en' : ''}/operations${file}/${method.toLowerCase()}/`
}

/** @param {Browser} browser @param {CatalogueOperation} operation @param {Language} language */
async function compareOperation(browser, operation, language) {
  const page = await browser.open()
  try {
    const response = await page.goto(browser.origin + toPath(operation, language))
    assert.equal(response?.status(), 200)
    await compareHead(page, operation, language)
    const request = (await readTables(page, 'request')).flat().filter(({ depth }) => depth > 0)
    const known = request.filter(({ name }) => name !== 'Wechatpay-Serial')
    compareRows(
      known,
      expectRequest(operation, language).filter(({ name }) => name !== 'Wechatpay-Serial'),
    )
    const described = Object.values(operation.response).filter((node) => node !== null)
    const tables = await readTables(page, 'response')
    assert.equal(tables.length, described.length)
    for (const [index, node] of described.entries()) compareRows(tables[index] ?? [], expectResponse(node, language))
    const hasCode = (await page.locator('#code').count()) === 1
    assert.equal(hasCode, operation.deprecated?.kind !== 'withdrawn')
    assert.equal((await page.locator('.sample .command').count()) === 1, hasCode)
  } finally {
    await page.close()
  }
}

/** @param {Page} page @param {CatalogueOperation} operation @param {Language} language */
async function compareHead(page, operation, language) {
  const { title, english, method, path, doc, docOld = [], tags = [], roles = [], deprecated } = operation
  const named = (language === 'en' && english?.replace(/^./, (letter) => letter.toUpperCase())) || title
  const shown = named || `${method} ${path}`
  assert.equal(await page.locator('h1').textContent(), shown)
  assert.equal(await page.locator('.target').textContent(), `${method} ${path}`)
  const links = await page.locator('.facts a').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))
  for (const number of doc.length > 0 ? doc : docOld) {
    const last = number.replace(/^.*\//, '')
    assert.ok(
      links.some((link) => link.startsWith('https://pay.weixin.qq.com/') && link.endsWith(`/${last}`)),
      `no link to ${number}`,
    )
  }
  const facts = (await page.locator('.facts').first().textContent()) ?? ''
  for (const text of [...tags, ...roles]) assert.ok(facts.includes(text), `${text} is missing`)
  assert.equal(await page.locator('.notice').count(), (deprecated ? 1 : 0) + (operation.permission ? 1 : 0))
}

/** @param {readonly ShownRow[]} shown @param {readonly Row[]} expected */
function compareRows(shown, expected) {
  assert.deepEqual(
    shown.map(({ name, depth }) => `${depth} ${name}`),
    expected.map(({ name, depth }) => `${depth} ${name}`),
  )
  for (const [index, { notes, values, ...cells }] of expected.entries()) {
    const row = shown[index]
    if (!row) throw new Error(`There is no row ${cells.name}.`)
    const { text, values: shownValues, ...shownCells } = row
    assert.deepEqual(shownCells, cells)
    assert.deepEqual(shownValues.slice(0, values.length), values, `values of ${cells.name}`)
    for (const note of notes) assert.ok(text.includes(note), `${cells.name} does not say ${note}: ${text}`)
  }
}
