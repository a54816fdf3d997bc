import type * as v from 'valibot'

/** A schema of which the text of an operation tells: one in valibot's form, for whatever takes those, made without it. */
export interface DescribedSchema extends v.GenericSchema, Shape {
  readonly pipe?: readonly unknown[] | undefined
}

/** The parts in which schemas differ. */
export interface Shape {
  /** Name of the type, for messages too. */
  readonly type: string
  /** Documented values of a text; those that nobody described are let through. */
  readonly values?: readonly string[] | undefined
  /** `true` for a text of which all documented values are in capitals. */
  readonly isCapital?: boolean | undefined
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
  /** Of a text that travels encrypted: what valibot's `metadata` says of it. */
  readonly metadata?: object | undefined
}

/** A fault of a value, as valibot writes it. */
type Issue = Omit<v.BaseIssue<unknown>, 'path'> & { path?: readonly { readonly key: string | number }[] }

/** Tells by the name of a type whether a value has it. */
const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  'integer, in fen': Number.isInteger,
  number: Number.isFinite,
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  any: () => true,
}

/** Makes a schema. */
export function createSchema(shape: Shape): DescribedSchema {
  const run = (value: unknown) => {
    const issues: Issue[] = []
    const output = check(schema, value, [], issues)
    return issues.length > 0 ? { typed: false, value: output, issues } : { typed: true, value: output }
  }
  const { metadata } = shape
  const schema = {
    // Nothing that somebody put on Object.prototype is a part of it.
    __proto__: null,
    ...shape,
    kind: 'schema',
    reference: createSchema,
    expects: shape.type,
    async: false,
    // Only where it is one: valibot asks whether it is there.
    ...(metadata && { pipe: [shape, { kind: 'metadata', type: 'metadata', metadata }] }),
    '~standard': { version: 1, vendor: 'wechatpay-kit', validate: run },
    '~run': ({ value }: { readonly value: unknown }) => run(value),
  }
  return schema as unknown as DescribedSchema
}

/** Checks a value, and adds its faults to the issues; gives a copy of objects and lists, which may then be changed. */
function check(shape: Shape, value: unknown, path: NonNullable<Issue['path']>, issues: Issue[]): unknown {
  const { type, entries, item } = shape
  const add = (message: string, expected: string, input: unknown, ...key: string[]) => {
    const place = [...path, ...key.map((name) => ({ key: name }))]
    const issue = { kind: 'schema', type, input, expected, received: typeof input, message } as const
    issues.push(place.length > 0 ? { ...issue, path: place } : issue)
  }
  const checkInner = (inner: Shape, key: string | number, one: unknown) => check(inner, one, [...path, { key }], issues)

  if (!TYPES[type]?.(value)) {
    add('Invalid type', type, value)
    return value
  }
  if (item) return (value as unknown[]).map((one, index) => checkInner(item, index, one))
  if (!entries || shape.isLoose) {
    const problem = describeValue(shape, value)
    if (problem) add(problem, type, value)
    return value
  }
  const copy: Record<string, unknown> = {}
  for (const [name, one] of Object.entries(value as object)) {
    // As JSON does.
    if (one === undefined) continue
    const inner = Object.hasOwn(entries, name) && entries[name]
    if (inner) copy[name] = checkInner(inner, name, one)
    else
      add(
        `is not a field of this operation; the fields here are ${Object.keys(entries).join(', ')}`,
        'never',
        one,
        name,
      )
  }
  for (const name of shape.required ?? []) if (!Object.hasOwn(copy, name)) add('is missing', 'a value', undefined, name)
  return copy
}

/** Describes why a text or number is none of those that are documented. */
function describeValue({ values, isCapital, least, greatest, metadata }: Shape, value: unknown): string | undefined {
  const isText = typeof value === 'string'
  if (isText && values && !values.includes(value)) {
    const documented = values.find((one) => one.toLowerCase() === value.toLowerCase())
    if (documented !== undefined) return `must be written ${documented}`
  }
  if (isCapital && /[a-z]/.test(value as string)) return 'must be in capital letters, as its documented values are'
  if (value === '' && metadata) return 'must not be empty'
  const size = isText ? value.length : (value as number)
  if (!(size < (least ?? size) || size > (greatest ?? size))) return undefined
  const range = [least !== undefined && `at least ${least}`, greatest !== undefined && `at most ${greatest}`]
  return `must ${isText ? 'have' : 'be'} ${range.filter(Boolean).join(' and ')}${isText ? ' characters' : ''}`
}
