import type { Transport } from '@wechatpay-kit/transport-fetch'

/** One promise of the contract. */
export interface ConformanceCase {
  /** The promise, in words: a title for a test. */
  readonly name: string
  /** Tries the transport; rejects with an error that says which promise was broken, and how. */
  run(transport: Transport): Promise<void>
}
