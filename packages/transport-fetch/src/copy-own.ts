/**
 * Copies an object's own properties into an object that inherits from an empty one and not from `Object.prototype`, so that
 * whatever somebody put there is no option and no part of a request. For transports of your own, whose options have defaults.
 *
 * @param given - options or a request; `undefined` has no properties.
 * @returns the copy.
 * @example
 * ```ts
 * import { copyOwn } from '@wechatpay-kit/transport-fetch'
 *
 * const { timeout = 10_000 } = copyOwn<{ timeout?: number }>({})
 * console.log(timeout) // 10000
 * ```
 * @see {@link https://tc39.es/ecma262/#sec-object.assign | ECMAScript, Object.assign}
 */
export function copyOwn<Given extends object>(given: Given | undefined): Given {
  return Object.assign(Object.create(NOTHING), given)
}

/** An object that has no properties and never will: engines keep what inherits from it in less memory than what inherits from `null`. */
const NOTHING: object = Object.create(null)
