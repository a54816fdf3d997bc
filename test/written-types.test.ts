import { readdirSync, readFileSync } from 'node:fs'
import { echo } from '@wechatpay-kit/client'
import { zhejiang } from '@wechatpay-kit/endpoints'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { root } from './run.ts'

// The operations by hand have their types written beside their schemas. The compiler refuses a field whose type is another
// one, but not a field that the written type leaves out.
const folder = 'packages/endpoints/src/v3/gov/subsidy/zhejiang'
const files = readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => `${folder}/${file}`)

/** The names of the fields in each object, in the order of the text; below a field, those of its rows. */
type Fields = Map<string, Fields>

/** Reads the fields that a written type has. */
function readWritten(node: ts.Node, fields: Fields): Fields {
  node.forEachChild((child) => {
    if (!ts.isPropertySignature(child)) return void readWritten(child, fields)
    fields.set(child.name.getText(), readWritten(child, new Map()))
  })
  return fields
}

/** Reads the fields of a schema. */
function readSchema(schema: unknown): Fields {
  const { entries = {}, wrapped, item } = Object(schema)
  const own = Object.entries(entries).map(([name, field]) => [name, readSchema(field)] as const)
  return new Map([...own, ...(wrapped ? readSchema(wrapped) : []), ...(item ? readSchema(item) : [])])
}

describe.each([...files, 'packages/client/src/client/echo.ts'])('%s', (file) => {
  it('has in its written type the fields of its schemas, and no others', () => {
    const source = ts.createSourceFile(file, readFileSync(root + file, 'utf8'), ts.ScriptTarget.Latest, true)
    const [type] = source.statements.flatMap((statement) =>
      ts.isVariableStatement(statement) ? statement.declarationList.declarations.map(({ type }) => type) : [],
    )
    const written = readWritten(type ?? expect.fail('no written type'), new Map())
    const path = /readonly path: '(.*)'/.exec(source.text)?.[1]
    const operation = [...zhejiang, echo].find((one) => one.path === path) ?? expect.fail(`no operation ${path}`)
    expect([...written.keys()].sort()).toEqual(Object.keys(operation).sort())
    expect(written.get('request')).toEqual(readSchema(operation.request))
    expect(written.get('response')).toEqual(readSchema(operation.response))
    expect(written.get('request')?.size).toBeGreaterThan(0)
  })
})
