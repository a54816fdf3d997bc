import { createNonce } from '@wechatpay-kit/crypto'
import { toTime } from '../../wire/response.ts'

/** Makes the number of a payment (微信支付订单号): 28 digits, of which the last ten count. */
export function createTransactionId(now: number, count: number): string {
  return `4200000000${toDigits(now, 8)}${String(count).padStart(10, '0')}`
}

/** Makes the number of a refund (微信支付退款单号): 29 digits, of which the last eleven count. */
export function createRefundId(now: number, count: number): string {
  return `5030000000${toDigits(now, 8)}${String(count).padStart(11, '0')}`
}

/** Makes a `prepay_id` (预支付交易会话标识): 36 characters. */
export function createPrepayId(now: number): string {
  return `wx${toDigits(now, 14)}${createNonce().slice(0, 20).toLowerCase()}`
}

/** Makes the code behind a `code_url`. */
export function createCode(): string {
  return createNonce().slice(0, 10)
}

/** Makes an openid of a payer whom nobody has named. */
export function createOpenid(): string {
  return `o${createNonce().slice(0, 27)}`
}

/** The first digits of a time in China: `20261126` or `20261126213000`. */
function toDigits(now: number, count: number): string {
  return toTime(new Date(now)).replace(/\D/g, '').slice(0, count)
}

/** Digests the content of a request, whatever the order of its members, so that people's data is not kept. */
export async function digestContent(...content: readonly unknown[]): Promise<string> {
  const text = JSON.stringify(content, (_, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  )
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
