import { createClient, readBill } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { createSales } from '../../../runtime-tests/suite/sales.mjs'
import { ALL, FUND_FLOW, PROFIT_SHARING, REFUND, SUCCESS } from './bill-files.ts'

type Options = Parameters<typeof readBill>[1]

/** Reads a bill to its end. */
async function readAll(response: Response, options?: Options) {
  const bill = readBill(response, options)
  const rows: Record<string, string | number>[] = []
  for await (const row of bill) rows.push(row)
  return { rows, summary: bill.summary }
}
const readText = (text: string, options?: Options) => readAll(new Response(text), options)

/** A response in these pieces, each when it is asked for; `cancelled` is called where reading ends early. */
function respond(
  pieces: Iterable<Uint8Array<ArrayBuffer>>,
  cancelled: (reason: unknown) => unknown = () => {},
): Response {
  const iterator = pieces[Symbol.iterator]()
  const source: UnderlyingDefaultSource<Uint8Array<ArrayBuffer>> = {
    pull(controller) {
      const { done, value } = iterator.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: cancelled as UnderlyingSourceCancelCallback,
  }
  return new Response(new ReadableStream(source, { highWaterMark: 0 }))
}
const encode = (text: string) => new TextEncoder().encode(text)
const malformed = (message: string | RegExp) => ({
  name: 'IntegrityError',
  code: 'BILL_MALFORMED',
  outcome: 'unknown',
  message: typeof message === 'string' ? expect.stringContaining(message) : expect.stringMatching(message),
})

describe('a bill', () => {
  it('of all transactions gives rows by its header line, amounts as fen, and the summary apart', async () => {
    const { rows, summary } = await readText(ALL)
    expect(rows).toHaveLength(2)
    expect(rows[0]).toEqual({
      交易时间: '2026-01-01 10:00:00',
      公众账号ID: 'wxab8acb865bb11234',
      商户号: '1900000109',
      特约商户号: '0',
      设备号: '',
      微信订单号: '42000001',
      商户订单号: 'order-1',
      用户标识: 'oUser1',
      交易类型: 'JSAPI',
      交易状态: 'SUCCESS',
      付款银行: 'OTHERS',
      货币种类: 'CNY',
      应结订单金额: 1234,
      代金券金额: 0,
      微信退款单号: '0',
      商户退款单号: '0',
      退款金额: 0,
      充值券退款金额: 0,
      退款类型: '',
      退款状态: '',
      商品名称: '茶叶\\ 一盒',
      商户数据包: '',
      手续费: 7,
      费率: '0.60%',
      订单金额: 1234,
      申请退款金额: 0,
      费率备注: '',
    })
    expect(rows[1]).toMatchObject({ 交易状态: 'REFUND', 手续费: -1, 申请退款金额: 100, 商户数据包: 'a`b' })
    expect(summary).toEqual({
      总交易单数: '2',
      应结订单总金额: 1234,
      退款总金额: 100,
      充值券退款总金额: 0,
      手续费总金额: 6,
      订单总金额: 1234,
      申请退款总金额: 100,
    })
  })

  it('of payments, and one of refunds, gives its own columns', async () => {
    const payments = await readText(SUCCESS)
    expect(Object.keys(payments.rows[0] ?? {})).toHaveLength(20)
    expect(payments).toMatchObject({ rows: [{ 订单金额: 1234 }], summary: { 总交易单数: '1', 手续费总金额: 7 } })
    const refunds = await readText(REFUND)
    expect(Object.keys(refunds.rows[0] ?? {})).toHaveLength(29)
    expect(refunds).toMatchObject({
      rows: [{ 退款成功时间: '2026-01-01 11:00:05', 退款金额: 100, 手续费: -1 }],
      summary: { 手续费总金额: -1 },
    })
  })

  it('of fund flows has amounts where the column says yuan, and counts as texts', async () => {
    const { rows, summary } = await readText(FUND_FLOW)
    expect(rows).toMatchObject([
      { '收支金额(元)': 1234, '账户结余(元)': 11234, 业务凭证号: 'order-1' },
      { '收支金额(元)': 7, '账户结余(元)': 11227, 业务类型: '扣除交易手续费' },
    ])
    expect(summary).toEqual({ 资金流水总笔数: '2.0', 收入笔数: '1.0', 收入金额: 1234, 支出笔数: '1.0', 支出金额: 7 })
  })

  it('of profit sharing gives its columns, whatever they are', async () => {
    const { rows, summary } = await readText(PROFIT_SHARING)
    expect(rows).toMatchObject([{ '微信分账/回退单号': '3008', 订单金额: 1234, '分账金额(元)': 500, 备注: '' }])
    expect(summary).toEqual({ 总条数: '1', '分账总金额(元)': 500 })
  })

  it('gives its own texts with amounts: text', async () => {
    const { rows, summary } = await readText(ALL, { amounts: 'text' })
    expect(rows[1]).toMatchObject({ 手续费: '-0.01000', 申请退款金额: '1.00' })
    expect(summary).toMatchObject({ 手续费总金额: '0.06000' })
  })

  it('takes for money what is in yuan, and nothing that only looks like it', async () => {
    const columns = ['总交易额', '余额（元）', '手续费', '名额', '金额(分)', '金额(美元)', '费率', '总笔数', 'amount']
    const { rows } = await readText(`${columns.join(',')}\n${columns.map(() => '`1.50').join(',')}\n`)
    const money = Object.entries(rows[0] ?? {}).filter(([, value]) => value === 150)
    expect(money.map(([column]) => column)).toEqual(['总交易额', '余额（元）', '手续费'])
    expect(rows[0]?.['金额(分)']).toBe('1.50')
  })

  it('without transactions has a summary alone', async () => {
    const none = ALL.split('\r\n').filter((_, line) => line === 0 || line === 3)
    const { rows, summary } = await readText([...none, '`0,`0.00,`0.00,`0.00,`0.00000,`0.00,`0.00'].join('\r\n'))
    expect(rows).toEqual([])
    expect(summary).toMatchObject({ 总交易单数: '0', 手续费总金额: 0 })
  })

  it('without a summary has none', async () => {
    expect(await readText('时间,金额\n`a,`1.00\n')).toEqual({ rows: [{ 时间: 'a', 金额: 100 }], summary: undefined })
  })

  it('may have rows without backticks, commas inside cells, empty lines, and no last line break', async () => {
    expect(await readText('名称,金额\n茶叶,1.00\n\n`茶,水,`2.00\r\n\r\n总笔数,总金额,x\r\n`2,`3.00,`')).toEqual({
      rows: [
        { 名称: '茶叶', 金额: 100 },
        { 名称: '茶,水', 金额: 200 },
      ],
      summary: { 总笔数: '2', 总金额: 300, x: '' },
    })
  })
})

describe('a bill that comes in pieces', () => {
  it('gives the same rows wherever they are cut, inside a character, a BOM or a line break too', async () => {
    const bytes = encode(ALL)
    const expected = await readText(ALL)
    expect(await readAll(respond(Array.from(bytes, (byte) => Uint8Array.of(byte))))).toEqual(expected)
    const cuts = fc.array(fc.nat(bytes.length), { maxLength: 40 })
    const property = fc.asyncProperty(cuts, async (places) => {
      const ends = [...places, bytes.length].sort((a, b) => a - b)
      const pieces = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
      expect(await readAll(respond(pieces))).toEqual(expected)
    })
    await fc.assert(property)
  })

  it('is asked for as its rows are read, and no sooner', async () => {
    let asked = 0
    function* pieces() {
      for (const line of ALL.split(/(?<=\n)/)) {
        asked++
        yield encode(line)
      }
    }
    const rows = readBill(respond(pieces()))[Symbol.asyncIterator]()
    expect(asked).toBe(0)
    await rows.next()
    expect(asked).toBe(2)
    await rows.next()
    expect(asked).toBe(3)
  })

  it('is cancelled where the loop is left', async () => {
    const cancelled = vi.fn()
    const pieces = ALL.split(/(?<=\n)/).map(encode)
    const bill = readBill(respond(pieces, cancelled))
    for await (const row of bill) {
      expect(row.商户订单号).toBe('order-1')
      break
    }
    expect(cancelled).toHaveBeenCalledOnce()
    expect(bill.summary).toBeUndefined()
  })

  it('is cancelled where a line cannot be read', async () => {
    const cancelled = vi.fn()
    const read = readAll(respond([encode('时间,金额\n'), encode('`a,`?\n'), encode('`b,`1.00\n')], cancelled))
    await expect(read).rejects.toMatchObject(malformed('Line 2'))
    expect(cancelled).toHaveBeenCalledOnce()
  })

  it('hands on the error that its body fails with', async () => {
    const failure = new TypeError('the connection broke')
    function* pieces() {
      yield encode('时间,金额\n`a,`1.00\n`b')
      throw failure
    }
    const bill = readBill(respond(pieces()))
    const rows: unknown[] = []
    const reading = (async () => {
      for await (const row of bill) rows.push(row)
    })()
    await expect(reading).rejects.toBe(failure)
    expect(rows).toEqual([{ 时间: 'a', 金额: 100 }])
    expect(bill.summary).toBeUndefined()
  })
})

describe('an amount', () => {
  const readAmount = async (text: string) => (await readText(`时间,金额\n\`a,\`${text}\n`)).rows[0]?.金额

  it('is read exactly, for every number of fen', async () => {
    const fens = fc.maxSafeInteger()
    const property = fc.asyncProperty(fens, fc.nat(3), async (fen, zeros) => {
      const digits = String(Math.abs(fen)).padStart(3, '0')
      const yuan = `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}${'0'.repeat(zeros)}`
      expect(await readAmount(yuan)).toBe(fen)
    })
    await fc.assert(property)
  })

  it.each([
    ['1', 100],
    ['1.5', 150],
    ['007.00', 700],
    ['1.10', 110],
    ['0.29', 29],
    ['-0.00', 0],
    ['90071992547409.91', Number.MAX_SAFE_INTEGER],
  ])('%s is %i fen', async (text, fen) => {
    expect(await readAmount(text)).toBe(fen)
  })

  it.each([
    '',
    ' 1.00',
    '1.',
    '.5',
    '1.005',
    '0.00060',
    '1,00',
    '1e2',
    '+1.00',
    '0x10',
    '--1',
    'Infinity',
    '１.00',
    '90071992547409.92',
  ])('is refused if it is %j, and its text is not shown', async (text) => {
    const error = await readAmount(text).catch((error: unknown) => error)
    expect(error).toMatchObject(
      malformed(
        "Line 2 of the bill has in 金额 no amount of whole fen. Read the bill with amounts: 'text', and convert them yourself.",
      ),
    )
    expect((await readText(`时间,金额\n\`a,\`${text}\n`, { amounts: 'text' })).rows[0]?.金额).toBe(text)
  })

  it('is refused in another currency, whose unit is not known', async () => {
    const bill = '货币种类,订单金额\n`CNY,`1.00\n`JPY,`100\n'
    await expect(readText(bill)).rejects.toMatchObject(
      malformed(/^Line 3 .*another currency than CNY in 货币种类.*amounts: 'text'/),
    )
    expect((await readText(bill, { amounts: 'text' })).rows[1]).toEqual({ 货币种类: 'JPY', 订单金额: '100' })
  })
})

describe('what is no bill', () => {
  it.each([
    ['JSON', '{"code":"NO_STATEMENT_EXIST","message":"no bill"}', 'Line 1'],
    ['HTML', '<html>a, b</html>', 'Line 1'],
    ['a sentence', 'NO_STATEMENT_EXIST', 'Line 1'],
    ['a sentence with a comma', 'Sorry, not found\n', 'neither a row nor a summary'],
    ['nothing', '', 'neither a row nor a summary'],
    ['a byte order mark', '\ufeff', 'neither a row nor a summary'],
    ['a header line alone', '时间,金额\n', 'neither a row nor a summary'],
    ['a row where its columns belong', '`张三充值金额,`1\n`a,`b\n', 'Line 1 of the bill is no line of column names'],
    [
      'more columns than any',
      `${Array.from({ length: 1001 }, (_, index) => index)}\n`,
      'Line 1 of the bill is no line',
    ],
    ['a column twice', '金额,金额\n`1.00,`2.00\n', 'names a column twice'],
    ['a column that no object can have', '金额,__proto__\n`1.00,`2.00\n', 'Line 1'],
    [
      'a row with too many cells',
      '时间,金额\n`a,`1.00,`2.00\n',
      'Line 2 of the bill has 3 cells, and its header line 2',
    ],
    ['a row with too few cells', '时间,金额\n`a\n', 'Line 2 of the bill has 1 cells'],
    ['a summary that broke off', '时间,金额\n`a,`1.00\n总笔数,总金额,x\n', 'The bill broke off: download it again'],
    ['a summary with a cell too few', '时间,金额\n`a,`1.00\n总笔数,总金额,x\n`1,`1.00\n', 'Line 4'],
    [
      'a line behind the summary',
      '时间,金额\n总笔数,总金额,x\n`1,`1.00,`\n`a,`1.00\n',
      'Line 4 of the bill stands behind',
    ],
  ])('is refused: %s', async (_, text, message) => {
    await expect(readText(text)).rejects.toMatchObject(malformed(message))
  })

  it('is shown in no message beyond the names of its columns, which are cut and freed of control characters', async () => {
    const name = `\u202e\u009b31m${'茶'.repeat(5000)}`
    for (const text of [`时间,${name}金额\n\`a,\`x\n`, `金额,${name}货币\n\`1,\`JPY\n`]) {
      const { message } = (await readText(text).catch((error: unknown) => error)) as Error
      expect(message).toContain('\\u{202e}\\u{9b}31m茶')
      expect(message.length).toBeLessThan(1200)
    }
  })

  it('is refused, or has rows, whatever its bytes are', async () => {
    const noise = fc.uint8Array({ maxLength: 200 }).map((bytes) => bytes.slice())
    const lines = fc
      .string({ unit: fc.constantFrom('`', ',', '\n', '\r', '金额', '1', '.', '-', '"', '茶') })
      .map(encode)
    const property = fc.asyncProperty(fc.array(fc.oneof(noise, lines)), async (pieces) => {
      const read = await readAll(respond(pieces)).catch((error: unknown) => error)
      if (read instanceof Error) expect(read).toMatchObject(malformed(''))
      else expect(read).toHaveProperty('rows')
    })
    await fc.assert(property)
  })

  it('is refused if it is still packed', async () => {
    const packed = new Blob([ALL]).stream().pipeThrough(new CompressionStream('gzip'))
    await expect(readAll(new Response(packed))).rejects.toMatchObject(malformed('set gunzip where tar_type=GZIP'))
  })

  it('is refused as soon as a line is too long', async () => {
    let pieces = 0
    function* endless() {
      for (;;) {
        pieces++
        yield encode('x'.repeat(2 ** 14))
      }
    }
    await expect(readAll(respond(endless()))).rejects.toMatchObject(
      malformed('Line 1 of the bill is longer than 1048576'),
    )
    expect(pieces).toBeLessThanOrEqual(66)
    const afterwards = [
      encode('时间,金额\n`a,`1.00\n'),
      ...Array.from({ length: 70 }, () => encode('x'.repeat(2 ** 14))),
    ]
    await expect(readAll(respond(afterwards))).rejects.toMatchObject(malformed('Line 3 of the bill is longer'))
  })
})

describe('readBill', () => {
  const refused = (field: string, message: RegExp) =>
    expect.objectContaining({
      name: 'ValidationError',
      code: 'VALIDATION_FAILED',
      field,
      message: expect.stringMatching(message),
    })

  it('refuses what it cannot read, at once', async () => {
    const read = new Response(ALL)
    await read.text()
    const locked = new Response(ALL)
    locked.body?.getReader()
    expect(() => readBill(read)).toThrow(refused('response', /was read already/))
    expect(() => readBill(locked)).toThrow(refused('response', /was read already/))
    expect(() => readBill(new Response(null))).toThrow(refused('response', /has no body/))
    expect(() => readBill(new Response('a,b', { status: 404 }))).toThrow(refused('response', /has the status 404/))
    expect(() => readBill(ALL as never)).toThrow(refused('response', /must be a Response/))
    expect(() => readBill(undefined as never)).toThrow(refused('response', /must be a Response/))
    expect(() => readBill(new Response(ALL), { amounts: 'yuan' as 'text' })).toThrow(
      refused('amounts', /'fen' or 'text'/),
    )
    expect(() => readBill(new Response(ALL), { amount: 'text' } as never)).toThrow(
      refused('amount', /is not an option/),
    )
  })

  it('gives its rows once, and not silently none the second time', async () => {
    const bill = readBill(new Response(SUCCESS))
    for await (const row of bill) expect(row.订单金额).toBe(1234)
    expect(() => bill[Symbol.asyncIterator]()).toThrow(refused('bill', /was read already: its rows come once/))
    expect(bill.summary?.订单总金额).toBe(1234)
  })
})

describe('a bill of the sandbox', async () => {
  const storage = createSales({ payments: 1800, refunds: 200 })
  const { merchant, platformKeys, transport } = await createSandbox({ storage })
  const wxpay = createClient({ merchant, platformKeys, transport })
  interface Published {
    hash_type: 'SHA1'
    hash_value: string
    download_url: string
    encrypt_key: string
    nonce: string
  }
  const bill_date = '2026-01-01'
  const ask = async (query: object = {}) =>
    (await wxpay
      .chain('v3/bill/tradebill')
      .get({ query: { bill_date, ...query } })
      .json()) as Published
  const hashOf = ({ hash_type, hash_value }: Published) => ({ type: hash_type, value: hash_value })

  it.each([false, true])('is read as it is downloaded, packed: %s', async (gunzip) => {
    const published = await ask(gunzip ? { tar_type: 'GZIP' } : {})
    const file = await wxpay.download(published.download_url, { hash: hashOf(published), gunzip })
    const { rows, summary } = await readAll(file)
    const sum = (column: string) => rows.reduce((total, row) => total + Number(row[column]), 0)
    expect(summary).toEqual({
      总交易单数: String(rows.length),
      应结订单总金额: sum('应结订单金额'),
      退款总金额: sum('退款金额'),
      充值券退款总金额: sum('充值券退款金额'),
      手续费总金额: sum('手续费'),
      订单总金额: sum('订单金额'),
      申请退款总金额: sum('申请退款金额'),
    })
    expect(rows).toHaveLength(2000)
    expect(sum('订单金额')).toBe(1800 * 1234)
  })

  it('is read where it is encrypted', async () => {
    const query = { sub_mchid: '1900000001', bill_date, account_type: 'ALL', algorithm: 'AEAD_AES_256_GCM' }
    const list = await wxpay.chain('v3/bill/sub-merchant-fundflowbill').get({ query }).json()
    const [published] = (list as { download_bill_list: [Published] }).download_bill_list
    const { encrypt_key, nonce } = published
    const encryption = { encrypt_key, nonce }
    const { rows, summary } = await readAll(
      await wxpay.download(published.download_url, { hash: hashOf(published), encryption }),
    )
    expect(rows.at(-1)).toMatchObject({ 业务凭证号: 'refund-199', '收支金额(元)': 99 })
    const balances = [rows[0], rows.at(-1)].map((row) => Number(row?.['账户结余(元)']))
    expect(Number(balances[1]) - Number(balances[0])).toBe(1799 * 1234 - 1800 * 7 - 200 * 99)
    expect(summary).toMatchObject({ 资金流水总笔数: '3800', 收入金额: 1800 * 1234, 支出金额: 1800 * 7 + 200 * 99 })
  })

  it('ends in an IntegrityError, and without a summary, if it is not the one that was published', async () => {
    const { download_url } = await ask()
    const bill = readBill(await wxpay.download(download_url, { hash: { type: 'SHA1', value: '0'.repeat(40) } }))
    const reading = (async () => {
      for await (const row of bill) expect(row).toBeDefined()
    })()
    await expect(reading).rejects.toMatchObject({ name: 'IntegrityError', code: 'HASH_MISMATCH' })
    expect(bill.summary).toBeUndefined()
  })

  it('is let go of where the loop is left', async () => {
    const published = await ask()
    const cancelled = vi.fn()
    const slow = createClient({
      merchant,
      platformKeys,
      transport: async () => respond(ALL.split(/(?<=\n)/).map(encode), cancelled),
    })
    const bill = readBill(await slow.download(published.download_url, { hash: hashOf(published) }))
    for await (const _ of bill) break
    expect(cancelled).toHaveBeenCalledOnce()
  })
})
