// The page of the alter call, row by row; and its tabs, each of which shows the code of its style.
/** @import { Browser, Case } from './harness.mjs' */
/** @import { ShownRow } from './tables.mjs' */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { operations } from '../build/pages.mjs'
import { writeCall } from '../src/samples/code.mjs'
import { makeSample } from '../src/samples/request.mjs'
import { toText } from '../src/samples/segments.mjs'
import { readTables } from './tables.mjs'

const PATH = '/operations/v3/gov/subsidy/zhejiang/qualifications/alter/post/'
const model = JSON.parse(readFileSync(new URL('alter.json', import.meta.url), 'utf8'))

/** @param {Browser} browser @returns {readonly Case[]} */
export function listAlterCases(browser) {
  return [
    { title: 'the alter page has the rows of the document', run: () => compareRows(browser) },
    { title: 'the tabs of the alter page show the code of each style', run: () => compareTabs(browser) },
  ]
}

/** @param {Browser} browser */
async function compareRows(browser) {
  const page = await browser.open()
  await page.goto(browser.origin + PATH)
  assert.equal(await page.locator('h1').textContent(), model.title)
  assert.equal(await page.locator(`.facts a[href="${model.document}"]`).count(), 1)
  const [request = []] = await readTables(page, 'request')
  const [response = []] = await readTables(page, 'response')
  assert.deepEqual(toCells(request, model.request), model.request)
  assert.deepEqual(toCells(response, model.response), model.response)
  await page.close()
}

/** The cells of rows; a term is compared where the model has one. @param {readonly ShownRow[]} rows @param {readonly (readonly unknown[])[]} expected */
function toCells(rows, expected) {
  return rows.map(({ name, type, required, encrypted, term }, index) => {
    const isCompared = expected[index]?.[4] !== null
    assert.ok(isCompared || term !== '', `${name} has no term`)
    return [name, type, required, encrypted, isCompared ? term : null]
  })
}

/** @param {Browser} browser */
async function compareTabs(browser) {
  const operation = operations.find(({ slug }) => PATH === `/${slug}/`)
  assert.ok(operation)
  const code = writeCall(operation.facts, makeSample(operation.facts))
  const page = await browser.open()
  await page.goto(browser.origin + PATH)
  const labels = await page.locator('.tabs').first().locator('label').allTextContents()
  assert.deepEqual(labels, [...model.styles, '命令行'])
  for (const [value, label] of [
    ['plain', '传明文'],
    ['ciphertext', '传已加密的密文'],
  ]) {
    await page.locator('.tabs label', { hasText: label }).click()
    for (const style of [
      'await-chain',
      'await-declarative',
      'await-property',
      'then-chain',
      'then-declarative',
      'then-property',
    ]) {
      await page.locator(`.tabs input[value=${style}]`).check()
      const [time = '', notation = ''] = style.split('-')
      const shown = await page.locator('.sample .code').innerText()
      assert.equal(shown.trim(), toText(code, [time, notation, value ?? '']).trim(), `${style} ${value}`)
    }
  }
  await page.locator('.tabs input[value=command]').check()
  assert.match(await page.locator('.sample .command').innerText(), /^npx wechatpay-kit call POST v3\/gov\/subsidy/)
  assert.equal(await page.locator('.sample .code').isVisible(), false)
  await page.close()
}
