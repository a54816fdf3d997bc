// In every Node.js from 20.12 on: a command that a package brings starts from where npm links it, and finds all that it loads.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { listNodeVersions, satisfies } from '../harness/bundlers.mjs'
import { start } from '../harness/process.mjs'

/** What is run, and what it prints. @type {[args: string[], printed: RegExp][]} */
const RUNS = [
  [['--version'], /^\d+\.\d+\.\d+\n$/],
  [['--help'], /^ {2}sign /m],
  [['operation', 'POST', '/v3/refund/domestic/refunds'], /^ {2}out_refund_no \*/m],
]

/** @param {import('../harness/project.mjs').Project} project @returns {Promise<string[]>} problems */
export async function checkCommands({ folder }) {
  const command = join(folder, 'node_modules/wechatpay-kit/dist/main.js')
  const problems = existsSync(join(folder, 'node_modules/.bin/wechatpay-kit')) ? [] : ['wechatpay-kit is not linked']
  const versions = listNodeVersions().filter(({ version, args }) => satisfies(version, '20.12') && args.length === 0)
  for (const { version, binary } of versions) {
    for (const [args, printed] of RUNS) {
      const { code, output } = await start(binary, [command, ...args], folder, { LC_ALL: 'C' })
      if (code !== 0 || !printed.test(output))
        problems.push(`Node.js ${version}: wechatpay-kit ${args.join(' ')}: exit code ${code}: ${output.slice(0, 500)}`)
    }
  }
  return problems
}
