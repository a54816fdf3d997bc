import type { KeyFile, PrivateKey } from '@wechatpay-kit/crypto'
import type { Transport } from '@wechatpay-kit/transport-fetch'
import type { CertificateKeysOptions } from '../certificates/certificate-keys.ts'
import { readOwnOptions, refuse, refuseUnlessFunctions } from '../errors/validation.ts'
import type { Merchant } from '../keys/merchant.ts'
import type { PlatformKey, PlatformKeys } from '../keys/platform-keys.ts'

/** The parts of an {@link Environment} that can be required. */
export interface EnvironmentParts {
  /** The merchant, for `createClient`. */
  readonly merchant: Merchant & { readonly privateKey: PrivateKey }
  /** WeChat Pay's keys, for `platformKeys` of `createClient`, and for `keys` of `handleNotifications`. */
  readonly platformKeys: readonly (PlatformKey | PlatformKeys)[]
  /**
   * The APIv3 key (APIv3密钥), for notifications. It is not enumerable: no log of the environment shows it, and
   * `createClient`, which takes none, takes the environment as it is. Read it by its name.
   */
  readonly apiV3Key: string
}

/** The options that environment variables tell; `Part` names the parts that are there, the others may be. */
export type Environment<Part extends keyof EnvironmentParts = 'merchant' | 'platformKeys'> = Pick<
  EnvironmentParts,
  Part
> &
  Partial<EnvironmentParts> & {
    /** The origin to call, where `WECHATPAY_BASE_URL` names one: a sandbox. */
    readonly baseUrls?: readonly [string]
  }

/** Options of {@link readEnvironment}. */
export interface EnvironmentOptions<Part extends keyof EnvironmentParts = keyof EnvironmentParts> {
  /**
   * Parts that must be there. Default: `['merchant', 'platformKeys']`, for a client. An endpoint for notifications needs
   * `['platformKeys', 'apiV3Key']`.
   */
  readonly required?: readonly Part[] | undefined
  /**
   * Makes the keys of a merchant with platform certificates (平台证书): `createCertificateKeys` of
   * `@wechatpay-kit/client/certificate-keys`. It is given, so that no bundle carries what it does not need. Default: none; on
   * Node.js that function.
   */
  readonly createCertificateKeys?: ((options: CertificateKeysOptions) => PlatformKeys) | undefined
  /**
   * Reads `WECHATPAY_CERTIFICATE`: `readCertificate` of `@wechatpay-kit/crypto/x509`. Default: none, and `WECHATPAY_SERIAL`
   * tells the serial number; on Node.js that function.
   */
  readonly readCertificate?:
    | ((certificate: KeyFile) => { readonly serialNumber: string; readonly publicKey: string })
    | undefined
  /** Downloads platform certificates: the transport of `createClient`. Default: the runtime's `fetch`. */
  readonly transport?: Transport | undefined
  /** Gives the current time in milliseconds, for platform certificates. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
}

const OPTIONS = ['required', 'createCertificateKeys', 'readCertificate', 'transport', 'now']

const PARTS: readonly unknown[] = ['merchant', 'platformKeys', 'apiV3Key']

/** Checks the arguments of `readEnvironment`; gives its options. */
export function readEnvironmentOptions(env: object, given: EnvironmentOptions = {}): EnvironmentOptions {
  if (typeof env !== 'object' || env === null)
    refuse('env', 'must be an object of environment variables, such as process.env, Deno.env.toObject() or Bun.env')
  const options = readOwnOptions(given, OPTIONS, 'readEnvironment')
  const { required = [], createCertificateKeys, readCertificate } = options
  refuseUnlessFunctions({ createCertificateKeys, readCertificate })
  if (!Array.isArray(required) || !required.every((part) => PARTS.includes(part)))
    refuse('required', `must be a list of ${PARTS.join(', ')}`)
  return options
}
