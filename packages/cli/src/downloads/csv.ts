import type { Bill, BillTextRow } from '@wechatpay-kit/client'

/** Writes the rows of a bill as CSV (RFC 4180) with a header line, without WeChat Pay's backticks and without the summary. */
export async function* writeCsv(bill: Bill<BillTextRow>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  let isFirst = true
  for await (const row of bill) {
    if (isFirst) yield encoder.encode(toLine(Object.keys(row)))
    isFirst = false
    yield encoder.encode(toLine(Object.values(row)))
  }
}

function toLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`
}
