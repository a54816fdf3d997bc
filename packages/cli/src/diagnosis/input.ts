import { toText, toUtf8 } from './bytes.ts'
import { type ReadFile, readCurl } from './curl.ts'
import type { Finding } from './finding.ts'
import { readHeaderLines } from './headers.ts'
import { type HttpMessage, isSigned, readHttp, splitHttp } from './http.ts'
import type { Text } from './language.ts'
import { findOther } from './others.ts'
import { readPasted } from './pasted.ts'
import { findReceived, type Received, readReceived } from './received.ts'
import { decodeFile } from './text-file.ts'
import { noteReplaced, tidy, unwrap } from './tidy.ts'

/** A text that somebody gives to be explained, by what it is. */
export type Input =
  | { readonly kind: 'error'; readonly received: Received }
  /** A request of the merchant's, or a response or notification of WeChat Pay's: `signed`. */
  | {
      readonly kind: 'request' | 'signed'
      readonly message: HttpMessage
      readonly notes: readonly Finding[]
      /** Error body of the response that follows a request in the same text. */
      readonly received?: Received
    }
  | { readonly kind: 'unreadable'; readonly finding: Finding }

/**
 * Reads a text by what it is: an error body, a curl command, or HTTP text, with or without its first line. Typographic
 * characters of start line and headers are read as the plain ones; a finding of `notes` says so.
 */
export async function readInput(given: Uint8Array, readFile: ReadFile): Promise<Input> {
  const whole = decodeFile(given)
  const text = unwrap(whole.replace(/^\ufeff/, ''))
  const input = text === toText(given) ? given : toUtf8(text)
  const received = readReceived(text)
  if (received) return { kind: 'error', received }
  const { text: plain } = tidy(text.trim())
  if (/^([$>#]|PS.*>|[A-Z]:.*>)?\s*curl(\.exe)?\s/i.test(plain)) return readCommand(text.trim(), readFile)
  const message = readPasted(text.trim()) ?? readPasted(unescapeLines(text.trim()))
  if (message) return { kind: isSigned(message) ? 'signed' : 'request', message, notes: [] }
  const sent = findSent(text)
  if (sent !== undefined) return readHttpInput(toUtf8(sent))
  const other = findOther(plain)
  if (other) return unreadable(other.text, other.remedy)
  const lines = unescapeLines(text)
  return readHttpInput(lines === text ? input : toUtf8(lines))
}

const COMMAND: Text = { en: 'The command', zh: '命令' }
const HEAD: Text = { en: 'Start line or headers', zh: '起始行或报文头' }

/** The head of a request without a body that `curl --verbose` shows. */
function findSent(text: string): string | undefined {
  if (!/^> (GET|HEAD|DELETE) /m.test(text)) return undefined
  const lines = text.split(/\r?\n/).filter((line) => /^>( |$)/.test(line))
  return lines.map((line) => line.slice(2)).join('\n')
}

/** Line ends that a log wrote out as `\\n`, of a text that is one line. */
function unescapeLines(text: string): string {
  const isOne = !text.trim().includes('\n') && /\\n/.test(text.split('{')[0] ?? '')
  if (!isOne) return text
  const [head = ''] = /^[\s\S]*?\\n(?:\\r)?\\n|^[\s\S]*$/.exec(text.replaceAll('\\r\\n', '\\n')) ?? []
  const rest = text.replaceAll('\\r\\n', '\\n').slice(head.length)
  return head.replaceAll('\\n', '\n').replaceAll('\\"', '"') + rest.replaceAll('\\"', '"')
}

/**
 * Reads a command as it is, because full-width characters and curly quotation marks can be meant in a body; where it has no
 * signature so, it is read with plain ones.
 */
async function readCommand(given: string, readFile: ReadFile): Promise<Input> {
  const command = given.replace(/^.*?(?=curl(\.exe)?\s)/i, '')
  const message = await readCurl(command, readFile)
  const isWhole = /signature="/.test(message.headers['authorization'] ?? '')
  const { text: plain, replaced } = isWhole ? { text: command, replaced: [] } : tidy(command)
  const read = replaced.length > 0 ? await readCurl(plain, readFile) : message
  const tidied = Object.entries(read.headers).map(([name, value]) => [name, tidy(value)] as const)
  const headers = Object.fromEntries(tidied.map(([name, { text }]) => [name, text]))
  const all = [...replaced, ...tidied.flatMap(([, value]) => value.replaced)]
  return { kind: 'request', message: { ...read, headers }, notes: noteReplaced([...new Set(all)], COMMAND) }
}

function readHttpInput(input: Uint8Array): Input {
  const start = toText(input).search(/\S/)
  const { head, rest } = splitHttp(start > 0 ? input.subarray(toUtf8(toText(input).slice(0, start)).length) : input)
  const { text, replaced } = tidy(head)
  const notes = noteReplaced(replaced, HEAD)
  const message = readHttp({ head: text, rest })
  if (message && isSigned(message)) return { kind: 'signed', message, notes }
  if (message) return { kind: 'request', ...splitResponse(message), notes }
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

/** Takes off the response that follows a request, as logs and HTTP clients write both. */
function splitResponse(message: HttpMessage): { message: HttpMessage; received?: Received } {
  const text = toText(message.body)
  const start = text.search(/(?:^|\n)HTTP\/[\d.]+ \d{3}/)
  if (start < 0) return { message }
  const received = findReceived(text.slice(start))
  return { message: { ...message, body: toUtf8(text.slice(0, start).trimEnd()) }, ...(received && { received }) }
}

/** The first characters of a text, with dots for what follows; keys are never shown. */
function quote(text: string): string {
  const [line = ''] = text.trim().split(/\r?\n/)
  return `“${line.slice(0, 24)}${line.length > 24 ? '…' : ''}”`
}

function unreadable(text: Text, remedy: Text): Input {
  return { kind: 'unreadable', finding: { check: 'input', status: 'problem', text, remedy } }
}
