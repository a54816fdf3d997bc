// What pages cost: as a browser receives them, and all pages of operations by their files.
/** @import { Browser, Case } from './harness.mjs' */
import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { GUIDES } from '../build/guides/list.mjs'
import { events, operations } from '../build/pages.mjs'
import { readBuilt } from '../check/built.mjs'
import { findDeadLinks, findForeign } from '../check/links.mjs'

const KB = 1_000
/** Bytes that a page may cost: the first one, an operation's, and the largest operation's. */
const LIMITS = { home: 100 * KB, operation: 80 * KB, largest: 150 * KB }
/** The operation with most fields. */
const LARGEST = '/operations/v3/applyment4sub/applyment/post/'

/** @param {Browser} browser @returns {Promise<readonly Case[]>} */
export async function listBudgetCases(browser) {
  const built = await readBuilt()
  return [
    { title: 'the first page costs at most 100 kB', run: () => measure(browser, '/', LIMITS.home) },
    { title: 'the largest operation costs at most 150 kB', run: () => measure(browser, LARGEST, LIMITS.largest) },
    { title: 'every operation but the largest ones costs at most 80 kB', run: () => measureAll(browser, built) },
    { title: 'every operation, event type and guide has a page in both languages', run: () => countPages(built) },
    { title: 'no link is dead', run: () => assert.deepEqual(findDeadLinks(built).slice(0, 10), []) },
    { title: 'no page fetches from elsewhere', run: () => assert.deepEqual(findForeign(built).slice(0, 10), []) },
    { title: 'a dead link, a missing anchor and a foreign script are noticed', run: noticeFaults },
  ]
}

/** The bytes that a browser receives for a page. @param {Browser} browser @param {string} path */
async function receive(browser, path) {
  const page = await browser.open()
  /** @type {Promise<number>[]} */
  const sizes = []
  page.on('requestfinished', (request) => sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize)))
  await page.goto(browser.origin + path, { waitUntil: 'networkidle' })
  const all = await Promise.all(sizes)
  await page.close()
  return all.reduce((sum, size) => sum + size, 0)
}

/** @param {Browser} browser @param {string} path @param {number} limit */
async function measure(browser, path, limit) {
  const bytes = await receive(browser, path)
  console.log(`${path}: ${bytes} bytes`)
  assert.ok(bytes > 0 && bytes <= limit, `${path} costs ${bytes} bytes, of ${limit}`)
}

/** @param {Browser} browser @param {Awaited<ReturnType<typeof readBuilt>>} built */
async function measureAll(browser, { pages }) {
  const own = (/** @type {string} */ path) => gzipSync(pages.get(path)?.html ?? '').length
  // Beside its own text every page of an operation needs the same files.
  const some = '/operations/v3/refund/domestic/refunds/post/'
  const shared = (await receive(browser, some)) - own(some)
  const costs = [...pages.keys()]
    .filter((path) => /^\/(en\/)?operations\//.test(path) && !path.endsWith(LARGEST))
    .map((path) => ({ path, bytes: own(path) + shared }))
    .sort((one, other) => other.bytes - one.bytes)
  console.log(
    `operations: ${costs[0]?.path} ${costs[0]?.bytes} bytes, median ${costs[Math.floor(costs.length / 2)]?.bytes}`,
  )
  assert.deepEqual(
    costs.filter(({ bytes }) => bytes > LIMITS.operation),
    [],
  )
}

/** @param {Awaited<ReturnType<typeof readBuilt>>} built */
function countPages({ pages }) {
  const slugs = [...operations, ...events, ...GUIDES].map(({ slug }) => slug)
  const missing = slugs.flatMap((slug) => [`/${slug}/`, `/en/${slug}/`]).filter((path) => !pages.has(path))
  assert.deepEqual(missing, [])
  assert.equal(operations.length, 1_050)
  assert.equal(events.length, 105)
}

function noticeFaults() {
  const page = {
    anchors: new Set(['a']),
    html: '',
    links: ['/b/', '/#c', '/#a', '/'],
    fetched: ['https://elsewhere.example/x.js', '/y.css'],
  }
  const built = { pages: new Map([['/', page]]), files: new Set(['/index.html']), links: 4 }
  assert.equal(findDeadLinks(built).length, 3)
  assert.equal(findForeign(built).length, 1)
}
