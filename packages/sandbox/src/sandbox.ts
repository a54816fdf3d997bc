import { createNonce, importPrivateKey, importPublicKey, type PrivateKey } from '@wechatpay-kit/crypto'
import { echo, type PlatformKey } from '@wechatpay-kit/endpoints'
import type { Transport } from '@wechatpay-kit/transport-fetch'
import { admit, type IncomingRequest } from './admission.ts'
import { type PlatformIdentity, signAnswer } from './answer.ts'
import { readBody } from './body.ts'
import { createCertificates } from './certificates.ts'
import { answerInstead, ConnectionDropped, type Fault } from './faults.ts'
import { answerBill, answerUpload, readUpload } from './files.ts'
import { generateKeyPair, type KeyPair } from './keys.ts'
import { createNotification, type NotificationContent } from './notification.ts'
import { type PlainAnswer, toHtmlAnswer, toJsonAnswer } from './plain-answer.ts'
import { Refusal } from './refusal.ts'
import { answerEcho } from './system.ts'
import type { Qualification } from './world/people.ts'
import { createWorld } from './world/world.ts'

const CERTIFICATES = '/v3/certificates'

/** Calls without a body. */
const PLAIN_CALLS: Readonly<Record<string, 'certificates' | 'bill'>> = {
  'GET v3/certificates': 'certificates',
  'GET v3/bill/tradebill': 'bill',
  'GET v3/billdownload/file': 'bill',
}

/** A request that the sandbox let in and understood. */
export interface SeenRequest {
  readonly method: string
  /** Path and query. */
  readonly target: string
  /** Id of the platform key that encrypted the sensitive fields. */
  readonly platformKeyId: string
  /** The JSON body, its sensitive fields decrypted. */
  readonly json: Readonly<Record<string, unknown>>
}

/** What {@link createSandbox} can be given; everything else is made fresh. */
export interface SandboxOptions {
  /** The only merchant that is let in. */
  readonly merchant?: { readonly mchid: string; readonly serialNumber: string; readonly keys: KeyPair } | undefined
  /** The key that the sandbox decrypts and signs with. */
  readonly platform?: { readonly id: string; readonly keys: KeyPair } | undefined
  /** The current time in milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
  /** Decides of every request, before anything else, whether and how to misbehave; `failNext` comes first. */
  readonly chooseFault?:
    | ((request: { readonly method: string; readonly target: string }) => Fault | undefined)
    | undefined
  /** Told of every request that was let in, before it is executed. */
  readonly onRequest?: ((request: SeenRequest) => void) | undefined
}

/** Sends a notification over HTTP and gives the answer. */
export type Notify = (url: string, content: NotificationContent) => Promise<Response>

/** A WeChat Pay to test against. */
export interface Sandbox {
  /** Answers a request: for `Deno.serve`, `Bun.serve`, a Worker, or `serve` of `@wechatpay-kit/sandbox/node`. */
  readonly fetch: (request: Request) => Promise<Response>
  /** The same without a socket, for a client in the same process. */
  readonly transport: Transport
  /** The merchant for `createClient`. */
  readonly merchant: { readonly mchid: string; readonly serialNumber: string; readonly privateKey: PrivateKey }
  /** The platform keys for `createClient`. */
  readonly platformKeys: readonly PlatformKey[]
  /** The APIv3 key: 32 characters. */
  readonly apiV3Key: string
  /** Qualifications by identity document number (证件号码). */
  readonly qualifications: ReadonlyMap<string, Qualification>
  /** A notification to a URL as WeChat Pay sends it, signed and encrypted, or as its fault says. */
  readonly createNotification: (url: string, content: NotificationContent) => Promise<Request>
  /** Sends a notification over HTTP and gives the answer. */
  readonly notify: Notify
  /**
   * Makes a new platform certificate and gives its serial number. It signs from now on where a call names a certificate;
   * it and the one before it are listed and decrypt, older ones are dropped.
   */
  readonly rotateCertificate: () => Promise<string>
  /** Misbehaves once, at the next request; several calls queue up. */
  readonly failNext: (fault: Fault) => void
}

/**
 * Makes a WeChat Pay of its own: it checks headers, time, signature, fields and ciphertexts as the real one does,
 * executes calls on a memory of its own, and signs every answer.
 *
 * It can only be a sandbox: it has no address of WeChat Pay's and no mode that reaches it.
 *
 * @param options - keys, clock and observer where the fresh ones do not fit.
 * @returns the sandbox, and what a client needs to call it.
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
  const {
    merchant = { mchid: '1900000000', serialNumber: createNonce().toUpperCase(), keys: await generateKeyPair() },
    platform = { id: 'PUB_KEY_ID_0119000000002026010100000000000000', keys: await generateKeyPair() },
    now = Date.now,
    chooseFault,
    onRequest,
  } = options
  const { mchid, serialNumber } = merchant
  const known = { mchid, serialNumber, publicKey: await importPublicKey(merchant.keys.publicKey) }
  const platformKey = { id: platform.id, privateKey: await importPrivateKey(platform.keys.privateKey) }
  const world = createWorld()
  const faults: Fault[] = []

  const apiV3Key = createNonce()
  const certificates = createCertificates(now)
  const operations = [...world.operations, echo]

  /** The key that a call names: it decrypts the call's fields. */
  const findKey = async (serial: string | null): Promise<PlatformIdentity | undefined> =>
    serial === null || serial === platform.id ? platformKey : certificates.find(serial)
  /** The key that signs an answer: of the kind that the call names. */
  const chooseSigner = async (serial: string | null, target: string): Promise<PlatformIdentity> => {
    const isPublicKey = serial === platform.id || serial?.startsWith('PUB_KEY_ID_')
    const isCertificate = serial === null ? target.startsWith(CERTIFICATES) : !isPublicKey
    return isCertificate ? certificates.newest() : platformKey
  }

  const answerCall = async (request: IncomingRequest): Promise<PlainAnswer> => {
    const url = new URL(request.target, request.origin)
    const path = url.pathname.slice(1)
    const plain = PLAIN_CALLS[`${request.method} ${path}`]
    if (plain) {
      await admit(request, known, now())
      return plain === 'certificates' ? toJsonAnswer(200, await certificates.list(apiV3Key), 0) : answerBill(url)
    }
    const upload = path === 'v3/merchant/media/upload' ? await readUpload(request) : undefined
    if (upload) {
      await admit(request, known, now(), upload.meta)
      return answerUpload(upload)
    }
    const operation = operations.find((candidate) => candidate.path === path)
    if (!operation) return toHtmlAnswer(404, 'Not Found')
    if (operation.method !== request.method) return toHtmlAnswer(405, 'Not Allowed')
    await admit(request, known, now())
    const serial = request.headers.get('wechatpay-serial')
    const key = await findKey(serial)
    const json = await readBody(request.body, operation, key, serial)
    onRequest?.({ method: request.method, target: request.target, platformKeyId: key?.id ?? platform.id, json })
    const answer = operation === echo ? await answerEcho(json, known.publicKey, notify) : world.execute(operation, json)
    return toJsonAnswer(200, answer, 0)
  }

  const answer = async (incoming: IncomingRequest): Promise<Response> => {
    const { method, target, headers } = incoming
    const fault = faults.shift() ?? chooseFault?.({ method, target })
    if (fault === 'drop-before') throw new ConnectionDropped('The connection broke before the call was executed.')
    const plain = answerInstead(fault) ?? (await answerCall(incoming).catch(toRefusalAnswer))
    if (fault === 'drop') throw new ConnectionDropped('The connection broke before the answer.')
    if (typeof fault === 'object' && 'delay' in fault) await new Promise((resolve) => setTimeout(resolve, fault.delay))
    const replaced = typeof fault === 'object' && 'body' in fault ? { ...plain, body: fault.body } : plain
    const signer = await chooseSigner(headers.get('wechatpay-serial'), target)
    return signAnswer(replaced, signer, now(), fault)
  }

  const notification = (url: string, content: NotificationContent) =>
    createNotification(url, content, { platform: platformKey, apiV3Key, now: now() })
  const notify: Notify = async (url, content) => globalThis.fetch(await notification(url, content))

  return {
    fetch: async (request) => {
      const { method, headers } = request
      const body = new Uint8Array(await request.arrayBuffer())
      return answer({ method, ...locate(request.url), headers, body })
    },
    createNotification: notification,
    notify,
    rotateCertificate: certificates.rotate,
    // Not by way of a Request: pages would drop headers from it, such as User-Agent.
    transport: async (url, { method, headers, body = '', signal }) => {
      signal?.throwIfAborted()
      const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body.slice()
      return unpack(await answer({ method, ...locate(url), headers: new Headers(headers), body: bytes }))
    },
    merchant: { mchid, serialNumber, privateKey: await importPrivateKey(merchant.keys.privateKey) },
    platformKeys: [{ id: platform.id, key: await importPublicKey(platform.keys.publicKey) }],
    apiV3Key,
    qualifications: world.qualifications,
    failNext: (fault) => void faults.push(fault),
  }
}

function locate(text: string): Pick<IncomingRequest, 'origin' | 'target'> {
  const { origin, pathname, search } = new URL(text)
  return { origin, target: pathname + search }
}

/** What a fetch does with an answer that travelled packed. */
function unpack(response: Response): Response {
  if (response.headers.get('content-encoding') !== 'gzip' || !response.body) return response
  return new Response(response.body.pipeThrough(new DecompressionStream('gzip')), response)
}

function toRefusalAnswer(error: unknown): PlainAnswer {
  if (!(error instanceof Refusal)) throw error
  return toJsonAnswer(error.status, error.body, error.reason)
}
