// Tries to break each promise of SECURITY.md anew; exit code 1 if one broke.
// Usage: npm run attack -- [--runtime=deno|bun|workerd|node-20…] [--seed=number] [--scale=1] [--only=name,name] [--write]
import { groups } from './attack/groups.mjs'
import { ownRuntime, print, write } from './attack/report.mjs'
import { countUnhandled, runAttack } from './attack/run.mjs'
import { createTally } from './attack/tally.mjs'

const args = process.argv.slice(2)
const options = new Map(
  args.map((text) => {
    const [name = '', value = ''] = text.split('=')
    return [name, value]
  }),
)
const seed = Number(options.get('--seed') ?? crypto.getRandomValues(new Uint32Array(1))[0])
const scale = Number(options.get('--scale') ?? 1)
const only = options.get('--only')?.split(',')
const wanted = options.get('--runtime')

if (wanted && wanted !== 'workerd') {
  const { runInShell } = await import('./attack/runtimes.mjs')
  const rest = args.filter((text) => !text.startsWith('--runtime='))
  process.exit(await runInShell(wanted, rest))
}

const tally = createTally()
const place = wanted ? await (await import('./attack/runtimes.mjs')).openWorkerd() : openProcess()
const { name, version } = place.runtime
console.log(`seed ${seed}, ${name} ${version}`)

const seconds = new Map()
try {
  for (const name of place.names) {
    if (only && !only.includes(name)) continue
    const start = performance.now()
    await place.attack(name, { seed, scale, tally })
    seconds.set(name, (performance.now() - start) / 1000)
  }
} finally {
  place.stop()
}
print(tally, seconds)
if (options.has('--write')) write(place.runtime, tally, seed)
// Now, and not when the last abandoned body has ended.
process.exit([...tally.rows.values()].some(({ broken }) => broken > 0) ? 1 : 0)

/** This process as a place for attacks. @returns {import('./attack/runtimes.mjs').Place} */
function openProcess() {
  countUnhandled(() => tally)
  return {
    runtime: ownRuntime,
    names: Object.keys(groups),
    attack: (name, options) => runAttack(name, /** @type {any} */ (groups[name]), options),
    stop: () => {},
  }
}
