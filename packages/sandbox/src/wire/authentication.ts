import { isSameSerialNumber, requestMessage } from '@wechatpay-kit/crypto'
import type { Bytes } from '@wechatpay-kit/transport-fetch'
import { BRAND_ID, type Merchant, type Merchants } from '../merchants.ts'
import { Refusal } from './response.ts'

/** A request as the sandbox received it, its body read once, as bytes. */
export interface IncomingRequest {
  readonly method: string
  readonly origin: string
  /** Path and query as received. */
  readonly target: string
  readonly headers: Headers
  readonly body: Bytes
}

const FIELDS = ['nonce_str', 'signature', 'timestamp', 'serial_no'] as const

/** The fields of the header `Authorization`; `id` is the caller's. */
type Authorization = Readonly<Record<(typeof FIELDS)[number] | 'id', string>>

/** The ways in which somebody names himself in the header `Authorization`: the scheme, and the field of his id. */
const MERCHANT = { scheme: 'WECHATPAY2-SHA256-RSA2048 ', field: 'mchid', unknown: '商户号不存在' }
const BRAND = { scheme: 'WECHATPAY-BRAND-SHA256-RSA2048 ', field: 'brand_id', unknown: '品牌ID不存在' }

/** Finds the merchant that a request names, whether it signed it or not; the first one, where it names none. */
export function findNamedMerchant({ headers }: IncomingRequest, merchants: Merchants): Merchant {
  const [, mchid = ''] = /mchid="([^"]*)"/.exec(headers.get('authorization') ?? '') ?? []
  return merchants.find(mchid) ?? merchants.first
}

/** Distance of a valid timestamp from now, in seconds at most. */
const TOLERANCE = 300

/**
 * Authenticates a request as WeChat Pay does: headers, then identity, then time, then signature. Gives the merchant that
 * calls. Throws a refusal.
 * `signedBody` is the signed part of the body, where that is not all of it: of an upload, its `meta`.
 */
export async function authenticate(
  request: IncomingRequest,
  merchants: Merchants,
  now: number,
  signedBody: string | Bytes = request.body,
): Promise<Merchant> {
  const { headers } = request
  if (!headers.get('accept') || !headers.get('user-agent')) {
    throw new Refusal(400, 'INVALID_REQUEST', 'Http头缺少Accept或User-Agent')
  }
  const caller = request.target.startsWith('/brand/') ? BRAND : MERCHANT
  const authorization = readAuthorization(headers.get('authorization'), caller)
  const merchant = findCaller(authorization.id, caller, merchants)
  if (!merchant) throw unauthorized(caller.unknown, caller.field)
  if (!isSameSerialNumber(authorization.serial_no, merchant.serialNumber))
    throw unauthorized('商户证书序列号有误', 'serial_no')
  const isFresh = Math.abs(Math.floor(now / 1000) - Number(authorization.timestamp)) <= TOLERANCE
  if (!isFresh) throw unauthorized('签名时间戳已过期', 'timestamp')

  const message = composeMessage(request, authorization, signedBody)
  if (!(await merchant.publicKey.verify(message, authorization.signature))) {
    throw unauthorized('签名错误，请检查后再试', 'signature', {
      detail: { issue: 'sign not match' },
      sign_information: {
        method: request.method,
        url: request.target,
        sign_message_length: message.length,
        truncated_sign_message: new TextDecoder().decode(
          composeMessage(request, authorization, request.body.subarray(0, 8)),
        ),
      },
    })
  }
  return merchant
}

/** Finds who calls: a brand those below `/brand/`, which has the keys of the first merchant, and a merchant all others. */
function findCaller(id: string, caller: typeof MERCHANT, { first, find }: Merchants): Merchant | undefined {
  if (caller === MERCHANT) return find(id)
  return id === BRAND_ID ? first : undefined
}

/** Composes the message that the merchant signed; refuses an Authorization that the message cannot hold. */
function composeMessage(
  { method, target }: IncomingRequest,
  { timestamp, nonce_str }: Authorization,
  body: string | Bytes,
): Bytes {
  try {
    return requestMessage({ method, target, timestamp: Number(timestamp), nonce: nonce_str, body })
  } catch {
    throw unauthorized('Http头Authorization值格式错误', 'authorization')
  }
}

/** Reads the header: each field once, in any order. */
function readAuthorization(value: string | null, { scheme, field }: typeof MERCHANT): Authorization {
  const pairs = value?.startsWith(scheme) ? [...value.slice(scheme.length).matchAll(/(?:^|,)(\w+)="([^"]*)"/g)] : []
  const found = new Map(pairs.map(([, name, text]) => [name, text]))
  const isComplete =
    pairs.length === FIELDS.length + 1 &&
    [field, ...FIELDS].every((name) => found.get(name)) &&
    /^\d{1,11}$/.test(found.get('timestamp') ?? '') &&
    (found.get('nonce_str') ?? '').length <= 32
  if (!isComplete) throw unauthorized('Http头Authorization值格式错误', 'authorization')
  return Object.fromEntries(found.set('id', found.get(field))) as Authorization
}

/** Makes the refusal of a request that is not authentic. */
function unauthorized(message: string, field: string, more: object = {}): Refusal {
  const detail = { field, issue: message, location: 'authorization', ...more }
  return new Refusal(401, 'SIGN_ERROR', message, { detail, reason: 268443699 })
}
