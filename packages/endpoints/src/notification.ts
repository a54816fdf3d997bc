import { decryptResource, type EncryptedResource, verifySignedMessage } from '@wechatpay-kit/crypto'
import * as v from 'valibot'
import { withoutPayload } from './cause.ts'
import { NotificationError, refuse } from './errors.ts'
import type { EventType } from './event-types.ts'
import { checkApiV3Key } from './options.ts'
import { createPlatformKeys, type PlatformKeySources, type PlatformKeys } from './platform-keys.ts'

/** A request as a web framework hands it over, where it is not a standard `Request`. */
export interface ReceivedRequest {
  /** A `Headers`, or a plain object with names in any case. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>
  /** The raw body, before any parsing: bytes, or the UTF-8 text. */
  readonly body: Uint8Array | string
}

/** What notifications are checked against and decrypted with. */
export interface NotificationOptions {
  /** WeChat Pay's keys, as `createClient` takes them. */
  readonly keys: PlatformKeySources
  /** The merchant's APIv3 key (APIv3密钥), 32 bytes as text. */
  readonly apiV3Key: string
  /** The current time in milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
}

/** A notification that WeChat Pay signed; its members as on the wire, the resource decrypted. */
export interface Notification<Resource = unknown> {
  /** The same in every repetition of this notification. */
  readonly id: string
  /** RFC 3339. */
  readonly create_time: string
  readonly event_type: EventType
  readonly summary: string
  /** What the resource is: `transaction`, `refund`, … */
  readonly original_type: string | undefined
  /** The decrypted JSON. Check it before you rely on its shape. */
  readonly resource: Resource
}

const ALGORITHM = 'AEAD_AES_256_GCM'

const SCHEMA = v.looseObject({
  id: v.pipe(v.string(), v.nonEmpty()),
  create_time: v.string(),
  event_type: v.string(),
  summary: v.optional(v.string(), ''),
  resource: v.looseObject({
    original_type: v.optional(v.string()),
    algorithm: v.string(),
    ciphertext: v.string(),
    nonce: v.string(),
    associated_data: v.nullish(v.string()),
  }),
})

/**
 * Reads a notification (回调通知): checks headers, time, signature, algorithm and tag, in this order, and decrypts it.
 *
 * @param request - a standard `Request`, or headers and raw body; the parsed JSON of a framework cannot be checked.
 * @param options - WeChat Pay's keys, the APIv3 key, and the clock in milliseconds.
 * @returns the notification with its decrypted resource.
 * @throws SignatureError (`SIGNATURE_…`) if it was not signed by WeChat Pay just now; SIGNTEST probes are such.
 * @throws NotificationError (`NOTIFICATION_MALFORMED`, `ALGORITHM_UNSUPPORTED`, `DECRYPTION_FAILED`).
 * @throws ValidationError (`VALIDATION_FAILED`) that names the option.
 * @example
 * ```ts
 * import { type PlatformKey, readNotification } from '@wechatpay-kit/endpoints'
 *
 * declare const request: Request, platformKey: PlatformKey, apiV3Key: string
 * const { event_type, resource } = await readNotification<{ out_trade_no: string }>(request, { keys: [platformKey], apiV3Key })
 * if (event_type === 'TRANSACTION.SUCCESS') console.log(resource.out_trade_no)
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4013053420 | document 4013053420}
 */
export async function readNotification<Resource = unknown>(
  request: Request | ReceivedRequest,
  options: NotificationOptions,
): Promise<Notification<Resource>> {
  const { platformKeys, apiV3Key, now } = checkNotificationOptions(options)
  const { headers, body } = await receive(request)
  await verifySignedMessage({ headers, body }, { now: now(), keys: async (id) => (await platformKeys.find(id))?.key })

  const parsed = v.safeParse(SCHEMA, parseJson(body))
  if (!parsed.success) throw new NotificationError('NOTIFICATION_MALFORMED', 'The notification is not as documented.')
  const { id, create_time, event_type, summary, resource } = parsed.output
  if (resource.algorithm !== ALGORITHM)
    throw new NotificationError('ALGORITHM_UNSUPPORTED', `The notification is not encrypted with ${ALGORITHM}.`)
  const json = parseJson(await decrypt(resource, apiV3Key))
  if (json === undefined)
    throw new NotificationError('NOTIFICATION_MALFORMED', 'The notification’s resource is not JSON.')
  return { id, create_time, event_type, summary, original_type: resource.original_type, resource: json as Resource }
}

/** The options, checked: a wrong one is the merchant's fault and not the sender's. */
export function checkNotificationOptions(options: NotificationOptions): {
  platformKeys: PlatformKeys
  apiV3Key: string
  now: () => number
} {
  const { keys, apiV3Key, now = Date.now } = options ?? {}
  checkApiV3Key(apiV3Key)
  if (typeof now !== 'function') refuse('now', 'must be a function')
  return { platformKeys: createPlatformKeys(keys, undefined, 'keys'), apiV3Key, now }
}

async function receive(request: Request | ReceivedRequest): Promise<Required<ReceivedRequest>> {
  const { headers, body } = request ?? {}
  if (typeof headers !== 'object' || headers === null) refuse('request', 'must be a Request, or { headers, body }')
  if (body instanceof Uint8Array || typeof body === 'string') return { headers, body }
  const isRequest = typeof (request as Request).arrayBuffer === 'function' && !(request as Request).bodyUsed
  if (!isRequest) refuse('request.body', 'must be the raw body, read for the first time: bytes or text, no parsed JSON')
  try {
    return { headers, body: new Uint8Array(await (request as Request).arrayBuffer()) }
  } catch (error) {
    refuse('request.body', 'could not be read (see cause)', { cause: withoutPayload(error) })
  }
}

function parseJson(body: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}

async function decrypt(resource: EncryptedResource, apiV3Key: string): Promise<Uint8Array> {
  return decryptResource(resource, { apiV3Key }).catch(() => {
    throw new NotificationError(
      'DECRYPTION_FAILED',
      'The notification cannot be decrypted: it is altered, or apiV3Key is not the merchant’s.',
    )
  })
}
