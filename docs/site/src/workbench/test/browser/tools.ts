// What the suites do in the page, in the words of a person who uses it.
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** A file as the dialogue for files gives it. */
export const fileOf = (
  name: string,
  content: string | Uint8Array,
): { name: string; mimeType: string; buffer: Buffer } => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(content),
})

/** Waits for the result of a tool, and gives its text. */
export async function readResult(page: Page): Promise<string> {
  const result = page.locator('[role=tabpanel]:not([hidden]) .wb-result[role=region]')
  await result.locator('h3, .wb-problem').first().waitFor({ timeout: 30_000 })
  return (await result.textContent()) ?? ''
}

/** Gives files to the field for keys of the tool that is open, and waits until they are read. */
export async function giveKeys(page: Page, ...files: ReturnType<typeof fileOf>[]): Promise<void> {
  const panel = page.locator('[role=tabpanel]:not([hidden])')
  await panel.locator('.wb-keys input[type=file]').setInputFiles(files)
  await panel.locator('.wb-found > *').first().waitFor()
}

/** Presses the button that starts a tool, when the result of the last run is gone. */
export async function run(page: Page, name: string): Promise<string> {
  await page.evaluate(() => {
    for (const result of document.querySelectorAll('.wb-result[role=region]')) result.replaceChildren()
  })
  await page.getByRole('button', { name, exact: true }).click()
  return readResult(page)
}

/** The faults that axe finds, those that keep people out. */
export async function listBarriers(page: Page): Promise<string[]> {
  // By the debugger's way: the page's policy lets no script in.
  await page.evaluate(axe.source)
  const results = (await page.evaluate('axe.run(document)')) as axe.AxeResults
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
}

/** Checks that nothing is wider than the window. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const [content, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  expect(content).toBeLessThanOrEqual(width ?? 0)
}
