import { createPrivateKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { certificate, pem, SERIAL } from '../given.ts'
import { openPage, openWorkbench } from './open-page.mjs'
import { fileOf, giveKeys } from './tools.ts'

let opened: Awaited<ReturnType<typeof openWorkbench>>
beforeAll(async () => {
  opened = await openWorkbench()
})
afterAll(() => opened.close())

const PRIVATE = pem('merchant.private')
const open = async () => {
  const { page, faults } = await openPage(opened, { hash: '#file' })
  await page.locator('[role=tabpanel]:not([hidden]) .wb-keys').waitFor()
  const found = page.locator('[role=tabpanel]:not([hidden]) .wb-found')
  return { page, faults, found }
}

describe('the page about files', () => {
  it('tells what files are, and that they belong together', async () => {
    const { page, faults, found } = await open()
    await giveKeys(page, fileOf('key.txt', PRIVATE), fileOf('cert.der', certificate('merchant.pem')))
    const text = (await found.textContent()) ?? ''
    for (const part of ['PKCS#8, PEM', 'RSA 2048', SERIAL, 'CN=1900007291', 'X.509']) expect(text).toContain(part)
    await page.getByText('Private key and certificate belong together.').waitFor()
    // Nothing secret is on the screen before somebody asks for it.
    expect(await page.content()).not.toContain(PRIVATE.split('\n')[5])
    expect(faults).toEqual([])
  })

  it('opens PKCS#12 with its password, and gives key and certificate in other forms', async () => {
    const { page, faults, found } = await open()
    await giveKeys(page, fileOf('apiclient_cert.p12', certificate('rc2-fast.p12')))
    expect(await found.textContent()).toContain('It has a password')
    await page.getByLabel('Password of the file').fill('wrong')
    await page.getByText(/wrong password/).waitFor()
    expect(await found.textContent()).toContain('openssl pkcs12 -legacy')
    await page.getByLabel('Password of the file').fill('example')
    await page.getByText(SERIAL).waitFor()
    await page.getByRole('button', { name: /Show: Private key as PKCS#8/ }).click()
    const shown = (await page.locator('.wb-output pre').first().textContent()) ?? ''
    expect(shown).toBe(PRIVATE)
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save as a file' }).click()
    const file = await download
    expect(file.suggestedFilename()).toBe('apiclient_key.pem')
    expect(createPrivateKey(await readFile(await file.path(), 'utf8')).type).toBe('private')
    expect(faults).toEqual([])
  })

  it.each([
    ['half a PEM', PRIVATE.slice(0, 500), /without its END line/],
    ['a file name', 'C:\\cert\\apiclient_key.pem', /name of a file/],
    ['a serial number', SERIAL, /serial number/],
    ['an APIv3 key', 'abcdefghijklmnopqrstuvwxyz012345', /APIv3 key/],
    ['the archive itself', new Uint8Array([0x50, 0x4b, 3, 4]), /ZIP archive/],
    ['a key of another algorithm', pem('ec.private'), /another algorithm than RSA/],
    [
      'a damaged key',
      PRIVATE.split('\n')
        .filter((_, line) => line !== 9)
        .join('\n'),
      /damaged/,
    ],
    ['a key with a password of scrypt', pem('merchant.encrypted-scrypt'), /has a password/],
    ['a key that is too small', pem('small.private'), /1024 bits/],
    ['random bytes', new Uint8Array(5000).map((_, index) => (index * 167) & 0xff), /no key and no certificate/],
    ['an empty file', '', /is empty/],
    ['a web page', '<!doctype html>', /web page/],
    ['a file that is too large', new Uint8Array(9_000_000), /at most 8 MB/],
  ])('says of %s what it is', async (name, content, message) => {
    const { page, faults, found } = await open()
    await giveKeys(page, fileOf(name, content))
    expect(await found.textContent()).toMatch(message)
    // Nothing is in the way of the next file.
    await page.getByLabel('Text of a key or certificate').fill(`“${PRIVATE.replaceAll('-----', '—–-')}”`)
    await page.getByRole('region', { name: 'Private key, pasted text' }).getByText('PKCS#8, PEM').waitFor()
    expect(faults).toEqual([])
  })
})
