import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { root, run } from '../../../test/run.ts'
import { createRoot } from './certificates.ts'

it('has a README whose examples run as they stand, on the packages as built', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wechatpay-kit-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await symlink(`${root}node_modules`, join(folder, 'node_modules'))
  await writeFile(join(folder, 'company-root.pem'), createRoot().ca)
  const text = await readFile(`${root}packages/transport-undici/README.md`, 'utf8')
  const outputs = []
  for (const [index, [, code = '']] of [...text.matchAll(/```ts\n([\s\S]*?)```/g)].entries()) {
    await writeFile(join(folder, `example-${index}.mjs`), code)
    outputs.push(await run(process.execPath, [`example-${index}.mjs`], { cwd: folder }))
  }
  const silence = { code: 0, stdout: '', stderr: '' }
  expect(outputs).toEqual([{ ...silence, stdout: '000000\n' }, silence, silence])
})
