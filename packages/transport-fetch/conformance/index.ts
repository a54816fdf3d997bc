/**
 * Proves that a transport of your own keeps the contract of {@link Transport}. Needs Node.js: every case talks to a
 * server of its own on loopback.
 *
 * @packageDocumentation
 */
import type { Transport } from '@wechatpay-kit/transport-fetch'
import { failureCases } from './failures.ts'
import { requestCases } from './requests.ts'
import { responseCases } from './responses.ts'

/** One promise of the contract. */
export interface ConformanceCase {
  /** What is promised. */
  readonly name: string
  /** Tries the transport; rejects with an error that says what was broken. */
  run(transport: Transport): Promise<void>
}

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
 */
export const conformanceCases: readonly ConformanceCase[] = [...requestCases, ...responseCases, ...failureCases]
