import { admitCalls } from '../admission.ts'
import type { World, WorldTools } from '../world.ts'
import { MAX_RATIO } from './checks.ts'
import { createSharingOrders } from './orders.ts'
import { createReceivers } from './receivers.ts'
import { createSharingReturns } from './returns.ts'
import { createSharings } from './sharing.ts'

/**
 * Plays profit sharing (分账) of orders that were paid with `settle_info.profit_sharing`: receivers are added, money is
 * shared with them, comes back from them, and the rest is unfrozen.
 */
export function createProfitSharingWorld(tools: WorldTools): World {
  const sharings = createSharings(tools.state)
  const receivers = createReceivers(tools.state)
  const orders = createSharingOrders(tools, sharings, receivers)
  const returns = createSharingReturns(tools, sharings)
  return {
    handlers: admitCalls(
      {
        'POST v3/profitsharing/receivers/add': receivers.add,
        'POST v3/profitsharing/receivers/delete': receivers.remove,
        'POST v3/profitsharing/orders': orders.create,
        'GET v3/profitsharing/orders/{out_order_no}': orders.query,
        'POST v3/profitsharing/orders/unfreeze': orders.unfreeze,
        'GET v3/profitsharing/transactions/{transaction_id}/amounts': orders.queryRest,
        'POST v3/profitsharing/return-orders': returns.create,
        'GET v3/profitsharing/return-orders/{out_return_no}': returns.query,
        'GET v3/profitsharing/merchant-configs/{sub_mchid}': ({ params: { sub_mchid } }) => ({
          sub_mchid,
          max_ratio: MAX_RATIO,
        }),
      },
      tools,
    ),
    tasks: { 'profit-sharing.finish': orders.finish },
  }
}
