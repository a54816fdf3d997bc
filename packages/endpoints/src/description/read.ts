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

/** Names with their mark, letters with their values and limits, and everything else that is one character. */
const TOKEN = /(\w+)([!:])|([a-z])(\(([^)]*)\))?((\d*)-(\d*))?|[*?=+>{}[\]]/g

/** Reads the text of an operation, which the generator wrote; `description.md` defines it. */
export function readSections(text: string): Sections {
  const tokens = text.matchAll(TOKEN)
  const take = () => tokens.next().value as RegExpExecArray
  let isLoose = false

  const readNode = (): DescribedSchema => {
    const [character, , , letter, , values, , least, greatest] = take()
    if (character === '{') return readObject()
    if (character === '[') {
      const item = readNode()
      // Its closing bracket.
      take()
      return createSchema(character, { item })
    }
    return createSchema(letter as string, {
      values: values?.split('|'),
      least: least ? Number(least) : undefined,
      greatest: greatest ? Number(greatest) : undefined,
    })
  }
  const readObject = (): DescribedSchema => {
    const entries: Record<string, DescribedSchema> = {}
    const required: string[] = []
    for (let [, name, mark] = take(); name !== undefined; [, name, mark] = take()) {
      if (mark === '!') required.push(name)
      entries[name] = readNode()
    }
    return createSchema('{', { entries, required, isLoose })
  }

  const sections: { -readonly [Name in keyof Sections]: DescribedSchema } = Object.create(null)
  for (const [mark] of tokens) {
    const name = SECTIONS[mark] as keyof Sections
    isLoose = name === 'response'
    sections[name] = readNode()
  }
  return sections
}
