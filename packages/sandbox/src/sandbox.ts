import type { PrivateKey } from '@wechatpay-kit/crypto'
import type { PlatformKey } from '@wechatpay-kit/endpoints'
import type { Transport } from '@wechatpay-kit/transport-fetch'
import { executeCall } from './calls.ts'
import { CONTROL_PATH, createControl } from './control/control.ts'
import { createDeliveriesCommand, keepDelivery } from './control/deliveries.ts'
import { createNotificationCommand } from './control/notifications.ts'
import { createPage } from './control/page.ts'
import { createPlatformKeys } from './keys/platform-keys.ts'
import { BRAND_ID, createMerchants, type SandboxMerchant } from './merchants.ts'
import { checkOptions, type SandboxOptions } from './options.ts'
import { createDeliveries, type Delivery } from './state/deliveries.ts'
import { createState } from './state/state.ts'
import { createTasks } from './state/tasks.ts'
import { findNamedMerchant, type IncomingRequest } from './wire/authentication.ts'
import { createDeliver } from './wire/deliver.ts'
import { checkFault, createDropError, type Fault, respondInstead } from './wire/faults.ts'
import { createNotification, type NotificationContent, type Notify } from './wire/notification.ts'
import { toRefusalResponse, toResponse } from './wire/response.ts'
import { signResponse } from './wire/signature.ts'
import { createWorlds } from './worlds/worlds.ts'
import type { Qualification } from './worlds/zhejiang/people.ts'

/** A WeChat Pay to test against. */
export interface Sandbox {
  /** Responds to a request: for `Deno.serve`, `Bun.serve`, a Worker, or `serve` of `@wechatpay-kit/sandbox/node`. */
  readonly fetch: (request: Request) => Promise<Response>
  /** The same without a socket, for a client in the same process. */
  readonly transport: Transport
  /** The first merchant for `createClient`. */
  readonly merchant: { readonly mchid: string; readonly serialNumber: string; readonly privateKey: PrivateKey }
  /** All merchants, the first one first, each with what its client needs. */
  readonly merchants: readonly SandboxMerchant[]
  /** The brand for `createClient`, with the keys of the first merchant. */
  readonly brand: { readonly brandId: string; readonly serialNumber: string; readonly privateKey: PrivateKey }
  /** The platform keys of the first merchant: the public key; for `'certificate'`, the certificate of the beginning. */
  readonly platformKeys: readonly PlatformKey[]
  /** The APIv3 key of the first merchant: 32 characters. */
  readonly apiV3Key: string
  /**
   * The calls that a world plays and remembers, by method and path as the catalogue writes it, such as
   * `POST v3/pay/transactions/jsapi`. Every other described call is responded to by its description.
   */
  readonly played: readonly string[]
  /** Qualifications by identity document number (证件号码). */
  readonly qualifications: ReadonlyMap<string, Qualification>
  /** Makes a notification to a URL as WeChat Pay sends it, signed and encrypted, or as its fault says. */
  readonly createNotification: (url: string, content: NotificationContent) => Promise<Request>
  /** Sends a notification once, over HTTP or by the option `deliver`, and gives the response. */
  readonly notify: Notify
  /**
   * Plays the payer or user: `command('pay', { out_trade_no })`; `mchid` names another merchant than the first. The same as
   * `POST /sandbox/pay` with this JSON. Rejects with an Error whose message is WeChat Pay's.
   */
  readonly command: (name: string, json: Readonly<Record<string, unknown>>) => Promise<object>
  /** Executes everything that is due now, and waits until no notification is under way. */
  readonly settle: () => Promise<void>
  /**
   * Makes a new platform certificate and gives its serial number. It signs from now on where a call names a certificate;
   * it and the one before it are listed and decrypt, older ones are dropped. Rejects with a TypeError where the first
   * merchant has no certificates.
   */
  readonly rotateCertificate: () => Promise<string>
  /** Misbehaves once, at the next request; several calls queue up. */
  readonly failNext: (fault: Fault) => void
}

/**
 * Makes a WeChat Pay of its own: it checks headers, time, signature, fields and ciphertexts as the real one does,
 * executes calls on a memory of its own, and signs every response.
 *
 * It can only be a sandbox: it knows no address of WeChat Pay and has no mode that reaches it.
 *
 * @param options - merchants, keys, clock, storage and observers where the fresh ones do not fit.
 * @returns the sandbox, and what a client needs to call it.
 * @throws KeyFormatError (`KEY_FORMAT_INVALID`) if a given key is not PEM of an RSA key.
 * @throws TypeError if an option is unknown, `platformKeyKind` none of its three values, or `'certificate'` beside
 *   `platform`; or if two merchants have one number.
 * @example
 * ```ts
 * import { createClient } from '@wechatpay-kit/endpoints'
 * import { createSandbox } from '@wechatpay-kit/sandbox'
 *
 * const { merchant, platformKeys, transport } = await createSandbox()
 * const wxpay = createClient({ merchant, platformKeys, transport })
 * const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
 * console.log((await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()).resp_code) // 000000
 * ```
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  checkOptions(options)
  const { merchant = { mchid: '1900000000' }, merchants: others = [], platformKeyKind = 'both' } = options
  const { now = Date.now, chooseFault, onRequest, onDelivery = () => {} } = options
  const state = await createState(options.storage)
  const choosePlatformKeys = createPlatformKeys(state, options.platform, now)
  const chooseKind = (kind = platformKeyKind) => choosePlatformKeys(kind)
  const merchants = await createMerchants([merchant, ...others], chooseKind, state)
  const { first } = merchants
  const faults: Fault[] = []

  const notification = async (url: string, content: NotificationContent) => {
    const { mchid = first.mchid, platformKeyKind } = content
    const named = merchants.find(mchid)
    if (!named) throw new TypeError(`The sandbox has no merchant ${mchid} to notify; name one of createSandbox's.`)
    const platform = await named.platformKeys.notificationSigner(platformKeyKind)
    return createNotification(url, content, { platform, apiV3Key: named.apiV3Key, now: now() })
  }
  const deliver = createDeliver(options.deliver)
  const notify: Notify = async (url, content) => (options.deliver ?? globalThis.fetch)(await notification(url, content))

  const tasks = createTasks(state, now)
  const seen: Delivery[] = []
  const observe = (delivery: Delivery) => {
    keepDelivery(seen, delivery)
    return onDelivery(delivery)
  }
  const deliveries = createDeliveries(tasks, { create: notification, deliver, now, onDelivery: observe })
  const settle = async () => {
    await tasks.run()
    await deliveries.settle()
    await state.kept()
  }
  const worlds = createWorlds({ state, schedule: tasks.schedule, notify: deliveries.notify, merchants }, options)
  for (const [name, handler] of worlds.tasks) tasks.handle(name, handler)
  tasks.start()
  const commands = new Map([
    ...worlds.commands,
    ['notifications', createNotificationCommand(notification, deliver)] as const,
    ['deliveries', createDeliveriesCommand(seen, settle)] as const,
  ])
  const control = createControl(commands, {
    merchants,
    now,
    isOpen: options.openControl ?? false,
    showPage: (url) => createPage(worlds.listPending(now()), url.searchParams),
  })

  const { zhejiang, handlers } = worlds
  const callSettings = { merchants, zhejiang, handlers, notify: deliveries.notify, now, onRequest }
  const respond = async (request: IncomingRequest): Promise<Response> => {
    const { method, target, headers } = request
    // Awaited, as onRequest is: one that rejects fails the request, and not the process.
    const fault = faults.shift() ?? (await chooseFault?.({ method, target }))
    if (fault === 'drop-before') throw createDropError(fault)
    await tasks.run()
    const executed = respondInstead(fault) ?? (await executeCall(request, callSettings).catch(toRefusalResponse))
    if (fault === 'drop') throw createDropError(fault)
    if (typeof fault === 'object' && 'delay' in fault) await new Promise((resolve) => setTimeout(resolve, fault.delay))
    const isReplaced = typeof fault === 'object' && 'body' in fault && !('status' in fault)
    const plain = isReplaced ? { ...executed, body: fault.body } : executed
    const { platformKeys } = findNamedMerchant(request, merchants)
    const signer = await platformKeys.chooseSigner(headers.get('wechatpay-serial'))
    return signResponse(plain, signer, now(), fault)
  }
  /** Waits until the storage has what was done. */
  const whenKept = async <Value>(done: Promise<Value>): Promise<Value> => {
    const value = await done
    await state.kept()
    return value
  }
  const respondTo = async (request: IncomingRequest): Promise<Response> => {
    const [path = ''] = request.target.split('?')
    const isControl = path === CONTROL_PATH || path.startsWith(`${CONTROL_PATH}/`)
    return whenKept(isControl ? control.respond(request).then(toResponse) : respond(request))
  }
  await state.kept()

  return {
    fetch: async (request) => {
      const { method, headers } = request
      const body = new Uint8Array(await request.arrayBuffer())
      return respondTo({ method, ...locate(request.url), headers, body })
    },
    createNotification: notification,
    notify,
    command: (name, json) => whenKept(control.execute(name, json, 'https://sandbox.example')),
    settle,
    rotateCertificate: () => whenKept(first.platformKeys.rotateCertificate()),
    // Not by way of a Request: pages would drop headers from it, such as User-Agent.
    transport: async (url, { method, headers, body = '', signal }) => {
      signal?.throwIfAborted()
      const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body.slice()
      return unpack(await respondTo({ method, ...locate(url), headers: new Headers(headers), body: bytes }))
    },
    merchant: toMerchant(first.forClient),
    merchants: merchants.all.map(({ forClient }) => forClient),
    brand: { brandId: BRAND_ID, serialNumber: first.serialNumber, privateKey: first.forClient.privateKey },
    platformKeys: first.forClient.platformKeys,
    apiV3Key: first.apiV3Key,
    played: [...handlers.keys()],
    qualifications: zhejiang.qualifications,
    failNext: (fault) => void faults.push(checkFault(fault)),
  }
}

/** The part of a merchant that goes into `createClient`. */
function toMerchant({ mchid, serialNumber, privateKey }: SandboxMerchant): Sandbox['merchant'] {
  return { mchid, serialNumber, privateKey }
}

/** Takes a URL apart: its origin, and the target that is signed. */
function locate(text: string): Pick<IncomingRequest, 'origin' | 'target'> {
  const { origin, pathname, search } = new URL(text)
  return { origin, target: pathname + search }
}

/** Unpacks a response that travelled packed, as `fetch` does. */
function unpack(response: Response): Response {
  if (response.headers.get('content-encoding') !== 'gzip' || !response.body) return response
  return new Response(response.body.pipeThrough(new DecompressionStream('gzip')), response)
}
