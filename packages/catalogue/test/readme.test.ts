import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { areas, type CatalogueNode, readArea } from '@wechatpay-kit/catalogue'
import { expect, it, onTestFinished } from 'vitest'
import { root, run } from '../../../test/run.ts'
import { countFields, type FieldCounts } from './walk.ts'

const folder = `${root}packages/catalogue/`
const text = await readFile(`${folder}README.md`, 'utf8')

it('has a README whose example prints what it says, on the package as built', async () => {
  const project = await mkdtemp(join(tmpdir(), 'wechatpay-kit-'))
  onTestFinished(() => rm(project, { recursive: true }))
  await symlink(`${root}node_modules`, join(project, 'node_modules'))
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(text) ?? []
  await writeFile(join(project, 'example.mjs'), code)
  const expected = [...code.matchAll(/\) \/\/ (.*)/g)].map(([, output]) => `${output}\n`).join('')
  expect(expected).toContain('/qualifications/alter')
  expect(await run(process.execPath, ['example.mjs'], { cwd: project })).toEqual({
    code: 0,
    stdout: expected,
    stderr: '',
  })
})

it('has a README whose table says how many operations an area has, and how large it is', async () => {
  const [, sizes = ''] = text.split('## Sizes')
  const cells = [...sizes.matchAll(/\| `([\w-]+)` +\| (\d+) +\| ([\d.]+) +(?=\|)/g)]
  expect(cells.map(([, area]) => area).sort()).toEqual([...areas, 'notifications'].sort())
  for (const [, area = '', count, size] of cells) {
    const records = area === 'notifications' ? 105 : (await readArea(area as 'pay')).length
    expect(`${area} ${count}`).toBe(`${area} ${records}`)
    const bytes = gzipSync(await readFile(`${folder}data/${area}.js`), { level: 9 }).length
    // Versions of zlib differ a little.
    expect(Math.abs(Number(size) - bytes / 1000), area).toBeLessThan(0.1 + bytes / 20_000)
  }
})

it('has a README that says how large the packed package is, and all areas together', async () => {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json'], { cwd: folder })
  const [{ size }] = JSON.parse(stdout) as [{ size: number }]
  const files = (await readdir(`${folder}data`)).filter((name) => name.endsWith('.js'))
  const sizes = files.map(async (name) => gzipSync(await readFile(`${folder}data/${name}`), { level: 9 }).length)
  const all = (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0)
  const [, packed, together] = /packed package has (\d+) kB.* all together are (\d+) kB/s.exec(text) ?? []
  // Versions of npm and of zlib differ a little.
  expect(Math.abs(Number(packed) - size / 1000) / Number(packed), `packed: ${size}`).toBeLessThan(0.03)
  expect(Math.abs(Number(together) - all / 1000) / Number(together), `together: ${all}`).toBeLessThan(0.03)
})

it('has a README whose table of trust counts the data', async () => {
  const all = (await Promise.all(areas.map(readArea))).flat()
  const official = all.filter((operation) => operation.official)
  const isRequired = (node: CatalogueNode) => node.required === true
  const isAgreed = (node: CatalogueNode) => isRequired(node) && !node.requiredDisputed
  const everything = countFields(all, () => true)
  const rows: [string, FieldCounts][] = [
    ['`required`', countFields(all, isRequired)],
    ['`required` and not `requiredDisputed`', countFields(all, isAgreed)],
    ['and in an `official`', countFields(official, (node) => isAgreed(node) && !node.unconfirmed)],
    ['`unconfirmed`:', countFields(all, (node) => node.unconfirmed === true)],
    ['`encrypted`', countFields(all, (node) => node.encrypted === true)],
  ]
  const numbers = (start: string) =>
    [...(text.split(`\n| ${start}`)[1]?.split('\n')[0] ?? '').matchAll(/\| ([\d,]+) +/g)].map(([, value]) =>
      Number(value?.replace(',', '')),
    )
  const total = numbers('fields, those of JSON').reduce((sum, value) => sum + value, 0)
  expect(total).toBe(everything.request + everything.response + everything.inside)
  for (const [start, { request, response, inside }] of rows) {
    expect(
      numbers(start).reduce((sum, value) => sum + value, 0),
      start,
    ).toBe(request + response + inside)
  }
  expect(text).toContain(`${official.length} operations are in code of WeChat Pay's own`)
  const disputed = (flag: 'requiredDisputed' | 'typeDisputed' | 'encryptedDisputed') => {
    const { request, response, inside } = countFields(all, (node) => node[flag] === true)
    return (request + response + inside).toLocaleString('en')
  }
  expect(text).toContain(`required ${disputed('requiredDisputed')} times, its type ${disputed('typeDisputed')} times`)
  expect(text).toContain(`its encryption ${disputed('encryptedDisputed')} times`)
})

it('has a README that counts what the overlay adds', async () => {
  const all = (await Promise.all(areas.map(readArea))).flat()
  const count = (test: (node: CatalogueNode) => boolean) => {
    const { request, response, inside } = countFields(all, test)
    return (request + response + inside).toLocaleString('en')
  }
  const has = (member: keyof CatalogueNode) => count((node) => node[member] !== undefined)
  const flat = text.replace(/\s+/g, ' ')
  expect(flat).toContain(`\`maxLength\` is known of ${has('maxLength')} fields only, \`unit\` of ${has('unit')};`)
  expect(flat).toContain(`${all.filter(({ idempotency }) => idempotency).length} operations have the number that makes`)
  expect(flat).toContain(`stands on ${has('corrected')} fields`)
  expect(flat).toContain(`source of limits on ${has('limited')} fields`)
  expect(flat).toContain(`\`misspelt\` on ${has('misspelt')} of them`)
  const titles = all.filter(({ english }) => english).length
  expect(flat).toContain(`\`english\`: ${has('english')} fields and the ${titles} operations of`)
})

it('names every source in its NOTICE', async () => {
  const notice = await readFile(`${folder}NOTICE`, 'utf8')
  for (const owner of ['James ZHANG', 'WeChat Pay', 'RHQYZ', 'Apache License 2.0']) expect(notice).toContain(owner)
})
