import { mkdtempSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { serve } from '@wechatpay-kit/sandbox/node'
import { afterAll, expect, it } from 'vitest'
import { listPublished } from '../../tools/release/packages.mjs'
import { readBlocks } from '../pages.ts'
import { root, run } from '../run.ts'

const folder = mkdtempSync(join(tmpdir(), 'pack-'))
afterAll(() => rm(folder, { recursive: true }))

it('npm run pack prints the line that installs all packages in an empty folder, where the README’s call runs', async () => {
  // A folder that a shell would take for two, and a tarball of an earlier version.
  const tarballs = join(folder, 'all tarballs')
  await mkdir(tarballs)
  await writeFile(join(tarballs, 'wechatpay-kit-client-0.0.0-0.tgz'), '')
  const packed = await run(process.execPath, ['tools/pack.mjs', tarballs])
  expect(packed.code, packed.stderr).toBe(0)
  const published = listPublished(root).map(({ manifest }) => manifest.name)
  expect(await readdir(tarballs)).toHaveLength(published.length)
  const line = packed.stdout.trimEnd().split('\n').at(-1) ?? ''
  expect(line).toMatch(/^npm install /)

  const project = join(folder, 'project')
  await mkdir(project)
  const installed = await run('sh', ['-c', `${line} --prefer-offline --no-audit`], { cwd: project })
  expect(installed.code, installed.stderr).toBe(0)
  const { dependencies } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'))
  expect(Object.keys(dependencies).sort()).toEqual([...published].sort())

  const call = readBlocks('README.md').find(({ info }) => info === 'js runtime=process')?.code
  await writeFile(join(project, 'call.mjs'), call ?? expect.fail('no call in the README'))
  const sandbox = await createSandbox()
  const server = await serve(sandbox)
  const env = { ...sandbox.merchants[0]?.writeEnvironment(), WECHATPAY_BASE_URL: server.url }
  const called = await run(process.execPath, ['call.mjs'], { cwd: project, env })
  await server.close()
  expect(called).toEqual({ code: 0, stderr: '', stdout: expect.stringMatching(/^\w+\n$/) })
}, 300_000)
