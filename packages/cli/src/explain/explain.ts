import type { CommandContext } from '../command.ts'
import { readVariables } from '../config.ts'
import { type ExplainOptions, type Explanation, explainError, explainMessage } from '../diagnosis/explain.ts'
import { readHeaderLines } from '../diagnosis/headers.ts'
import { readInput } from '../diagnosis/input.ts'
import { findReceived, type Received, splitMessage, splitSignedMessage } from '../diagnosis/received.ts'
import { CommandError, UsageError } from '../errors.ts'
import { readNamedFile } from '../input.ts'
import { readKnown } from './known.ts'
import { formatFindings } from './show.ts'
import { WORDING } from './wording.ts'

/** Options of the command `explain`. */
export interface ExplainCommandOptions {
  readonly error?: string
  readonly method?: string
  readonly target?: string
  readonly header?: readonly string[]
}

/** Explains what is wrong with a signature; gives 1 where something is. */
export async function explainInput(
  file: string | undefined,
  options: ExplainCommandOptions,
  context: CommandContext,
): Promise<undefined | 1> {
  const { error, method, target } = options
  if ((method === undefined) !== (target === undefined))
    throw new UsageError('Found one of --method and --target, and a request has both. Give the other one too.')
  const variables = await readVariables(context)
  const input = file === undefined || file === '-' ? await context.readInput() : await readNamedFile(file)
  const received = error === undefined ? undefined : await readError(error)
  const known = await readKnown(variables)
  const explained = await explain(input, options, { known, received, wording: WORDING })
  const { kind, findings, message } = explained
  const isWrong = findings.some(({ status }) => status === 'problem')
  const split = kind === 'signed' ? splitSignedMessage : splitMessage
  const lines = message === undefined ? undefined : split(message)
  context.print({ kind, wrong: isWrong, findings }, () => formatFindings(findings, lines, context))
  return isWrong ? 1 : undefined
}

async function readError(path: string): Promise<Received> {
  const received = findReceived((await readNamedFile(path, '--error')).toString('utf8'))
  if (received) return received
  throw new CommandError(
    'INPUT_INVALID',
    'The file of --error holds no error body. Save the JSON with code and message.',
  )
}

async function explain(
  input: Buffer,
  { method, target, header = [] }: ExplainCommandOptions,
  options: ExplainOptions,
): Promise<Explanation> {
  const given = readHeaderLines(header.join('\n'))
  if (method !== undefined && target !== undefined)
    return explainMessage({ method, target, headers: given, body: input }, options)
  if (input.toString('utf8').trim() === '')
    throw new CommandError(
      'INPUT_EMPTY',
      'Standard input is empty. Pipe a request, a response, a curl command or an error body into it, or name a file.',
    )
  const read = await readInput(input, (path) => readNamedFile(path, 'the curl command'))
  if (read.kind === 'error') return explainError(read.received, options)
  if (read.kind === 'unreadable') {
    const { text, remedy } = read.finding
    throw new CommandError('INPUT_INVALID', `${text.en} ${remedy?.en} Or give --method and --target.`)
  }
  const { message, notes } = read
  const received = options.received ?? read.received
  const explained = await explainMessage(
    { ...message, headers: { ...message.headers, ...given } },
    { ...options, received },
  )
  return { ...explained, findings: [...notes, ...explained.findings] }
}
