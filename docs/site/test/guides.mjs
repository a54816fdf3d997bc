// Every guide opens in both languages, with its title, its blocks of code and its tables.
/** @import { Browser, Case } from './harness.mjs' */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GUIDES } from '../build/guides/list.mjs'
import { root } from '../build/guides/markdown.mjs'

/** @param {Browser} browser @returns {readonly Case[]} */
export function listGuideCases(browser) {
  return GUIDES.flatMap((guide) =>
    /** @type {const} */ (['zh', 'en']).map((language) => ({
      title: `guide ${guide.slug} (${language})`,
      run: () => openGuide(browser, guide, language),
    })),
  )
}

/** @param {Browser} browser @param {import('../build/guides/list.mjs').Guide} guide @param {'zh' | 'en'} language */
async function openGuide(browser, guide, language) {
  const path = `${language === 'en' ? '/en' : ''}/${guide.slug}/`
  const text = readFileSync(join(root, guide[language]), 'utf8')
  const prose = text.replace(/^```.*\n[\s\S]*?^```$/gm, '')
  const [, title = ''] = /^# (.*)$/m.exec(text) ?? []
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
    assert.equal(await main.locator('table').count(), prose.match(/^\|(?: ?:?-+:? ?\|)+$/gm)?.length ?? 0, 'tables')
    assert.equal(await main.locator('h2').count(), prose.match(/^## /gm)?.length ?? 0, 'headings')
    const shown = await page.locator('nav a[aria-current="page"]').count()
    assert.equal(shown, 1, 'entries of the sidebar')
  } finally {
    await page.close()
  }
}
