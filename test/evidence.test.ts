import { describe, expect, it } from 'vitest'
import { fillFigures } from '../docs/site/build/guides/figures.mjs'
import { read, readLinks, reports, toChinese } from './pages.ts'

// The pages about reports: every report has one in Chinese, whose figures the site reads from the report itself.

describe.each(reports)('%s', (file) => {
  const page = read(toChinese(file))

  it('has a page in Chinese that finds its figures, and translates what stands in their tables', () => {
    const filled = fillFigures(page, read(file))
    expect(filled).not.toContain('<!--')
    expect(filled.match(/^(?:\||```)/gm)?.length ?? 0).toBeGreaterThan(page.match(/^(?:\||```)/gm)?.length ?? 0)
    expect(filled).toContain(`[English](${file.split('/').at(-1)})`)
  })

  it.each(['docs/en/evidence.md', 'docs/zh/evidence.md'])('is named in %s', (guide) => {
    expect(readLinks(guide)).toContain(guide.includes('/zh/') ? toChinese(file) : file)
  })
})

describe('The figures of a page', () => {
  const report = `# Speed

Written on 2026-11-26: Node.js v20.20.2, 2 cores (AMD EPYC), 24 GiB, linux x64.

| path    | µs   |
| ------- | ---- |
| unknown | 13.7 |
| a known one | 1.5 |

## Output

\`\`\`
lost: 0
\`\`\`

7 tries, 0 broken.
`

  it('are those of the report, under words of the page', () => {
    const page = '<!-- words: path = 路径; µs = 微秒; unknown = 未知 -->\n<!-- figures: | unknown -->'
    expect(fillFigures(page, report).trim()).toBe('| 路径 | 微秒 |\n| --- | --- |\n| 未知 | 13.7 |')
    expect(fillFigures(page, report.replace('13.7', '9.9'))).toContain('| 未知 | 9.9 |')
  })

  it('are its day and machine, what matches, and what a program printed', () => {
    expect(fillFigures('<!-- made -->', report)).toBe(
      '测于 2026-11-26：Node.js v20.20.2，2 核（AMD EPYC），24 GiB 内存，linux x64。',
    )
    expect(fillFigures('<!-- matches: (\\d+) tries, (\\d+) broken = 尝试 | 攻破 -->', report)).toContain('| 7 | 0 |')
    expect(fillFigures('<!-- output: Output -->', report)).toBe('```\nlost: 0\n```')
  })

  it.each([
    ['<!-- words: path = 路径; µs = 微秒; unknown = 未知 -->\n<!-- figures: -->', /“a known one”.*has no translation/],
    ['<!-- figures: Memory -->', /no heading “Memory”/],
    ['<!-- words: path = 路径 -->\n<!-- figures: -->', /no columns or rows/],
    ['<!-- matches: (\\d+) lost = 丢失 -->', /nothing that matches/],
    ['<!-- output: -->', /does not have a block/],
  ])('are missed by name: %s', (page, message) => {
    expect(() => fillFigures(page, report)).toThrow(message)
  })
})
