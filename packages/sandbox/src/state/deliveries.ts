import type { Merchant } from '../merchants.ts'
import type { Deliver } from '../wire/deliver.ts'
import type { NotificationContent } from '../wire/notification.ts'
import type { Tasks } from './tasks.ts'

/** An attempt to deliver a notification. */
export interface Delivery {
  /** Id of the notification, the same at every attempt. */
  readonly id: string
  readonly mchid: string
  readonly url: string
  readonly event_type: string
  /** The merchant's own number of what it tells of, such as an `out_trade_no`; without it, there is none. */
  readonly reference?: string
  /** Number of the attempt, from 1. */
  readonly attempt: number
  /** Status of the response; without it, there was none. */
  readonly status?: number
  /** Reason why there was no response. */
  readonly error?: string
  /** Time of the next attempt, in milliseconds; without it, there is none. */
  readonly next?: number
}

/** A notification on its way, as the memory keeps it. */
interface Message {
  readonly id: string
  readonly mchid: string
  readonly url: string
  readonly content: NotificationContent
  readonly attempt: number
}

/** Seconds from each attempt to the next, by which WeChat Pay repeats a notification: 15 times within a day. */
const DELAYS = [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10_800, 10_800, 10_800, 21_600, 21_600]

/** Name of the task that delivers a notification. */
const TASK = 'notifications.deliver'

/** Delivers notifications until they are acknowledged by a status of 2xx. */
export interface Deliveries {
  /** Sends a notification, now and on WeChat Pay's schedule until it is acknowledged. */
  notify(merchant: Merchant, url: string, content: NotificationContent): void
  /** Resolves when no attempt is under way. */
  settle(): Promise<void>
}

/** Makes the deliveries of a sandbox; `create` makes the signed request. */
export function createDeliveries(
  tasks: Tasks,
  {
    create,
    deliver,
    now,
    onDelivery,
  }: {
    readonly create: (url: string, content: NotificationContent) => Promise<Request>
    readonly deliver: Deliver
    readonly now: () => number
    readonly onDelivery: (delivery: Delivery) => void
  },
): Deliveries {
  const underWay = new Set<Promise<void>>()

  /** Sends a notification; gives the status of the response, or the reason why there was none. */
  const send = async (url: string, content: NotificationContent): Promise<Pick<Delivery, 'status' | 'error'>> => {
    let status: number | undefined
    try {
      const request = await create(url, content)
      const response = await deliver(request)
      status = response.status
      await response.body?.cancel()
      return { status }
    } catch (error) {
      if (status !== undefined) return { status }
      return { error: error instanceof Error ? describe(error) : String(error) }
    }
  }

  const attempt = async (message: Message, taskId: string, next: number | undefined) => {
    const { id, mchid, url, content } = message
    const seen = {
      id,
      mchid,
      url,
      event_type: content.event_type,
      ...findReference(content.resource),
      attempt: message.attempt,
    }
    const outcome = await send(url, { ...content, id, mchid })
    const isDone = outcome.status !== undefined && outcome.status >= 200 && outcome.status < 300
    if (isDone) tasks.cancel(taskId)
    try {
      await onDelivery({ ...seen, ...outcome, ...(isDone || next === undefined ? {} : { next }) })
    } catch {
      // An observer must not change what it observes: no call waits for this attempt that could fail instead.
    }
  }

  tasks.handle(TASK, (payload) => {
    const message = payload as unknown as Message
    const delay = DELAYS[message.attempt - 1]
    const next = delay === undefined ? undefined : now() + delay * 1000
    const taskId = `notification ${message.id}`
    // Before the attempt, so that a restart in the middle of it loses nothing.
    if (next !== undefined) tasks.schedule(TASK, next, { ...message, attempt: message.attempt + 1 }, taskId)
    const sent = attempt(message, taskId, next).finally(() => underWay.delete(sent))
    underWay.add(sent)
  })

  return {
    notify({ mchid }, url, content) {
      const id = content.id ?? crypto.randomUUID()
      tasks.schedule(TASK, now(), { id, mchid, url, content, attempt: 1 }, `notification ${id}`)
    },
    async settle() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}

/** Finds the merchant's own number of a resource. */
function findReference(resource: unknown): { readonly reference?: string } {
  const entries = Object.entries(Object(resource) as object)
  // A refund has its own number and that of its order.
  const [, reference] =
    entries.find(([name]) => name === 'out_refund_no') ??
    entries.find(([name]) => /^(?:combine_)?out_\w+_no$/.test(name)) ??
    []
  return typeof reference === 'string' ? { reference } : {}
}

/** The message of an error of `fetch`, whose cause says more than itself. */
function describe({ message, cause }: Error): string {
  return cause instanceof Error && cause.message ? `${message}: ${cause.message}` : message
}
