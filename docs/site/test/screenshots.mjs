// Pictures of the built site for docs/evidence: node docs/site/test/screenshots.mjs
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { dist } from '../check/built.mjs'
import { startBrowser } from './harness.mjs'
import { serveFolder } from './serve.mjs'
import { shrinkPng } from './shrink-png.mjs'

const folder = fileURLToPath(new URL('../../evidence/site/', import.meta.url))
const ALTER = '/operations/v3/gov/subsidy/zhejiang/qualifications/alter/post/'

/**
 * A picture: name, page, how it is looked at, and what is done before.
 *
 * @typedef {readonly [string, string, { width?: number, scheme?: 'dark' | 'light' }, ((page: import('playwright-core').Page) => Promise<void>)?]} Picture
 */

/** Has the workbench find a difference, with its own example, whose key is made for it. @param {import('playwright-core').Page} page */
async function findDifference(page) {
  await page.getByRole('button', { name: '填入示例' }).click()
  await page.locator('.wb-card').waitFor()
  await page.getByRole('button', { name: '检查', exact: true }).click()
  await page.locator('.wb-row-wrong').waitFor()
  await page.locator('.wb-result h3').evaluate((heading) => heading.scrollIntoView())
  await page.mouse.move(0, 0)
}

/** The same, seen from the top of the page. @param {import('playwright-core').Page} page */
async function showDifference(page) {
  await findDifference(page)
  await page.evaluate(() => scrollTo(0, 0))
}

/** @type {readonly Picture[]} */
const PICTURES = [
  ['home', '/', {}],
  ['operation', ALTER, {}],
  ['operation-phone', ALTER, { width: 360, scheme: 'dark' }],
  ['workbench', '/workbench/', {}, showDifference],
  ['workbench-phone', '/workbench/', { width: 360, scheme: 'dark' }, findDifference],
]

mkdirSync(folder, { recursive: true })
const { origin, close } = await serveFolder(dist)
const browser = await startBrowser(origin)
/** Pictures to take, where not all are wanted. */
const wanted = process.argv.slice(2)
for (const [name, path, look, act] of PICTURES) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const page = await browser.open(look)
  await page.goto(origin + path, { waitUntil: 'networkidle' })
  await page.setViewportSize({ width: look.width ?? 1280, height: 1_600 })
  await act?.(page)
  writeFileSync(`${folder}${name}.png`, shrinkPng(await page.screenshot({ fullPage: name === 'workbench' })))
  await page.close()
}
await browser.close()
await close()
