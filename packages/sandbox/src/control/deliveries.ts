import type { Delivery } from '../state/deliveries.ts'
import type { Command } from '../worlds/world.ts'

/** Number of attempts that are remembered; the oldest are forgotten first. */
const REMEMBERED = 200

/** Adds an attempt to those that are remembered. */
export function keepDelivery(seen: Delivery[], delivery: Delivery): void {
  seen.push(delivery)
  if (seen.length > REMEMBERED) seen.shift()
}

/**
 * Makes the command that waits for the notifications that are under way and lists the last attempts, the oldest first,
 * `POST /sandbox/deliveries`: `{ reference? }` lists those that tell of that number alone, such as an `out_trade_no`.
 */
export function createDeliveriesCommand(seen: readonly Delivery[], settle: () => Promise<void>): Command {
  return async ({ reference }, { merchant }) => {
    await settle()
    const isMeant = (one: Delivery) => reference === undefined || one.reference === reference
    return { deliveries: seen.filter((one) => one.mchid === merchant.mchid && isMeant(one)) }
  }
}
