// A Cloudflare Worker, bundled by wrangler as it would be deployed, and run in workerd.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundlerPath, bundlerVersion } from '../harness/bundlers.mjs'
import { start } from '../harness/process.mjs'
import { nodeBinary, testInWorkerd } from '../harness/runtimes.mjs'

const DATE = '2026-01-01'

/** Calls as an app does, in the handler that workerd runs as a test. */
const APP = `
import { createClient, isWechatPayError } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
export default {
  async test() {
    const { merchant, platformKeys, transport } = await createSandbox()
    const wxpay = createClient({ merchant, platformKeys, transport })
    const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
    const { resp_code } = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()
    const refused = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json: { ...json, name: '' } }).catch((error) => error)
    if (resp_code !== '000000' || !isWechatPayError(refused)) throw new Error('The Worker got ' + resp_code)
    console.log('bundled, run')
  },
}
`

/** Wrangler runs on newer versions of Node.js alone, which is no matter of the Worker's. */
const NODE = nodeBinary(24)

/** @param {import('../harness/project.mjs').Project} project @returns {Promise<{ problems: string[], row: string[] }>} */
export async function checkWrangler({ folder }) {
  const version = bundlerVersion('wrangler')
  const project = join(folder, 'worker')
  mkdirSync(project)
  writeFileSync(join(project, 'worker.mjs'), APP)
  const config = { name: 'worker', main: 'worker.mjs', compatibility_date: DATE }
  writeFileSync(join(project, 'wrangler.json'), JSON.stringify(config))
  const args = [bundlerPath('wrangler/bin/wrangler.js'), 'deploy', '--dry-run', '--outdir', 'out']
  const env = { WRANGLER_SEND_METRICS: 'false', CI: '1' }
  const { code, output } = await start(NODE, args, project, env)
  const problem = (/** @type {string} */ text) => ({
    problems: [`wrangler ${version}: ${text}`],
    row: ['wrangler', version, 'failed'],
  })
  if (code !== 0) return problem(output)
  const source = readFileSync(join(project, 'out/worker.js'), 'utf8')
  const ran = await testInWorkerd(project, 'worker', { source, date: DATE })
  if (ran.code !== 0 || !ran.output.includes('bundled, run')) return problem(ran.output)
  return { problems: [], row: ['wrangler', version, 'bundled, run in workerd'] }
}
