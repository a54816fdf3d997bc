import type { CatalogueNode } from '@wechatpay-kit/catalogue'
import { describe, expect, it } from 'vitest'
import { writeInterface, writeType } from '../../tools/generate/interfaces.mjs'
import { compareType } from '../../tools/prove/compare-types.mjs'
import { createProgram, findType } from '../../tools/prove/program.mjs'

const file = '/written.ts'
const optional = (field: CatalogueNode) => !field.required

/** An object with everything that a node can be. */
const node: CatalogueNode = {
  type: 'object',
  fields: {
    plain: { type: 'string', required: true, term: '名称', maxLength: 32 },
    'with-hyphen': { type: 'integer', unit: 'fen', minimum: 1, maximum: 100 },
    it_s: { type: 'string', enum: ["it's", 'back\\slash', 'Under Review'], term: 'ends here */ or not' },
    choices: { type: 'array', required: true, maxItems: 5, items: { type: 'string', enum: ['A', 'B'] } },
    levels: { type: 'number', enum: [1, 2], required: true },
    agreed: { type: 'boolean' },
    anything: { type: 'any', nullable: true },
    picture: { type: 'file', required: true },
    open: { type: 'object' },
    empty: { type: 'object', fields: {} },
    secret: { type: 'string', encrypted: true, term: '姓名', nullable: true },
    secrets: { type: 'array', items: { type: 'string', encrypted: true } },
    amount: { type: 'object', required: true, fields: { total: { type: 'integer', required: true, default: 0 } } },
    lists: {
      type: 'array',
      items: { type: 'array', items: { type: 'object', fields: { deep: { type: 'string', nullable: true } } } },
    },
    many: { type: 'string', enum: Array.from({ length: 20 }, (_, index) => `VALUE_${index}`) },
  },
}

/** The object as it is written, and what the compiler makes of it. */
function compile(received: boolean) {
  const lines = writeInterface('Written', node, { optional, received })
  const program = createProgram([], { [file]: lines.join('\n') })
  const source = program.getSourceFile(file)
  const problems = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
  return { checker: program.getTypeChecker(), type: findType(program, file, 'Written'), problems }
}

const compiled = new Map([true, false].map((received) => [received, compile(received)]))

/** Compares what was written with a node. */
function compare(received: boolean, expected: CatalogueNode = node, expectsReceived = received) {
  const { checker, type, problems } = compiled.get(received) as ReturnType<typeof compile>
  expect(problems).toEqual([])
  return compareType(checker, type, expected, { optional, received: expectsReceived })
}

/** The object with another field. */
const withField = (name: string, field: CatalogueNode): CatalogueNode => ({
  ...node,
  fields: { ...node.fields, [name]: field },
})

describe('an interface', () => {
  it.each([true, false])('has all that its node says, received: %s', (received) => {
    expect(compare(received)).toEqual({ fields: 17, differences: [] })
  })

  it('has names of its own for what is inside', () => {
    const names = new Set(['Pay', 'PayAmount'])
    const inner: CatalogueNode = { type: 'object', fields: { total: { type: 'integer' } } }
    const lines = writeInterface(
      'Pay',
      { type: 'object', fields: { amount: inner } },
      { optional, received: true, names },
    )
    expect(lines).toEqual([
      'export interface Pay {',
      '  readonly amount?: PayAmount2',
      '}',
      '',
      'export interface PayAmount2 {',
      '  readonly total?: number',
      '}',
    ])
    expect(names).toEqual(new Set(['Pay', 'PayAmount', 'PayAmount2']))
  })

  it('may be sent with undefined for what is optional', () => {
    const amount: CatalogueNode = { type: 'object', fields: { total: { type: 'integer' } } }
    expect(writeInterface('Amount', amount, { optional, received: false })).toContain('  total?: number | undefined')
  })

  it('has notes of its writer', () => {
    const one: CatalogueNode = { type: 'object', fields: { one: { type: 'string', term: '名称', unit: 'fen' } } }
    const lines = writeInterface('One', one, { optional, received: true, note: (_, place) => `note of ${place}` })
    expect(lines).toContain('  /** 名称 · fen; note of one */')
  })

  it('is written for the items of a list too', () => {
    const list: CatalogueNode = { type: 'array', items: { type: 'object', fields: { one: { type: 'string' } } } }
    const { type, lines } = writeType('Rows', list, { optional, received: true })
    expect([type, lines]).toEqual(['readonly Rows[]', ['', 'export interface Rows {', '  readonly one?: string', '}']])
  })
})

describe('the comparison', () => {
  it.each<[string, CatalogueNode, string]>([
    ['a field that is missing', withField('other', { type: 'string' }), 'other: is missing'],
    ['another type', withField('plain', { type: 'integer', required: true }), 'plain: string is not a number'],
    ['a field that is required', withField('agreed', { type: 'boolean', required: true }), 'agreed: is optional'],
    ['a field that is optional', withField('levels', { type: 'number', enum: [1, 2] }), 'levels: is not optional'],
    [
      'another value',
      withField('levels', { type: 'number', enum: [1, 3], required: true }),
      'levels: .* open with 1, 3',
    ],
    ['a value more', withField('levels', { type: 'number', enum: [1], required: true }), 'levels: .* open with 1'],
    ['a list of others', withField('secrets', { type: 'array', items: { type: 'integer' } }), 'secrets\\[\\]: string'],
    [
      'no list',
      withField('amount', { type: 'array', required: true }),
      'amount: WrittenAmount is not a read-only list',
    ],
    ['null', withField('plain', { type: 'string', required: true, nullable: true }), 'plain: string is not nullable'],
    ['no null', withField('secret', { type: 'string', encrypted: true }), 'secret: string | null is not without null'],
    ['an object', withField('plain', { type: 'object', required: true, fields: {} }), 'plain: string is not an object'],
    ['a boolean', withField('plain', { type: 'boolean', required: true }), 'plain: string is not a boolean'],
    ['a file', withField('plain', { type: 'file', required: true }), 'plain: string is not a Blob'],
    ['anything', withField('plain', { type: 'any', required: true }), 'plain: string is not unknown'],
    ['another term', withField('agreed', { type: 'boolean', term: '同意' }), 'agreed: its comment lacks 同意'],
    ['an encrypted text', withField('open', { type: 'object', encrypted: true }), 'open: its comment lacks encrypted'],
    [
      'a field inside',
      withField('amount', { type: 'object', required: true, fields: { x: { type: 'any' } } }),
      'amount.total: is not documented',
    ],
  ])('finds %s', (_, expected, difference) => {
    expect(compare(true, expected).differences.join('\n')).toMatch(new RegExp(`^${difference}`, 'm'))
  })

  it('finds what is read-only, and what is not', () => {
    const written = compare(true, node, false).differences
    expect(written.filter((difference) => difference.endsWith('is read-only')).length).toBe(17)
    // A member that is sent, and optional, may be undefined as well.
    expect(written.filter((difference) => difference.endsWith('cannot be undefined')).length).toBe(10)
    expect(written).toContain('amount.total: is read-only')
    expect(compare(false, node, true).differences).toContain('amount.total: can be written')
  })
})
