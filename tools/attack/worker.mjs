// A worker that runs one attack for each request, and responds with what it counted.
import { portable } from './portable.mjs'
import { countUnhandled, runAttack } from './run.mjs'
import { createTally } from './tally.mjs'

/** Of the attack that runs now: there is one at a time. */
let tally = createTally()
const countLate = countUnhandled(() => tally)

export default {
  /** @param {Request} request */
  async fetch(request) {
    const { name, seed, scale } = /** @type {{ name: string, seed: number, scale: number }} */ (await request.json())
    const attack = portable[name]
    if (!attack) return new Response(`There is no portable attack ${name}.`, { status: 404 })
    tally = createTally()
    await runAttack(name, attack, { seed, scale, tally })
    countLate()
    return Response.json([...tally.rows.values()])
  },
}
