import * as nodeKeys from '@wechatpay-kit/crypto/node'
import { conformanceCases } from '@wechatpay-kit/transport-fetch/conformance'
import { run } from '../suite/run.mjs'

const [name, origin, broken] = Deno.args
const { line, failed, failures } = await run(name, {
  origin,
  broken: broken === 'broken',
  conformance: conformanceCases,
  nodeKeys,
  env: Deno.env.toObject(),
})
for (const failure of failures) console.error(failure)
console.log(line)
Deno.exit(failed > 0 ? 1 : 0)
