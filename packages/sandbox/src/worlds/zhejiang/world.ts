import type { Operation } from '@wechatpay-kit/endpoints'
import type { State } from '../../state/state.ts'
import { Refusal } from '../../wire/response.ts'
import type { World, WorldCall } from '../world.ts'
import { Decline, type Handler } from './handler.ts'
import { createPeople, type Qualification } from './people.ts'
import { createProducts } from './products.ts'
import { createVouchers } from './vouchers.ts'

/** The Zhejiang subsidy as the sandbox plays it: one memory, and the fourteen operations on it. */
export interface ZhejiangWorld extends World {
  readonly operations: readonly Operation[]
  /** Qualifications by identity document number (证件号码). */
  readonly qualifications: ReadonlyMap<string, Qualification>
}

/** A call that was executed, by its merchant and request serial number (请求流水号). */
interface Executed {
  readonly content: string
  readonly response: object
}

/** Number of executed calls that are remembered; the oldest are forgotten first. */
const REMEMBERED = 10_000

/** Makes the world on a memory. */
export function createZhejiangWorld(state: State): ZhejiangWorld {
  const vouchers = createVouchers(state)
  const { qualifications, handlers: people } = createPeople(state, vouchers)
  const handlers = [...people, ...vouchers.handlers, ...createProducts(state)]
  const executed = state.table<Executed>('zhejiang.executed')

  const executeOnce = (handler: Handler, { merchant, json }: WorldCall): object => {
    const { path, idempotencyField = '' } = handler.operation
    const requestNumber = json[idempotencyField]
    if (requestNumber === undefined) return run(handler, json)
    const key = `${merchant.mchid} ${path} ${requestNumber}`
    const content = JSON.stringify(json)
    const earlier = executed.get(key)
    if (earlier && earlier.content !== content) {
      throw new Refusal(400, 'INVALID_REQUEST', '请求重入，但参数与之前不一致', { reason: 268498688 })
    }
    if (earlier) return earlier.response
    const response = run(handler, json)
    executed.set(key, { content, response })
    if (executed.size > REMEMBERED) executed.delete(executed.keys().next().value as string)
    return response
  }

  return {
    operations: handlers.map(({ operation }) => operation),
    qualifications,
    handlers: Object.fromEntries(
      handlers.map((handler) => [
        `${handler.operation.method} ${handler.operation.path}`,
        (call: WorldCall) => executeOnce(handler, call),
      ]),
    ),
  }
}

/** Runs a handler; gives its business result, whether it succeeded or declined. */
function run(handler: Handler, json: unknown): object {
  try {
    return handler.run(json)
  } catch (error) {
    if (!(error instanceof Decline)) throw error
    return { resp_code: error.code, resp_desc: error.message }
  }
}
