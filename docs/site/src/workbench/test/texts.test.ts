import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { showInvisible, type Text } from '../diagnosis.ts'
import { listParts } from '../signature/difference.ts'
import { texts } from '../texts/all.ts'
import { createSay } from '../texts/index.ts'

const all = Object.entries(texts).flatMap(([tool, table]) =>
  Object.entries(table as Record<string, Text>).map(([name, text]) => ({ name: `${tool}.${name}`, text })),
)

it('every text is in both languages, with the same values in it', () => {
  const placesOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([place]) => place).sort()
  for (const { name, text } of all) {
    expect([text.en.length > 0, text.zh.length > 0], name).toEqual([true, true])
    expect(placesOf(text.zh), name).toEqual(placesOf(text.en))
  }
  expect(createSay('zh')(texts.signature.problems, { count: 3 })).toBe('发现 3 处问题')
})

it('every text is shown somewhere, and none is written beside the table', () => {
  const folder = new URL('../', import.meta.url)
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const files = names.filter((name) => !/^(test|texts)\b/.test(name))
  const sources = files.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const)
  const everything = sources.map(([, source]) => source).join('\n')
  const isShown = (name: string) => new RegExp(`(?:[tT]exts|frame)\\.${name.split('.')[1]}\\b`).test(everything)
  const lines = [
    'signature.lineMethod',
    'signature.lineTarget',
    'signature.lineTimestamp',
    'signature.lineNonce',
    'signature.lineBody',
  ]
  expect(all.filter(({ name }) => !isShown(name) && !lines.includes(name)).map(({ name }) => name)).toEqual([])
  // Values that are filled in are no texts of the page.
  const others = sources.filter(([name]) => name !== 'signature/example.ts')
  expect(others.filter(([, source]) => /[一-鿿]/.test(source)).map(([name]) => name)).toEqual([])
})

it('a difference is told by the words that one text has and the other has not', () => {
  const marked = (one: string, other: string) =>
    listParts(one, other)
      .map(({ text, isCommon }) => (isCommon ? text : `[${text}]`))
      .join('')
  expect(marked('{"a": 1}', '{"a":1}')).toBe('{"a":[ ]1}')
  expect(marked('{"a":1}', '{"a": 1}')).toBe('{"a":1}')
  expect(marked('GET', 'POST')).toBe('[GE]T')
  expect(marked('x', '')).toBe('[x]')
  expect(marked('a{\n  "b"\n}', 'a{"b"}')).toBe('a{[\n  ]"b"[\n]}')
  // Too long to compare word by word.
  const long = 'a,'.repeat(2000)
  expect(marked(`1${long}2`, `3${long.replaceAll(',', ';')}4`)).toBe(`[1${long}2]`)
})

it('invisible characters are shown', () => {
  expect(showInvisible('a\r\n\tb\u200b\ufeff ')).toBe('a␍⏎⇥b⟨U+200B⟩⟨U+FEFF⟩␠')
})
