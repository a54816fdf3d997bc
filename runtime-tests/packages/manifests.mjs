// What publint says of the manifests, and attw of how the types resolve.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { root } from '../harness/project.mjs'

/** Entries that attw looks at besides those that it finds by itself: some of each pattern. @type {Record<string, string[]>} */
const OF_PATTERNS = {
  '@wechatpay-kit/endpoints': [
    './areas/pay',
    './brand/marketing/product-coupon/users/_openid_/coupons',
    './global/v3/customs/orders',
    './hk/v3/statements',
    './v3/gov/subsidy/zhejiang/qualifications/alter',
    './v3/pay/transactions/jsapi',
    './v3/refund/domestic/refunds',
  ],
}

/** @param {import('../harness/project.mjs').Project} project @returns {Promise<string[]>} problems */
export async function checkManifests({ tarballs }) {
  const problems = []
  for (const [name, { path }] of tarballs) {
    const tarball = readFileSync(path)
    const buffer = tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength)
    const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true })
    problems.push(...messages.map((message) => `${name}: publint: ${formatMessage(message, pkg)}`))
    const entrypoints = OF_PATTERNS[name] ? ['--include-entrypoints', ...OF_PATTERNS[name]] : []
    try {
      const args = ['attw', path, '--profile', 'strict', '--no-emoji', ...entrypoints]
      execFileSync('npx', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' })
    } catch (error) {
      problems.push(`${name}: attw:\n${/** @type {{ stdout?: string }} */ (error).stdout}`)
    }
  }
  return problems
}
