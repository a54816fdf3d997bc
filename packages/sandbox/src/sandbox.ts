import { createNonce, importPrivateKey, importPublicKey, type PrivateKey } from '@wechatpay-kit/crypto'
import type { PlatformKey } from '@wechatpay-kit/endpoints'
import type { Transport } from '@wechatpay-kit/transport-fetch'
import { executeCall, type SeenRequest } from './calls.ts'
import { generateKeyPair, type KeyPair } from './keys/key-pair.ts'
import { createPlatformKeys, type PlatformKeyKind } from './keys/platform-keys.ts'
import type { IncomingRequest } from './wire/authentication.ts'
import { checkFault, createDropError, type Fault, respondInstead } from './wire/faults.ts'
import { createNotification, type NotificationContent, type Notify } from './wire/notification.ts'
import { toRefusalResponse } from './wire/response.ts'
import { signResponse } from './wire/signature.ts'
import type { Qualification } from './worlds/zhejiang/people.ts'
import { createZhejiangWorld } from './worlds/zhejiang/world.ts'

/** Options of {@link createSandbox}; keys that are not given are made fresh. */
export interface SandboxOptions {
  /** The only merchant that the sandbox knows. */
  readonly merchant?: { readonly mchid: string; readonly serialNumber: string; readonly keys: KeyPair } | undefined
  /**
   * The kinds of keys by which the merchant knows WeChat Pay. `'public-key'` (微信支付公钥), as merchants have since 2024:
   * there is no certificate to download. `'certificate'` (平台证书): there is no public key. `'both'`, the default: the
   * transition from one to the other, in which the `Wechatpay-Serial` of a call says which kind signs its response; where
   * there is none, the certificate does.
   */
  readonly platformKeyKind?: PlatformKeyKind | 'both' | undefined
  /** The public key that the sandbox decrypts and signs with; not for `platformKeyKind: 'certificate'`. */
  readonly platform?: { readonly id: string; readonly keys: KeyPair } | undefined
  /** The current time in milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
  /** Decides of every request, before anything else, whether and how to misbehave; `failNext` comes first. */
  readonly chooseFault?:
    | ((request: { readonly method: string; readonly target: string }) => Fault | undefined)
    | undefined
  /** Called with every request that was authenticated and understood, before it is executed. */
  readonly onRequest?: ((request: SeenRequest) => void) | undefined
}

const OPTIONS = ['merchant', 'platformKeyKind', 'platform', 'now', 'chooseFault', 'onRequest']

/** The only brand that the sandbox knows. */
const BRAND_ID = '100000000'

/** A WeChat Pay to test against. */
export interface Sandbox {
  /** Responds to a request: for `Deno.serve`, `Bun.serve`, a Worker, or `serve` of `@wechatpay-kit/sandbox/node`. */
  readonly fetch: (request: Request) => Promise<Response>
  /** The same without a socket, for a client in the same process. */
  readonly transport: Transport
  /** The merchant for `createClient`. */
  readonly merchant: { readonly mchid: string; readonly serialNumber: string; readonly privateKey: PrivateKey }
  /**
   * The brand for `createClient`, with the keys of the merchant. Its calls are authenticated, and then not found: the sandbox
   * plays no brands.
   */
  readonly brand: { readonly brandId: string; readonly serialNumber: string; readonly privateKey: PrivateKey }
  /** The platform keys for `createClient`: the public key; for `'certificate'`, the certificate of the beginning. */
  readonly platformKeys: readonly PlatformKey[]
  /** The APIv3 key: 32 characters. */
  readonly apiV3Key: string
  /** Qualifications by identity document number (证件号码). */
  readonly qualifications: ReadonlyMap<string, Qualification>
  /** Makes a notification to a URL as WeChat Pay sends it, signed and encrypted, or as its fault says. */
  readonly createNotification: (url: string, content: NotificationContent) => Promise<Request>
  /** Sends a notification over HTTP and gives the response. */
  readonly notify: Notify
  /**
   * Makes a new platform certificate and gives its serial number. It signs from now on where a call names a certificate;
   * it and the one before it are listed and decrypt, older ones are dropped. Rejects with a TypeError where the merchant
   * has no certificates.
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
 * @param options - keys, clock and observer where the fresh ones do not fit.
 * @returns the sandbox, and what a client needs to call it.
 * @throws KeyFormatError (`KEY_FORMAT_INVALID`) if a given key is not PEM of an RSA key.
 * @throws TypeError if an option is unknown, `platformKeyKind` none of its three values, or `'certificate'` beside `platform`.
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
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name))
  if (unknown !== undefined)
    throw new TypeError(`'${unknown}' is not an option of createSandbox; the options are ${OPTIONS.join(', ')}.`)
  const {
    merchant = { mchid: '1900000000', serialNumber: createNonce().toUpperCase(), keys: await generateKeyPair() },
    platformKeyKind = 'both',
    now = Date.now,
    chooseFault,
    onRequest,
  } = options
  const { mchid, serialNumber } = merchant
  const known = { mchid, brandId: BRAND_ID, serialNumber, publicKey: await importPublicKey(merchant.keys.publicKey) }
  const privateKey = await importPrivateKey(merchant.keys.privateKey)
  const platformKeys = await createPlatformKeys(platformKeyKind, options.platform, now)
  const zhejiang = createZhejiangWorld()
  const apiV3Key = createNonce()
  const faults: Fault[] = []

  const notification = async (url: string, content: NotificationContent) => {
    const platform = await platformKeys.notificationSigner(content.platformKeyKind)
    return createNotification(url, content, { platform, apiV3Key, now: now() })
  }
  const notify: Notify = async (url, content) => globalThis.fetch(await notification(url, content))

  const callSettings = { merchant: known, zhejiang, platformKeys, apiV3Key, notify, now, onRequest }
  const respond = async (request: IncomingRequest): Promise<Response> => {
    const { method, target, headers } = request
    // Awaited, as onRequest is: one that rejects fails the request, and not the process.
    const fault = faults.shift() ?? (await chooseFault?.({ method, target }))
    if (fault === 'drop-before') throw createDropError(fault)
    const executed = respondInstead(fault) ?? (await executeCall(request, callSettings).catch(toRefusalResponse))
    if (fault === 'drop') throw createDropError(fault)
    if (typeof fault === 'object' && 'delay' in fault) await new Promise((resolve) => setTimeout(resolve, fault.delay))
    const isReplaced = typeof fault === 'object' && 'body' in fault && !('status' in fault)
    const plain = isReplaced ? { ...executed, body: fault.body } : executed
    const signer = await platformKeys.chooseSigner(headers.get('wechatpay-serial'))
    return signResponse(plain, signer, now(), fault)
  }

  return {
    fetch: async (request) => {
      const { method, headers } = request
      const body = new Uint8Array(await request.arrayBuffer())
      return respond({ method, ...locate(request.url), headers, body })
    },
    createNotification: notification,
    notify,
    rotateCertificate: platformKeys.rotateCertificate,
    // Not by way of a Request: pages would drop headers from it, such as User-Agent.
    transport: async (url, { method, headers, body = '', signal }) => {
      signal?.throwIfAborted()
      const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body.slice()
      return unpack(await respond({ method, ...locate(url), headers: new Headers(headers), body: bytes }))
    },
    merchant: { mchid, serialNumber, privateKey },
    brand: { brandId: BRAND_ID, serialNumber, privateKey },
    platformKeys: platformKeys.forClient,
    apiV3Key,
    qualifications: zhejiang.qualifications,
    failNext: (fault) => void faults.push(checkFault(fault)),
  }
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
