import { areas, type CatalogueArea, loadArea, loadNotifications } from './areas.ts'
import { CatalogueError } from './errors.ts'
import type { CatalogueNotification, CatalogueOperation } from './records.ts'

/**
 * Reads the operations of one area, in the order of their paths. The area's module is loaded at its first use, and no
 * other; every caller gets the same records, so leave them as they are.
 *
 * @param area - one of {@link areas}
 * @throws {@link CatalogueError} `AREA_UNKNOWN` where no area has this name
 *
 * @example
 * ```ts
 * import { readArea } from '@wechatpay-kit/catalogue'
 *
 * const operations = await readArea('refund')
 * console.log(operations.map(({ method, path, title }) => `${method} ${path} ${title}`))
 * ```
 */
export async function readArea(area: CatalogueArea): Promise<readonly CatalogueOperation[]> {
  if (!areas.includes(area)) {
    const shown = typeof area === 'string' ? `"${(area as string).slice(0, 40)}"` : typeof area
    throw new CatalogueError(
      'AREA_UNKNOWN',
      `The area is ${shown}, which the catalogue does not have. Pass one of its areas, such as "pay": the part of a path after /v3/.`,
    )
  }
  return (await loadArea[area]()).default
}

/**
 * Reads the 105 notifications, in the order of their event types. One event type can stand in several records, which
 * {@link CatalogueNotification.originalTypes} tells apart.
 *
 * @example
 * ```ts
 * import { readNotifications } from '@wechatpay-kit/catalogue'
 *
 * const refunds = (await readNotifications()).filter(({ originalTypes }) => originalTypes?.includes('refund'))
 * console.log(refunds.map(({ events, title }) => `${events} ${title}`))
 * ```
 */
export async function readNotifications(): Promise<readonly CatalogueNotification[]> {
  return (await loadNotifications()).default
}
