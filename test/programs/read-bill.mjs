// Reads a bill in a process of its own whose heap is small: its rows are made as they are asked for, downloaded with their
// hash checked, and counted. Prints as JSON what was read, the milliseconds of CPU time, and the most memory that the process
// had. Arguments: rows; a way: `stream`, `whole` for a file in one piece, `keep` to keep the number and amount of every order.
import { createHash } from 'node:crypto'
import { createClient, readBill } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'

const [rows = '', way = ''] = process.argv.slice(2)
const count = Number(rows)
const PIECE = 2 ** 16
const header =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'

/** The lines of a bill of transactions, in pieces. */
function* pieces() {
  const encoder = new TextEncoder()
  let text = `\ufeff${header}\r\n`
  for (let row = 0; row < count; row++) {
    const number = String(row).padStart(20, '0')
    text += `\`2026-01-01 10:00:00,\`wxd678efh567hg6787,\`1900007291,\`0,\`,\`42000000${number},\`order-${number},\`oUpF8uMuAJO_M2pxb1Q9zNjWeS6o,\`JSAPI,\`SUCCESS,\`OTHERS,\`CNY,\`12.34,\`0.00,\`0,\`0,\`0.00,\`0.00,\`,\`,\`云南普洱茶 一饼,\`,\`0.07000,\`0.60%,\`12.34,\`0.00,\`\r\n`
    if (text.length < PIECE) continue
    yield encoder.encode(text)
    text = ''
  }
  yield encoder.encode(`${text}总交易单数,订单总金额\r\n\`${count},\`${(count * 1234) / 100}\r\n`)
}

const expected = createHash('sha1')
let bytes = 0
for (const piece of pieces()) {
  expected.update(piece)
  bytes += piece.length
}
const { merchant, platformKeys } = await createSandbox()
const transport = async () => {
  const iterator = pieces()
  const pull = (/** @type {ReadableStreamDefaultController} */ controller) => {
    const { done, value } = iterator.next()
    if (done) controller.close()
    else controller.enqueue(value)
  }
  return new Response(way === 'whole' ? Buffer.concat([...iterator]) : new ReadableStream({ pull }))
}
const wxpay = createClient({ merchant, platformKeys, transport })
const hash = /** @type {const} */ ({ type: 'SHA1', value: expected.digest('hex') })
const started = process.cpuUsage()
const bill = readBill(await wxpay.download('v3/billdownload/file?token=top-secret', { hash }))
/** @type {Map<string | undefined, number | undefined>} */
const orders = new Map()
let read = 0
let fen = 0
for await (const row of bill) {
  read++
  fen += row.订单金额 ?? 0
  if (way === 'keep') orders.set(row.商户订单号, row.订单金额)
}
const { user, system } = process.cpuUsage(started)
const isRight = bill.summary?.总交易单数 === String(read) && bill.summary?.订单总金额 === fen
const peak = process.resourceUsage().maxRSS * 1024
console.log(JSON.stringify({ rows: read, isRight, bytes, cpu: (user + system) / 1000, peak, orders: orders.size }))
