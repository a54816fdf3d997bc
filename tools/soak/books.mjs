import { readFileSync } from 'node:fs'

/** The rows of a table in a state file. @param {string} path @param {string} table @returns {any[]} */
export function readTable(path, table) {
  const rows = new Map()
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue
    const [name, key, row] = JSON.parse(line)
    if (name !== table) continue
    if (row === undefined) rows.delete(key)
    else rows.set(key, row)
  }
  return [...rows.values()]
}

/** Movements of money as numbers and amounts, in order, so that lists of them can be compared. @param {readonly { number: string, amount: number }[]} movements */
const toLines = (movements) => movements.map(({ number, amount }) => `${number} ${amount}`).sort()

/** The lines that one list has and the other has not, or has less often. @param {readonly string[]} lines @param {readonly string[]} others */
function listMissing(lines, others) {
  const counts = new Map()
  for (const line of others) counts.set(line, (counts.get(line) ?? 0) + 1)
  return lines.filter((line) => {
    const left = counts.get(line) ?? 0
    counts.set(line, left - 1)
    return left <= 0
  })
}

/**
 * The lines of a report, each with its number of faults.
 *
 * @param {readonly import('./shop.mjs').Belief[]} beliefs
 * @param {readonly any[]} ledger
 * @param {readonly import('./receiver.mjs').Handled[]} handled
 * @returns {Record<string, string[]>}
 */
export function compareBooks(beliefs, ledger, handled) {
  const paid = toLines(
    beliefs.filter(({ state }) => state === 'SUCCESS').map(({ number, total }) => ({ number, amount: total })),
  )
  const refunded = toLines(beliefs.flatMap(({ refunds }) => refunds))
  const entriesOf = (/** @type {string} */ kind) =>
    toLines(
      ledger.flatMap((entry) =>
        entry.kind === kind ? [{ number: entry.outBusinessNo, amount: Math.abs(entry.amount) }] : [],
      ),
    )
  const [payments, refunds] = [entriesOf('payment'), entriesOf('refund')]
  const eventsOf = (
    /** @type {string} */ event_type,
    /** @type {(resource: any) => { number: string, amount: number }} */ read,
  ) => toLines(handled.flatMap((one) => (one.event_type === event_type ? [read(one.resource)] : [])))
  const paidEvents = eventsOf('TRANSACTION.SUCCESS', ({ out_trade_no, amount }) => ({
    number: out_trade_no,
    amount: amount.total,
  }))
  const refundEvents = eventsOf('REFUND.SUCCESS', ({ out_refund_no, amount }) => ({
    number: out_refund_no,
    amount: amount.refund,
  }))
  return {
    'believed to be paid, and not in the ledger': listMissing(paid, payments),
    'paid in the ledger, and not believed or more than once': listMissing(payments, paid),
    'believed to be refunded, and not in the ledger': listMissing(refunded, refunds),
    'refunded in the ledger, and not believed or more than once': listMissing(refunds, refunded),
    'paid or refunded, and no notification handled': [
      ...listMissing(payments, paidEvents),
      ...listMissing(refunds, refundEvents),
    ],
    'notifications of nothing, or handled more than once': [
      ...listMissing(paidEvents, payments),
      ...listMissing(refundEvents, refunds),
    ],
  }
}
