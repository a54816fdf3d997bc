import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import type { PlatformKey } from '@wechatpay-kit/endpoints'
import { Refusal } from '../wire/response.ts'
import type { PlatformIdentity } from '../wire/signature.ts'
import { createCertificates } from './certificates.ts'
import { generateKeyPair, type KeyPair } from './key-pair.ts'

/** A kind of key by which a merchant knows WeChat Pay. */
export type PlatformKeyKind = 'public-key' | 'certificate'

/** The keys of the sandbox: a public key (微信支付公钥), platform certificates (平台证书), or both. */
export interface PlatformKeys {
  /** The keys for a client. */
  readonly forClient: readonly PlatformKey[]
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

const KINDS = ['public-key', 'certificate', 'both']

/**
 * Makes the keys of a sandbox. `pair` is the one behind the public key; without it, a fresh one.
 *
 * @throws TypeError for a kind that there is not, and for a `pair` where there is no public key.
 */
export async function createPlatformKeys(
  kind: PlatformKeyKind | 'both',
  pair: { readonly id: string; readonly keys: KeyPair } | undefined,
  now: () => number,
): Promise<PlatformKeys> {
  if (!KINDS.includes(kind)) {
    throw new TypeError(`platformKeyKind must be ${KINDS.map((known) => `'${known}'`).join(' or ')}, found '${kind}'.`)
  }
  if (kind === 'certificate' && pair) {
    throw new TypeError("platform is a public key, and platformKeyKind: 'certificate' has none: leave one of them out.")
  }
  const certificates = kind === 'public-key' ? undefined : createCertificates(now)
  const publicKey = kind === 'certificate' ? undefined : await preparePublicKey(pair)

  const signer = async (wanted: PlatformKeyKind): Promise<PlatformIdentity> => {
    const found = wanted === 'public-key' ? publicKey : await certificates?.newest()
    if (!found) throw new TypeError(`This sandbox has no ${wanted} to sign with: createSandbox made it '${kind}'.`)
    return found
  }
  const only = kind === 'both' ? undefined : kind
  const first = publicKey ?? (await certificates?.newest())

  return {
    forClient: first ? [{ id: first.id, key: first.key }] : [],
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
type KnownIdentity = PlatformIdentity & Pick<PlatformKey, 'key'>

async function preparePublicKey(
  pair: { readonly id: string; readonly keys: KeyPair } | undefined,
): Promise<KnownIdentity> {
  const { id, keys } = pair ?? { id: 'PUB_KEY_ID_0119000000002026010100000000000000', keys: await generateKeyPair() }
  return { id, privateKey: await importPrivateKey(keys.privateKey), key: await importPublicKey(keys.publicKey) }
}

function isPublicKeyId(serial: string | null, publicKey: PlatformIdentity | undefined): boolean {
  return serial !== null && (serial === publicKey?.id || serial.startsWith('PUB_KEY_ID_'))
}
