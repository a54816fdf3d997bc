import type { SetupFinding } from '@wechatpay-kit/client'

/** A finding of the command `check`: a sentence, with the remedy where something is wrong. */
export interface Finding {
  readonly check: SetupFinding['check'] | 'environment' | 'notifications'
  /** Host that it is about, where that matters. */
  readonly host?: string
  readonly status: SetupFinding['status']
  readonly message: string
}
