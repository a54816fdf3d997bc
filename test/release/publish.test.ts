import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { pnpm } from '../../runtime-tests/harness/pack.mjs'
import { listPublished } from '../../tools/release/packages.mjs'
import { root, run } from '../run.ts'
import { type NpmRegistry, openNpmRegistry } from './npm-registry.ts'
import { copyRepository, removeCopy } from './repository-copy.ts'

// A release of this repository as it is, by the commands of the workflow, to a registry on this machine.
const home = mkdtempSync(join(tmpdir(), 'home-'))
const before = listPublished(root)
const npmCache = execFileSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).trim()
let folder: string
let registry: NpmRegistry

/** The commands of a job that `.github/workflows/release.yml` runs. */
function readCommands(job: string): string[] {
  const { jobs } = parse(readFileSync(`${root}.github/workflows/release.yml`, 'utf8'))
  return jobs[job].steps.flatMap(
    (step: { run?: string; with?: { version?: string } }) => step.run ?? step.with?.version ?? [],
  )
}

const isInstallation = (line: string) => line.startsWith('npm run bootstrap')

/** Runs a line of a workflow in the copy. */
async function runLine(line: string) {
  const env = {
    // pnpm has its store where it always has it.
    ...(!isInstallation(line) && { HOME: home }),
    // No installation of another day has left what a script made.
    PNPM_CONFIG_SIDE_EFFECTS_CACHE: 'false',
    npm_config_cache: npmCache,
    // npx has pnpm from where it always has it.
    ...(line.startsWith('npm config') && { npm_config_registry: registry.url }),
    NPM_TOKEN: 'token-of-this-test',
    GITHUB_SERVER_URL: 'https://git.example',
    GITHUB_REPOSITORY: 'payments/wechatpay-kit',
    GIT_AUTHOR_NAME: 'test',
    GIT_AUTHOR_EMAIL: 'test@example.com',
    GIT_COMMITTER_NAME: 'test',
    GIT_COMMITTER_EMAIL: 'test@example.com',
  }
  const outcome = await run('sh', ['-ec', line], { cwd: folder, env })
  expect(outcome.code, `${line}\n${outcome.stdout}${outcome.stderr}`).toBe(0)
  return outcome.stdout
}

beforeAll(async () => {
  folder = copyRepository()
  registry = await openNpmRegistry()
  // The changes of a pull request, whatever waits for a release now.
  await writeFile(join(folder, '.changeset/of-this-test.md'), "---\n'@wechatpay-kit/crypto': minor\n---\n\nA change.\n")
  for (const line of readCommands('version').filter((line) => !line.includes('gh release'))) await runLine(line)
}, 300_000)
afterAll(async () => {
  await registry.close()
  removeCopy(folder)
  await rm(home, { recursive: true })
}, 120_000)

describe('the job version', () => {
  it('gives all packages one version, on JSR too, and each its changelog', () => {
    const packages = listPublished(folder)
    const [major, minor] = String(before[0]?.manifest.version).split('.').map(Number)
    const next = `${major}.${Number(minor) + 1}.0`
    for (const { folder: path, manifest } of packages) {
      expect(manifest.version, manifest.name).toBe(next)
      expect(readFileSync(join(folder, path, 'CHANGELOG.md'), 'utf8')).toContain(`## ${next}`)
      const deno = join(folder, path, 'deno.json')
      if (existsSync(deno)) expect(JSON.parse(readFileSync(deno, 'utf8')).version).toBe(next)
    }
    expect(readFileSync(join(folder, 'packages/crypto/CHANGELOG.md'), 'utf8')).toContain('A change.')
    expect(readdirSync(join(folder, '.changeset'))).toEqual(['config.json'])
  })

  it('leaves what is not published alone', () => {
    const { version } = JSON.parse(readFileSync(join(folder, 'runtime-tests/package.json'), 'utf8'))
    expect(version).toBe('0.0.0')
  })
})

describe('the job publish', () => {
  const isForNpm = (line: string) => !line.includes('jsr')

  beforeAll(async () => {
    for (const { folder: path, manifest } of listPublished(folder)) {
      const publishConfig = { ...Object(manifest['publishConfig']), registry: registry.url }
      await writeFile(join(folder, path, 'package.json'), JSON.stringify({ ...manifest, publishConfig }, null, 2))
    }
    for (const line of readCommands('publish').filter(isForNpm)) await runLine(line)
  }, 300_000)

  it('has the deno that publishes to JSR, though no script of a dependency has run', async () => {
    expect(existsSync(join(folder, 'runtime-tests/node_modules/deno/deno'))).toBe(false)
    expect(await runLine('runtime-tests/node_modules/.bin/deno --version')).toMatch(/^deno \d/)
  })

  it('publishes every package once, as the workflow’s token allows', async () => {
    const names = registry.publications.map(({ manifest }) => manifest.name)
    expect(names.sort()).toEqual(before.map(({ manifest }) => manifest.name).sort())
    for (const { authorization } of registry.publications) expect(authorization).toBe('Bearer token-of-this-test')
    await runLine('npm run release:publish')
    expect(registry.publications).toHaveLength(before.length)
  }, 120_000)

  it('asks for provenance, which only the workflow can give', async () => {
    const { jobs } = parse(readFileSync(`${root}.github/workflows/release.yml`, 'utf8'))
    const step = jobs.publish.steps.find(({ run }: { run?: string }) => run === 'npm run release:publish')
    const env = { HOME: home, npm_config_cache: npmCache, ...step.env }
    const cwd = join(folder, 'packages/crypto')
    const lines = ['npm version --no-git-tag-version patch', `npx ${pnpm.join(' ')} publish --no-git-checks`]
    const { code, stdout, stderr } = await run('sh', ['-ec', lines.join('\n')], { cwd, env })
    expect(code).toBe(1)
    expect(stdout + stderr).toContain('ERR_PNPM_PROVENANCE_UNSUPPORTED_PROVIDER')
  }, 120_000)

  it('with the range of each dependency, and where the repository lives', () => {
    const version = String(registry.publications[0]?.manifest.version)
    for (const { manifest } of registry.publications) {
      const own = Object.entries(manifest.dependencies ?? {}).filter(([name]) => name.startsWith('@wechatpay-kit/'))
      for (const [name, range] of own) expect(range, `${manifest.name}: ${name}`).toBe(`^${version}`)
      const directory = listPublished(folder).find((one) => one.manifest.name === manifest.name)?.folder
      const address = 'https://git.example/payments/wechatpay-kit'
      expect(manifest).toMatchObject({
        repository: { type: 'git', url: `git+${address}.git`, directory },
        homepage: `${address}/tree/main/${directory}#readme`,
        bugs: { url: `${address}/issues` },
      })
    }
  })

  it('with what was built, the sources and the licence', () => {
    for (const { manifest, tarball } of registry.publications) {
      const files = execFileSync('tar', ['-tzf', '-'], { input: tarball, encoding: 'utf8' }).split('\n')
      for (const file of ['LICENSE', 'README.md', 'package.json']) {
        expect(files, manifest.name).toContain(`package/${file}`)
      }
    }
    const crypto = registry.publications.find(({ manifest }) => manifest.name === '@wechatpay-kit/crypto')
    const files = execFileSync('tar', ['-tzf', '-'], { input: crypto?.tarball, encoding: 'utf8' })
    expect(files).toContain('package/dist/index.js\n')
    expect(files).toContain('package/src/index.ts\n')
  })
})
