import ts from 'typescript'
import { expect, it } from 'vitest'
import { root } from './run.ts'

const file = `${root}test/user.ts`
const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
}

it('editors offer the segments of a path, and the fields of a call with what their comments say', () => {
  const text = `import type { Client } from '@wechatpay-kit/endpoints'
declare const wxpay: Client
wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json: {} })
`
  const service = ts.createLanguageService({
    ...ts.sys,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (name) => ts.ScriptSnapshot.fromString(name === file ? text : (ts.sys.readFile(name) ?? '')),
  })
  const offered = (before: string) =>
    service.getCompletionsAtPosition(file, text.indexOf(before) + before.length, {})?.entries.map(({ name }) => name)
  const segments = ['authcode', 'goods', 'nQualifications', 'qualifications', 'sncode']
  expect(offered('wxpay.v3.gov.subsidy.zhejiang.')).toEqual(segments)
  expect(offered('json: {')).toEqual(['cate_code', 'cert_no', 'name', 'req_ssn', 'tel'])
  const position = text.indexOf('{}') + 1
  const field = service.getCompletionEntryDetails(file, position, 'cert_no', {}, undefined, {}, undefined)
  expect(ts.displayPartsToString(field?.documentation)).toBe(
    '证件号码 · identity document number; encrypted by the client',
  )
})

it('the compiler’s work grows with the operations, not with their square', () => {
  const count = (size: number) => {
    const numbers = Array.from({ length: size }, (_, index) => index)
    const text = `import { createClient, type ClientOptions, type TextSchema } from '@wechatpay-kit/endpoints'
import type * as v from 'valibot'
${numbers.map((index) => `type Request${index} = { readonly field${index}: TextSchema }`).join('\n')}
declare const operations: readonly [
${numbers.map((index) => `{ method: 'POST', path: 'v3/area${index % 7}/n-thing${index}/alter', request: v.StrictObjectSchema<Request${index}, undefined>, response: v.AnySchema },`).join('\n')}
]
declare const options: Omit<ClientOptions, 'operations'>
export const response = createClient({ ...options, operations }).v3.area1.nThing1.alter.post({ json: { field1: '1' } })
`
    const host = ts.createCompilerHost(options)
    const { fileExists, getSourceFile } = host
    host.fileExists = (name) => name === file || fileExists(name)
    host.getSourceFile = (name, version, ...rest) =>
      name === file ? ts.createSourceFile(name, text, version) : getSourceFile(name, version, ...rest)
    const program = ts.createProgram([file], options, host)
    expect(program.getSemanticDiagnostics(program.getSourceFile(file)).map(({ messageText }) => messageText)).toEqual(
      [],
    )
    return program.getInstantiationCount()
  }
  const [few, some, many] = [count(2), count(102), count(402)]
  expect((many - few) / (some - few)).toBeLessThan(4.4)
  expect((many - few) / 400).toBeLessThan(100)
})
