import type { CatalogueArea, CatalogueOperation } from '@wechatpay-kit/catalogue'
import { type AnyOperation, createClient } from '@wechatpay-kit/client'
import { decryptResource } from '@wechatpay-kit/crypto'
import { createSandbox, type Sandbox, type SeenRequest } from '@wechatpay-kit/sandbox'
import type { Transport } from '@wechatpay-kit/transport-fetch'
import type { CallValues } from '../../samples/request.mjs'
import { loadOperations } from './areas.ts'
import { MCHID, type Remembered } from './sample.ts'

/** A message as it travelled: start line, headers and body as text. */
export interface WireMessage {
  readonly start: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

/** A call, on both sides of the wire. */
export interface CallReport {
  /** Attempts that were made: one, or more where the client repeated the call. */
  readonly exchanges: readonly { readonly request: WireMessage; readonly response: WireMessage }[]
  /** JSON that WeChat Pay's side read, its fields decrypted. */
  readonly seen?: unknown
  /** JSON that the caller gets, its fields decrypted; `undefined` where the response has no content. */
  readonly json?: unknown
  /** Notifications that the call led to at once. */
  readonly notices: readonly Notice[]
  readonly error?: { readonly name: string; readonly code: string; readonly message: string }
}

/** A notification of the sandbox's: as it travels, and decrypted. */
export interface Notice {
  readonly request: WireMessage
  readonly resource: unknown
}

/** WeChat Pay in the page, with its memory. */
export interface World {
  /** Plays the payer of an order; gives the notifications that this leads to. */
  pay(outTradeNo: string): Promise<readonly Notice[]>
  /** Numbers of the calls that succeeded, for those that ask for them. */
  readonly remembered: Remembered
  call(
    operation: CatalogueOperation,
    area: CatalogueArea,
    values: CallValues,
    options: CallSettings,
  ): Promise<CallReport>
}

/** Settings of one call. */
interface CallSettings {
  /** `true` where the client lets through what the description does not have. */
  readonly isUnchecked: boolean
}

/** Starts a sandbox in the page: it has keys of its own, opens no connection, and forgets all when the page is closed. */
export async function createWorld(): Promise<World> {
  let seen: SeenRequest | undefined
  let notices: Notice[] = []
  const sandbox = await createSandbox({
    merchant: { mchid: MCHID },
    platformKeyKind: 'public-key',
    onRequest: (request) => {
      seen = request
    },
    // Nothing leaves the page: whoever the notification is for, it is shown here.
    deliver: async (request) => {
      notices.push(await readNotice(request, sandbox.apiV3Key))
      return new Response(null, { status: 204 })
    },
  })
  const remembered: Record<string, string> = {}
  return {
    remembered,
    call: async (operation, area, values, settings) => {
      seen = undefined
      notices = []
      const exchanges: CallReport['exchanges'][number][] = []
      const transport = observe(sandbox.transport, (exchange) => exchanges.push(exchange))
      const operations = await loadOperations(area)
      const wxpay = connect(sandbox, operation, operations, transport)
      const outcome = await attempt(() => send(wxpay, operation, values, settings))
      if (!outcome.error) remember(remembered, values.json, outcome.json)
      await sandbox.settle()
      const read = seen === undefined ? {} : { seen: (seen as SeenRequest).json }
      return { exchanges, notices, ...read, ...outcome }
    },
    pay: async (outTradeNo) => {
      notices = []
      await sandbox.command('pay', { out_trade_no: outTradeNo })
      await sandbox.settle()
      return notices
    },
  }
}

async function readNotice(request: Request, apiV3Key: string): Promise<Notice> {
  const body = await request.clone().text()
  const { pathname, search } = new URL(request.url)
  const start = `POST ${pathname}${search} HTTP/1.1`
  const resource = await decryptResource(JSON.parse(body).resource, { apiV3Key })
  return {
    request: { start, headers: [...request.headers], body },
    resource: JSON.parse(new TextDecoder().decode(resource)),
  }
}

/** Keeps the texts of the outermost fields, by which later calls ask. */
function remember(remembered: Record<string, string>, ...objects: readonly unknown[]): void {
  for (const [name, value] of objects.flatMap((object) => Object.entries(Object(object))))
    if (typeof value === 'string' && /(_no|_id|_code)$/.test(name)) remembered[name] = value
}

/** A client without the types of its operations, which the form knows. */
interface AnyClient {
  chain(path: string): Record<string, (options: object) => Promise<Response> & { json(): Promise<unknown> }>
  upload(path: string, options: object): Promise<Response> & { json(): Promise<unknown> }
}

function connect(
  { merchant, brand, platformKeys }: Sandbox,
  { path }: CatalogueOperation,
  operations: readonly AnyOperation[],
  transport: Transport,
): AnyClient {
  const caller = path.startsWith('/brand/') ? brand : merchant
  // The sandbox fails on purpose alone, so nothing is gained by waiting for another attempt.
  return createClient({
    merchant: caller,
    platformKeys,
    operations,
    transport,
    retry: { maxAttempts: 1 },
  }) as unknown as AnyClient
}

async function send(
  wxpay: AnyClient,
  { method, path, upload }: CatalogueOperation,
  values: CallValues,
  { isUnchecked }: CallSettings,
): Promise<unknown> {
  const options = { ...values, ...(isUnchecked && { validation: 'off' }) }
  const name = path.slice(1)
  if (upload) {
    const file = new File(['workbench'], 'example.png', { type: 'image/png' })
    return wxpay.upload(name, { ...options, file }).json()
  }
  const call = wxpay.chain(name)[method.toLowerCase()]
  if (!call) throw new TypeError(`The client has no method ${method}.`)
  return call(options).json()
}

async function attempt(run: () => Promise<unknown>): Promise<Pick<CallReport, 'error' | 'json'>> {
  try {
    return { json: await run() }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const { name, message } = error
    return { error: { name, code: String((error as { code?: unknown }).code ?? ''), message } }
  }
}

/** Has a transport tell what travels. */
function observe(transport: Transport, tell: (exchange: CallReport['exchanges'][number]) => void): Transport {
  return async (url, request) => {
    const response = await transport(url, request)
    const { pathname, search } = new URL(url)
    const { method = 'GET', body } = request
    const sent = typeof body === 'string' || body === undefined ? body : new TextDecoder().decode(body as Uint8Array)
    const received = response.clone()
    tell({
      request: {
        start: `${method} ${pathname}${search} HTTP/1.1`,
        headers: [...new Headers(request.headers)],
        body: sent ?? '',
      },
      response: {
        start: `HTTP/1.1 ${received.status}`,
        headers: [...received.headers],
        body: await received.text(),
      },
    })
    return response
  }
}
