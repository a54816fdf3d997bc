import { CommandError } from '../errors.ts'
import { readHeaderLines } from '../signatures/headers.ts'

/** A request, or a response, as far as signatures cover it. */
export interface HttpMessage {
  /** Method of a request; `undefined` of a response. */
  readonly method?: string
  /** Path and query of a request. */
  readonly target?: string
  /** Headers by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Reads HTTP text: a start line, headers, an empty line, and the body as it is. */
export function readHttp(input: Buffer): HttpMessage {
  const end = findEmptyLine(input)
  const head = input.subarray(0, end?.[0]).toString('utf8')
  const [start = ''] = head.split(/\r?\n/)
  const headers = readHeaderLines(head)
  const rest = end ? input.subarray(end[1]) : Buffer.alloc(0)
  const length = Number(headers['content-length'] ?? Number.NaN)
  // An editor ends a file with a line feed that was never sent.
  const body =
    length < rest.length && /^\s*$/.test(rest.subarray(length).toString('latin1')) ? rest.subarray(0, length) : rest
  const [, method, target] = /^([A-Za-z]+) (\S+)(?: HTTP\/[\d.]+)?$/.exec(start) ?? []
  if (/^HTTP\//.test(start)) return { headers, body }
  if (method === undefined || target === undefined)
    throw new CommandError(
      'INPUT_INVALID',
      'The input is no HTTP text, no curl command and no error body of WeChat Pay. Begin it with the line of the request (POST /v3/… HTTP/1.1) or of the response (HTTP/1.1 200 OK), or give --method and --target.',
    )
  return { method, target: target.replace(/^https?:\/\/[^/]+/, ''), headers, body }
}

/** Finds the empty line between headers and body: where it begins and ends. */
function findEmptyLine(input: Buffer): [number, number] | undefined {
  const [crlf, lf] = [input.indexOf('\r\n\r\n'), input.indexOf('\n\n')]
  if (crlf >= 0 && (lf < 0 || crlf < lf)) return [crlf, crlf + 4]
  return lf < 0 ? undefined : [lf, lf + 2]
}
