import { encryptResource } from '@wechatpay-kit/crypto'
import type { EventType } from '@wechatpay-kit/endpoints'
import type { PlatformKeyKind } from '../keys/platform-keys.ts'
import { checkNotificationFault, type Fault } from './faults.ts'
import { toTime } from './response.ts'
import { type PlatformIdentity, signBody } from './signature.ts'

/** The content of a notification, and the fault that it has. */
export interface NotificationContent {
  readonly event_type: EventType
  /** Number of the merchant that is notified, by whose APIv3 key the resource is encrypted. Default: the first one. */
  readonly mchid?: string | undefined
  /** The resource before it is encrypted; any JSON value. */
  readonly resource: unknown
  /** Default: a fresh one. Repeat it to send the same notification again. */
  readonly id?: string | undefined
  /** Default: the `event_type`. */
  readonly summary?: string | undefined
  /** Default: `transaction`. */
  readonly original_type?: string | undefined
  /** Default: the `original_type`. */
  readonly associated_data?: string | undefined
  /** The kind of key that signs. Default: the public key, where the merchant has one; in the transition, both occur. */
  readonly platformKeyKind?: PlatformKeyKind | undefined
  /** One of the faults of signatures, or `'bom'`; `{ body }` signs and sends another body. Others are refused with a TypeError. */
  readonly fault?: Fault | undefined
}

/** Sends a notification over HTTP and gives the response. */
export type Notify = (url: string, content: NotificationContent) => Promise<Response>

/** Makes a notification as WeChat Pay sends it. */
export async function createNotification(
  url: string,
  content: NotificationContent,
  { platform, apiV3Key, now }: { readonly platform: PlatformIdentity; readonly apiV3Key: string; readonly now: number },
): Promise<Request> {
  const { event_type, resource, id = crypto.randomUUID(), summary = event_type, fault } = content
  checkNotificationFault(fault)
  const { original_type = 'transaction', associated_data = original_type } = content
  const encrypted = await encryptResource(JSON.stringify(resource), { apiV3Key, associatedData: associated_data })
  const json = JSON.stringify({
    id,
    create_time: toTime(new Date(now)),
    event_type,
    resource_type: 'encrypt-resource',
    summary,
    resource: { original_type, ...encrypted },
  })
  const plain = typeof fault === 'object' && 'body' in fault ? (fault.body ?? json) : json
  const { body, headers } = await signBody(plain, platform, now, fault)
  headers.set('Content-Type', 'application/json')
  return new Request(url, { method: 'POST', headers, body })
}
