// Every guide opens in both languages, with its title, its blocks of code and its tables, none of it in the other language,
// and the switch of languages leads from each to the other.
/** @import { Browser, Case } from './harness.mjs' */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GUIDES } from '../build/guides/list.mjs'
import { readGuide, root } from '../build/guides/markdown.mjs'

/** @param {Browser} browser @returns {readonly Case[]} */
export function listGuideCases(browser) {
  return [
    {
      title: 'every guide that is promised is there, in a file of each language',
      run() {
        const slugs = GUIDES.map(({ slug }) => slug)
        assert.deepEqual(
          PROMISED.filter((slug) => !slugs.includes(slug)),
          [],
        )
        assert.deepEqual(
          GUIDES.filter(({ zh, en }) => zh === en),
          [],
        )
      },
    },
    ...GUIDES.flatMap((guide) =>
      /** @type {const} */ (['zh', 'en']).map((language) => ({
        title: `guide ${guide.slug} (${language})`,
        run: () => openGuide(browser, guide, language),
      })),
    ),
  ]
}

/** Subjects that people look for, in the order of their needs, and the page that has it. */
const PROMISED = [
  'guides/keys',
  'guides/start',
  'guides/calls',
  'guides/errors',
  'guides/notifications',
  'guides/frameworks',
  'guides/payments',
  'guides/files',
  'guides/bills',
  'guides/certificates',
  'guides/merchants',
  'guides/transports',
  'guides/runtimes',
  'guides/functions',
  'guides/sandbox',
  'guides/kms',
  'guides/openssl',
  'guides/from-wechatpay-axios-plugin',
  'about/architecture',
  'about/security',
  'guides/evidence',
]

/** @param {Browser} browser @param {import('../build/guides/list.mjs').Guide} guide @param {'zh' | 'en'} language */
async function openGuide(browser, guide, language) {
  const path = `${language === 'en' ? '/en' : ''}/${guide.slug}/`
  const file = readFileSync(join(root, guide[language]), 'utf8')
  // A page in Chinese that is about a report has blocks and tables of that report besides its own.
  const text = /<!-- (?:figures|matches|output)/.test(file) ? readGuide(guide, language).markdown : file
  const prose = text.replace(/^```.*\n[\s\S]*?^```$/gm, '')
  const [, title = ''] = /^# (.*)$/m.exec(file) ?? []
  const page = await browser.open()
  try {
    const response = await page.goto(browser.origin + path)
    assert.equal(response?.status(), 200)
    assert.equal(await page.locator('html').getAttribute('lang'), language === 'en' ? 'en' : 'zh-CN')
    assert.equal(await page.locator('h1').textContent(), guide.title?.[language] ?? title.replaceAll('`', ''))
    const main = page.locator('.sl-markdown-content')
    assert.equal(
      await main.locator('pre').count(),
      text.match(/^```.*\n[\s\S]*?^```$/gm)?.length ?? 0,
      'blocks of code',
    )
    assert.deepEqual(await main.evaluate(listCoveredBlocks), [], 'blocks of code that something covers')
    assert.equal(await main.locator('table').count(), prose.match(/^\|(?: ?:?-+:? ?\|)+$/gm)?.length ?? 0, 'tables')
    assert.equal(await main.locator('h2').count(), prose.match(/^## /gm)?.length ?? 0, 'headings')
    const shown = await page.locator('nav a[aria-current="page"]').count()
    assert.equal(shown, 1, 'entries of the sidebar')
    assert.deepEqual(await main.evaluate(listOfOtherLanguage, language), [], 'text in the other language')
    const other = `${language === 'en' ? '' : '/en'}/${guide.slug}/`
    // The theme has two such switches, of which the menu of a phone is hidden here.
    await page
      .locator('starlight-lang-select select')
      .first()
      .selectOption({ label: language === 'en' ? '简体中文' : 'English' })
    await page.waitForURL(browser.origin + other)
    assert.equal(await page.locator('html').getAttribute('lang'), language === 'en' ? 'zh-CN' : 'en')
  } finally {
    await page.close()
  }
}

/** Lists what a page has in the other language: sentences, but no code and no quotation. Runs in the page. @param {Element} main @param {'zh' | 'en'} language */
function listOfOtherLanguage(main, language) {
  // Cells of tables in English quote terms of WeChat Pay's platform and its messages, which are Chinese.
  const elements = main.querySelectorAll(language === 'zh' ? 'p, li, td, th, h2, h3' : 'p, li, th, h2, h3')
  return [...elements]
    .map((element) => {
      const copy = /** @type {Element} */ (element.cloneNode(true))
      for (const part of copy.querySelectorAll('code, pre, svg, ul, ol')) part.remove()
      return copy.textContent.replace(/“[^”]*”/g, '').trim()
    })
    .filter((text) => {
      if (language === 'en') return /\p{sc=Han}/u.test(text) && !/[A-Za-z]{2,}/.test(text)
      return !/\p{sc=Han}/u.test(text) && /[A-Za-z]{2,}(?: [a-z]{2,}){2}/.test(text)
    })
}

/** Lists blocks of code whose text is under something else at the end of a line that is in sight. Runs in the page. @param {Element} main */
function listCoveredBlocks(main) {
  return [...main.querySelectorAll('pre')]
    .filter((pre) => {
      pre.scrollIntoView({ block: 'center', behavior: 'instant' })
      const { right, top, height } = pre.getBoundingClientRect()
      // Below the button that copies, which shows itself under the pointer alone.
      const found = document.elementFromPoint(right - 30, top + Math.max(height - 12, height / 2))
      const button = found?.closest('.copy')
      return button && getComputedStyle(button).backgroundColor !== 'rgba(0, 0, 0, 0)'
    })
    .map((pre) => pre.textContent.slice(0, 40))
}
