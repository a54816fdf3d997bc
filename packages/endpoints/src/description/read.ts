import { createSchema, type DescribedSchema } from './schema.ts'

/** The schemas of an operation. */
export interface Sections {
  readonly params?: DescribedSchema
  readonly query?: DescribedSchema
  readonly request?: DescribedSchema
  readonly form?: DescribedSchema
  readonly response?: DescribedSchema
}

/** The sections by the mark with which they begin. */
const SECTIONS: Readonly<Record<string, keyof Sections>> = {
  '*': 'params',
  '?': 'query',
  '=': 'request',
  '+': 'form',
  '>': 'response',
}

/** The types by their letter. */
const TYPES: Readonly<Record<string, string>> = {
  s: 'string',
  e: 'string',
  x: 'string',
  y: 'string',
  i: 'integer',
  f: 'integer, in fen',
  n: 'number',
  b: 'boolean',
  o: 'object',
  a: 'any',
}

/** Metadata of texts that travel encrypted, by their letter. */
const METADATA: Readonly<Record<string, object>> = { x: { sensitive: true }, y: { sensitive: true, either: true } }

/** Reads the text of an operation, which the generator wrote; `description.md` defines it. */
export function readSections(text: string): Sections {
  // The brackets, names with their mark, and letters with their values and limits, one after the other.
  const tokens = text.match(/[*?=+>{}[\]]|\w+[!:]|[a-z](\([^)]*\))?(\d*-\d*)?/g) ?? []
  let next = 0
  let isLoose = false
  const take = () => tokens[next++] as string

  const readNode = (): DescribedSchema => {
    const token = take()
    if (token === '{') return readObject()
    if (token === '[') {
      const item = readNode()
      // Its closing bracket.
      take()
      return createSchema({ type: 'array', item })
    }
    const letter = token.charAt(0)
    const { values, least, greatest } =
      /(\((?<values>.*)\))?((?<least>\d*)-(?<greatest>\d*))?$/.exec(token)?.groups ?? {}
    return createSchema({
      type: TYPES[letter] as string,
      values: values?.split('|'),
      least: least ? Number(least) : undefined,
      greatest: greatest ? Number(greatest) : undefined,
      isCapital: letter === 'e',
      metadata: METADATA[letter],
    })
  }
  const readObject = (): DescribedSchema => {
    const entries: Record<string, DescribedSchema> = {}
    const required: string[] = []
    for (let token = take(); token !== '}'; token = take()) {
      const name = token.slice(0, -1)
      if (token.endsWith('!')) required.push(name)
      entries[name] = readNode()
    }
    return createSchema({ type: 'object', entries, required, isLoose })
  }

  const sections: { -readonly [Name in keyof Sections]: DescribedSchema } = Object.create(null)
  while (next < tokens.length) {
    const name = SECTIONS[take()] as keyof Sections
    isLoose = name === 'response'
    sections[name] = readNode()
  }
  return sections
}
