import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { root } from '../run.ts'

const read = (path: string) => readFileSync(`${root}examples/${path}`, 'utf8')
const projects = ['node', 'deno', 'bun', 'worker', 'hono', 'browser']
/** The variables that make a client. */
const VARIABLES = [
  'WECHATPAY_MCHID',
  'WECHATPAY_SERIAL',
  'WECHATPAY_PRIVATE_KEY',
  'WECHATPAY_PUBLIC_KEY_ID',
  'WECHATPAY_PUBLIC_KEY',
  'WECHATPAY_BASE_URL',
]
const sourcesOf = (project: string) =>
  readdirSync(`${root}examples/${project}`, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|mjs)$/.test(file) && !file.includes('node_modules'))
    .map((file) => read(`${project}/${file}`))

describe.each(projects)('examples/%s', (project) => {
  const manifest = JSON.parse(read(`${project}/package.json`))
  const sources = sourcesOf(project)

  it('declares what it imports', () => {
    const imports = sources.flatMap((text) => [...text.matchAll(/ from '((?:@[^/']+\/)?[^./'][^/']*)/g)])
    const names = new Set(imports.map(([, name = '']) => name).filter((name) => !name.startsWith('node:')))
    const declared = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
    expect(declared.sort()).toEqual([...names].sort())
  })

  it('has short files, and a README with every variable that they read', () => {
    expect(sources.length).toBeGreaterThan(1)
    for (const text of sources) expect(text.split('\n').length).toBeLessThanOrEqual(60)
    const readme = read(`${project}/README.md`)
    expect(sources.join('')).toContain('readEnvironment(env')
    const isHandling = sources.join('').includes('handleNotifications')
    for (const name of [...VARIABLES, ...(isHandling ? ['WECHATPAY_APIV3_KEY'] : [])])
      expect(readme).toContain(`| \`${name}\``)
  })
})

it('the copies of a client are the same', () => {
  expect(read('bun/wxpay.ts')).toBe(read('deno/wxpay.ts'))
  expect(read('browser/wxpay.mjs')).toBe(read('node/wxpay.mjs'))
})

it('the copies of what the routes of frameworks share are the same', () => {
  const folders = ['nextjs/lib', 'nitro-2/lib', 'nitro-3/lib', 'sveltekit/src/lib/server']
  const [first, ...others] = folders.map((folder) => read(`frameworks/${folder}/wechatpay.ts`))
  for (const copy of others) expect(copy).toBe(first)
})
