import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ApiError, createClient, handleNotifications } from '@wechatpay-kit/client'
import { operations as combine } from '@wechatpay-kit/endpoints/areas/combine-transactions'
import { operations as pay } from '@wechatpay-kit/endpoints/areas/pay'
import { operations as refund } from '@wechatpay-kit/endpoints/areas/refund'
import { type Change, createSandbox, generateKeyPair, type SandboxOptions } from '@wechatpay-kit/sandbox'
import { expect, onTestFinished } from 'vitest'

export const appid = 'wxd678efh567hg6787'
export const openid = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o'

/** Keys of the merchants and of WeChat Pay, made once. */
const keys = await generateKeyPair()
const platform = { id: 'PUB_KEY_ID_0119000000012026010100000000000000', keys: await generateKeyPair() }

/** A notification that a shop has verified and read. */
interface Received {
  readonly event_type: string
  readonly summary: string
  readonly resource: Record<string, unknown>
}

/**
 * Opens a shop against a sandbox of its own: a client, a server that receives notifications and verifies them, and a clock
 * that stands still until `wait` moves it on.
 */
export async function openShop(options: SandboxOptions = {}) {
  const received: Received[] = []
  const changes: Change[] = []
  let time = Date.parse('2026-11-26T10:00:00+08:00')
  const now = () => time
  const storage = { load: () => [], append: (step: readonly Change[]) => void changes.push(...step) }
  const sandbox = await createSandbox({
    now,
    storage,
    platform,
    ...options,
    merchant: { mchid: '1900000000', keys, ...options.merchant },
    merchants: options.merchants?.map((other) => ({ keys, ...other })),
    platformKeyKind: 'public-key',
  })
  const { merchant, platformKeys, transport, apiV3Key } = sandbox
  const clientOptions = { transport, now, operations: [...pay, ...refund, ...combine], retry: { maxAttempts: 1 } }
  const wxpay = createClient({ merchant, platformKeys, ...clientOptions })

  const handle = handleNotifications(
    { keys: platformKeys, apiV3Key, now },
    async ({ event_type, summary, resource }) => {
      received.push({ event_type, summary, resource: resource as Record<string, unknown> })
    },
  )
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const headers = new Headers(incoming.headers as Record<string, string>)
    const url = `http://127.0.0.1${incoming.url}`
    const body = Uint8Array.from(Buffer.concat(chunks))
    outgoing.writeHead((await handle(new Request(url, { method: 'POST', headers, body }))).status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const notify_url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`

  /** An order of a page, its number and what is given in the place of the rest. */
  const order = (out_trade_no: string) => ({
    appid,
    mchid: merchant.mchid,
    description: '深圳腾大-QQ公仔',
    out_trade_no,
    notify_url,
    amount: { total: 100, currency: 'CNY' },
  })
  const payer = { openid }
  const { transactions } = wxpay.v3.pay

  return {
    sandbox,
    wxpay,
    received,
    notify_url,
    order,
    now,
    /** Moves the clock on, and waits for everything that falls due then. */
    async wait(milliseconds = 0) {
      time += milliseconds
      await sandbox.settle()
    },
    /** A client of another merchant. */
    createClientOf(mchid: string) {
      const other = sandbox.merchants.find((one) => one.mchid === mchid)
      if (!other) throw new Error(`no ${mchid}`)
      return createClient({ merchant: other, platformKeys: other.platformKeys, ...clientOptions })
    },
    /** Orders from a page. */
    orderJsapi: (out_trade_no: string, change: object = {}) =>
      transactions.jsapi.post({ json: { ...order(out_trade_no), payer, ...change } }).json(),
    /** Orders and pays. */
    async payJsapi(out_trade_no: string, change: object = {}) {
      await transactions.jsapi.post({ json: { ...order(out_trade_no), payer, ...change } })
      return sandbox.command('pay', { out_trade_no }) as Promise<Record<string, string>>
    },
    /** Queries an order by its own number. */
    query: (out_trade_no: string) =>
      wxpay
        .chain('v3/pay/transactions/out-trade-no/{out_trade_no}')
        .get({ params: { out_trade_no }, query: { mchid: merchant.mchid } })
        .json(),
    /** The rows of the ledger, in order. */
    listLedger: () =>
      changes.filter(([table]) => table === 'ledger').map(([, , row]) => row as Record<string, unknown>),
    /** The number of rows that are kept, by table. */
    countRows() {
      const tables = new Map<string, Set<string>>()
      for (const [table, key, row] of changes) {
        const keys = tables.get(table) ?? new Set()
        if (row === undefined) keys.delete(key)
        else keys.add(key)
        tables.set(table, keys)
      }
      return Object.fromEntries([...tables].map(([table, keys]) => [table, keys.size]))
    },
  }
}

/** Expects a call to be refused, with this status, code and message, and with this number at the end of the request's id. */
export async function expectRefusal(
  call: PromiseLike<unknown>,
  [status, code, message, reason = 268435461]: readonly [number, string, string, number?],
) {
  const error = await Promise.resolve(call).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(ApiError)
  const { apiCode, message: text, requestId, verified, ...rest } = error as ApiError
  const found = { status: rest.status, code: apiCode, reason: Number(requestId?.split('-').at(-1)), verified }
  expect(found).toEqual({ status, code, reason, verified: true })
  expect(text).toContain(message)
}
