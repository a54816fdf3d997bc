import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { FOLDERS, generateEndpoints } from '../tools/generate/endpoints.mjs'
import { HEADER } from '../tools/generate/operations.mjs'

const source = fileURLToPath(new URL('../packages/endpoints/src/', import.meta.url))

/** The generated files that are there, by their path. */
function readGenerated(): Map<string, string> {
  const paths = FOLDERS.flatMap((folder) =>
    readdirSync(join(source, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  ).filter((path) => path.endsWith('.ts'))
  const files = paths.map((path) => [path, readFileSync(join(source, path), 'utf8')] as const)
  return new Map(files.filter(([, text]) => text.startsWith(HEADER)))
}

it('what is committed is what npm run generate writes', async () => {
  const generated = await generateEndpoints()
  const committed = readGenerated()
  expect([...committed.keys()].sort()).toEqual([...generated.keys()].sort())
  for (const [path, text] of generated) expect(committed.get(path), path).toBe(text)
})
