import { toTime } from '../../wire/response.ts'

/** A cell of a bill. */
export type Cell = string | number

/** Writes a bill: two tables, each with its header line; a backtick begins every cell of rows and sums, as documented. */
export function writeBill(
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  totals: readonly string[],
  sums: readonly Cell[],
): string {
  const lines = [columns.join(), ...rows.map(writeCells), totals.join(), writeCells(sums)]
  return `\ufeff${lines.map((line) => `${line}\r\n`).join('')}`
}

function writeCells(cells: readonly Cell[]): string {
  return cells.map((cell) => `\`${cell}`).join()
}

/** Writes fen as yuan. */
export function toYuan(fen: number): string {
  // Digits alone: fractions of yuan are not exact.
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** Writes a fee in yuan, as bills do, with five decimals. */
export function toFee(fen: number): string {
  return `${toYuan(fen)}000`
}

/** Writes a time as bills do: `2026-11-26 10:00:00`, in China's time zone. */
export function toBillTime(milliseconds: number): string {
  return toTime(new Date(milliseconds)).slice(0, 19).replace('T', ' ')
}

/** Makes a text of a merchant's fit for a cell: commas and line breaks would end it. */
export function toText(text: string | undefined): string {
  return (text ?? '').replace(/[,\r\n]+/g, ' ')
}

/** Sums up what a function gives for each entry. */
export function sumUp<Entry>(entries: readonly Entry[], count: (entry: Entry) => number): number {
  return entries.reduce((sum, entry) => sum + count(entry), 0)
}
