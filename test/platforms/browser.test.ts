import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chromiumMissing, openChromium } from '../../runtime-tests/harness/runtimes.mjs'
import { run } from '../run.ts'
import { ALTER, createCall, expectDiscreet, person, setUp } from './setup.ts'
import { startProgram } from './start.ts'

const { environment, lastSeen, voucher, copy, keep } = await setUp()

describe('browser', () => {
  const start = async () => {
    const cwd = copy('browser')
    const { code, stderr } = await run('npm', ['-s', 'run', 'build'], { cwd })
    expect({ code, stderr }).toMatchObject({ code: 0 })
    const shop = keep(await startProgram('npm', ['-s', 'start'], cwd, /http:\/\/127.0.0.1:\d+/, { PORT: '0' }))
    return { ...shop, origin: shop.match[0], bundle: readFileSync(join(cwd, 'dist/main.js'), 'utf8') }
  }

  it('bundles the crypto core alone; its server refuses plain text', async () => {
    const { origin, bundle, output } = await start()
    expect(bundle.length).toBeLessThan(8000)
    expectDiscreet(bundle)
    const headers = { 'Wechatpay-Serial': environment['WECHATPAY_PUBLIC_KEY_ID'] ?? '' }
    for (const sent of [{ headers }, {}]) {
      const response = await fetch(`${origin}/alter`, { method: 'POST', body: JSON.stringify(createCall()), ...sent })
      expect(response.status).toBe(422)
      expectDiscreet((await response.text()) + output())
    }
  })

  it('has a server that reads no body that is long, or of no stated length', async () => {
    const { origin } = await start()
    const long = JSON.stringify({ ...createCall(), more: 'x'.repeat(16_384) })
    const unstated = new Blob([JSON.stringify(createCall())]).stream()
    for (const body of [long, unstated]) {
      const init = { method: 'POST', body, duplex: 'half' }
      expect((await fetch(`${origin}/alter`, init)).status).toBe(413)
    }
  })

  it.skipIf(chromiumMissing)(
    'executed in Chromium (skipped where it is not installed): the page encrypts, the server passes on',
    async () => {
      const { origin, output } = await start()
      const browser = await openChromium()
      keep({ stop: () => browser.close() })
      const page = await browser.newPage()
      const sent: string[] = []
      page.on('request', (request) => sent.push(`${request.url()} ${request.postData()}`))
      await page.goto(origin)
      for (const [name, value] of Object.entries({ cate_code: 'B02', ...person })) {
        await page.fill(`[name=${name}]`, value)
      }
      await page.click('button')
      await page.waitForFunction(`document.querySelector('output').textContent`)
      expect(await page.textContent('output')).toBe(voucher())
      expect(lastSeen()).toMatchObject({ target: ALTER, json: { cate_code: 'B02', ...person } })
      expect(sent.at(-1)).toContain('"cate_code":"B02"')
      expectDiscreet(sent.join() + output())
    },
  )
})
