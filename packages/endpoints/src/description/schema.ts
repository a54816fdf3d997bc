import type * as v from 'valibot'

/** A schema of which the text of an operation tells: one in valibot's form, for whatever takes those, made without it. */
export interface DescribedSchema extends v.GenericSchema, Description {
  /** Checks a value, and adds its faults to the issues; gives a copy of objects and lists, which may then be changed. */
  readonly check: (value: unknown, path: Path, issues: Issue[]) => unknown
}

/** The parts of a schema beside its type. */
interface Description {
  /** Documented values of a text; those that nobody described are let through. */
  readonly values?: readonly string[] | undefined
  /** Least and greatest number, or length of a text in characters. */
  readonly least?: number | undefined
  readonly greatest?: number | undefined
  /** Of an object: its fields, and the names of those that are required. Others are refused. */
  readonly entries?: Readonly<Record<string, DescribedSchema>> | undefined
  readonly required?: readonly string[] | undefined
  /** `true` for the object of a response, of which nothing is checked: WeChat Pay adds fields, and descriptions err. */
  readonly isLoose?: boolean | undefined
  /** Of a list: its items. */
  readonly item?: DescribedSchema | undefined
}

/** A fault of a value, as valibot writes it. */
type Issue = Omit<v.BaseIssue<unknown>, 'path'> & { readonly path: Path | undefined }
type Path = readonly { readonly key: string | number }[]

/** A type: its name, for messages too; whether a value has it; and of a text that travels encrypted, what valibot's `metadata` says. */
type Type = readonly [name: string, isTypeOf: (value: unknown) => boolean, metadata?: object]

const isText = (value: unknown) => typeof value === 'string'
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The letter of a text of which all documented values are in capitals. */
const CAPITAL = 'e'

/** The types by the character with which a value begins, as `description.md` defines them. */
const TYPES: Readonly<Record<string, Type>> = {
  s: ['string', isText],
  [CAPITAL]: ['string', isText],
  x: ['string', isText, { sensitive: true }],
  y: ['string', isText, { sensitive: true, either: true }],
  i: ['integer', Number.isInteger],
  f: ['integer, in fen', Number.isInteger],
  n: ['number', Number.isFinite],
  b: ['boolean', (value) => typeof value === 'boolean'],
  o: ['object', isObject],
  a: ['any', () => true],
  '[': ['array', Array.isArray],
  '{': ['object', isObject],
}

/** Makes a schema of the type that this character stands for. */
export function createSchema(character: string, description: Description): DescribedSchema {
  const [name, isTypeOf, metadata] = TYPES[character] as Type
  // Without a prototype: nothing that somebody put on Object.prototype is a part of it.
  const own: Description = Object.assign(Object.create(null), description)
  const { entries, required = [], isLoose, item } = own

  const check: DescribedSchema['check'] = (value, path, issues) => {
    const add = (at: Path, input: unknown, expected: string, message: string) => {
      const place = at.length > 0 ? at : undefined
      issues.push({ kind: 'schema', type: name, input, expected, received: typeof input, message, path: place })
    }
    if (!isTypeOf(value)) add(path, value, name, `must be of type ${name}`)
    else if (item) return (value as unknown[]).map((one, key) => item.check(one, [...path, { key }], issues))
    else if (entries && !isLoose) {
      const copy: Record<string, unknown> = {}
      for (const [key, one] of Object.entries(value as object)) {
        const at = [...path, { key }]
        const inner = Object.hasOwn(entries, key) && entries[key]
        // As JSON does.
        if (one === undefined) continue
        if (inner) copy[key] = inner.check(one, at, issues)
        else {
          const fields = Object.keys(entries).join(', ')
          const around = path.length > 0 ? 'object' : 'operation'
          add(at, one, 'never', `is not a field of this ${around}; its fields are ${fields}`)
        }
      }
      for (const key of required) {
        if (!Object.hasOwn(copy, key)) add([...path, { key }], undefined, 'a value', 'is missing')
      }
      return copy
    } else {
      const problem = describeProblem(value, own, character === CAPITAL, metadata !== undefined)
      if (problem) add(path, value, name, problem)
    }
    return value
  }
  const run = (value: unknown) => {
    const issues: Issue[] = []
    const output = check(value, [], issues)
    return issues.length > 0 ? { typed: false, value: output, issues } : { typed: true, value: output }
  }
  const schema = Object.assign(own, {
    kind: 'schema',
    type: name,
    expects: name,
    async: false,
    check,
    '~standard': { version: 1, vendor: 'wechatpay-kit', validate: run },
    '~run': ({ value }: { readonly value: unknown }) => run(value),
  })
  if (metadata) {
    // Only where it is one: valibot asks whether it is there. A pipe begins with the schema as it is without.
    const first = Object.assign(Object.create(null), schema)
    Object.assign(schema, { pipe: [first, { kind: 'metadata', type: 'metadata', metadata }] })
  }
  return schema as unknown as DescribedSchema
}

/** Describes why a text or number is none of those that are documented. */
function describeProblem(
  value: unknown,
  { values, least, greatest }: Description,
  isCapital: boolean,
  isSensitive: boolean,
): string | undefined {
  const isText = typeof value === 'string'
  if (isText && values && !values.includes(value)) {
    const documented = values.find((one) => one.toLowerCase() === value.toLowerCase())
    if (documented !== undefined) return `must be written ${documented}`
  }
  if (isCapital && /[a-z]/.test(value as string)) return 'must be in capital letters, as its documented values are'
  if (isSensitive && value === '') return 'must not be empty'
  const size = isText ? value.length : (value as number)
  const isWithin = (least === undefined || size >= least) && (greatest === undefined || size <= greatest)
  if (isWithin) return undefined
  const range = [least !== undefined && `at least ${least}`, greatest !== undefined && `at most ${greatest}`]
  return `must ${isText ? 'have' : 'be'} ${range.filter(Boolean).join(' and ')}${isText ? ' characters' : ''}`
}
