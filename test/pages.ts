import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { root } from './run.ts'

/** A fenced block: the words after its fence, and its text. */
export interface Block {
  readonly info: string
  readonly code: string
}

/** Fences open and close at the beginning of a line. */
const FENCE = /^```(.*)\n([\s\S]*?)^```$/gm

/** The text of a file of this repository. */
export const read = (file: string): string => readFileSync(join(root, file), 'utf8')

/** The guides of a language, such as `docs/en/keys.md`. */
export const listGuides = (language: 'en' | 'zh'): string[] =>
  readdirSync(join(root, 'docs', language))
    .sort()
    .map((name) => `docs/${language}/${name}`)

/** Each page in English with the one that says the same in Chinese. */
export const pairs: readonly (readonly [english: string, chinese: string])[] = [
  ['README.md', 'README.zh-CN.md'],
  ['test-vectors/README.md', 'test-vectors/README.zh-CN.md'],
  ...listGuides('en').map((file) => [file, file.replace('/en/', '/zh/')] as const),
]

/** The fenced blocks of a page. */
export const readBlocks = (file: string): Block[] =>
  [...read(file).matchAll(FENCE)].map(([, info = '', code = '']) => ({ info, code }))

/** A page without its fenced blocks. */
const readProse = (file: string): string => read(file).replace(FENCE, '')

/** The level of each heading, and the number of cells of each row of a table, in order. */
export const readShape = (file: string): string[] =>
  readProse(file)
    .split('\n')
    .filter((line) => /^(#|\|)/.test(line))
    .map((line) => line.match(/^#+/)?.[0] ?? `${line.split(/(?<!\\)\|/).length - 2} cells`)

/** The targets of a page's links and pictures; those within the repository as paths from its root. */
export const readLinks = (file: string): string[] =>
  [...readProse(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) =>
    /^[a-z]+:/.test(target) ? target : normalize(join(dirname(file), target.startsWith('#') ? file : '', target)),
  )

/** The anchors of a page, as GitHub makes them from its headings. */
export const readAnchors = (file: string): string[] =>
  [...readProse(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

/** The commands of a page: the lines of its plain shell blocks, and those that stand in its text. */
export const readCommands = (file: string): string[] => [
  ...readBlocks(file).flatMap(({ info, code }) => (info === 'sh' ? code.trim().split('\n') : [])),
  ...[...readProse(file).matchAll(/`((?:npm|pnpm|node|deno|bun) [^`]+)`/g)].map(([, command = '']) => command),
]
