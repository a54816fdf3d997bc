// The page that stands alone, built, served on loopback and opened in Chromium.
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { chromium } from 'playwright-core'
import { buildWorkbench } from '../../build.mjs'

/** @type {Readonly<Record<string, string>>} */
const TYPES = { '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript' }

const executablePath = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
)

/** Builds and serves the page, and starts Chromium. */
export async function openWorkbench() {
  const folder = await mkdtemp(join(tmpdir(), 'wechatpay-kit-workbench-'))
  await buildWorkbench(folder)
  /** @type {string[]} */
  const served = []
  const server = createServer(async ({ url = '/' }, response) => {
    served.push(url)
    const { pathname } = new URL(url, 'http://localhost')
    const name = pathname === '/' ? 'standalone.html' : pathname.slice(1)
    try {
      if (name.includes('..')) throw new Error('Nothing above the folder is served.')
      const content = await readFile(join(folder, name))
      response.setHeader('Content-Type', TYPES[extname(name)] ?? 'application/octet-stream').end(content)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  if (!executablePath) throw new Error('Chromium is not installed (Debian: apt-get install chromium-headless-shell).')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  const origin = `http://localhost:${port}`
  const close = async () => {
    await browser.close()
    server.close()
    await rm(folder, { recursive: true })
  }
  return { folder, origin, browser, served, close }
}

/**
 * Opens a page of its own, and collects what it must not have: requests elsewhere, refusals of its policy, errors.
 *
 * @param {{ origin: string, browser: import('playwright-core').Browser }} opened
 * @param {{ language?: 'en' | 'zh', hash?: string } & import('playwright-core').BrowserContextOptions} [options]
 */
export async function openPage({ origin, browser }, { language = 'en', hash = '', ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  const page = await context.newPage()
  /** @type {string[]} */
  const faults = []
  /** @type {string[]} */
  const requests = []
  page.on('request', (request) => {
    requests.push(request.url())
    if (!request.url().startsWith(`${origin}/`) && !/^(data|blob):/.test(request.url()))
      faults.push(`request ${request.url()}`)
  })
  page.on('requestfailed', (request) => faults.push(`failed ${request.url()}`))
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`)
  })
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(message.text())
  })
  await page.goto(`${origin}/?lang=${language}${hash}`)
  return { page, faults, requests, context }
}
