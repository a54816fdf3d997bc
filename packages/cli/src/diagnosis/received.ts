import { countBytes } from './bytes.ts'
import { compare, type Finding } from './finding.ts'
import { straighten } from './tidy.ts'

/** Message that WeChat Pay received, as far as its error tells it. */
export interface Received {
  /** `SIGN_ERROR`, as a rule. */
  readonly code: string
  readonly message: string
  /** Beginning of the message that it verified; it is cut within the body. */
  readonly beginning?: string
  /** Length of that message in bytes. */
  readonly length?: number
}

/** Names of the lines of a request's message, in order. */
const LINES = ['method', 'target', 'timestamp', 'nonce', 'body'] as const

const THEIRS = { en: 'WeChat Pay received', zh: '微信支付收到' }
const OURS = { en: 'this request', zh: '本请求' }

/** Finds the error body in what somebody saved of a response: the body alone, or with its headers before it. */
export function findReceived(text: string): Received | undefined {
  const body = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)
  return readReceived(text) ?? readReceived(body)
}

/** Reads an error body; `undefined` where the text is none. */
export function readReceived(text: string): Received | undefined {
  // Quotation marks can be those of a chat.
  const json = parse(text.trim()) ?? parse(straighten(text.trim()))
  const { code, message, detail } = Object(json) as Record<string, unknown>
  if (typeof code !== 'string' || typeof message !== 'string') return undefined
  const information = Object(Object(detail).sign_information) as Record<string, unknown>
  const { truncated_sign_message: beginning, sign_message_length: length } = information
  return {
    code,
    message,
    ...(typeof beginning === 'string' && { beginning }),
    ...(typeof length === 'number' && { length }),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Compares the message that WeChat Pay received with the one of this request.
 *
 * @param message - this request's message as text.
 * @param own - length of that message in bytes.
 */
export function compareReceived({ beginning, length }: Received, message: string, own: number): Finding[] {
  if (beginning === undefined) return []
  const [theirs, ours] = [splitMessage(beginning), splitMessage(message)]
  // It may be cut within a character.
  const body = theirs.body.replace(/\ufffd*\n?$/, '')
  for (const line of LINES) {
    const [one, other] = line === 'body' ? [body, ours.body.slice(0, body.length)] : [theirs[line], ours[line]]
    const difference = compare(line, [THEIRS, one], [OURS, other])
    if (difference) {
      return [
        {
          check: 'message',
          status: 'problem',
          text: {
            en: `WeChat Pay received another ${line} than this request has.`,
            zh: `微信支付收到的${NAMES[line]}与本请求不同。`,
          },
          remedy: REMEDIES[line],
          difference,
        },
      ]
    }
  }
  const shown = countBytes(beginning)
  if (length !== undefined && length !== own && body === '' && length <= shown) return [LOST]
  if (length !== undefined && length !== own) {
    return [
      {
        check: 'message',
        status: 'problem',
        text: {
          en: `WeChat Pay received a message of ${length} bytes, and that of this request has ${own}: the body differs after its beginning.`,
          zh: `微信支付收到的待签名串为 ${length} 字节，本请求为 ${own} 字节：请求体在开头之后有差异。`,
        },
        remedy: REMEDIES.body,
      },
    ]
  }
  return [
    {
      check: 'message',
      status: 'passed',
      text:
        shown >= own
          ? { en: 'WeChat Pay received exactly this request.', zh: '微信支付收到的正是本请求。' }
          : {
              en: `WeChat Pay received this request, as far as its error shows it: ${shown} of ${own} bytes${length === own ? ', and the same length' : ''}.`,
              zh: `就错误报文体所示，微信支付收到的正是本请求：${own} 字节中的前 ${shown} 字节${length === own ? '，且总长度相同' : ''}。`,
            },
    },
  ]
}

const LOST: Finding = {
  check: 'message',
  status: 'problem',
  text: { en: 'WeChat Pay received no body.', zh: '微信支付没有收到请求体。' },
  remedy: {
    en: 'Send the body that was signed; follow no redirect, and let no proxy or interceptor take it off.',
    zh: '发送参与签名的请求体；不要跟随重定向，也不要让代理或拦截器去掉它。',
  },
}

/** The lines of a request's message by name. The body ends with the message, and can hold line ends itself. */
export function splitMessage(message: string): Record<(typeof LINES)[number], string> {
  const [method = '', target = '', timestamp = '', nonce = '', ...body] = message.split('\n')
  return { method, target, timestamp, nonce, body: body.join('\n') }
}

/** The lines of the message of a response or a notification by name. */
export function splitSignedMessage(message: string): Record<'body' | 'nonce' | 'timestamp', string> {
  const [timestamp = '', nonce = '', ...body] = message.split('\n')
  return { timestamp, nonce, body: body.join('\n') }
}

const NAMES: Readonly<Record<(typeof LINES)[number], string>> = {
  method: '方法',
  target: '路径与查询串',
  timestamp: '时间戳',
  nonce: '随机串',
  body: '请求体',
}

/** The one thing to do where a line of a request's message differs. */
export const REMEDIES: Readonly<Record<(typeof LINES)[number], Finding['remedy'] & object>> = {
  method: {
    en: 'Sign the method that is sent, and follow no redirect.',
    zh: '对实际发送的方法签名，并且不要跟随重定向。',
  },
  target: {
    en: 'Sign path and query as they are sent, percent-encoded, and let no proxy rewrite them.',
    zh: '对实际发送的、已编码的路径与查询串签名，且不要让代理改写。',
  },
  timestamp: { en: 'Send the timestamp that was signed.', zh: '发送参与签名的时间戳。' },
  nonce: { en: 'Send the nonce that was signed.', zh: '发送参与签名的随机串。' },
  body: {
    en: 'Serialise the body once, sign these bytes, and send the same bytes.',
    zh: '请求体只序列化一次，对这些字节签名，并发送同样的字节。',
  },
}
