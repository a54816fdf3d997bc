// The files for language models: there, complete, and every address in them leads somewhere.
/** @import { Case } from './harness.mjs' */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BASE } from '../build/addresses.mjs'
import { GUIDES } from '../build/guides/list.mjs'
import { areas, events, operations } from '../build/pages.mjs'
import { readBuilt } from '../check/built.mjs'

const program = fileURLToPath(new URL('../../../packages/cli/dist/main.js', import.meta.url))

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
        assert.ok(text.includes('\n# Errors and repeats\n'))
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
        assert.ok(skill.split('\n').length < 110 && skill.length < 6_000, `${skill.length} characters`)
        const addresses = [...skill.matchAll(/`(\/[^`<]+\.(?:md|txt))`/g)].map(([, address = '']) => address)
        assert.ok(addresses.length >= 5)
        assert.deepEqual(
          addresses.filter((address) => !isThere(address)),
          [],
        )
        assert.equal(skill.match(/^\d\. \*\*/gm)?.length, 3)
      },
    },
    {
      title: 'the code of the skill does what it says, against the sandbox that it names',
      run: () => runSkill(read('agents/SKILL.md')),
    },
    {
      title: 'no text for agents asks for a header that the client sets',
      run() {
        for (const { name } of areas) {
          const asked = read(`agents/${name}.md`).match(/^ +- Wechatpay-Serial(?! set by the client).*$/m)
          assert.equal(asked, null, name)
        }
      },
    },
  ]
}

/** Runs the skill's blocks of code as an agent would: a sandbox by the command, then the call, then a notification. @param {string} skill */
async function runSkill(skill) {
  const folder = mkdtempSync(join(import.meta.dirname, '..', 'skill-'))
  const [call = '', notifications = ''] = [...skill.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code)
  writeFileSync(join(folder, 'call.mjs'), call)
  writeFileSync(join(folder, 'notifications.mjs'), notifications.replace('.listen(3000)', '.listen(39_811)'))
  /** @type {import('node:child_process').ChildProcess[]} */
  const started = []
  const start = (/** @type {readonly string[]} */ args) => {
    const child = spawn(process.execPath, args, { cwd: folder })
    started.push(child)
    return child
  }
  try {
    const sandbox = start([program, 'sandbox', '--env', '.env', '--port', '0'])
    await once(/** @type {import('node:stream').Readable} */ (sandbox.stdout), 'data')
    const run = (/** @type {readonly string[]} */ args) =>
      spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
    const called = run(['--env-file=.env', 'call.mjs'])
    assert.match(called.stdout, /^weixin:\S+ NOTPAY$/m, called.stderr)
    start(['--env-file=.env', 'notifications.mjs'])
    const [, command = ''] = /`npx wechatpay-kit (trigger [^`]+)`/.exec(skill) ?? []
    const trigger = command.replace(':3000', ':39811').split(' ')
    const sent = await retry(() => run([program, ...trigger]))
    assert.match(sent.stdout, /: 204 /)
  } finally {
    for (const child of started) child.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Tries until the server of the notification listens. @param {() => import('node:child_process').SpawnSyncReturns<string>} run */
async function retry(run) {
  for (let attempt = 1; ; attempt += 1) {
    const result = run()
    if (result.status === 0 || attempt === 20) return result
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}
