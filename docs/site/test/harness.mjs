// Cases, and a browser that notices every request that leaves the site.
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {{ title: string, run: () => unknown | Promise<unknown> }} Case */

const PROGRAMS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome']

/**
 * @typedef {object} Browser
 * @property {string} origin - of the served site.
 * @property {(look?: { width?: number, scheme?: 'dark' | 'light', scripts?: boolean, isBreakingRules?: boolean }) => Promise<Page>} open - an empty page. Who opens it closes it.
 * @property {readonly string[]} foreign - addresses elsewhere that some page has asked for.
 * @property {readonly string[]} errors - what pages threw, or wrote to the console as errors.
 * @property {() => Promise<void>} close
 */

/** Starts Chromium. @param {string} origin @returns {Promise<Browser>} */
export async function startBrowser(origin) {
  const executablePath = PROGRAMS.find((path) => existsSync(path))
  if (!executablePath) throw new Error('Chromium is not installed (Debian: apt-get install chromium-headless-shell).')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  /** @type {string[]} */
  const foreign = []
  /** @type {string[]} */
  const errors = []
  return {
    origin,
    foreign,
    errors,
    async open({ width = 1280, scheme = 'light', scripts = true, isBreakingRules = false } = {}) {
      const page = await browser.newPage({
        viewport: { width, height: 800 },
        colorScheme: scheme,
        javaScriptEnabled: scripts,
      })
      page.on('request', (request) => {
        if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith('data:')) foreign.push(request.url())
      })
      page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`))
      page.on('console', (message) => {
        if (message.type() === 'error' && !isBreakingRules) errors.push(`${page.url()}: ${message.text()}`)
      })
      return page
    },
    close: () => browser.close(),
  }
}

/** Runs cases one after the other, and tells of each that fails. @param {readonly Case[]} cases @returns {Promise<{ passed: number, failed: number }>} */
export async function runCases(cases) {
  const tally = { passed: 0, failed: 0 }
  for (const { title, run } of cases) {
    try {
      await run()
      tally.passed += 1
    } catch (error) {
      tally.failed += 1
      console.error(`${title}: ${error instanceof Error ? error.message.slice(0, 2_000) : error}`)
    }
  }
  return tally
}
