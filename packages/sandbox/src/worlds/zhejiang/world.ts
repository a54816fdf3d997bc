import type { Operation } from '@wechatpay-kit/endpoints'
import { Refusal } from '../../wire/response.ts'
import { Decline } from './handler.ts'
import { createPeople, type Qualification } from './people.ts'
import { createProducts } from './products.ts'
import { createVouchers } from './vouchers.ts'

/** The Zhejiang subsidy as the sandbox plays it: one memory, and the fourteen operations on it. */
export interface ZhejiangWorld {
  readonly operations: readonly Operation[]
  /** Qualifications by identity document number (证件号码). */
  readonly qualifications: ReadonlyMap<string, Qualification>
  /** Executes a call once per request serial number; throws a refusal if the number comes back with other content. */
  execute(operation: Operation, json: Readonly<Record<string, unknown>>): object
}

/** Makes an empty world. */
export function createZhejiangWorld(): ZhejiangWorld {
  const vouchers = createVouchers()
  const { qualifications, handlers: people } = createPeople(vouchers)
  const handlers = [...people, ...vouchers.handlers, ...createProducts()]
  const executed = new Map<string, { content: string; response: object }>()

  const run = (operation: Operation, json: unknown): object => {
    try {
      return handlers.find((handler) => handler.operation === operation)?.run(json) as object
    } catch (error) {
      if (!(error instanceof Decline)) throw error
      return { resp_code: error.code, resp_desc: error.message }
    }
  }

  return {
    operations: handlers.map(({ operation }) => operation),
    qualifications,
    execute(operation, json) {
      const requestNumber = json[operation.idempotencyField ?? '']
      if (requestNumber === undefined) return run(operation, json)
      const key = `${operation.path} ${requestNumber}`
      const content = JSON.stringify(json)
      const earlier = executed.get(key)
      if (earlier && earlier.content !== content) {
        throw new Refusal(400, 'INVALID_REQUEST', '请求重入，但参数与之前不一致', { reason: 268498688 })
      }
      const response = earlier?.response ?? run(operation, json)
      executed.set(key, { content, response })
      return response
    },
  }
}
