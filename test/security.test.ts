import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { root } from './run.ts'

const page = readFileSync(`${root}SECURITY.md`, 'utf8')
const [, promises = ''] = /\n## Promises\n(.*?)\n## /s.exec(page) ?? []
const rows = promises
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\| (promise |---)/.test(line))
  .map((line) => line.split('|').slice(1, -1))

describe('The threat model', () => {
  it('names tests that exist', () => {
    const files = new Set([...page.matchAll(/`([\w/.-]+\.test\.ts)`/g)].map(([, path = '']) => path))
    expect(files.size).toBeGreaterThan(15)
    expect([...files].filter((path) => !existsSync(`${root}${path}`))).toEqual([])
  })

  it('has a test for every promise', () => {
    expect(rows.length).toBeGreaterThan(25)
    for (const [promise = '', tests = ''] of rows) {
      expect(tests.match(/`[\w/.-]+\.test\.ts`/g), `tests of “${promise.trim()}”`).not.toBeNull()
    }
  })
})
