import {
  SignatureError as MessageSignatureError,
  type VerificationOptions,
  type Verifier,
  verifySignedMessage,
} from '@wechatpay-kit/crypto'
import * as v from 'valibot'
import { readClock, TOLERANCE } from '../call/clock.ts'
import { parseJson } from '../call/json.ts'
import { NotificationError } from '../errors/notification.ts'
import { quote, redactError } from '../errors/redact.ts'
import { SignatureError } from '../errors/signature.ts'
import { readOwnOptions, refuse, refuseUnlessFunctions, ValidationError } from '../errors/validation.ts'
import { type ApiV3Keys, decryptWithAny, readApiV3Keys } from '../keys/api-v3-key.ts'
import { describeMistakenId } from '../keys/mistaken-ids.ts'
import { createPlatformKeys, type PlatformKey, type PlatformKeySources } from '../keys/platform-keys.ts'
import { type NotificationRequest, readRawBody } from './body.ts'
import type { NotificationWith } from './envelope.ts'
import type { Notification } from './notification.ts'

/** Options of {@link readNotification}. */
export interface NotificationOptions {
  /** WeChat Pay's keys, as `createClient` takes them. */
  readonly keys: PlatformKeySources
  /**
   * The merchant's APIv3 key (APIv3密钥), 32 bytes as text; or a list, tried in turn after the signature was verified: while
   * a key is replaced, and where one address serves several merchants.
   */
  readonly apiV3Key: ApiV3Keys
  /** Gives the current time in milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
  /** Largest body in bytes. Default: 1 048 576. */
  readonly maxBytes?: number | undefined
}

/** The option names, for messages. */
export const NOTIFICATION_OPTIONS = ['keys', 'apiV3Key', 'now', 'maxBytes'] as const

const ALGORITHM = 'AEAD_AES_256_GCM'

const named = v.pipe(v.string(), v.nonEmpty())
const schema = v.object({
  id: named,
  create_time: named,
  event_type: named,
  resource_type: named,
  summary: v.string(),
  resource: v.object({
    original_type: v.optional(v.string()),
    algorithm: v.string(),
    ciphertext: v.string(),
    associated_data: v.nullish(v.string()),
    nonce: named,
  }),
})

/**
 * Reads a notification: checks its headers, time and signature, then its shape, then decrypts its resource. What the
 * headers of a `Request` are enough to refuse is refused before its body is read.
 *
 * @param request - a standard `Request`, not yet read; or headers and raw body, as bytes or UTF-8 text.
 * @param options - `keys`: WeChat Pay's. `apiV3Key`: 32 bytes as text, or a list. `now`: gives milliseconds. `maxBytes`: of the body.
 * @returns the notification with the names that WeChat Pay gives, told apart by `event_type`; with a type argument, its
 *   resource has that type. Only the origin of a resource is checked: one that is not as documented is given as it came.
 * @throws SignatureError with one of the codes of `SignatureErrorCode`: respond with 401.
 * @throws NotificationError with one of the codes of `NotificationErrorCode`, for one that is signed but unreadable, too
 *   large or incomplete.
 * @throws ValidationError (`VALIDATION_FAILED`) for wrong options, a body that is not raw, and a key lookup that failed.
 * @example
 * ```ts
 * import { type PlatformKey, readNotification } from '@wechatpay-kit/client'
 *
 * declare const request: Request, keys: PlatformKey[], apiV3Key: string
 * const notification = await readNotification(request, { keys, apiV3Key })
 * if (notification.event_type === 'REFUND.SUCCESS') console.log(notification.resource.out_refund_no)
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012071382 | document 4012071382}
 */
export function readNotification(
  request: Request | NotificationRequest,
  options: NotificationOptions,
): Promise<Notification>
export function readNotification<Resource>(
  request: Request | NotificationRequest,
  options: NotificationOptions,
): Promise<NotificationWith<Resource>>
export async function readNotification(
  request: Request | NotificationRequest,
  options: NotificationOptions,
): Promise<NotificationWith<unknown>> {
  const own = readOwnOptions(options, NOTIFICATION_OPTIONS, 'readNotification')
  return createReader(own)(request)
}

/** {@link readNotification} for many requests: the options are checked once. A signal ends the reading of a stream. */
export function createReader(
  options: NotificationOptions,
): (request: Request | NotificationRequest, signal?: AbortSignal) => Promise<NotificationWith<unknown>> {
  const { now = Date.now, maxBytes = 2 ** 20 } = options
  const platformKeys = createPlatformKeys(options.keys, 'keys', { describe: describeMistakenId })
  const apiV3Keys = readApiV3Keys(options.apiV3Key)
  refuseUnlessFunctions({ now })
  if (!(maxBytes > 0)) refuse('maxBytes', 'must be a positive number of bytes')
  return async (request, signal) => {
    let found: PlatformKey | undefined
    const find = async (id: string) => {
      found ??= await platformKeys.find(id)
      return found?.key
    }
    const verify = async (body: string | Uint8Array, keys: VerificationOptions['keys']) => {
      const verified = verifySignedMessage(
        { headers: request.headers, body },
        { now: readClock(now) * 1000, tolerance: TOLERANCE, keys },
      )
      await verified.catch(refuseUnlessVerdict)
    }
    const checkHeaders = () => verify('', async (id) => (await find(id)) && HEADERS_ONLY)
    const body = await readRawBody(request, { maxBytes, checkHeaders, signal })
    await verify(body, find)
    const { resource, ...notification } = parse(body)
    return {
      ...notification,
      original_type: resource.original_type,
      resource: await decrypt(resource, apiV3Keys),
    }
  }
}

/** Stands for the found key while there is no body yet: everything is checked but the signature itself. */
const HEADERS_ONLY: Verifier = { verify: async () => true }

/** Hands on the verdicts; where a verifier of the caller's own failed, there is none, and no verdict is no trust. */
function refuseUnlessVerdict(error: unknown): never {
  if (error instanceof MessageSignatureError) throw new SignatureError(error.code, quote(error.message, []))
  if (error instanceof ValidationError) throw error
  refuse('keys', 'could not verify (see cause)', { cause: redactError(error) })
}

function parse(body: Uint8Array): v.InferOutput<typeof schema> {
  const json = parseJson(body)
  if (json === undefined) throw malformed('its body is not JSON')
  const result = v.safeParse(schema, json)
  if (result.success) return result.output
  const [{ path = [] }] = result.issues
  throw malformed(`its field ${path.map(({ key }) => String(key)).join('.') || '(root)'} is not as documented`)
}

async function decrypt(
  resource: v.InferOutput<typeof schema>['resource'],
  apiV3Keys: readonly string[],
): Promise<unknown> {
  if (resource.algorithm !== ALGORITHM) {
    throw new NotificationError(
      'NOTIFICATION_ALGORITHM_UNSUPPORTED',
      `The notification is signed, but encrypted with another algorithm than ${ALGORITHM}, which is all that APIv3 documents; this version cannot read it.`,
    )
  }
  const plaintext = await decryptWithAny(resource, apiV3Keys).catch(() => {
    throw new NotificationError(
      'NOTIFICATION_DECRYPTION_FAILED',
      'The notification is signed, but cannot be decrypted: it is altered, or encrypted with another APIv3 key. Compare apiV3Key with the one that was set on the merchant platform for this merchant.',
    )
  })
  const json = parseJson(plaintext)
  if (json === undefined) throw malformed('its decrypted resource is not JSON')
  return json
}

function malformed(fault: string): NotificationError {
  return new NotificationError('NOTIFICATION_MALFORMED', `The notification is signed, but ${fault}.`)
}
