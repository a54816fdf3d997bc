// First: node-forge reads its options when it loads.
import './forge-options.ts'
import {
  createNonce,
  encryptResource,
  importPrivateKey,
  importPublicKey,
  isSameSerialNumber,
  type PublicKey,
} from '@wechatpay-kit/crypto'
import forge from 'node-forge'
import type { State } from '../state/state.ts'
import { toTime } from '../wire/response.ts'
import type { PlatformIdentity } from '../wire/signature.ts'
import { generateKeyPair, type KeyPair } from './key-pair.ts'

/** A platform certificate (平台证书) with its private key. */
interface PlatformCertificate extends PlatformIdentity {
  readonly pem: string
  /** The public key that the certificate holds. */
  readonly key: PublicKey
  readonly notBefore: Date
  readonly notAfter: Date
}

/** The platform certificates of a sandbox, made when they are first needed. */
export interface Certificates {
  /** The one that signs. */
  newest(): Promise<PlatformCertificate>
  /** The one with this serial number, if it is still listed. */
  find(serial: string): Promise<PlatformCertificate | undefined>
  /** Makes a new one and gives its serial number; it and the one before it are listed, older ones are dropped. */
  rotate(): Promise<string>
  /** The JSON of the response to `GET /v3/certificates`. */
  list(apiV3Key: string): Promise<object>
}

/** Number of certificates that are listed at a time. */
const LISTED = 2
const DAY = 86_400_000

/** A certificate as the memory keeps it. */
interface KeptCertificate {
  readonly id: string
  readonly pem: string
  readonly keys: KeyPair
  /** Times in milliseconds. */
  readonly notBefore: number
  readonly notAfter: number
}

/** Makes the certificates of a sandbox, of those that its memory has; the first is made when it is needed. */
export function createCertificates(state: State, now: () => number): Certificates {
  const kept = state.table<readonly KeptCertificate[]>('certificates')
  const keep = (listed: readonly KeptCertificate[]) => {
    kept.set('listed', listed)
    return Promise.all(listed.map(importCertificate))
  }
  let certificates: Promise<readonly PlatformCertificate[]> | undefined
  const load = () => {
    const listed = kept.get('listed')
    certificates ??= listed
      ? Promise.all(listed.map(importCertificate))
      : makeCertificate(now()).then((first) => keep([first]))
    return certificates
  }
  const newest = async () => (await load())[0] as PlatformCertificate

  return {
    newest,
    find: async (serial) => (await load()).find(({ id }) => isSameSerialNumber(id, serial)),
    async rotate() {
      const before = load()
      // One second later, so that it is the newest by its dates too.
      certificates = before.then(async (old) => {
        const last = old[0]?.notBefore.getTime() ?? 0
        const next = await makeCertificate(Math.max(now(), last + DAY + 1000))
        return keep([next, ...(kept.get('listed') ?? [])].slice(0, LISTED))
      })
      return (await newest()).id
    },
    async list(apiV3Key) {
      const data = await Promise.all(
        (await load()).map(async ({ id, pem, notBefore, notAfter }) => ({
          serial_no: id,
          effective_time: toTime(notBefore),
          expire_time: toTime(notAfter),
          encrypt_certificate: await encryptResource(pem, { apiV3Key, associatedData: 'certificate' }),
        })),
      )
      return { data }
    },
  }
}

/** Makes a certificate that has been valid for a day and will be for five years. */
async function makeCertificate(now: number): Promise<KeptCertificate> {
  const keys = await generateKeyPair()
  const id = `7${createNonce()}${createNonce()}`.slice(0, 40).toUpperCase()
  const notBefore = new Date(Math.floor((now - DAY) / 1000) * 1000)
  const notAfter = new Date(notBefore.getTime() + 5 * 365 * DAY)
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = forge.pki.publicKeyFromPem(keys.publicKey)
  certificate.serialNumber = id.toLowerCase()
  certificate.validity.notBefore = notBefore
  certificate.validity.notAfter = notAfter
  certificate.setSubject([{ name: 'commonName', value: 'Tenpay.com sign (sandbox)' }])
  certificate.setIssuer([{ name: 'commonName', value: 'Tenpay.com Root CA (sandbox)' }])
  certificate.sign(forge.pki.privateKeyFromPem(keys.privateKey), forge.md.sha256.create())
  const pem = forge.pki.certificateToPem(certificate)
  return { id, pem, keys, notBefore: notBefore.getTime(), notAfter: notAfter.getTime() }
}

async function importCertificate({ id, pem, keys, ...times }: KeptCertificate): Promise<PlatformCertificate> {
  const [privateKey, key] = [await importPrivateKey(keys.privateKey), await importPublicKey(keys.publicKey)]
  return { id, pem, key, notBefore: new Date(times.notBefore), notAfter: new Date(times.notAfter), privateKey }
}
