import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { root } from './run.ts'

const page = readFileSync(`${root}docs/architecture.md`, 'utf8')

describe('The page of the architecture', () => {
  const files = [
    ...new Set([...page.matchAll(/`((?:client|transport-fetch)\/src\/[\w/-]+\.ts)`/g)].map(([, path]) => path)),
  ]

  it('names files that exist', () => {
    expect(files.length).toBeGreaterThan(8)
    expect(files.filter((path) => !existsSync(`${root}packages/${path}`))).toEqual([])
  })

  it('names the files of the way from a document to an operation', () => {
    const [, way = ''] = /## From a document to an operation(.*?)\n## /s.exec(page) ?? []
    const paths = [...way.matchAll(/`((?:packages|tools)\/[^`]+)`/g)].map(([, path = '']) =>
      path.replace('<area>', 'refund').replace('/**', ''),
    )
    expect(paths.length).toBe(7)
    expect(paths.filter((path) => !existsSync(root + path))).toEqual([])
    const beside = [...way.matchAll(/`(\w+\.mjs)`/g)].map(([, name]) => `${root}tools/generate/${name}`)
    expect(beside.length).toBe(3)
    expect(beside.filter((path) => !existsSync(path))).toEqual([])
  })

  it('names every package, in its table and in its drawing', () => {
    const [, packages = ''] = /## Packages(.*?)\n## /s.exec(page) ?? []
    const [, drawing = ''] = /```\n(.*?)```/s.exec(packages) ?? []
    const inTable = [...packages.matchAll(/^\| `([\w-]+)` /gm)].map(([, name]) => name)
    expect(inTable.sort()).toEqual(readdirSync(`${root}packages`).sort())
    expect([...drawing.matchAll(/[a-z][a-z-]+/g)].map(([name]) => name).sort()).toEqual(inTable)
  })

  it('shows a way to the wire of at most eight files', () => {
    const [, way = ''] = /## The way of `cert_no`(.*?)\n## /s.exec(page) ?? []
    const steps = [...way.matchAll(/^\| (\d+) .*?`([^`]+\.ts)`/gm)].map(([, step, path]) => [Number(step), path])
    expect(steps.length).toBeGreaterThan(0)
    expect(steps.length).toBeLessThanOrEqual(8)
    expect(new Set(steps.map(([, path]) => path)).size).toBe(steps.length)
  })

  it('names functions that are in the files of its tables', () => {
    const rows = [...page.matchAll(/^\| \d+ +\| `((?:client|transport-fetch)\/[^`]+\.ts)` +\|(.*)\|$/gm)]
    expect(rows.length).toBe(14)
    for (const [, path, text = ''] of rows) {
      const source = readFileSync(`${root}packages/${path}`, 'utf8')
      for (const [, name] of text.matchAll(/`([a-z]+[A-Z]\w*|attempt|judge|serialize|validate)`/g)) {
        expect(source, `${path} has ${name}`).toContain(name)
      }
    }
  })
})
