// Tries to break each promise of SECURITY.md anew; exit code 1 if one broke.
// Usage: npm run attack -- [--seed=number] [--scale=1] [--only=name,name] [--write]
//        deno run -A tools/attack.mjs · bun tools/attack.mjs (without raw sockets)
import { groups } from './attack/groups.mjs'
import { createRandom } from './attack/random.mjs'
import { print, runtime, write } from './attack/report.mjs'
import { createScene, settle } from './attack/scene.mjs'
import { createTally } from './attack/tally.mjs'

const options = new Map(
  process.argv.slice(2).map((text) => {
    const [name = '', value = ''] = text.split('=')
    return [name, value]
  }),
)
const seed = Number(options.get('--seed') ?? crypto.getRandomValues(new Uint32Array(1))[0])
const scale = Number(options.get('--scale') ?? 1)
const only = options.get('--only')?.split(',')

console.log(`seed ${seed}, ${runtime}`)
const tally = createTally()
for (const event of ['unhandledRejection', 'uncaughtException']) {
  process.on(event, (error) => tally.count('process', 'nothing is left unhandled', false, `${event}: ${error}`))
}

const seconds = new Map()
for (const [name, attack] of Object.entries(groups)) {
  if (only && !only.includes(name)) continue
  const start = performance.now()
  // Each with chance and keys of its own: what one does changes no other.
  const { error } = await settle(attack({ scene: await createScene(), random: createRandom(seed), tally, scale }))
  tally.count('process', 'every attack runs to its end', !error, `${name}: ${error?.stack}`)
  // What is left behind shows itself a little later.
  await new Promise((resolve) => setTimeout(resolve, 100))
  tally.count('process', 'nothing is left unhandled', true, name)
  seconds.set(name, (performance.now() - start) / 1000)
}
print(tally, seconds)
if (options.has('--write')) write(tally, seed)
// Now, and not when the last abandoned body has ended.
process.exit([...tally.rows.values()].some(({ broken }) => broken > 0) ? 1 : 0)
