import { toText } from './bytes.ts'
import { readHeaderLines } from './headers.ts'

/** A request, or a response, as far as signatures cover it. */
export interface HttpMessage {
  /** Method of a request; `undefined` of a response. */
  readonly method?: string
  /** Path and query of a request. */
  readonly target?: string
  /** Headers by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** Tells whether a message is WeChat Pay's: a response, or a notification. */
export function isSigned({ method, headers }: HttpMessage): boolean {
  return method === undefined || 'wechatpay-signature' in headers
}

/** Start line and headers of an HTTP text, and the body as it is. */
export interface SplitHttp {
  readonly head: string
  readonly rest: Uint8Array
}

/** Start line of a request: a known method, or any word before a path or a URL. */
const START = /^((?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)(?=\s)|[A-Za-z]+(?=\s+(?:\/|https?:)))(\s.*)$/is

/** Method and target of a start line; an empty list where it is none. */
function readStart(line: string): string[] {
  const [, method, rest = ''] = START.exec(line.trim()) ?? []
  const version = rest.search(/HTTP\/[\d.]+$/i)
  const target = (version < 0 ? rest : rest.slice(0, version)).trim()
  return method === undefined || target === '' ? [] : [method, target]
}

/** Splits an HTTP text at the empty line before its body; those between headers, as some chats make them, are none. */
export function splitHttp(input: Uint8Array): SplitHttp {
  const pieces: string[] = []
  let rest = input
  do {
    const end = findEmptyLine(rest)
    pieces.push(toText(rest.subarray(0, end?.[0])))
    rest = end ? rest.subarray(end[1]) : new Uint8Array()
  } while (HEADER.test(toText(rest.subarray(0, 64))))
  // Where the lines of the head stand apart, so does the body.
  const gap = pieces.length > 1 ? (/^(?:[ \t]*\r?\n)*/.exec(toText(rest.subarray(0, 16)))?.[0].length ?? 0) : 0
  return { head: pieces.join('\n'), rest: rest.subarray(gap) }
}

/** The beginning of a header that requests and responses of WeChat Pay have. */
const HEADER =
  /^[ \t]*(?:HTTP_)?(?:accept|accept-language|authorization|connection|content-length|content-type|date|host|request-id|server|user-agent|wechatpay[-_](?:nonce|serial|signature|timestamp|signature-type)):/i

/** Reads HTTP text: a start line, headers, and the body. `undefined` where the start line is none. */
export function readHttp({ head, rest }: SplitHttp): HttpMessage | undefined {
  const [start = ''] = head.split(/\r?\n/)
  const headers = readHeaderLines(head)
  const length = Number(headers['content-length'] ?? Number.NaN)
  // An editor ends a file with a line feed that was never sent.
  const body = length < rest.length && /^\s*$/.test(toText(rest.subarray(length))) ? rest.subarray(0, length) : rest
  if (/^HTTP\//i.test(start)) return { headers, body }
  // HTTP/2 has its first line in pseudo-headers, as browsers show them.
  const pseudo = { method: /^:method:\s*(\S+)/m.exec(head)?.[1], target: /^:path:\s*(\S+)/m.exec(head)?.[1] }
  const [method = pseudo.method, target = pseudo.target] = readStart(start)
  if (method === undefined || target === undefined) return undefined
  return { method, target: target.replace(/^https?:\/\/[^/?]+/i, '') || '/', headers, body }
}

/** Finds the empty line between headers and body: where it begins and ends. */
function findEmptyLine(input: Uint8Array): [number, number] | undefined {
  // One character for each byte, so that places are those of the bytes.
  const found = /\r?\n[ \t]*\r?\n/.exec(new TextDecoder('latin1').decode(input))
  return found ? [found.index, found.index + found[0].length] : undefined
}
