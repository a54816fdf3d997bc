import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { expect, it } from 'vitest'
import { isOurs, readPrograms } from './migration.ts'
import { pairs } from './pages.ts'
import { root } from './run.ts'

it('every example in a doc comment, a README or a guide compiles against the packages as built', () => {
  const packageFiles = readdirSync(`${root}packages`, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^[a-z-]+\/(README\.md|src\/.*\.ts)$/.test(file))
    .map((file) => `packages/${file}`)
  // The pages in Chinese have the same blocks.
  const files = [...packageFiles, 'test-vectors/index.d.cts', ...pairs.map(([english]) => english)]
  const examples = new Map<string, string>()
  for (const file of files) {
    const text = readFileSync(root + file, 'utf8').replace(/^ *\* ?/gm, '')
    for (const [index, match] of [...text.matchAll(/```ts\n([\s\S]*?)```/g)].entries()) {
      examples.set(`${root}${file}.example-${index}.mts`, match[1] as string)
    }
  }
  // Programs in JavaScript that people may well have in TypeScript.
  for (const file of files.filter((name) => name.includes('/from-'))) {
    for (const [section, code] of Object.entries(readPrograms(file, isOurs)))
      examples.set(`${root}${file}.example-${section}.mts`, code)
  }
  expect(examples.size).toBeGreaterThan(50)
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
    typeRoots: [`${root}node_modules/@types`],
    paths: { express: [`${root}node_modules/@types/express-5/index.d.ts`] },
  }
  const host = ts.createCompilerHost(options)
  const { readFile, fileExists, getSourceFile } = host
  host.readFile = (name) => examples.get(name) ?? readFile(name)
  host.fileExists = (name) => examples.has(name) || fileExists(name)
  host.getSourceFile = (name, version, ...rest) => {
    const example = examples.get(name)
    return example === undefined ? getSourceFile(name, version, ...rest) : ts.createSourceFile(name, example, version)
  }
  const program = ts.createProgram([...examples.keys()], options, host)
  const problems = ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const line = file?.getLineAndCharacterOfPosition(start).line ?? 0
    return `${file?.fileName.replace(root, '')}:${line + 1} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
  })
  expect(problems).toEqual([])
})
