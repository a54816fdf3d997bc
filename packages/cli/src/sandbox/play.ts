import type { CommandContext } from '../command.ts'
import { callSandbox, findMerchant } from './address.ts'
import type { ControlResult } from './control.ts'

/** An attempt to deliver a notification, as the sandbox lists it. */
interface ListedDelivery {
  readonly event_type: string
  readonly url: string
  readonly status?: number
  readonly error?: string
  readonly next?: number
}

/** A command that plays somebody, and what to say of it. */
export interface Play {
  /** Name of the command of the sandbox. */
  readonly command: string
  readonly json: object
  /** The line that says what happened. */
  readonly describe: (result: ControlResult) => string
  /** The number by which its notifications are found; `undefined` where it leads to none. */
  readonly findReference: (result: ControlResult) => unknown
}

/** Plays a payer or user, and says what happened and whether the notification was acknowledged. */
export async function play({ command, json, describe, findReference }: Play, context: CommandContext): Promise<void> {
  const merchant = await findMerchant(context)
  const result = await callSandbox(context, command, { ...json, ...merchant })
  const reference = findReference(result)
  const notifications =
    reference === undefined
      ? undefined
      : ((await callSandbox(context, 'deliveries', { reference, ...merchant }))['deliveries'] as ListedDelivery[])
  context.print({ result, ...(notifications && { notifications }) }, () =>
    [describe(result), ...(notifications ? describeDeliveries(notifications, context) : [])].join('\n'),
  )
}

function describeDeliveries(deliveries: readonly ListedDelivery[], context: CommandContext): string[] {
  if (deliveries.length > 0) return deliveries.map((delivery) => describeDelivery(delivery, context))
  const none = { en: 'no notification was sent: there is no notify_url', zh: '没有发出通知：没有 notify_url' }
  return [context.say(none)]
}

/** The line of an attempt: what was sent where, and whether it was acknowledged. */
export function describeDelivery(
  { event_type, url, status, error, next }: ListedDelivery,
  { say, language }: Pick<CommandContext, 'say' | 'language'>,
): string {
  const result = status ?? say({ en: `no response (${error})`, zh: `无应答（${error}）` })
  const time = next === undefined ? '' : new Date(next).toLocaleTimeString(language === 'zh' ? 'zh-CN' : 'en-GB')
  const isDone = status !== undefined && status >= 200 && status < 300
  const meaning = isDone
    ? { en: 'acknowledged', zh: '已确认' }
    : next === undefined
      ? { en: 'not acknowledged, and not sent again', zh: '未确认，不再重发' }
      : { en: `not acknowledged; sent again at ${time}`, zh: `未确认，${time} 重发` }
  return `${event_type} → ${hideQuery(url)}: ${result}, ${say(meaning)}`
}

/** An address without its query; what is no address as it is, so that its merchant sees why. */
export function hideQuery(url: string): string {
  if (!URL.canParse(url)) return url
  const { origin, pathname } = new URL(url)
  return origin + pathname
}
