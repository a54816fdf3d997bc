import type { CallOptions, Client } from '@wechatpay-kit/client'
import { ValidationError } from '@wechatpay-kit/client'
import { openClient } from '../client.ts'
import type { CommandContext } from '../command.ts'
import { CommandError, UsageError } from '../errors.ts'
import { readNamedFile } from '../input.ts'
import { findOperation, loadArea } from './operation.ts'

/** Options of the command `call`. */
export interface CallCommandOptions {
  readonly json?: string
  readonly query?: readonly string[]
  readonly header?: readonly string[]
  readonly plainField?: readonly string[]
  readonly unvalidated?: true
}

type Query = Readonly<Record<string, string | readonly string[]>>

/** Calls WeChat Pay and prints the verified JSON; nothing where the response has no content. */
export async function call(
  method: string,
  path: string,
  options: CallCommandOptions,
  context: CommandContext,
): Promise<void> {
  const { start, query: own } = readPath(path)
  const query = readQuery([...own, ...(options.query ?? [])])
  const json = options.json === undefined ? undefined : await readJson(options.json, context)
  const found = await findOperation(method, start)
  const { transfer } = Object(found?.operation) as { readonly transfer?: 'download' | 'upload' }
  if (transfer === 'download')
    throw new UsageError(`${method} ${start} gives a file. Get it: wechatpay-kit download ${start}`)
  if (transfer === 'upload') throw new UsageError(`${method} ${start} takes a file, which this command cannot send.`)
  const operations = found ? [found.operation] : await loadArea(start)
  const { wxpay } = await openClient(context, { operations })
  const headers = readHeaders(options.header ?? [])
  const given: CallOptions = {
    ...(json === undefined ? {} : { json }),
    headers,
    signal: context.signal,
    ...(options.plainField ? { plainFields: options.plainField } : {}),
    ...(options.unvalidated ? { validation: 'off' as const } : {}),
  }
  const send = (typed: CallOptions['query']) => {
    const all = { ...given, ...(typed && Object.keys(typed).length > 0 ? { query: typed } : {}) }
    return found ? callKnown(wxpay, found, all) : callRaw(wxpay, method, start, all)
  }
  const response = await send(query)
    .catch((error: unknown) => send(typeQuery(query, error)))
    .catch((error: unknown) => {
      throw nameOptions(error)
    })
  const text = response.status === 204 ? '' : await response.text()
  if (text === '') return
  const result = (await response.json()) as object
  context.print(result, () => JSON.stringify(result))
}

function callKnown(wxpay: Client, found: NonNullable<Awaited<ReturnType<typeof findOperation>>>, options: CallOptions) {
  const { operation, params } = found
  const all = Object.keys(params).length > 0 ? { ...options, params } : options
  return wxpay.call(operation as never, all as never) as Promise<Response>
}

function callRaw(wxpay: Client, method: string, path: string, options: CallOptions): Promise<Response> {
  const node = wxpay.chain(path as 'v3/x') as unknown as Record<string, (options: CallOptions) => Promise<Response>>
  const send = node[method.toLowerCase()]
  if (!send) throw new UsageError(`${method} is no method of WeChat Pay's. Give GET, POST, PUT, PATCH or DELETE.`)
  return send(options)
}

/** Reads a path, with its query; the origin of a whole URL says nothing, because the client knows where to call. */
function readPath(text: string): { readonly start: string; readonly query: readonly string[] } {
  const [path = '', query = ''] = text.replace(/^https?:\/\/[^/]*/i, '').split('?')
  const pairs = [...new URLSearchParams(query)].map(([name, value]) => `${name}=${value}`)
  return { start: path.replace(/^\//, ''), query: pairs }
}

/** Reads `name=value` pairs; a name that comes twice is a list. */
function readQuery(pairs: readonly string[]): Query {
  const query: Record<string, string | readonly string[]> = {}
  for (const pair of pairs) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? []
    if (name === undefined || value === undefined)
      throw new UsageError('--query takes a name and a value, such as --query mchid=1900000001.')
    query[name] = name in query ? [query[name] ?? '', value].flat() : value
  }
  return query
}

/** Types the parameters that the description wants as numbers or booleans; throws the error again where there are none. */
function typeQuery(
  query: Query,
  error: unknown,
): Readonly<Record<string, string | number | boolean | readonly string[]>> {
  if (!(error instanceof ValidationError)) throw error
  const refused = error.issues.map(({ field }) => /^query\.([^.]+)$/.exec(field)?.[1])
  const typed = Object.entries(query).map(([name, value]) => {
    const isTyped = refused.includes(name) && /^(?:-?\d{1,15}|true|false)$/.test(String(value))
    return [name, isTyped ? (JSON.parse(String(value)) as number | boolean) : value] as const
  })
  if (typed.every(([name, value]) => value === query[name])) throw error
  return Object.fromEntries(typed)
}

function readHeaders(lines: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^([^:]+):\s*(.*)$/s.exec(line) ?? []
      if (name === undefined || value === undefined)
        throw new UsageError("--header takes a name and a value, such as --header 'Idempotency-Key: 1'.")
      return [name, value]
    }),
  )
}

/** Reads the JSON of a body: as it is given, of a file, or of standard input. */
async function readJson(given: string, context: CommandContext): Promise<object> {
  const text =
    given === '-'
      ? (await context.readInput()).toString('utf8')
      : given.startsWith('@')
        ? (await readNamedFile(given.slice(1), '--json @FILE')).toString('utf8')
        : given
  try {
    const json: unknown = JSON.parse(text)
    if (typeof json === 'object' && json !== null) return json
  } catch {
    // Refused below; the parser's message repeats parts of the text, which may be a person's.
  }
  throw new UsageError(
    '--json is not JSON of an object. Give the body itself, @FILE, or - for standard input.',
    'JSON_INVALID',
  )
}

/** Options of the client, and those of this command that set them. */
const OPTIONS: readonly (readonly [RegExp, string])[] = [
  [/say validation: 'off'/g, 'give --unvalidated'],
  [/validation: 'off'/g, '--unvalidated'],
  [/\bplainFields\b/g, '--plain-field'],
]

/** Names the options of this command in the message of a validation error; gives any other error as it is. */
function nameOptions(error: unknown): unknown {
  if (!(error instanceof ValidationError)) return error
  const rename = (text: string) => OPTIONS.reduce((all, [option, flag]) => all.replace(option, flag), text)
  const { code, outcome } = error
  const issues = error.issues.map(({ field, message }) => ({ field, message: rename(message) }))
  return Object.assign(new CommandError(code, rename(error.message)), { outcome, issues })
}
