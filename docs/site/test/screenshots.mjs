// Pictures of the built site for docs/evidence: node docs/site/test/screenshots.mjs
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { dist } from '../check/built.mjs'
import { startBrowser } from './harness.mjs'
import { serveFolder } from './serve.mjs'

const folder = fileURLToPath(new URL('../../evidence/site/', import.meta.url))
const ALTER = '/operations/v3/gov/subsidy/zhejiang/qualifications/alter/post/'

/** The pictures: name, page, and how it is looked at. @type {readonly (readonly [string, string, { width?: number, scheme?: 'dark' | 'light' }])[]} */
const PICTURES = [
  ['home', '/', {}],
  ['operation', ALTER, {}],
  ['operation-phone', ALTER, { width: 360, scheme: 'dark' }],
]

mkdirSync(folder, { recursive: true })
const { origin, close } = await serveFolder(dist)
const browser = await startBrowser(origin)
for (const [name, path, look] of PICTURES) {
  const page = await browser.open(look)
  await page.goto(origin + path, { waitUntil: 'networkidle' })
  await page.setViewportSize({ width: look.width ?? 1280, height: 1_600 })
  await page.screenshot({ path: `${folder}${name}.png` })
  await page.close()
}
await browser.close()
await close()
