// Turns Stryker's result into docs/evidence/crypto-mutation.md. Every survivor needs a reason below, or the script fails.
import { readFileSync, writeFileSync } from 'node:fs'

/** @typedef {{ status: string, replacement?: string, location: { start: { line: number } } }} Mutant */

/** Why a mutant may live: file, a part of the original line, a part of the replacement (empty for any). */
/** @type {[file: string, original: string, replacement: string, reason: string][]} */
const REASONS = JSON.parse(readFileSync(new URL('./mutation-survivors.json', import.meta.url), 'utf8'))

/** @type {{ files: Record<string, { source: string, mutants: Mutant[] }> }} */
const report = JSON.parse(readFileSync(new URL('../.stryker/mutation.json', import.meta.url), 'utf8'))
const rows = []
const survivors = []
let [killed, all, unexplained] = [0, 0, 0]
for (const [path, { source, mutants }] of Object.entries(report.files).sort()) {
  const file = path.replace(/^.*\//, '')
  const dead = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length
  rows.push(`| \`${file}\` | ${mutants.length} | ${dead} | ${((100 * dead) / mutants.length).toFixed(1)} % |`)
  killed += dead
  all += mutants.length
  for (const { status, replacement = '', location } of mutants) {
    if (status !== 'Survived' && status !== 'NoCoverage') continue
    const original = source.split('\n')[location.start.line - 1]?.trim() ?? ''
    const reason = REASONS.find(
      ([name, part, change]) => name === file && original.includes(part) && replacement.includes(change),
    )?.[3]
    if (!reason) unexplained++
    const change = replacement.replace(/\s+/g, ' ').replaceAll('|', '\\|')
    survivors.push(
      `| \`${file}:${location.start.line}\` | \`${original.replaceAll('|', '\\|')}\` | \`${change}\` | ${reason ?? '**unexplained**'} |`,
    )
  }
}
const score = ((100 * killed) / all).toFixed(1)
writeFileSync(
  new URL('../docs/evidence/crypto-mutation.md', import.meta.url),
  `# Mutation testing of the crypto package

Written by \`npm run mutation\`, which takes about eight to twenty minutes on two cores: Stryker changes one thing at a time in
\`packages/crypto/src\` and runs the tests that reach it. ${killed} of ${all} changes make a test fail: **${score} %**.

| file | changes | detected | |
|---|---|---|---|
${rows.join('\n')}

## What survives, and why

| where | line | change | why it may |
|---|---|---|---|
${survivors.join('\n')}
`,
)
console.log(`docs/evidence/crypto-mutation.md: ${score} % of ${all} changes detected, ${survivors.length} survive`)
if (unexplained > 0) {
  console.error(`${unexplained} survivors have no reason in tools/mutation-survivors.json.`)
  process.exitCode = 1
}
