import { isDeepStrictEqual } from 'node:util'
import type { TransportRequest } from '@wechatpay-kit/transport-fetch'

/** A request without a body. */
export const GET: TransportRequest = { method: 'GET', headers: { Accept: 'application/json' }, redirect: 'manual' }

/** A request with one. */
export const post = (body: string | Uint8Array<ArrayBuffer>): TransportRequest => ({
  method: 'POST',
  headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
  redirect: 'manual',
  body,
})

/** Fails a case. */
export function check(isKept: boolean, message: string): void {
  if (!isKept) throw new Error(`The transport breaks its contract: ${message}.`)
}

/** Fails a case unless two values are the same. */
export function checkEqual(found: unknown, expected: unknown, what: string): void {
  check(isDeepStrictEqual(found, expected), `${what} should be ${show(expected)}, but is ${show(found)}`)
}

/** Gives the error that a promise rejects with; fails the case if it resolves. */
export async function failureOf(promise: Promise<unknown>, what: string): Promise<unknown> {
  let failure: unknown
  let isResolved = true
  await promise.catch((error: unknown) => {
    isResolved = false
    failure = error
  })
  check(!isResolved, `${what} should fail`)
  return failure
}

/** Fails a case if something does not happen within two seconds. */
export async function checkSoon(promise: Promise<unknown>, what: string): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('late'), 2000)
  })
  const first = await Promise.race([promise.then(() => 'soon'), late])
  clearTimeout(timer)
  check(first === 'soon', what)
}

function show(value: unknown): string {
  return value instanceof Uint8Array ? `${value.length} bytes` : JSON.stringify(value)
}
