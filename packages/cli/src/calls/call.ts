import type { CallOptions, Client } from '@wechatpay-kit/client'
import { ValidationError } from '@wechatpay-kit/client'
import { openClient } from '../client.ts'
import type { CommandContext } from '../command.ts'
import { CommandError, UsageError } from '../errors.ts'
import { readNamedFile } from '../input.ts'
import { findOperation, loadArea } from './operation.ts'
import { readUpload } from './upload.ts'

/** Options of the command `call`. */
export interface CallCommandOptions {
  readonly json?: string
  readonly file?: string
  readonly field?: readonly string[]
  readonly query?: readonly string[]
  readonly header?: readonly string[]
  readonly brandId?: string
  readonly plainField?: readonly string[]
  readonly unvalidated?: true
}

/** Values of a call that are given as `name=value`, by the option of the client that takes them. */
interface Pairs {
  readonly query: Readonly<Record<string, unknown>>
  readonly fields: Readonly<Record<string, unknown>>
}

/** Calls WeChat Pay and prints the verified JSON; nothing where the response has no content. */
export async function call(
  method: string,
  path: string,
  options: CallCommandOptions,
  context: CommandContext,
): Promise<void> {
  const { start, query: own } = readPath(path)
  const pairs: Pairs = {
    query: readPairs([...own, ...(options.query ?? [])], '--query', 'mchid=1900000001'),
    fields: readPairs(options.field ?? [], '--field', 'item_id=1'),
  }
  const json = options.json === undefined ? undefined : await readJson(options.json, context)
  const found = await findOperation(method, start)
  checkTransfer(`${method} ${start}`, found?.operation, options)
  const file = options.file === undefined ? undefined : await readUpload(options.file)
  const operations = found ? [found.operation] : await loadArea(start)
  const { wxpay } = await openClient(context, { operations, brandId: options.brandId })
  const given: CallOptions = {
    ...(json === undefined ? {} : { [file ? 'meta' : 'json']: json }),
    headers: readHeaders(options.header ?? []),
    signal: context.signal,
    ...(options.plainField ? { plainFields: options.plainField } : {}),
    ...(options.unvalidated ? { validation: 'off' as const } : {}),
  }
  const send = (typed: Pairs): Promise<Response> => {
    const named = Object.entries(typed).filter(([, values]) => Object.keys(values).length > 0)
    const all: CallOptions = { ...given, ...Object.fromEntries(named) }
    if (file) return wxpay.upload(start as 'v3/x', { ...all, file })
    return found ? callKnown(wxpay, found, all) : callRaw(wxpay, method, start, all)
  }
  const response = await send(pairs)
    .catch((error: unknown) => send(typePairs(pairs, error)))
    .catch((error: unknown) => {
      throw nameOptions(error)
    })
  const text = response.status === 204 ? '' : await response.text()
  if (text === '') return
  const result = (await response.json()) as object
  context.print(result, () => JSON.stringify(result))
}

/** Refuses a call of a file without it, a file of a call that takes none, and a download. */
function checkTransfer(name: string, operation: unknown, { file, field }: CallCommandOptions): void {
  const { transfer } = Object(operation) as { readonly transfer?: 'download' | 'upload' }
  if (transfer === 'download')
    throw new UsageError(`${name} gives a file. Get it: wechatpay-kit download ${name.replace(/^\S+ /, '')}`)
  if (transfer === 'upload' && file === undefined) throw new UsageError(`${name} takes a file. Name it: --file FILE.`)
  const isOther = operation ? transfer !== 'upload' : !name.startsWith('POST ')
  if (file !== undefined && isOther) throw new UsageError(`${name} takes no file. Leave out --file.`)
  if (field && file === undefined) throw new UsageError('--field is a part of an upload. Name its file: --file FILE.')
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

/** Reads `name=value` pairs of an option; a name that comes twice is a list. */
function readPairs(pairs: readonly string[], option: string, example: string): Pairs['query'] {
  const values: Record<string, string | readonly string[]> = {}
  for (const pair of pairs) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? []
    if (name === undefined || value === undefined)
      throw new UsageError(`${option} takes a name and a value, such as ${option} ${example}.`)
    values[name] = Object.hasOwn(values, name) ? [values[name] ?? '', value].flat() : value
  }
  return values
}

/** Types the values that the description wants as numbers or booleans; throws the error again where there are none. */
function typePairs(pairs: Pairs, error: unknown): Pairs {
  if (!(error instanceof ValidationError)) throw error
  const refused = error.issues.map(({ field }) => field)
  let count = 0
  const typeValue = (part: string, name: string, value: unknown): unknown => {
    if (!refused.includes(`${part}.${name}`) || !/^(?:-?\d{1,15}|true|false)$/.test(String(value))) return value
    count += 1
    return JSON.parse(String(value))
  }
  const typed = Object.entries(pairs).map(([part, values]: [string, Pairs['query']]) => [
    part,
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeValue(part, name, value)])),
  ])
  if (count === 0) throw error
  return Object.fromEntries(typed) as Pairs
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
  [/make a client with merchant\.brandId/g, 'give --brand-id'],
  [/make a client with merchant\.mchid/g, 'leave out --brand-id'],
]

/** Names the options of this command in the message of a validation error; gives any other error as it is. */
function nameOptions(error: unknown): unknown {
  if (!(error instanceof ValidationError)) return error
  const rename = (text: string) => OPTIONS.reduce((all, [option, flag]) => all.replace(option, flag), text)
  const { code, outcome } = error
  const issues = error.issues.map(({ field, message }) => ({ field, message: rename(message) }))
  return Object.assign(new CommandError(code, rename(error.message)), { outcome, issues })
}
