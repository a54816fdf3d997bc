import type { CommandContext } from '../command.ts'
import { UsageError } from '../errors.ts'
import type { Text } from '../language.ts'
import { callSandbox, findMerchant } from './address.ts'
import { SandboxRefusal } from './control.ts'

/** Options of the command `trigger`. */
export interface TriggerOptions {
  readonly to?: string
  readonly set?: readonly string[]
  readonly originalType?: string
  readonly fault?: string
}

/** Result of sending a notification, as the sandbox tells it. */
interface Sent {
  readonly event_type: string
  readonly original_type: string
  readonly acknowledged: boolean
  readonly status?: number
  readonly body?: string
  readonly error?: 'timeout' | 'unreachable'
  readonly message?: string
  readonly durationMs: number
}

/** Meanings of a response, for machines. */
type Meaning =
  | 'acknowledged'
  | 'acknowledged-against-body'
  | 'repeated'
  | 'rightly-refused'
  | 'wrongly-accepted'
  | 'untold'

/** The meanings of a receiver that does what it should. */
const RIGHT: readonly Meaning[] = ['acknowledged', 'acknowledged-against-body', 'rightly-refused']

/** Has the sandbox send a notification, and says what the response means. Gives exit code 1 where something is wrong. */
export async function trigger(event: string, options: TriggerOptions, context: CommandContext): Promise<1 | undefined> {
  const { to, originalType, fault } = options
  if (to === undefined)
    throw new UsageError('--to is missing. Name the address of your receiver: --to http://127.0.0.1:3000/notify.')
  if (!URL.canParse(to) || !/^https?:$/.test(new URL(to).protocol))
    throw new UsageError(`--to is ${to}. Give an address with its scheme, such as --to http://127.0.0.1:3000/notify.`)
  const json = {
    event_type: event,
    to,
    ...(await findMerchant(context)),
    ...(originalType === undefined ? {} : { original_type: originalType }),
    ...(fault === undefined ? {} : { fault }),
    set: readSettings(options.set ?? []),
  }
  const sent = (await callSandbox(context, 'notifications', json).catch(explainRefusal)) as unknown as Sent
  const meaning = judge(sent, fault)
  context.print({ ...sent, meaning }, () => describe(sent, meaning, to, context))
  return RIGHT.includes(meaning) ? undefined : 1
}

/** Reads `name=value` pairs. */
function readSettings(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? []
      if (name === undefined || value === undefined)
        throw new UsageError('--set takes a place and a value, such as --set resource.amount.total=1.')
      return [name, value]
    }),
  )
}

/** Makes wrong usage of a refusal that names what there is. */
function explainRefusal(error: unknown): never {
  if (!(error instanceof SandboxRefusal) || error.code === 'NO_AUTH') throw error
  if (error.nearest.length === 0) throw new UsageError(error.message, error.code)
  throw new UsageError(`There is no event of this name. The nearest are ${error.nearest.join(', ')}.`, 'EVENT_UNKNOWN')
}

function judge({ acknowledged, status, body }: Sent, fault: string | undefined): Meaning {
  // A byte order mark is signed with the rest: whoever takes it makes no mistake.
  if (fault !== undefined && fault !== 'bom') {
    if (acknowledged) return 'wrongly-accepted'
    return status !== undefined && status >= 400 ? 'rightly-refused' : 'untold'
  }
  if (!acknowledged) return 'repeated'
  return /"?code"?\s*:\s*"?FAIL/i.test(body ?? '') ? 'acknowledged-against-body' : 'acknowledged'
}

const MEANINGS: Readonly<Record<Meaning, Text>> = {
  acknowledged: {
    en: 'Acknowledged: WeChat Pay would not send it again.',
    zh: '已确认：微信支付不会再次发送。',
  },
  'acknowledged-against-body': {
    en: 'Acknowledged by its status, though the body says FAIL: WeChat Pay would not send it again. Respond with 4XX or 5XX if it is to come again.',
    zh: '状态码表示已确认，但应答体为 FAIL：微信支付不会再次发送。如需重发，请以 4XX 或 5XX 应答。',
  },
  repeated: {
    en: 'Not acknowledged: WeChat Pay would send it again after 15 s, and up to 15 times within a day. Respond with 200 or 204 once it is done.',
    zh: '未确认：微信支付会在 15 秒后重发，一天内最多 15 次。处理完成后请以 200 或 204 应答。',
  },
  'rightly-refused': {
    en: 'Rightly refused: nobody could trust this notification.',
    zh: '拒绝正确：这条通知不可信。',
  },
  'wrongly-accepted': {
    en: 'WRONGLY ACKNOWLEDGED: nobody could trust this notification. Verify the signature of the raw body before anything else.',
    zh: '确认有误：这条通知不可信。请先用原始请求体验签，再做其他处理。',
  },
  untold: {
    en: 'Nothing can be said: the receiver neither refused the notification nor acknowledged it.',
    zh: '无法判断：接收方既未拒绝也未确认。',
  },
}

function describe(sent: Sent, meaning: Meaning, to: string, { say }: CommandContext): string {
  const { event_type, original_type, status, body, error, message, durationMs } = sent
  const { origin, pathname } = new URL(to)
  const failure = {
    timeout: { en: 'no response within 5 s, for which WeChat Pay waits', zh: '5 秒内无应答，微信支付只等待 5 秒' },
    unreachable: { en: `cannot be reached (${message})`, zh: `无法连接（${message}）` },
  }
  const result = error ? say(failure[error]) : `${status} · ${durationMs} ms`
  const redirect = status !== undefined && status >= 300 && status < 400
  const hint = { en: 'Redirects are not followed; give the final address.', zh: '通知不跟随重定向，请填写最终地址。' }
  return [
    `${event_type} (${original_type}) → ${origin}${pathname}: ${result}`,
    ...(body ? [body.trimEnd().replace(/^/gm, '  ')] : []),
    ...(redirect ? [say(hint)] : []),
    say(MEANINGS[meaning]),
  ].join('\n')
}
