import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import type { PlatformKey } from '@wechatpay-kit/endpoints'
import type { State } from '../state/state.ts'
import { Refusal } from '../wire/response.ts'
import type { PlatformIdentity } from '../wire/signature.ts'
import { type Certificates, createCertificates } from './certificates.ts'
import { generateKeyPair, type KeyPair } from './key-pair.ts'

/** A kind of key by which a merchant knows WeChat Pay. */
export type PlatformKeyKind = 'public-key' | 'certificate'

/** The keys of the sandbox: a public key (微信支付公钥), platform certificates (平台证书), or both. */
export interface PlatformKeys {
  /** The keys for a client. */
  readonly forClient: readonly PlatformKey[]
  /** The same as environment variables: the public key; without one, that certificates are to be downloaded. */
  readonly environment: Readonly<Record<string, string>>
  /** Finds the key that a call names, or the one that it means by naming none. */
  find(serial: string | null): Promise<PlatformIdentity | undefined>
  /** Chooses the key that signs a response: of the kind that the call names, where the merchant has that kind. */
  chooseSigner(serial: string | null): Promise<PlatformIdentity>
  /** The key that signs notifications: of this kind, or by default the public key where there is one. */
  notificationSigner(kind: PlatformKeyKind | undefined): Promise<PlatformIdentity>
  /** The JSON of the response to `GET /v3/certificates`. Throws a refusal where the merchant has none. */
  listCertificates(apiV3Key: string): Promise<object>
  /** Makes a new certificate and gives its serial number. */
  rotateCertificate(): Promise<string>
}

/** Id of the public key, where none is given. */
const PUBLIC_KEY_ID = 'PUB_KEY_ID_0119000000002026010100000000000000'

const KINDS = ['public-key', 'certificate', 'both']

/** A public key of the sandbox, as it is given and kept. */
export interface PublicKeyPair {
  readonly id: string
  readonly keys: KeyPair
}

/**
 * Makes the keys of a sandbox, and gives a function that chooses those of a kind for a merchant. All merchants of a kind
 * know the same keys. `given` is the pair behind the public key; without it, the memory's or a fresh one.
 */
export function createPlatformKeys(
  state: State,
  given: PublicKeyPair | undefined,
  now: () => number,
): (kind: PlatformKeyKind | 'both') => Promise<PlatformKeys> {
  const certificates = createCertificates(state, now)
  let publicKey: Promise<PublicIdentity> | undefined
  return (kind) => {
    if (!KINDS.includes(kind)) {
      const kinds = KINDS.map((known) => `'${known}'`).join(' or ')
      throw new TypeError(`platformKeyKind must be ${kinds}, found '${kind}'.`)
    }
    if (kind === 'certificate') return choosePlatformKeys(kind, undefined, certificates)
    publicKey ??= preparePublicKey(state, given)
    return publicKey.then((known) => choosePlatformKeys(kind, known, kind === 'both' ? certificates : undefined))
  }
}

/** Makes the keys by which a merchant knows WeChat Pay. */
async function choosePlatformKeys(
  kind: PlatformKeyKind | 'both',
  publicKey: PublicIdentity | undefined,
  certificates: Certificates | undefined,
): Promise<PlatformKeys> {
  const signer = async (wanted: PlatformKeyKind): Promise<PlatformIdentity> => {
    const found = wanted === 'public-key' ? publicKey : await certificates?.newest()
    if (!found) throw new TypeError(`This sandbox has no ${wanted} to sign with: createSandbox made it '${kind}'.`)
    return found
  }
  const only = kind === 'both' ? undefined : kind
  const first = publicKey ?? (await certificates?.newest())

  return {
    forClient: first ? [{ id: first.id, key: first.key }] : [],
    environment: publicKey
      ? { WECHATPAY_PUBLIC_KEY_ID: publicKey.id, WECHATPAY_PUBLIC_KEY: publicKey.pem }
      : { WECHATPAY_PLATFORM_KEYS: 'certificates' },
    // As responses do: a call that names no key means the certificate while there is one.
    find: async (serial) => {
      if (serial === null) return signer(only ?? 'certificate')
      return serial === publicKey?.id ? publicKey : certificates?.find(serial)
    },
    chooseSigner: (serial) => signer(only ?? (isPublicKeyId(serial, publicKey) ? 'public-key' : 'certificate')),
    notificationSigner: (wanted) => signer(wanted ?? only ?? 'public-key'),
    listCertificates: async (apiV3Key) => {
      if (certificates) return certificates.list(apiV3Key)
      throw new Refusal(404, 'RESOURCE_NOT_EXISTS', '无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。')
    },
    rotateCertificate: async () => {
      if (certificates) return certificates.rotate()
      throw new TypeError("This sandbox has no certificates to rotate: createSandbox made it 'public-key'.")
    },
  }
}

/** A key of the sandbox together with its public half. */
interface PublicIdentity extends PlatformIdentity, Pick<PlatformKey, 'key'> {
  /** The public half as PEM. */
  readonly pem: string
}

async function preparePublicKey(state: State, given: PublicKeyPair | undefined): Promise<PublicIdentity> {
  const kept = state.table<PublicKeyPair>('public-key')
  const pair = given ?? kept.get('pair') ?? { id: PUBLIC_KEY_ID, keys: await generateKeyPair() }
  kept.set('pair', pair)
  const { id, keys } = pair
  const privateKey = await importPrivateKey(keys.privateKey)
  return { id, privateKey, key: await importPublicKey(keys.publicKey), pem: keys.publicKey }
}

function isPublicKeyId(serial: string | null, publicKey: PlatformIdentity | undefined): boolean {
  return serial !== null && (serial === publicKey?.id || serial.startsWith('PUB_KEY_ID_'))
}
