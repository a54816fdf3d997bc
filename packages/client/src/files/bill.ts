import type { Bytes } from '@wechatpay-kit/transport-fetch'
import { IntegrityError } from '../errors/call-errors.ts'
import { readOwnOptions, refuse } from '../errors/validation.ts'
import {
  type BillAmounts,
  type BillCells,
  malformedBill,
  type ReadRow,
  readHeader,
  splitCells,
  startsLikeRow,
} from './bill-row.ts'

/**
 * A row of a bill, or its summary: each cell by the name of its column, as the bill's own header line writes it. Texts are
 * those of the bill without their backtick; WeChat Pay has escaped commas and line breaks in them.
 *
 * A column is money if its name ends in `金额`, `余额`, `总额`, `交易额`, `手续费`, `结余` or `(元)`: those are integers of fen.
 */
export interface BillRow {
  readonly [column: string]: string | number
  readonly [amount: `${string}${'金额' | '余额' | '总额' | '交易额' | '手续费' | '结余' | '(元)' | '（元）'}`]: number
  readonly [text: `${string}${'号' | '时间' | '状态' | '类型' | '名称'}`]: string
}

/** A row of a bill that was read with `amounts: 'text'`: the texts of the bill. */
export interface BillTextRow {
  readonly [column: string]: string
}

/** Options of {@link readBill}. */
export interface BillOptions {
  /**
   * Form of the amounts. `'fen'`: integers of fen, which is for CNY alone. `'text'`: the bill's own texts, for bills in
   * another currency, or with fractions of a fen.
   *
   * @defaultValue `'fen'`
   */
  readonly amounts?: 'fen' | 'text'
}

/** A bill that is read row by row, once: `for await (const row of bill)`. */
export interface Bill<Row = BillRow> extends AsyncIterable<Row> {
  /** The last lines of the bill, its totals; `undefined` until every row was read, and for a bill that has none. */
  readonly summary: Row | undefined
}

/** Characters of the longest line; those of WeChat Pay have a few thousand. */
const LONGEST_LINE = 2 ** 20
/** Bytes that become text at once, however large the pieces of the body are. */
const PIECE = 2 ** 16

/**
 * Reads a bill row by row while it comes in: of transactions, of fund flows, of profit sharing, whatever its columns are.
 * The file is never held; the network waits while a row is worked on, within the deadline of `download`. Leaving the loop
 * early ends the download.
 *
 * A file's hash is known at its end: rows that came before an error are not to be trusted.
 *
 * @param response - the response of `download`, unread; or any other with the file as UTF-8, such as `new Response(blob)`.
 * @param options - see {@link BillOptions}.
 * @returns the rows, and behind the last of them the summary.
 * @throws ValidationError (`VALIDATION_FAILED`) at once, if the response was read already, or is no success; and where the
 * bill is gone through a second time.
 * @throws IntegrityError (`BILL_MALFORMED`) from the loop, if the file is no bill, a line has not the header's number of
 * cells or more than 1,048,576 characters, or an amount is no whole number of fen; line and column are named, no value is.
 * @throws whatever reading the response throws, from the loop: `HASH_MISMATCH`, `TRANSPORT_TIMED_OUT` and the others of
 * `download`.
 * @example
 * ```ts
 * import { type Client, readBill } from '@wechatpay-kit/client'
 *
 * declare const wxpay: Client, url: string, value: string
 * const bill = readBill(await wxpay.download(url, { hash: { type: 'SHA1', value } }))
 * let fen = 0
 * for await (const row of bill) fen += row.应结订单金额 ?? 0
 * console.log(fen === bill.summary?.应结订单总金额)
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4013071246 | document 4013071246}, 交易账单详细说明;
 * {@link https://pay.weixin.qq.com/doc/v3/merchant/4013071249 | document 4013071249}, 资金账单详细说明
 */
export function readBill(response: Response, options: BillOptions & { readonly amounts: 'text' }): Bill<BillTextRow>
export function readBill(response: Response, options?: BillOptions): Bill
export function readBill(response: Response, options: BillOptions = {}): Bill<BillCells> {
  const { amounts = 'fen' } = readOwnOptions(options, ['amounts'], 'readBill')
  if (amounts !== 'fen' && amounts !== 'text') refuse('amounts', "must be 'fen' or 'text'")
  const reader = openBody(response)
  let summary: BillCells | undefined
  let isRead = false
  return {
    get summary() {
      return summary
    },
    [Symbol.asyncIterator]() {
      if (isRead)
        refuse('bill', 'was read already: its rows come once; download it again, or keep what you need of them')
      isRead = true
      return readRows(readLines(reader), amounts, (read) => {
        summary = read
      })
    },
  }
}

/** Takes the body of a response; from here on it is the bill's. */
function openBody(response: Response): ReadableStreamDefaultReader<Bytes> {
  if (typeof response !== 'object' || response === null || !('body' in response))
    refuse('response', 'must be a Response, as download gives it')
  if (!response.ok) refuse('response', `has the status ${response.status}, and so holds no bill`)
  if (response.body === null) refuse('response', 'has no body')
  if (response.bodyUsed || response.body.locked)
    refuse('response', 'was read already: hand it over as download gave it')
  return response.body.getReader()
}

async function* readRows(
  lines: AsyncIterable<readonly string[]>,
  amounts: BillAmounts,
  finish: (summary: BillCells | undefined) => void,
): AsyncGenerator<BillCells, void, undefined> {
  let header: ReturnType<typeof readHeader> | undefined
  let readSummary: ReadRow | undefined
  let summary: BillCells | undefined
  let hasRows = false
  let number = 0
  for await (const some of lines) {
    for (const raw of some) {
      number++
      const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw
      if (line === '') continue
      if (summary) throw malformedBill(number, 'stands behind the summary. Download the bill again')
      if (!header) header = readHeader(line, number, amounts, 2)
      else if (readSummary) summary = readSummary(line, number)
      else if (startsLikeRow(line) || splitCells(line).length === header.columns.length) {
        hasRows = true
        yield header.readRow(line, number)
      } else readSummary = readHeader(line, number, amounts, 1).readRow
    }
  }
  if (!hasRows && !summary)
    throw new IntegrityError(
      'BILL_MALFORMED',
      'The file has neither a row nor a summary, so it is no bill. Ask for the bill again; a day without one has no file.',
    )
  if (readSummary && !summary)
    throw malformedBill(number, 'is its last, and the summary is not there. The bill broke off: download it again')
  finish(summary)
}

/** Reads lines, those of a piece at a time: waiting for each costs more than reading it. */
async function* readLines(reader: ReadableStreamDefaultReader<Bytes>): AsyncGenerator<string[], void, undefined> {
  const decoder = new TextDecoder()
  let rest = ''
  let count = 1
  try {
    for (let { value } = await reader.read(); value; { value } = await reader.read()) {
      for (let position = 0; position < value.length; position += PIECE) {
        const text = decoder.decode(value.subarray(position, position + PIECE), { stream: true })
        const end = text.lastIndexOf('\n')
        if (end >= 0) {
          const lines = (rest + text.slice(0, end)).split('\n')
          count += lines.length
          yield lines
        }
        rest = end < 0 ? rest + text : text.slice(end + 1)
        if (rest.length > LONGEST_LINE)
          throw malformedBill(
            count,
            `is longer than ${LONGEST_LINE} characters, as none of a bill is. Ask for the bill again`,
          )
      }
    }
    rest += decoder.decode()
    if (rest !== '') yield [rest]
  } finally {
    // Ends the download where the loop was left early; a body that has ended or failed has nothing to end.
    await reader.cancel().catch(() => {})
  }
}
