import { run } from '../suite/run.mjs'

export default {
  async test(_, env) {
    const { NAME, ORIGIN, BROKEN } = env
    const { line, failed, failures } = await run(NAME, { origin: ORIGIN, broken: BROKEN === 'broken', env })
    for (const failure of failures) console.error(failure)
    console.log(line)
    if (failed > 0) throw new Error('Cases failed.')
  },
}
