import { refuse, refuseUnknown } from './errors.ts'

/** What bounds a call. */
export interface CallLimits {
  readonly signal?: AbortSignal
  readonly timeout?: number
  readonly idempotent?: boolean
}

/** Refuses options of a call that it does not take, and limits that are none. */
export function checkCallOptions(
  options: Readonly<Record<string, unknown>>,
  names: readonly string[],
): asserts options is CallLimits & Readonly<Record<string, unknown>> {
  refuseUnknown(options, names, 'a call')
  const { timeout, signal, idempotent } = options
  if (idempotent !== undefined && typeof idempotent !== 'boolean') refuse('idempotent', 'must be true or false')
  if (signal !== undefined && typeof (signal as AbortSignal | null)?.addEventListener !== 'function') {
    refuse('signal', 'must be an AbortSignal')
  }
  if (timeout !== undefined && !(typeof timeout === 'number' && timeout > 0)) {
    refuse('timeout', 'must be a positive number of milliseconds')
  }
}
