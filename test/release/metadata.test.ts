import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NODE_VERSIONS } from '../../runtime-tests/harness/runtimes.mjs'
import { JSR_FOLDERS } from '../../tools/release/jsr.mjs'
import { listPublished } from '../../tools/release/packages.mjs'
import { readBlocks } from '../pages.ts'
import { root, run } from '../run.ts'
import { copyRepository, removeCopy } from './repository-copy.ts'

const packages = listPublished(root)
const read = (path: string) => readFileSync(join(root, path), 'utf8')

describe.each(packages)('$manifest.name', ({ folder, manifest }) => {
  it('says the same of itself as the others', () => {
    expect(manifest).toMatchObject({
      version: packages[0]?.manifest.version,
      description: expect.stringMatching(/^[A-Z].{30,}\.$/),
      license: 'MIT',
      type: 'module',
      engines: { node: expect.stringMatching(/^>=20(\.\d+)*$/) },
      publishConfig: { access: 'public' },
    })
    expect(manifest['keywords']).toEqual(expect.arrayContaining(['wechatpay', 'wechat-pay', 'apiv3', '微信支付']))
    expect(manifest['files']).not.toEqual([])
    expect(existsSync(join(root, folder, 'README.md'))).toBe(true)
  })

  it('lives where the root’s package.json says, or has no address at all', () => {
    const { repository } = JSON.parse(read('package.json'))
    const { homepage, bugs, repository: own } = manifest
    if (!repository) return expect([homepage, bugs, own]).toEqual([undefined, undefined, undefined])
    expect(own).toEqual({ ...repository, directory: folder })
    expect([homepage, Object(bugs).url].every((url) => url.startsWith(repository.url.slice(4, -4)))).toBe(true)
  })
})

const isReleased = packages[0]?.manifest.version !== '0.0.0'

it('the READMEs say that nothing is released until something is', () => {
  expect(read('README.md').includes('Not released yet')).toBe(!isReleased)
  expect(read('README.zh-CN.md').includes('尚未发布')).toBe(!isReleased)
  expect(read('docs/en/versions.md').includes('## Before the first release')).toBe(!isReleased)
})

// Those of projects, in which `npm install` has the packages of a registry.
it.each(
  readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /.\/README\.md$/.test(file) && !file.includes('node_modules'))
    .map((file) => `examples/${file}`),
)('%s says how to install until a release, where it installs', (file) => {
  const isInstalled = readBlocks(file).some(({ code }) => /^npm install$/m.test(code))
  expect(/npm run pack/.test(read(file))).toBe(isInstalled && !isReleased)
})

it('the page of versions names those that are tested', () => {
  const { dependencies } = JSON.parse(read('runtime-tests/package.json'))
  const minor = (version: string) => version.split('.').slice(0, 2).join('.')
  const compilers = Object.keys(dependencies).flatMap((name) => /^typescript-(.*)$/.exec(name)?.[1] ?? [])
  const rows = [...read('docs/en/versions.md').matchAll(/^\| ([\w.]+) +\| ([\w., -]+?) +\|/gm)]
  const tested = Object.fromEntries(rows.map(([, name, versions]) => [name, versions]))
  expect(tested).toMatchObject({
    'Node.js': NODE_VERSIONS.join(', '),
    Deno: minor(dependencies.deno),
    Bun: minor(dependencies.bun),
    TypeScript: compilers.join(', '),
  })
})

it('every command takes one version of pnpm', () => {
  const texts = ['package.json', 'runtime-tests/harness/pack.mjs'].map(read).join('\n')
  const versions = new Set([...texts.matchAll(/\bpnpm@(\d[\w.-]*)/g)].map(([, version]) => version))
  expect([...versions]).toHaveLength(1)
})

describe('npm run metadata', () => {
  let copy: string
  beforeAll(() => {
    copy = copyRepository()
  }, 120_000)
  afterAll(() => removeCopy(copy), 120_000)

  const write = (...args: string[]) => run(process.execPath, ['tools/metadata.mjs', ...args], { cwd: copy })
  const changed = () => execFileSync('git', ['diff', '--name-only'], { cwd: copy, encoding: 'utf8' }).trim().split('\n')

  it('changes nothing where all is as it was written', async () => {
    expect((await write()).code).toBe(0)
    expect(changed()).toEqual([''])
  })

  it('refuses what is no address', async () => {
    for (const address of ['git@host.example:owner/name.git', 'https://host.example/name', 'owner/name']) {
      const { code, stdout, stderr } = await write(address)
      expect({ code, stdout, stderr }).toEqual({
        code: 1,
        stdout: '',
        stderr: `Found ${address}, wanted the repository's address as https://host/owner/name; pass that one.\n`,
      })
    }
    expect(changed()).toEqual([''])
  })

  it('writes an address once, and another in its place', async () => {
    const manifests = ['package.json', ...packages.map(({ folder }) => `${folder}/package.json`)]
    await write('https://git.example/first/name/')
    expect(changed().sort()).toEqual([...manifests].sort())
    await write('https://git.example/second/name.git')
    for (const path of manifests) {
      const text = readFileSync(join(copy, path), 'utf8')
      expect(text).not.toContain('first')
      expect(text).toContain('"url": "git+https://git.example/second/name.git"')
      // Nothing but the three fields came in.
      const { homepage, bugs, repository, ...others } = JSON.parse(text)
      expect(others).toEqual(JSON.parse(read(path)))
    }
  })

  it('follows a new version, and a new file of operations', async () => {
    const [folder = ''] = JSR_FOLDERS.slice(-1)
    const manifest = JSON.parse(readFileSync(join(copy, folder, 'package.json'), 'utf8'))
    execFileSync('sh', ['-c', 'echo "export {}" > src/v3/pay/made-up.ts'], { cwd: join(copy, folder) })
    execFileSync('npm', ['pkg', 'set', 'version=9.9.9'], { cwd: join(copy, folder) })
    await write()
    const deno = JSON.parse(readFileSync(join(copy, folder, 'deno.json'), 'utf8'))
    expect(deno).toMatchObject({ name: manifest.name, version: '9.9.9', license: 'MIT' })
    expect(deno.exports).toMatchObject({ './v3/pay/made-up': './src/v3/pay/made-up.ts' })
  })
})
