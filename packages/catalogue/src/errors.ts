/**
 * Reason why the catalogue was asked for something that it cannot give.
 *
 * | code | meaning |
 * |---|---|
 * | `AREA_UNKNOWN` | no area has this name |
 * | `SEARCH_INVALID` | the text of a search is empty or too long, or its limit is no count |
 */
export type CatalogueErrorCode = 'AREA_UNKNOWN' | 'SEARCH_INVALID'

/**
 * The catalogue was asked for something that it cannot give; `code` says why, see {@link CatalogueErrorCode}.
 *
 * @example
 * ```ts
 * import { CatalogueError, findOperations } from '@wechatpay-kit/catalogue'
 *
 * const error = await findOperations('').catch((error: unknown) => error)
 * console.log(error instanceof CatalogueError && error.code) // SEARCH_INVALID
 * ```
 */
export class CatalogueError extends Error {
  override readonly name = 'CatalogueError'
  readonly code: CatalogueErrorCode

  constructor(code: CatalogueErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
