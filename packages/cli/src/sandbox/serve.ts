import { createSandbox, type MerchantOptions, type SandboxMerchant, type SandboxOptions } from '@wechatpay-kit/sandbox'
import { serve as listen, openStateFile } from '@wechatpay-kit/sandbox/node'
import type { CommandContext } from '../command.ts'
import { formatVariables, writeVariables } from '../env-file.ts'
import { CommandError, UsageError } from '../errors.ts'
import { explainListening } from '../listen.ts'
import { readCount } from '../numbers.ts'
import { waitForEnd } from '../signal.ts'
import { SANDBOX_PORT } from './address.ts'
import { logCalls, logDelivery } from './log.ts'

/** Options of the command `sandbox`. */
export interface SandboxCommandOptions {
  readonly port?: string
  readonly host?: string
  readonly state?: string
  readonly merchant?: readonly string[]
  readonly partner?: readonly string[]
  readonly platformKeys?: NonNullable<SandboxOptions['platformKeyKind']>
  readonly env?: string
  readonly payAfter?: string
  readonly refundAfter?: string
}

/** Milliseconds of a day, the longest that something can wait. */
const DAY = 86_400_000
/** Addresses that this machine alone reaches. */
const OWN = /^(localhost|127(\.\d+){3}|::1)$/

/** Names of addresses that stand for every address of this machine. */
const EVERYWHERE = ['0.0.0.0', '::']

/** Serves a sandbox until it is told to stop. */
export async function serveSandbox(options: SandboxCommandOptions, context: CommandContext): Promise<void> {
  const port = readCount(options.port, '--port', 65_535) ?? SANDBOX_PORT
  const payAfter = readCount(options.payAfter, '--pay-after', DAY)
  const refundAfter = readCount(options.refundAfter, '--refund-after', DAY)
  const [merchant, ...merchants] = readMerchants(options)
  const { host = '127.0.0.1', state, env } = options
  const storage = state === undefined ? undefined : openState(state)
  const sandbox = await createSandbox({
    merchant,
    merchants,
    platformKeyKind: options.platformKeys ?? 'public-key',
    payments: { payAfter, refundAfter },
    storage,
    openControl: !OWN.test(host),
    onDelivery: (delivery) => logDelivery(delivery, context),
  }).catch((error: unknown) => {
    throw state === undefined ? error : explainState(state, error)
  })
  const server = await listen(logCalls(sandbox, context), { port, hostname: host }).catch((error: unknown) => {
    throw explainListening(error, host, port)
  })
  try {
    const url = EVERYWHERE.includes(host) ? server.url.replace(/\/\/.*:/, '//127.0.0.1:') : server.url
    const environments = sandbox.merchants.map((one) => createEnvironment(one, url))
    if (env !== undefined) await writeEnvironments(env, environments, context)
    announce(url, environments, env, context)
    await waitForEnd(context.signal)
  } finally {
    await server.close()
  }
}

type Environment = Readonly<Record<string, string>>

/** Reads the merchants: those that are named, or one. A partner may name those for which alone it may call. */
function readMerchants({ merchant = [], partner = [] }: SandboxCommandOptions): MerchantOptions[] {
  const partners = partner.map((text) => {
    const [mchid = '', list] = text.split('=')
    return { mchid, ...(list === undefined ? {} : { subMerchants: list.split(',') }) }
  })
  const all: MerchantOptions[] = [...merchant.map((mchid) => ({ mchid })), ...partners]
  const numbers = all.flatMap(({ mchid, subMerchants = [] }) => [mchid, ...subMerchants])
  if (!numbers.every((number) => /^\d{8,10}$/.test(number)))
    throw new UsageError(
      'A merchant number has 8 to 10 digits. Give one such as --merchant 1900000001, and a partner as --partner 1900000100 or --partner 1900000100=1900000001,1900000002.',
    )
  if (new Set(all.map(({ mchid }) => mchid)).size < all.length)
    throw new UsageError('Two merchants have one number. Name each once, as --merchant or as --partner.')
  return all.length > 0 ? all : [{ mchid: '1900000000' }]
}

function createEnvironment({ writeEnvironment }: SandboxMerchant, url: string): Environment {
  return { ...writeEnvironment(), WECHATPAY_BASE_URL: url }
}

/** Writes the environment of the first merchant into the file, those of the others beside it. */
async function writeEnvironments(
  path: string,
  environments: readonly Environment[],
  { note, say }: CommandContext,
): Promise<void> {
  for (const [index, environment] of environments.entries()) {
    const file = nameFile(path, index, environment)
    const hidden = await writeVariables(file, environment).catch((error: NodeJS.ErrnoException) => {
      if (error instanceof CommandError) throw error
      throw new CommandError(
        'FILE_UNWRITABLE',
        `${file} cannot be written (${error.code}). Name another file with --env.`,
      )
    })
    if (hidden === 0) continue
    note(
      say({
        en: `${file} set WECHATPAY_* variables already: ${hidden} of them are comments now, so that they are not lost.`,
        zh: `${file} 原有的 ${hidden} 个 WECHATPAY_* 变量已改为注释，没有丢失。`,
      }),
    )
  }
}

/** Names the env file of a merchant: the first one's is the file that was asked for. */
function nameFile(path: string, index: number, environment: Environment): string {
  return index === 0 ? path : `${path}.${environment['WECHATPAY_MCHID']}`
}

/** Prints the environment, or where it stands. */
function announce(
  url: string,
  environments: readonly Environment[],
  env: string | undefined,
  { print, note, say, isJson }: CommandContext,
): void {
  const listening = {
    en: `A sandbox listens on ${url}; ${url}/sandbox is the payer’s page. Ctrl-C stops it.`,
    zh: `沙箱正在监听 ${url}，付款页面为 ${url}/sandbox，按 Ctrl-C 停止。`,
  }
  if (env !== undefined) {
    const merchants = environments.map((environment) => environment['WECHATPAY_MCHID'])
    const where = merchants.map((mchid, index) => {
      const file = nameFile(env, index, environments[index] ?? {})
      if (index === 0) return say({ en: `Its environment is in ${file}.`, zh: `环境变量已写入 ${file}。` })
      return say({ en: `That of merchant ${mchid} is in ${file}.`, zh: `商户 ${mchid} 的写入 ${file}。` })
    })
    print({ event: 'listening', url, env, merchants }, () => [say(listening), ...where].join('\n'))
    return
  }
  if (!isJson) note(say(listening))
  print({ event: 'listening', url, environments }, () => {
    const [first = '', ...others] = environments.map(formatVariables)
    return [first, ...others.map((text) => text.replace(/^(?=.)/gm, '# '))].join('')
  })
}

function openState(path: string) {
  try {
    return openStateFile(path)
  } catch (error) {
    throw explainState(path, error)
  }
}

function explainState(path: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === undefined && !message.includes(path)) return error
  const reason = code === undefined ? message : `${path} cannot be opened (${code}). Name another file with --state.`
  return new CommandError('STATE_UNREADABLE', reason)
}
