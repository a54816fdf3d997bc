import { readdirSync } from 'node:fs'
import { type AnyOperation, createClient } from '@wechatpay-kit/client'
import { operations as all } from '@wechatpay-kit/endpoints/areas/all'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { describe, expect, it } from 'vitest'
import packageJson from '../../packages/endpoints/package.json' with { type: 'json' }
import { nameOperation } from '../../tools/prove/facts.mjs'
import { root, run } from '../run.ts'

const lists = readdirSync(`${root}packages/endpoints/src/areas`).map((name) => name.replace('.ts', ''))
const { merchant, platformKeys } = await createSandbox()

async function importList(name: string): Promise<readonly AnyOperation[]> {
  const { operations } = await import(/* @vite-ignore */ `@wechatpay-kit/endpoints/areas/${name}`)
  return operations
}

describe('a list of operations', () => {
  it.each(lists)('%s: is taken by a client', async (name) => {
    const operations = await importList(name)
    expect(operations.length).toBeGreaterThan(0)
    // It refuses what is no operation, and a second one for the same method and path.
    expect(() => createClient({ merchant, platformKeys, operations })).not.toThrow()
  })

  it('has its operations in common with the list of all, and with no other', async () => {
    const areas = lists.filter((name) => name !== 'all')
    const operations = (await Promise.all(areas.map(importList))).flat()
    expect(operations.length).toBe(all.length)
    expect(new Set(operations)).toEqual(new Set(all))
  })
})

it('every operation is imported from the path of its URL, as the packages are built', async () => {
  const folders = Object.keys(packageJson.exports).flatMap((path) => (path.endsWith('/*') ? [path.slice(2, -2)] : []))
  expect(folders.sort()).toEqual(['areas', 'brand', 'global', 'hk', 'v3'])
  const { stdout } = await run(process.execPath, [
    'test/programs/import-operations.mjs',
    '@wechatpay-kit/endpoints',
    ...folders.filter((folder) => folder !== 'areas'),
  ])
  const found: { file: string; name: string; method: string; path: string; isListed: boolean }[] = JSON.parse(stdout)
  for (const { file, name, method, path, isListed } of found) {
    expect({ name, file }).toEqual({
      name: method.toLowerCase(),
      file: path.replace(/\/$/, '').replace(/\{(.*?)\}/g, '_$1_'),
    })
    expect(isListed, file).toBe(true)
  }
  expect(found.map(nameOperation).sort()).toEqual(all.map(nameOperation).sort())
})
