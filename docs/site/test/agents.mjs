// The files for language models: there, complete, and every address in them leads somewhere.
/** @import { Case } from './harness.mjs' */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BASE } from '../build/addresses.mjs'
import { GUIDES } from '../build/guides/list.mjs'
import { areas, events, operations } from '../build/pages.mjs'
import { readBuilt } from '../check/built.mjs'

/** @param {string} dist @returns {Promise<readonly Case[]>} */
export async function listAgentCases(dist) {
  const { files, pages } = await readBuilt()
  const read = (/** @type {string} */ file) => readFileSync(join(dist, file), 'utf8')
  const isThere = (/** @type {string} */ address) => {
    const path = address.replace(BASE, '/').replace(/#.*/, '')
    return files.has(path) || pages.has(path)
  }
  return [
    {
      title: 'llms.txt names every guide and every area, at addresses that are there',
      run() {
        const links = [...read('llms.txt').matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target)
        assert.deepEqual(
          links.filter((target) => !isThere(target)),
          [],
        )
        const wanted = [
          ...GUIDES.map(({ slug }) => `${BASE}en/${slug}.md`),
          ...areas.map(({ name }) => `${BASE}agents/${name}.md`),
        ]
        assert.deepEqual(
          wanted.filter((target) => !links.includes(target)),
          [],
        )
      },
    },
    {
      title: 'llms-full.txt has every guide, operation and event type',
      run() {
        const text = read('llms-full.txt')
        const lines = new Set(text.split('\n').map((line) => line.split(' ').slice(0, 3).join(' ')))
        for (const { facts } of operations) assert.ok(lines.has(`- ${facts.method} ${facts.path}`), facts.path)
        for (const { type } of events) assert.ok(text.includes(`\n- ${type} `), type)
        assert.ok(text.includes('\n# Errors\n'))
      },
    },
    {
      title: 'the text of an area has every operation of it with all fields',
      run() {
        for (const area of areas) {
          const text = read(`agents/${area.name}.md`)
          for (const { facts } of area.operations)
            assert.ok(text.includes(`\n## ${facts.method} ${facts.path}\n`), facts.path)
        }
        const refunds = read('agents/refund.md')
        assert.match(refunds, /^ {2}- out_refund_no\* string ≤64 商户退款单号 · merchant refund number$/m)
        assert.match(refunds, /^- promotion_detail object\[\] /m)
      },
    },
    {
      title: 'the skill is short, and its addresses are there',
      run() {
        const skill = read('agents/SKILL.md')
        assert.match(skill, /^---\nname: wechatpay-kit\ndescription: .{50,1000}\n---\n/)
        assert.ok(skill.split('\n').length < 80 && skill.length < 6_000, `${skill.length} characters`)
        const addresses = [...skill.matchAll(/`(\/[^`<]+\.(?:md|txt))`/g)].map(([, address = '']) => address)
        assert.ok(addresses.length >= 5)
        assert.deepEqual(
          addresses.filter((address) => !isThere(address)),
          [],
        )
        assert.equal(skill.match(/^\d\. \*\*/gm)?.length, 3)
      },
    },
  ]
}
