// Prints, by area, how many documented operations are typed, called and left out, and how disputed facts were decided:
// npm run catalogue:report. It compares all types and calls all operations. With --write it writes the evidence's page too.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { operations } from '@wechatpay-kit/endpoints/areas/all'
import { describeOrigin } from '../benchmarks/harness/machine.mjs'
import { readOperations } from './prove/facts.mjs'
import { proveOperations } from './prove/operations.mjs'
import { writeReport, writeTable } from './prove/report.mjs'
import { proveTypes } from './prove/types.mjs'

const { values } = parseArgs({ options: { write: { type: 'boolean' } } })
const known = await readOperations()
const types = proveTypes(known)
const calls = await proveOperations(
  known.filter(({ decision }) => decision.kind !== 'left out'),
  operations,
)
for (const fault of [...types.faults, ...calls.faults]) {
  console.error(fault)
  process.exitCode = 1
}
const typed = new Set(
  types.lists.get('all')?.filter((name) => !types.faults.some((fault) => fault.startsWith(`${name}:`))),
)
const report = writeReport(known, { typed, called: calls.called })
console.log(report)
const { fields, ciphertexts, refused } = calls
const counts = writeTable(
  ['in the calls', 'count'],
  [
    ['places of requests that were compared', fields.request.size],
    ['places of responses that were compared', fields.response.size],
    ['of them ciphertexts on the wire, in requests', ciphertexts.request.size],
    ['of them ciphertexts on the wire, in responses', ciphertexts.response.size],
    ['refused, by name: a field missing that is demanded', refused.incomplete],
    ['refused, by name: a field that no document has', refused.overfull],
    ['refused, by name: a value of a wrong type or case', refused.wrong],
  ],
)
console.log(counts.join('\n'))
if (values.write) {
  const page = `# The catalogue as operations

${describeOrigin('npm run catalogue:report -- --write')}

“Typed”: the compiler's own view of the operation's types was compared with the catalogue, field by field. “Called”: a
request made from the catalogue was sent, verified, decrypted and compared on the other side, and its response on this one.

${counts.join('\n')}

${report}
`
  writeFileSync(new URL('../docs/evidence/catalogue.md', import.meta.url), page)
}
