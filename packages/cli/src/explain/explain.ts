import type { CommandContext } from '../command.ts'
import { readVariables } from '../config.ts'
import { CommandError, UsageError } from '../errors.ts'
import { readNamedFile } from '../input.ts'
import { readHeaderLines } from '../signatures/headers.ts'
import { readCurl } from './curl.ts'
import type { Finding } from './finding.ts'
import { type HttpMessage, readHttp } from './http.ts'
import { readKnown } from './known.ts'
import { type Received, readReceived, requireReceived, splitMessage } from './received.ts'
import { explainRequest } from './request.ts'
import { explainSigned } from './response.ts'
import { formatFindings } from './show.ts'

/** Options of the command `explain`. */
export interface ExplainOptions {
  readonly error?: string
  readonly method?: string
  readonly target?: string
  readonly header?: readonly string[]
}

/** Explains what is wrong with a signature; gives 1 where something is. */
export async function explainInput(
  file: string | undefined,
  options: ExplainOptions,
  context: CommandContext,
): Promise<undefined | 1> {
  const { error, method, target } = options
  if ((method === undefined) !== (target === undefined))
    throw new UsageError('Found one of --method and --target, and a request has both. Give the other one too.')
  const variables = await readVariables(context)
  const input = file === undefined || file === '-' ? await context.readInput() : await readNamedFile(file)
  const received =
    error === undefined ? undefined : requireReceived((await readNamedFile(error, '--error')).toString('utf8'))
  const alone = method === undefined ? readReceived(input.toString('utf8')) : undefined
  const known = await readKnown(variables)
  const { kind, ...explained } = alone
    ? { kind: 'error', findings: explainError(alone), message: alone.beginning }
    : await explainMessage(await readMessage(input, options), received)
  const findings = [...known.findings, ...explained.findings]
  const isWrong = findings.some(({ status }) => status === 'problem')
  const lines = explained.message === undefined ? undefined : splitMessage(explained.message)
  context.print({ kind, wrong: isWrong, findings }, () => formatFindings(findings, lines, context))
  return isWrong ? 1 : undefined

  async function explainMessage(message: HttpMessage, answer: Received | undefined) {
    if ('wechatpay-signature' in message.headers) return { kind: 'signed', ...(await explainSigned(message, known)) }
    const { findings, ...rest } = await explainRequest(message, known, answer)
    const told = answer?.beginning === undefined && answer ? explainError(answer) : []
    return { kind: 'request', findings: [...told, ...findings], ...rest }
  }
}

async function readMessage(input: Buffer, { method, target, header = [] }: ExplainOptions): Promise<HttpMessage> {
  const given = readHeaderLines(header.join('\n'))
  if (method !== undefined && target !== undefined) return { method, target, headers: given, body: input }
  const text = input.toString('utf8').trim()
  if (text === '')
    throw new CommandError(
      'INPUT_EMPTY',
      'Standard input is empty. Pipe a request, a response, a curl command or an error body into it, or name a file.',
    )
  const message = /^(\$ )?curl\s/.test(text) ? await readCurl(text.replace(/^\$ /, '')) : readHttp(input)
  return { ...message, headers: { ...message.headers, ...given } }
}

/** Finds the reasons that an error names by itself. */
function explainError({ code, message, beginning, length }: Received): Finding[] {
  const text = `${code}: ${message}`
  const isSignature = code === 'SIGN_ERROR'
  const shown =
    beginning === undefined
      ? { en: text, zh: text }
      : {
          en: `${text}. Below is the beginning of the message that WeChat Pay verified, of ${length ?? 'unknown'} bytes in all.`,
          zh: `${text}。下面是微信支付所验证的待签名串的开头，全长 ${length ?? '未知'} 字节。`,
        }
  const remedy = isSignature
    ? {
        en: 'Save the request too, and compare: wechatpay-kit explain request.txt --error error.json.',
        zh: '把请求也保存下来进行比对：wechatpay-kit explain request.txt --error error.json。',
      }
    : {
        en: 'This is no error of a signature: the request was understood, and refused for another reason.',
        zh: '这不是签名错误：请求已通过验签，因其他原因被拒绝。',
      }
  return [{ check: 'error', status: 'problem', text: shown, remedy }]
}
