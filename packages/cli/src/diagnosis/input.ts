import { decodeBase64, toText, toUtf8 } from './bytes.ts'
import { type ReadFile, readCurl } from './curl.ts'
import type { Finding } from './finding.ts'
import { readHeaderLines } from './headers.ts'
import { type HttpMessage, isSigned, readHttp, splitHttp } from './http.ts'
import type { Text } from './language.ts'
import { type Received, readReceived } from './received.ts'
import { noteReplaced, tidy, unwrap } from './tidy.ts'

/** A text that somebody gives to be explained, by what it is. */
export type Input =
  | { readonly kind: 'error'; readonly received: Received }
  /** A request of the merchant's, or a response or notification of WeChat Pay's: `signed`. */
  | { readonly kind: 'request' | 'signed'; readonly message: HttpMessage; readonly notes: readonly Finding[] }
  | { readonly kind: 'unreadable'; readonly finding: Finding }

/**
 * Reads a text by what it is: an error body, a curl command, or HTTP text, with or without its first line. Typographic
 * characters of start line and headers are read as the plain ones; a finding of `notes` says so.
 */
export async function readInput(given: Uint8Array, readFile: ReadFile): Promise<Input> {
  const whole = toText(given)
  const text = unwrap(whole.replace(/^\ufeff/, ''))
  const input = text === whole ? given : toUtf8(text)
  const received = readReceived(text)
  if (received) return { kind: 'error', received }
  const { text: plain, replaced } = tidy(text.trim())
  if (/^(\$ )?curl(\.exe)?\s/i.test(plain)) return readCommand(plain, noteReplaced(replaced, COMMAND), readFile)
  const other = findOther(plain)
  if (other) return unreadable(other.text, other.remedy)
  return readHttpInput(input)
}

const COMMAND: Text = { en: 'The command', zh: '命令' }
const HEAD: Text = { en: 'Start line or headers', zh: '起始行或报文头' }

async function readCommand(command: string, notes: Finding[], readFile: ReadFile): Promise<Input> {
  const message = await readCurl(command.replace(/^\$ /, ''), readFile)
  return { kind: 'request', message, notes }
}

function readHttpInput(input: Uint8Array): Input {
  const start = toText(input).search(/\S/)
  const { head, rest } = splitHttp(start > 0 ? input.subarray(toUtf8(toText(input).slice(0, start)).length) : input)
  const { text, replaced } = tidy(head)
  const notes = noteReplaced(replaced, HEAD)
  const message = readHttp({ head: text, rest })
  if (message) return { kind: isSigned(message) ? 'signed' : 'request', message, notes }
  const headers = readHeaderLines(text)
  const bare = { headers, body: rest }
  if ('wechatpay-signature' in headers) return { kind: 'signed', message: bare, notes }
  if ('authorization' in headers)
    return unreadable(
      {
        en: 'There is an Authorization and no first line, so method, path and query are unknown.',
        zh: '有 Authorization，但没有首行，因此不知道方法、路径与查询串。',
      },
      {
        en: 'Put the line of the request before the headers, such as POST /v3/pay/transactions/jsapi HTTP/1.1.',
        zh: '在报文头之前补上请求行，例如 POST /v3/pay/transactions/jsapi HTTP/1.1。',
      },
    )
  return unreadable(
    {
      en: `This is no HTTP text, no curl command and no error body of WeChat Pay: it begins with ${quote(text)}.`,
      zh: `这不是 HTTP 报文、curl 命令或微信支付的错误报文体：开头是 ${quote(text)}。`,
    },
    {
      en: 'Begin it with the line of the request (POST /v3/… HTTP/1.1) or of the response (HTTP/1.1 200 OK).',
      zh: '请以请求行（POST /v3/… HTTP/1.1）或应答的状态行（HTTP/1.1 200 OK）开头。',
    },
  )
}

/** The first characters of a text, with dots for what follows; keys are never shown. */
function quote(text: string): string {
  const [line = ''] = text.trim().split(/\r?\n/)
  return `“${line.slice(0, 24)}${line.length > 24 ? '…' : ''}”`
}

/** Names what is often pasted in the place of a message. */
function findOther(text: string): { readonly text: Text; readonly remedy: Text } | undefined {
  return OTHERS.find(({ matches }) => matches(text))
}

const GIVE_HEADERS: Text = {
  en: 'Put the first line and all headers before it: Wechatpay-Timestamp, Wechatpay-Nonce, Wechatpay-Signature, Wechatpay-Serial.',
  zh: '请在它之前补上首行与全部报文头：Wechatpay-Timestamp、Wechatpay-Nonce、Wechatpay-Signature、Wechatpay-Serial。',
}
const GIVE_MESSAGE: Text = {
  en: 'Give the request or the notification here, from its first line to the end of its body.',
  zh: '这里应放请求或回调通知，从首行到报文体末尾。',
}

const OTHERS: readonly { readonly matches: (text: string) => boolean; readonly text: Text; readonly remedy: Text }[] = [
  {
    matches: (text) => text === '',
    text: { en: 'There is nothing yet.', zh: '还没有内容。' },
    remedy: GIVE_MESSAGE,
  },
  {
    matches: (text) => /^[-—–]+\s*BEGIN /i.test(text),
    text: { en: 'This is a key or a certificate.', zh: '这是密钥或证书。' },
    remedy: GIVE_MESSAGE,
  },
  {
    matches: (text) => /^(Authorization:\s*)?WECHATPAY\S*-RSA2048\s+\w+=[^\n]*$/i.test(text),
    text: { en: 'This is the value of an Authorization alone.', zh: '这只是 Authorization 的值。' },
    remedy: {
      en: 'Give the whole request: its line, all headers, an empty line and the body.',
      zh: '请给出整个请求：请求行、全部报文头、空行与请求体。',
    },
  },
  {
    matches: (text) => typeof parse(text) === 'object' && /"ciphertext"/.test(text),
    text: { en: 'This is the body of a notification without its headers.', zh: '这是回调通知的报文体，缺少报文头。' },
    remedy: GIVE_HEADERS,
  },
  {
    matches: (text) => typeof parse(text) === 'object',
    text: {
      en: 'This is a JSON body alone, and the signature is in the headers.',
      zh: '这只是 JSON 报文体，签名在报文头中。',
    },
    remedy: {
      en: 'Put the first line and all headers before it, and an empty line between.',
      zh: '请在它之前补上首行与全部报文头，中间空一行。',
    },
  },
  {
    matches: (text) => /^[[{]/.test(text) && /[\]}]$/.test(text) === false,
    text: { en: 'This begins as JSON and ends before its end.', zh: '这像是 JSON，但没有复制完整。' },
    remedy: { en: 'Copy it whole, with the headers before it.', zh: '请复制完整内容，并带上报文头。' },
  },
  {
    matches: (text) => /^(await )?fetch\(|^Invoke-WebRequest|^\$session/i.test(text),
    text: { en: 'This is a call of fetch or of PowerShell.', zh: '这是 fetch 或 PowerShell 代码。' },
    remedy: { en: 'Copy the request as cURL.', zh: '请改为“以 cURL 格式复制”。' },
  },
  {
    matches: (text) => /^<(!doctype|html|xml|\?xml)/i.test(text),
    text: {
      en: 'This is HTML or XML: WeChat Pay APIv3 sends JSON, so it is of a gateway, or of APIv2.',
      zh: '这是 HTML 或 XML：微信支付 APIv3 使用 JSON，因此它来自网关，或属于 APIv2。',
    },
    remedy: GIVE_MESSAGE,
  },
  {
    matches: (text) => /^[A-Za-z\d+/=\s_-]{300,}$/.test(text) && decodeBase64(text) !== undefined,
    text: { en: 'This is base64: a signature, a ciphertext or a body.', zh: '这是 base64：签名、密文或报文体。' },
    remedy: GIVE_MESSAGE,
  },
]

function parse(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined
  } catch {
    return undefined
  }
}

function unreadable(text: Text, remedy: Text): Input {
  return { kind: 'unreadable', finding: { check: 'input', status: 'problem', text, remedy } }
}
