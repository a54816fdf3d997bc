import { type CatalogueNode, type CatalogueNotification, readNotifications } from '@wechatpay-kit/catalogue'
import type { PublicKey } from '@wechatpay-kit/crypto'
import type { EventType } from '@wechatpay-kit/endpoints'
import { findDescription } from '../described/find.ts'
import { isObject } from '../described/given.ts'
import { createDescribedResource } from '../described/response.ts'
import type { Deliver } from '../wire/deliver.ts'
import { type Fault, listNotificationFaults } from '../wire/faults.ts'
import type { NotificationContent } from '../wire/notification.ts'
import { Refusal } from '../wire/response.ts'
import type { Command } from '../worlds/world.ts'
import { findNearest } from './nearest.ts'
import { applySetting, readSettings, type Setting } from './settings.ts'

/** Seconds after which WeChat Pay sends a notification again that was not acknowledged. */
const REPEAT_AFTER = 15
/** Characters of a response that are given back. */
const SHOWN = 2000

/** The event of a payment, and of other things under other original types. */
const PAYMENT = 'TRANSACTION.SUCCESS'

const MEMBERS = ['event_type', 'to', 'mchid', 'original_type', 'set', 'fault']

/** Result of sending a notification. */
interface SentNotification {
  readonly id: string
  readonly event_type: string
  readonly original_type: string
  readonly mchid: string
  /** Whether the response acknowledges it: a status of 2xx, by which WeChat Pay goes. */
  readonly acknowledged: boolean
  /** Status of the response; without it, there was none in time. */
  readonly status?: number
  /** Body of the response, its first 2,000 characters. */
  readonly body?: string
  /** Reason why there was no response: `timeout` after five seconds, or `unreachable`. */
  readonly error?: 'timeout' | 'unreachable'
  /** The reason in words. */
  readonly message?: string
  readonly durationMs: number
  /** Seconds after which WeChat Pay would send it again, where it is not acknowledged. */
  readonly repeatAfter?: number
}

/**
 * Makes the command that sends any documented notification once, `POST /sandbox/notifications`:
 * `{ event_type, to, mchid?, original_type?, set?, fault? }`. The resource is made by its description, the same one at every
 * time; `set` changes values of it: `{ 'resource.amount.total': '1' }`.
 */
export function createNotificationCommand(
  create: (url: string, content: NotificationContent) => Promise<Request>,
  deliver: Deliver,
): Command {
  return async (json, { merchant, origin }) => {
    const unknown = Object.keys(json).find((name) => !MEMBERS.includes(name))
    if (unknown !== undefined) throw refuse(`/${unknown}`, '参数中含有非法的额外参数')
    const { event_type, set = {} } = json
    if (typeof event_type !== 'string') throw refuse('/event_type', '参数必填，须为文本')
    if (!isObject(set)) throw refuse('/set', '须为对象')
    const { record, originalType } = chooseRecord(await readNotifications(), event_type, json['original_type'])
    const url = readUrl(json['to'])
    const fault = readFault(json['fault'])
    const described = await describeResource(record, event_type === PAYMENT && originalType === 'transaction')
    const plain = createResource(described, event_type, set, { caller: merchant.mchid, origin })
    const resource = await encryptPlaces(plain, record.encrypted ?? [], merchant.publicKey)
    const about = { id: crypto.randomUUID(), mchid: merchant.mchid, original_type: originalType }
    const request = await create(url, { ...about, event_type: event_type as EventType, resource, fault })
    return {
      id: about.id,
      event_type,
      original_type: originalType,
      mchid: merchant.mchid,
      ...(await send(request, deliver)),
    }
  }
}

/** Chooses the record of an event, and the original type that it is sent with. */
function chooseRecord(records: readonly CatalogueNotification[], event: string, original: unknown) {
  const named = records.filter(({ events }) => events.includes(event))
  if (named.length === 0) {
    const nearest = findNearest(event, [...new Set(records.flatMap(({ events }) => events))])
    throw new Refusal(404, 'RESOURCE_NOT_EXISTS', `没有事件 ${event.slice(0, 100)}，相近的有：${nearest.join('、')}`, {
      detail: { field: '/event_type', nearest, location: 'body' },
    })
  }
  const types = [...new Set(named.flatMap(({ originalTypes = [] }) => originalTypes))]
  if (original !== undefined && typeof original !== 'string') throw refuse('/original_type', '须为文本')
  if (original !== undefined && types.length > 0 && !types.includes(original))
    throw refuse('/original_type', `${event} 的 original_type 须为 ${types.join('、')} 之一`)
  // TRANSACTION.SUCCESS is a payment, and stands in the records of other events too.
  const usual = types.includes('transaction') ? 'transaction' : types[0]
  const originalType = original ?? usual ?? (event.split('.')[0] ?? '').toLowerCase()
  // Of several records with one original type, the one that has it for its own.
  const own = named
    .filter(({ originalTypes }) => !originalTypes || originalTypes.includes(originalType))
    .sort((one, other) => (one.originalTypes?.length ?? 0) - (other.originalTypes?.length ?? 0))
  const record = own[0] ?? (named[0] as CatalogueNotification)
  const moved = records.find(({ events }) => record.movedTo !== undefined && events.includes(record.movedTo))
  return { record: moved ?? record, originalType }
}

/** A resource, by the fields that it has, and by those that somebody can set. */
interface ResourceDescription {
  readonly usual: CatalogueNode
  readonly possible: CatalogueNode
}

/**
 * Describes a resource. That of a payment is what a query of the order gives: its record was put together from pages about
 * parking, profit sharing and others, and lacks fields of ordinary payments.
 */
async function describeResource({ resource }: CatalogueNotification, isPayment: boolean): Promise<ResourceDescription> {
  if (!isPayment) return { usual: resource, possible: resource }
  const paths = ['/v3/pay/partner/transactions/id/1', '/v3/pay/transactions/id/1']
  const found = await Promise.all(paths.map((path) => findDescription('GET', path)))
  const [partner, direct] = found.map((description) => Object(description).response?.fields as CatalogueNode['fields'])
  // Who pays all of it has no promotion.
  const usual = Object.entries(direct ?? {}).filter(
    ([name, field]) => !field.unconfirmed && name !== 'promotion_detail',
  )
  return {
    usual: { type: 'object', fields: Object.fromEntries(usual) },
    possible: { type: 'object', fields: { ...resource.fields, ...partner, ...direct } },
  }
}

/** Makes the resource of a notification, in plain text. */
function createResource(
  { usual, possible }: ResourceDescription,
  event: string,
  set: Readonly<Record<string, unknown>>,
  context: { readonly caller: string; readonly origin: string },
): Record<string, unknown> {
  const settings = readSettings(set, possible)
  const root: Record<string, unknown> = {}
  for (const setting of settings) applySetting(root, setting)
  // Amounts that repeat another one, such as payer_total, follow it.
  const numbers = settings.filter(({ value }) => typeof value === 'number').map(toNamed)
  const byName = new Map([...listStates(usual, event), ...numbers])
  const made = createDescribedResource(usual, root, byName, { ...context, identity: event })
  // Again, for fields that a resource has only when something went wrong, and for values that no document has.
  for (const setting of settings) applySetting(made, setting)
  return made
}

/** Lists the fields that tell what the event tells: those of which its last word is a documented value. */
function listStates({ fields = {} }: CatalogueNode, event: string): readonly (readonly [string, unknown])[] {
  const word = event.split('.').at(-1) ?? ''
  const found = Object.entries(fields).filter(([, { enum: values }]) => values?.includes(word))
  return found.map(([name]) => [name, word])
}

function toNamed({ path, value }: Setting): readonly [string, unknown] {
  return [String(path.at(-1)), value]
}

/** Encrypts the texts at the places of a record, `resource.list[].value`, with the merchant's key. */
async function encryptPlaces(resource: unknown, places: readonly string[], key: PublicKey): Promise<unknown> {
  let encrypted = resource
  for (const place of places)
    encrypted = await encryptPlace(encrypted, place.replaceAll('[]', '.[]').split('.').slice(1), key)
  return encrypted
}

async function encryptPlace(value: unknown, [name, ...rest]: readonly string[], key: PublicKey): Promise<unknown> {
  if (name === undefined) return typeof value === 'string' && value !== '' ? key.encrypt(value) : value
  if (name === '[]')
    return Array.isArray(value) ? Promise.all(value.map((item) => encryptPlace(item, rest, key))) : value
  if (!isObject(value) || !Object.hasOwn(value, name)) return value
  return { ...value, [name]: await encryptPlace(value[name], rest, key) }
}

function readUrl(to: unknown): string {
  const url = typeof to === 'string' && /^https?:\/\/./i.test(to) && URL.canParse(to) ? new URL(to) : undefined
  if (!url) throw refuse('/to', '须为 http:// 或 https:// 开头的地址')
  if (url.username || url.password) throw refuse('/to', '不得含有用户名或密码')
  return url.href
}

function readFault(fault: unknown): Fault | undefined {
  if (fault === undefined) return undefined
  const names = listNotificationFaults()
  const found = names.find((name) => name === fault)
  if (!found) throw refuse('/fault', `须为 ${names.join('、')} 之一`, { choices: names })
  return found
}

/** Sends a notification once, and says what came of it. */
async function send(
  request: Request,
  deliver: Deliver,
): Promise<Omit<SentNotification, 'id' | 'event_type' | 'mchid' | 'original_type'>> {
  const start = performance.now()
  const elapsed = () => Math.round(performance.now() - start)
  try {
    const response = await deliver(request)
    const body = await readStart(response)
    const { status, ok: acknowledged } = response
    return { acknowledged, status, body, durationMs: elapsed(), ...(acknowledged ? {} : { repeatAfter: REPEAT_AFTER }) }
  } catch (thrown) {
    const { name, message, cause } = thrown as Error
    const error = name === 'TimeoutError' ? 'timeout' : 'unreachable'
    const reason = cause instanceof Error && cause.message ? cause.message : message
    return { acknowledged: false, error, message: reason, durationMs: elapsed(), repeatAfter: REPEAT_AFTER }
  }
}

/** Reads the beginning of a body, and cancels the rest. */
async function readStart(response: Response): Promise<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    text += read.value
    if (text.length < SHOWN) continue
    await reader?.cancel()
    break
  }
  return text.slice(0, SHOWN)
}

function refuse(field: string, issue: string, detail: object = {}): Refusal {
  return new Refusal(400, 'PARAM_ERROR', `${field}：${issue}`, {
    detail: { field, issue, location: 'body', ...detail },
  })
}
