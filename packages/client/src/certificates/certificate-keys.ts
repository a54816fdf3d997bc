import { isSameSerialNumber, type Signer } from '@wechatpay-kit/crypto'
import { readResponse, type Transport } from '@wechatpay-kit/transport-fetch'
import { createRetry } from '../call/attempt/retry.ts'
import { diagnostics } from '../call/outcome/diagnosis.ts'
import { readSettings } from '../call/read-settings.ts'
import type { Attempts } from '../call/settings.ts'
import { readOwnOptions, refuse } from '../errors/validation.ts'
import { type ApiV3Keys, readApiV3Keys } from '../keys/api-v3-key.ts'
import { checkMerchant } from '../keys/merchant.ts'
import type { PlatformKey, PlatformKeys } from '../keys/platform-keys.ts'
import { type CertificateSource, downloadCertificates, type TrustedCertificate } from './certificate-list.ts'

/** Options of {@link createCertificateKeys}. */
export interface CertificateKeysOptions {
  /** The merchant that downloads: that of `createClient`. */
  readonly merchant: { readonly mchid: string; readonly serialNumber: string; readonly privateKey: Signer }
  /** The merchant's APIv3 key (APIv3密钥), 32 bytes as text; while it is replaced, a list of the old and the new one. */
  readonly apiV3Key: ApiV3Keys
  /** Moves the bytes of one attempt. Default: the runtime's `fetch`. */
  readonly transport?: Transport | undefined
  /** Origins to call, as `createClient` takes them. */
  readonly baseUrls?: readonly [string, ...string[]] | undefined
  /** Age in milliseconds at which the certificates are downloaded again. Default: 12 hours. */
  readonly refreshInterval?: number | undefined
  /** Gives the current time in milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
}

const OPTIONS = ['merchant', 'apiV3Key', 'transport', 'baseUrls', 'refreshInterval', 'now']

/** No keys: the list of certificates is verified by itself, and encrypts nothing. */
const NO_KEYS: PlatformKeys = {
  find: () => undefined,
  current: () => refuse('platformKeys', 'are not there before the certificates are downloaded'),
}

/** Milliseconds between downloads that nobody scheduled: after a failure, and for unknown serial numbers. */
const COOLDOWN = 60_000
/** A download that has not ended by then never will: its request was cancelled, as Workers do. */
const LONGEST_DOWNLOAD = 60_000
/** Most unknown serial numbers that are remembered, and the milliseconds for which they are. */
const REMEMBERED = 1000
const MEMORY = 600_000

/**
 * Platform keys that are downloaded from `GET /v3/certificates` when they are first needed and whenever they are old. A
 * certificate is trusted only if the AES-GCM tag under the APIv3 key, its serial number, its dates and the response's
 * signature agree. There is no timer: whoever needs a key next downloads.
 *
 * A certificate that is known and valid serves at once; an old list is downloaded again behind it, so that a download that
 * hangs or fails delays nobody who has a key. An older list never replaces a newer one, and an expired certificate
 * verifies nothing. Callers that come at the same time share one download, and unknown serial numbers cause at most one a
 * minute.
 *
 * @param options - merchant, APIv3 key (32 bytes as text) and, where the defaults do not fit, transport, hosts, interval in
 *   milliseconds, clock.
 * @returns an entry for `platformKeys` of `createClient`, and for `keys` of `readNotification`.
 * @throws ValidationError (`VALIDATION_FAILED`) that names the option. Its lookups throw what a call throws.
 * @example
 * ```ts
 * import { createClient, type Merchant } from '@wechatpay-kit/client'
 * import { createCertificateKeys } from '@wechatpay-kit/client/certificate-keys'
 *
 * declare const merchant: Merchant, apiV3Key: string
 * const wxpay = createClient({ merchant, platformKeys: [createCertificateKeys({ merchant, apiV3Key })] })
 * ```
 * @see WeChat Pay's documentation, 获取平台证书列表 (`GET /v3/certificates`)
 */
export function createCertificateKeys(options: CertificateKeysOptions): PlatformKeys {
  const { source, refreshInterval } = checkOptions(options)
  const { now } = source.settings
  let trusted: readonly TrustedCertificate[] = []
  let loadedAt = Number.NEGATIVE_INFINITY
  let triedAt = Number.NEGATIVE_INFINITY
  let download: { readonly done: Promise<void>; readonly startedAt: number } | undefined
  /** Times at which serial numbers were found to be in no list. */
  const unknown = new Map<string, number>()

  const refresh = (): Promise<void> => {
    if (download && now() - download.startedAt < LONGEST_DOWNLOAD) return download.done
    const startedAt = now()
    triedAt = startedAt
    const done = downloadCertificates(source, trusted, findEncrypting(trusted, now())?.id)
      .then((certificates) => {
        // A list that was recorded before a rotation and is sent again has a good signature too.
        if (newestOf(certificates) < newestOf(trusted)) return
        trusted = certificates
        loadedAt = startedAt
        unknown.clear()
      })
      .finally(() => {
        if (download?.done === done) download = undefined
      })
    download = { done, startedAt }
    return done
  }
  /** Whoever has a key does not wait for a newer list: the download may hang, and its failure changes nothing. */
  const refreshBehind = () => {
    if (now() - loadedAt >= refreshInterval && now() - triedAt >= COOLDOWN) refresh().catch(() => {})
  }
  const lookUp = (id: string) => trusted.find((one) => isSameSerialNumber(one.id, id) && now() < one.notAfter)

  return {
    async find(id) {
      const known = lookUp(id)
      if (known) {
        refreshBehind()
        return known
      }
      if (now() - (unknown.get(id) ?? Number.NEGATIVE_INFINITY) < MEMORY) return undefined
      // Whoever comes during a download waits for it; it may have begun before the certificate was listed.
      const isUnderWay = download !== undefined
      if (!isUnderWay && now() - triedAt < COOLDOWN) return undefined
      if (trusted.length === 0) await refresh()
      else await refresh().catch(() => {})
      const found = lookUp(id)
      if (!isUnderWay && !found && unknown.size < REMEMBERED) unknown.set(id, now())
      return found
    },
    async current(): Promise<PlatformKey> {
      const known = findEncrypting(trusted, now())
      if (known) {
        refreshBehind()
        return known
      }
      await refresh()
      return findEncrypting(trusted, now()) ?? refuse('platformKeys', 'has no certificate that is valid now')
    },
  }
}

/** Gives the time at which the newest of these certificates became valid. */
function newestOf(certificates: readonly TrustedCertificate[]): number {
  return Math.max(...certificates.map(({ notBefore }) => notBefore))
}

/** Finds the certificate that encrypts: of those that are valid, the one that became so last. */
function findEncrypting(certificates: readonly TrustedCertificate[], now: number): TrustedCertificate | undefined {
  return certificates
    .filter(({ notBefore, notAfter }) => notBefore <= now && now < notAfter)
    .sort((one, other) => other.notBefore - one.notBefore)[0]
}

function checkOptions(given: CertificateKeysOptions): { source: CertificateSource; refreshInterval: number } {
  const options = readOwnOptions(given, OPTIONS, 'createCertificateKeys')
  const { refreshInterval = 12 * 3_600_000 } = options
  const apiV3Keys = readApiV3Keys(options.apiV3Key)
  if (!(refreshInterval >= COOLDOWN)) refuse('refreshInterval', `must be a number of milliseconds from ${COOLDOWN}`)
  const merchant = checkMerchant(options.merchant, diagnostics.describeMistakenId)
  if (merchant.brandId !== undefined)
    refuse('merchant', 'is a brand, which has no platform certificates; give WeChat Pay’s public key in platformKeys')
  const settings = readSettings(options, {
    merchant,
    platformKeys: NO_KEYS,
    diagnostics,
    readResponse,
    readParts: () => ({ attempts: createRetry() as Attempts, decryptResponse: undefined }),
  })
  return { source: { settings, apiV3Keys }, refreshInterval }
}
