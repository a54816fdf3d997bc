import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { read, readBlocks, readNames } from './pages.ts'
import { root } from './run.ts'

const pages = ['docs/architecture.md', 'docs/architecture.zh-CN.md'] as const

/** The sections of a page, in their order, which pages.test.ts holds to be the same in both languages. */
function readSections(file: string) {
  const [, packages = '', client = '', way = '', back = '', document = '', sandbox = '', workbench = ''] =
    read(file).split(/^## /m)
  return { packages, client, way, back, document, sandbox, workbench }
}

/** The folders that the drawings of three sections are of. */
const DRAWN = {
  client: 'packages/client/src',
  sandbox: 'packages/sandbox/src',
  workbench: 'docs/site/src/workbench',
} as const

describe.each(pages)('%s', (file) => {
  const page = read(file)
  const { packages, way, document, ...drawn } = readSections(file)

  it('names files that exist', () => {
    const files = [
      ...new Set([...page.matchAll(/`((?:client|transport-fetch)\/src\/[\w/-]+\.ts)`/g)].map(([, path]) => path)),
    ]
    expect(files.length).toBeGreaterThan(8)
    expect(files.filter((path) => !existsSync(`${root}packages/${path}`))).toEqual([])
  })

  it('names the files of the way from a document to an operation', () => {
    const paths = [...document.matchAll(/`((?:packages|tools)\/[^`]+)`/g)].map(([, path = '']) =>
      path.replace('<area>', 'refund').replace('/**', ''),
    )
    expect(paths.length).toBe(7)
    expect(paths.filter((path) => !existsSync(root + path))).toEqual([])
    const beside = [...document.matchAll(/`(\w+\.mjs)`/g)].map(([, name]) => `${root}tools/generate/${name}`)
    expect(beside.length).toBe(3)
    expect(beside.filter((path) => !existsSync(path))).toEqual([])
  })

  it('names every package, in its table and in its drawing', () => {
    const [, drawing = ''] = /```\n(.*?)```/s.exec(packages) ?? []
    const inTable = [...packages.matchAll(/^\| `([\w-]+)` /gm)].map(([, name]) => name)
    expect(inTable.sort()).toEqual(readdirSync(`${root}packages`).sort())
    expect([...drawing.matchAll(/[a-z][a-z-]+/g)].map(([name]) => name).sort()).toEqual(inTable)
  })

  it.each(Object.entries(DRAWN))('draws files and folders of the %s that exist', (section, folder) => {
    const [, drawing = ''] = /```\n(.*?)```/s.exec(drawn[section as keyof typeof DRAWN]) ?? []
    const inside = readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    const names = drawing.match(/(?<![\w./-])[a-z-]+(?:\/(?=\s)|\.ts)/g) ?? []
    expect(names.length).toBeGreaterThan(4)
    const isThere = (name: string) => inside.some((path) => `/${path}`.endsWith(`/${name.replace(/\/$/, '')}`))
    expect(names.filter((name) => !isThere(name))).toEqual([])
  })

  it('shows a way to the wire of at most eight files', () => {
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

it('The pages of the architecture name the same in each section, in both languages', () => {
  const [english, chinese] = pages.map((file) => {
    const blocks = readBlocks(file).map(({ code }) => code)
    const prose = blocks.reduce((text, code) => text.replace(code, ''), read(file))
    return prose.split(/^## /m).map((section) => readNames(section.replaceAll('```', '')).sort())
  })
  expect(chinese).toEqual(english)
})
