import { type Client, readBill } from '@wechatpay-kit/client'
import { openClient } from '../client.ts'
import type { CommandContext } from '../command.ts'
import { UsageError } from '../errors.ts'
import { withSignal } from '../signal.ts'
import { writeCsv } from './csv.ts'
import { readBody, saveBytes } from './save.ts'

/** Options of the command `bill`. */
export interface BillCommandOptions {
  readonly type?: BillType
  readonly kind?: string
  readonly account?: string
  readonly subMchid?: string
  readonly csv?: true
  readonly out?: string
}

/** Types of bills, each with its path and what it is asked with. */
const TYPES = {
  trade: { path: 'v3/bill/tradebill', options: ['kind', 'subMchid'] },
  fundflow: { path: 'v3/bill/fundflowbill', options: ['account'] },
  profitsharing: { path: 'v3/profitsharing/bills', options: ['subMchid'] },
  'sub-merchant-fundflow': { path: 'v3/bill/sub-merchant-fundflowbill', options: ['account', 'subMchid'] },
  'ecommerce-fundflow': { path: 'v3/ecommerce/bill/fundflowbill', options: ['account'] },
} as const

/** A type of bills. */
type BillType = keyof typeof TYPES

/** Names of the parameters that options stand for. */
const PARAMETERS = { kind: 'bill_type', account: 'account_type', subMchid: 'sub_mchid' } as const

/** A file of a bill, as the response publishes it. */
interface PublishedFile {
  readonly hash_type: string
  readonly hash_value: string
  readonly download_url: string
  readonly encrypt_key?: string
  readonly nonce?: string
}

/** Gets the bill of a day: as the file is, as CSV, or as JSON of its rows; into a file, or to standard output. */
export async function getBill(date: string, options: BillCommandOptions, context: CommandContext): Promise<void> {
  const query = readQuery(date, options)
  const { csv, out } = options
  if (csv && context.isJson) throw new UsageError('--csv and --json are two forms of the rows. Give one of them.')
  if (context.isJson && out !== undefined)
    throw new UsageError('--json prints rows to standard output. Redirect them, or leave --json out.')
  const { wxpay } = await openClient(context)
  const { signal } = context
  const { path } = TYPES[options.type ?? 'trade']
  const json = (await wxpay
    .chain(path as 'v3/x')
    .get({ query, signal })
    .json()) as PublishedFile & {
    readonly download_bill_list?: readonly PublishedFile[]
  }
  const files = json.download_bill_list ?? [json]
  for (const [index, file] of files.entries()) {
    const name = out === undefined || files.length === 1 ? out : `${out}.${index + 1}`
    const label = `${options.type ?? 'trade'} ${date}`
    await withSignal(signal, async (own) => {
      const response = await download(wxpay, file, own)
      if (context.isJson) return printRows(response, context)
      if (csv) return saveBytes(writeCsv(readBill(response, { amounts: 'text' })), { out: name, label }, context)
      const { chunks, total } = readBody(response)
      return saveBytes(chunks, { out: name, label, total }, context)
    })
  }
}

function readQuery(date: string, options: BillCommandOptions): Readonly<Record<string, string>> {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(date)))
    throw new UsageError('The date of a bill is written as 2026-01-31. Give a day before today.')
  const type = options.type ?? 'trade'
  const allowed: readonly string[] = TYPES[type].options
  const given = (Object.keys(PARAMETERS) as (keyof typeof PARAMETERS)[]).filter((name) => options[name] !== undefined)
  const wrong = given.find((name) => !allowed.includes(name))
  if (wrong) throw new UsageError(`A bill of the type ${type} has no ${PARAMETERS[wrong]}. Leave that option out.`)
  const isEncrypted = type === 'sub-merchant-fundflow' || type === 'ecommerce-fundflow'
  if (type === 'sub-merchant-fundflow' && options.subMchid === undefined)
    throw new UsageError('A bill of the type sub-merchant-fundflow is of one sub-merchant. Name it with --sub-mchid.')
  return {
    bill_date: date,
    ...(isEncrypted ? { account_type: 'ALL', algorithm: 'AEAD_AES_256_GCM' } : {}),
    ...Object.fromEntries(given.map((name) => [PARAMETERS[name], options[name] ?? ''])),
  }
}

function download(wxpay: Client, file: PublishedFile, signal: AbortSignal): Promise<Response> {
  const { hash_type, hash_value, download_url, encrypt_key, nonce } = file
  const hash = { type: hash_type, value: hash_value }
  const encryption = encrypt_key !== undefined && nonce !== undefined ? { encryption: { encrypt_key, nonce } } : {}
  return wxpay.download(download_url, { hash, signal, ...encryption })
}

/** Prints a line of JSON for each row, amounts in fen, and one for the summary. */
async function printRows(response: Response, { print }: CommandContext): Promise<void> {
  const bill = readBill(response)
  for await (const row of bill) print({ row }, () => '')
  if (bill.summary) print({ summary: bill.summary }, () => '')
}
