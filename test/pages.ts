import { existsSync, readdirSync, readFileSync } from 'node:fs'
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

/** The READMEs of the packages. */
export const packagePages: readonly string[] = readdirSync(join(root, 'packages'))
  .filter((name) => existsSync(join(root, 'packages', name, 'package.json')))
  .map((name) => `packages/${name}/README.md`)

/** What measurements wrote, in English; the page beside each says in Chinese what was measured, and how. */
export const reports: readonly string[] = readdirSync(join(root, 'docs/evidence'))
  .filter((name) => name.endsWith('.md') && !name.endsWith('.zh-CN.md'))
  .map((name) => `docs/evidence/${name}`)

/** The page in Chinese that belongs to one in English: in a folder of its own, or beside it. */
export const toChinese = (file: string): string =>
  file.startsWith('docs/en/') ? file.replace('/en/', '/zh/') : file.replace(/\.md$/, '.zh-CN.md')

/** The page in English that belongs to one in Chinese; any other path is given back. */
export const toEnglish = (file: string): string =>
  file.replace(/^docs\/zh\//, 'docs/en/').replace(/\.zh-CN\.md(?=#|$)/, '.md')

/** Each page in English with the one that says the same in Chinese. */
export const pairs: readonly (readonly [english: string, chinese: string])[] = [
  'README.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
  'docs/architecture.md',
  'test-vectors/README.md',
  ...packagePages,
  ...listGuides('en'),
].map((file) => [file, toChinese(file)])

/** The fenced blocks of a page. */
export const readBlocks = (file: string): Block[] =>
  [...read(file).matchAll(FENCE)].map(([, info = '', code = '']) => ({ info, code }))

/** A page without its fenced blocks. */
export const readProse = (file: string): string => read(file).replace(FENCE, '')

/** The level of each heading, and the number of cells of each row of a table, in order. */
export const readShape = (file: string): string[] =>
  readProse(file)
    .split('\n')
    .filter((line) => /^(#|\|)/.test(line))
    .map((line) => line.match(/^#+/)?.[0] ?? `${line.split(/(?<!\\)\|/).length - 2} cells`)

/** The pieces of inline code of a page, without the language of a page that they name. */
export const readNames = (text: string): string[] => [
  ...new Set(
    [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name.replace(/\s+/g, ' ').replace('.zh-CN.md', '.md')),
  ),
]

/** The rows of a page's tables, headers left out: the figures of each, which need no translation, and its names. */
export const readRows = (file: string): { readonly figures: string; readonly names: readonly string[] }[] =>
  readProse(file)
    .split('\n')
    .filter((line, index, lines) => /^\|/.test(line) && /^\|/.test(lines[index - 1] ?? '') && !/^\|[ |:-]+$/.test(line))
    .map((line) => ({
      figures: line
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim())
        .filter((cell) => /^[\d.,–-]+( \([\d.,–-]+\))?$/.test(cell))
        .join(' | '),
      names: readNames(line).sort(),
    }))

/** The figures of a page's text, its code and its links left out. */
export const readFigures = (file: string): string[] => {
  const words = readProse(file)
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/`[^`]*`/g, '')
  return [...new Set(words.match(/(?<![\w.])\d(?:[\d,.]*\d)?/g))].sort()
}

/** The names of files and folders in a page's drawings, which are blocks without a word after their fence. */
export const readDrawnNames = (file: string): string[] =>
  readBlocks(file)
    .filter(({ info }) => info === '')
    .flatMap(({ code }) => code.match(/[\w-]+(?:\.(?:[a-z]+|\*)|\/)/g) ?? [])
    .sort()

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
