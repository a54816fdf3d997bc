/**
 * Makes the storage of a sandbox in which a partner's sub-merchant 1900000001 sold tea on 2026-01-01, for 12.34 yuan each,
 * and gave back 1 yuan of some: a bill of many rows, without a call for each of them.
 */
export function createSales(options?: {
  readonly mchid?: string
  readonly payments?: number
  readonly refunds?: number
}): { load(): Iterable<never>; append(): void }
