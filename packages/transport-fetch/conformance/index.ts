/**
 * Proves that a transport of your own keeps the contract of `Transport`. Needs Node.js: every case talks to a
 * server of its own on loopback.
 *
 * @module
 */
import type { ConformanceCase } from './case.ts'
import { failureCases } from './failures.ts'
import { requestCases } from './requests.ts'
import { responseCases } from './responses.ts'

export type { ConformanceCase } from './case.ts'

/**
 * All cases, to run in any test runner.
 *
 * @example
 * ```ts
 * import { conformanceCases } from '@wechatpay-kit/transport-fetch/conformance'
 * import { it } from 'node:test'
 *
 * for (const { name, run } of conformanceCases) it(name, () => run(fetch))
 * ```
 * @see {@link https://fetch.spec.whatwg.org/ | Fetch Standard}
 */
export const conformanceCases: readonly ConformanceCase[] = [...requestCases, ...responseCases, ...failureCases]
