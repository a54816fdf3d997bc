import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { JSR_FOLDERS } from '../tools/release/jsr.mjs'
import {
  type Block,
  listGuides,
  packagePages,
  pairs,
  read,
  readAnchors,
  readBlocks,
  readCommands,
  readDrawnNames,
  readFigures,
  readLinks,
  readNames,
  readProse,
  readRows,
  readShape,
  reports,
  toChinese,
  toEnglish,
} from './pages.ts'
import { root } from './run.ts'

// The READMEs and the guides as texts: both languages say the same, links lead somewhere, and no block goes unchecked.

/** The blocks that only show something: commands that `checkCommand` knows, and settings. */
const SHOWN = ['sh', 'json']
/** The blocks that something else runs: doc-examples.test.ts compiles, start.test.ts confirms with openssl. */
const ELSEWHERE = ['ts', 'sh runtime=openssl']
/** The blocks that readme.test.ts runs. */
const RUNTIMES = ['process', 'node', 'deno', 'bun', 'worker', 'sandbox', 'listen', 'shell']
/** The pages with drawings, whose names architecture.test.ts looks for in the files. */
const DRAWN = ['docs/architecture.md', 'docs/architecture.zh-CN.md']
/** Tells whether `npm run test:frameworks` starts what a file belongs to; a block shows lines of it. */
const isStarted = (file: string): boolean => file.startsWith('examples/frameworks/')
/** The blocks that three-commands.test.ts runs. */
const WITH_COMMANDS = ['express']
/** The blocks that migration.test.ts runs. */
const BESIDE_OTHERS = ['migration']
/** The blocks of another package, each in the guide for people who come from it, and none of ours among them. */
const isTheirs = (file: string, { info, code }: Block) => {
  const [, peer] = /^(?:js|php) peer=(\S+)$/.exec(info) ?? []
  return file.endsWith(`/from-${peer}.md`) && !/wechatpay-kit/.test(code)
}

describe('the READMEs', () => {
  const readmes = pairs.flat().filter((file) => /(^|\/)README(\.zh-CN)?\.md$/.test(file))
  it.each(readmes)('%s has at most 160 lines', (file) => {
    expect(read(file).trimEnd().split('\n').length).toBeLessThanOrEqual(160)
  })
})

describe('the guides', () => {
  it('are the same in both languages', () => {
    expect(listGuides('zh')).toEqual(listGuides('en').map((file) => file.replace('/en/', '/zh/')))
    expect(listGuides('en').length).toBeGreaterThanOrEqual(15)
  })

  it.each([...listGuides('en'), ...listGuides('zh')])('%s has at most 200 lines', (file) => {
    expect(read(file).trimEnd().split('\n').length).toBeLessThanOrEqual(200)
  })
})

/** The pages in English that have one in Chinese. */
const translated: ReadonlySet<string> = new Set([...pairs.map(([english]) => english), ...reports])

describe.each(pairs)('%s and %s', (english, chinese) => {
  it('have the same blocks, and drawings of the same files', () => {
    const codes = (file: string) => readBlocks(file).filter(({ info }) => info !== '')
    expect(codes(chinese)).toEqual(codes(english))
    expect(readDrawnNames(chinese)).toEqual(readDrawnNames(english))
  })

  it('have the same headings and tables', () => {
    expect(readShape(chinese)).toEqual(readShape(english))
  })

  it('have the same figures, and the same names in each row of a table', () => {
    // A Chinese sentence may name besides what an English one paraphrases.
    const rows = readRows(english)
    const own = readRows(chinese).map(({ figures, names }, index) => ({
      figures,
      names: names.filter((name) => rows[index]?.names.includes(name)),
    }))
    expect(own).toEqual(rows)
    expect(readFigures(chinese)).toEqual(readFigures(english))
  })

  it('name the same: all code that stands in the text in English stands in the Chinese', () => {
    const names = readNames(readProse(chinese))
    expect(readNames(readProse(english)).filter((name) => !names.includes(name))).toEqual([])
  })

  it('have the same links, each to the pages of its language', () => {
    const others = readLinks(english).filter((target) => toEnglish(target) !== target)
    const own = readLinks(chinese).filter((target) => translated.has(target.replace(/#.*/, '')))
    // The one link is that to the same page in the other language.
    expect([others, own]).toEqual([[chinese], [english]])
    const neutral = (file: string) =>
      readLinks(file)
        .map((target) => toEnglish(target.replace(/#.*/, '')))
        .sort()
    expect(neutral(chinese)).toEqual(neutral(english))
  })
})

describe.each([...pairs.map(([, chinese]) => chinese), ...reports.map(toChinese)])('%s', (file) => {
  it('has no paragraph in English', () => {
    const paragraphs = readProse(file)
      .replace(/`[^`]*`|<!--[\s\S]*?-->|\[English\]\(.*?\)/g, '')
      .split(/\n{2,}|\n(?=- |\d\. )/)
    // Names of products alone, without a word of English around them, are no sentence.
    const isEnglish = (text: string) =>
      !/^#/.test(text) && !/\p{sc=Han}/u.test(text) && /[a-z]+ [a-z]+ [a-z]+/.test(text)
    expect(paragraphs.filter(isEnglish)).toEqual([])
  })

  it('says of each link to a page in English that it is, at least once in a paragraph', () => {
    const isEnglish = (target: string) => target.endsWith('.md') && !/^docs\/zh\/|\.zh-CN\.md$/.test(target)
    const paragraphs = read(file).split(/\n{2,}/)
    const silent = paragraphs.filter((paragraph) => {
      const links = [...paragraph.matchAll(/\[(?!English\])[^\]]*\]\((?!https?:)([^)#\s]+)/g)]
      return links.some(([, target = '']) => isEnglish(join(dirname(file), target))) && !paragraph.includes('英文')
    })
    expect(silent).toEqual([])
  })
})

describe.each(packagePages)('%s', (file) => {
  it('gives a reason for each dependency', () => {
    const { dependencies = {}, peerDependencies = {} } = JSON.parse(
      read(file.replace('README.md', 'package.json')),
    ) as { dependencies?: object; peerDependencies?: object }
    const [, section = ''] = read(file).split('\n## Dependencies\n')
    const reasons = [...section.matchAll(/^- `([^`]+)`/gm)].map(([, name]) => name)
    expect(reasons.sort()).toEqual(Object.keys({ ...dependencies, ...peerDependencies }).sort())
  })
})

const papers = ['test-vectors/PROTOCOL.md', 'examples/README.md', ...reports.flatMap((file) => [file, toChinese(file)])]

describe.each([...pairs.flat(), ...papers])('%s', (file) => {
  it('links to nothing that is not there', () => {
    const missing = readLinks(file).filter((target) => {
      if (/^https:/.test(target)) return false
      const [path = '', anchor] = target.split('#')
      if (!existsSync(join(root, path))) return true
      return anchor !== undefined && !readAnchors(path).includes(decodeURIComponent(anchor))
    })
    expect(missing).toEqual([])
  })
})

describe.each(pairs.flat())('%s', (file) => {
  it('has no block that nobody checks', () => {
    const isChecked = ({ info, code }: Block) => {
      if (info === '') return DRAWN.includes(file)
      const [, source] = info.split(' file=')
      if (source !== undefined) return code === read(source)
      const [, whole] = info.split(' part=')
      if (whole !== undefined) return isStarted(whole) && `\n${read(whole)}`.includes(`\n${code}`)
      const [, runtime = ''] = info.split(' runtime=')
      return (
        [...SHOWN, ...ELSEWHERE].includes(info) || [...RUNTIMES, ...WITH_COMMANDS, ...BESIDE_OTHERS].includes(runtime)
      )
    }
    expect(readBlocks(file).filter((block) => !isTheirs(file, block) && !isChecked(block))).toEqual([])
  })

  it('names commands that there are, and settings that can be read', () => {
    for (const { info, code } of readBlocks(file)) if (info === 'json') JSON.parse(code)
    for (const command of readCommands(file)) checkCommand(command, file)
  })
})

/** The pages that are about keys, and show how a client is given them by hand. */
const BY_HAND = ['docs/en/certificates.md', 'docs/zh/certificates.md']

it('a client is set up by readEnvironment, in one line, wherever the page is not about keys', () => {
  const isByHand = ({ code }: Block) => /createClient\(/.test(code) && /import(Private|Public)Key\(/.test(code)
  const pages = [...pairs.flat(), ...papers]
  expect(pages.filter((file) => readBlocks(file).some(isByHand))).toEqual(BY_HAND)
  const examples = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(mjs|ts)$/.test(file) && !file.includes('node_modules'))
    .map((file) => ({ file, info: '', code: read(`examples/${file}`) }))
  expect(examples.length).toBeGreaterThan(30)
  expect(examples.filter(isByHand)).toEqual([])
})

const INSTALLATION =
  /^(npm install( --save-dev)?|pnpm add|deno add|bun add)( ((npm|jsr):)?(@wechatpay-kit\/[a-z-]+|wechatpay-kit|express))+$/

/** Commands of npm's and of Deno's own, beside their installing. */
const OF_OTHERS = ['npm audit signatures', 'deno publish']

/** Refuses a command that this repository or its packages do not have. */
function checkCommand(command: string, file: string): void {
  if (OF_OTHERS.includes(command)) return
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const script = command.match(/^npm (?:run )?(?!install\b)([a-z:]+)/)?.[1]
  const program = command.match(/^node (?:--env-file=\S+ )?(\S+)/)?.[1]
  // The command that follows is the reader's own; test-vectors.test.ts runs the options.
  if (/^npx @wechatpay-kit\/test-vectors( --[a-z]+(=\S+)?)*( -- (python3|cat) \S+)?$/.test(command)) return
  const own = command.match(/^npx wechatpay-kit ([a-z-]+)/)?.[1]
  if (own !== undefined)
    expect(own === '--help' || existsSync(join(root, `packages/cli/src/commands/${own}.ts`))).toBe(true)
  else if (script !== undefined) expect(Object.keys(scripts), command).toContain(script)
  else if (program !== undefined)
    // It is there, or a block of the page is to be saved under its name.
    expect(existsSync(join(root, program)) || read(file).includes(`\`${program}\``), command).toBe(true)
  else expect(command).toMatch(INSTALLATION)
  for (const [, name] of command.matchAll(/jsr:@wechatpay-kit\/([a-z-]+)/g)) {
    expect(JSR_FOLDERS, command).toContain(`packages/${name}`)
  }
  for (const [name] of command.matchAll(/@wechatpay-kit\/[a-z-]+/g)) {
    expect(existsSync(join(root, 'packages', name.slice('@wechatpay-kit/'.length))), command).toBe(true)
  }
}
