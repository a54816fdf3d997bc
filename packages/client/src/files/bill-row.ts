import { IntegrityError } from '../errors/call-errors.ts'
import { quote } from '../errors/redact.ts'

/** The form of a bill's amounts: integers of fen, or the texts of the bill, which are in yuan. */
export type BillAmounts = 'fen' | 'text'

/** A cell of a bill, by the name of its column. */
export type BillCells = Readonly<Record<string, string | number>>

/** Reads a line by the names of its header line; `number` is the line's own, for messages. */
export type ReadRow = (line: string, number: number) => BillCells

/** Begins every cell of a bill, so that spreadsheets take numbers for texts. */
const TICK = '`'
/** Columns that are money: their unit is yuan, or their name without a unit says so. `费率` and `名额` are none. */
const AMOUNT_COLUMN = /[（(]元[)）]$|(金额|余额|总额|交易额|手续费|结余)$/
const CURRENCY_COLUMN = /币种|货币/
/** Yuan. Fees have five decimals, of which three are always zeros. */
const YUAN = /^(-?)(\d+)(?:\.(\d{1,2})0*)?$/
/** Most columns of a bill; those of WeChat Pay have some thirty, and a row of very many would take a second. */
const MOST_COLUMNS = 1000
/** Beginnings and characters that no header line has: braces of JSON, tags, control characters, bytes that are no UTF-8. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: binary files are told by them
const NO_HEADER = /^\s*[{[<]|[\u0000-\u001f\ufffd]/

/** Tells whether a line begins like a row; header lines begin without a backtick. */
export function startsLikeRow(line: string): boolean {
  return line.startsWith(TICK)
}

/** Splits a line. Commas inside a cell are escaped by WeChat Pay; those that are not do no harm between backticks. */
export function splitCells(line: string): string[] {
  return startsLikeRow(line) ? line.slice(1).split(`,${TICK}`) : line.split(',')
}

/** Reads a header line of so many columns at least; gives them, and the reader of the lines below it. */
export function readHeader(
  line: string,
  number: number,
  amounts: BillAmounts,
  fewest: number,
): { columns: string[]; readRow: ReadRow } {
  const columns = splitCells(line)
  const isCount = columns.length >= fewest && columns.length <= MOST_COLUMNS
  if (!isCount || startsLikeRow(line) || NO_HEADER.test(line))
    throw malformedBill(
      number,
      'is no line of column names. Give a bill alone: set gunzip where tar_type=GZIP was asked for, and encryption where there is an encrypt_key',
    )
  if (new Set(columns).size < columns.length || columns.includes('__proto__'))
    throw malformedBill(number, 'names a column twice, or one as no column can be named: read the text of the file')
  const isAmount = columns.map((column) => amounts === 'fen' && AMOUNT_COLUMN.test(column))
  const isCurrency = columns.map((column) => isAmount.includes(true) && CURRENCY_COLUMN.test(column))
  const blank = createBlank(columns, isAmount)
  const readRow: ReadRow = (row, rowNumber) => {
    const cells = splitCells(row)
    if (cells.length !== columns.length)
      throw malformedBill(
        rowNumber,
        `has ${cells.length} cells, and its header line ${columns.length} columns. Download the bill again`,
      )
    const read = { ...blank }
    for (let index = 0; index < columns.length; index++) {
      const column = columns[index] as string
      const cell = cells[index] as string
      if (isCurrency[index] && cell !== 'CNY' && cell !== '')
        throw malformedBill(
          rowNumber,
          `has another currency than CNY in ${quote(column, [])}, so that nothing is fen. ${AS_TEXT}`,
        )
      read[column] = isAmount[index] ? readFen(cell, column, rowNumber) : copyText(cell)
    }
    return read
  }
  return { columns, readRow }
}

const AS_TEXT = "Read the bill with amounts: 'text', and convert them yourself"

/**
 * Makes the row that every other is a copy of. Engines keep an object of many properties as a slow table if they are added
 * one by one; parsed JSON, and copies of it, they keep as they keep an instance of a class.
 */
function createBlank(columns: readonly string[], isAmount: readonly boolean[]): Record<string, string | number> {
  return JSON.parse(
    JSON.stringify(Object.fromEntries(columns.map((column, index) => [column, isAmount[index] ? 0 : '']))),
  )
}

/** Characters of the shortest text that engines keep as a part of a longer one. */
const SHORTEST_PART = 13

/** Copies a text, so that a caller who keeps one number of every row does not keep the whole bill behind it. */
function copyText(cell: string): string {
  return cell.length < SHORTEST_PART ? cell : `${cell} `.slice(0, -1)
}

/** Reads yuan as fen, without floating point. */
function readFen(yuan: string, column: string, number: number): number {
  if (yuan === '0.00') return 0
  const [matched, sign, whole = '', decimals = ''] = YUAN.exec(yuan) ?? []
  const fen = Number(whole + decimals.padEnd(2, '0'))
  if (matched === undefined || !Number.isSafeInteger(fen))
    throw malformedBill(number, `has in ${quote(column, [])} no amount of whole fen. ${AS_TEXT}`)
  return sign ? 0 - fen : fen
}

/** The failure of a bill that cannot be read; never shows a value. */
export function malformedBill(number: number, sentences: string): IntegrityError {
  return new IntegrityError('BILL_MALFORMED', `Line ${number} of the bill ${sentences}.`)
}
