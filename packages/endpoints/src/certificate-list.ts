import {
  type DecryptionError,
  decryptResource,
  importPublicKey,
  isSameSerialNumber,
  SignatureError,
  type Signer,
} from '@wechatpay-kit/crypto'
import { readCertificate } from '@wechatpay-kit/crypto/certificate'
import { createFetchTransport, type Transport } from '@wechatpay-kit/transport-fetch'
import * as v from 'valibot'
import { diagnoseClock, diagnoseSignature } from './diagnosis.ts'
import { ApiError } from './errors.ts'
import { attemptVerified, createHosts, executeCall } from './execute.ts'
import { withLimits } from './limits.ts'
import { checkRetry } from './options.ts'
import type { PlatformKey } from './platform-keys.ts'

/** A certificate that passed every check; its dates in milliseconds. */
export interface TrustedCertificate extends PlatformKey {
  readonly notBefore: number
  readonly notAfter: number
}

/** Where certificates come from. */
export interface CertificateSource {
  readonly merchant: { readonly mchid: string; readonly serialNumber: string; readonly privateKey: Signer }
  readonly apiV3Key: string
  readonly transport: Transport | undefined
  readonly baseUrls: readonly string[]
  readonly now: () => number
}

const SCHEMA = v.looseObject({
  data: v.array(
    v.looseObject({
      serial_no: v.string(),
      effective_time: v.string(),
      expire_time: v.string(),
      encrypt_certificate: v.looseObject({
        algorithm: v.string(),
        nonce: v.string(),
        associated_data: v.nullish(v.string()),
        ciphertext: v.string(),
      }),
    }),
  ),
})

/**
 * Downloads the certificates and trusts them only together: the answer that lists them has to be signed with one of them,
 * or with one that was trusted before. `current` is the id of the key that the request names, if there is one.
 */
export async function downloadCertificates(
  source: CertificateSource,
  trusted: readonly TrustedCertificate[],
  current: string | undefined,
): Promise<readonly TrustedCertificate[]> {
  const { merchant, now, baseUrls } = source
  let candidates: readonly TrustedCertificate[] = []
  let problem: unknown
  // The list is read before its signature is checked, because it holds the key for that.
  const transport: Transport = async (url, request) => {
    const response = await createFetchTransport({ transport: source.transport })(url, request)
    const body = new Uint8Array(await response.arrayBuffer())
    problem = undefined
    candidates =
      response.status === 200
        ? await readList(body, source).catch((error: unknown) => {
            problem = error
            return []
          })
        : []
    return new Response(body.length > 0 ? body : null, response)
  }
  const find = (id: string) => [...candidates, ...trusted].find((one) => isSameSerialNumber(one.id, id))
  const platformKeys = { find, current: () => candidates[0] as PlatformKey }
  const call = {
    method: 'GET',
    path: 'v3/certificates',
    target: '/v3/certificates',
    body: undefined,
    signedBody: '',
    headers: {
      Accept: 'application/json',
      'User-Agent': 'wechatpay-kit',
      ...(current === undefined ? {} : { 'Wechatpay-Serial': current }),
    },
    operation: undefined,
    sensitiveFields: [],
    secrets: [source.apiV3Key],
    isIdempotent: true,
  } as const
  const context = {
    merchant,
    platformKeys,
    transport,
    hosts: createHosts(baseUrls),
    retry: checkRetry(),
    onEvent: undefined,
    diagnostics: { diagnoseClock, diagnoseSignature },
    now,
  }
  try {
    await withLimits(30_000, undefined, (limits) => executeCall(call, context, limits, undefined, attemptVerified))
  } catch (error) {
    throw problem ?? explainAbsence(error)
  }
  if (problem) throw problem
  if (candidates.length === 0) throw distrust('it lists none that is valid')
  return candidates
}

async function readList(body: Uint8Array, source: CertificateSource): Promise<readonly TrustedCertificate[]> {
  const parsed = v.safeParse(SCHEMA, JSON.parse(new TextDecoder().decode(body)))
  if (!parsed.success) throw distrust('it is not as documented')
  const certificates = await Promise.all(parsed.output.data.map((entry) => readEntry(entry, source.apiV3Key)))
  return certificates.filter(({ notAfter }) => source.now() < notAfter)
}

type Entry = v.InferOutput<typeof SCHEMA>['data'][number]

async function readEntry(entry: Entry, apiV3Key: string): Promise<TrustedCertificate> {
  const pem = await decryptResource(entry.encrypt_certificate, { apiV3Key }).catch((_: DecryptionError) => {
    throw distrust('a certificate cannot be decrypted; it is altered, or apiV3Key is not the merchant’s')
  })
  const certificate = readCertificate(pem)
  const [notBefore, notAfter] = [certificate.notBefore.getTime(), certificate.notAfter.getTime()]
  if (!isSameSerialNumber(certificate.serialNumber, entry.serial_no))
    throw distrust('a certificate has another serial number than is listed')
  if (Date.parse(entry.effective_time) !== notBefore || Date.parse(entry.expire_time) !== notAfter)
    throw distrust('a certificate has other dates than are listed')
  return { id: certificate.serialNumber, key: await importPublicKey(certificate.publicKey), notBefore, notAfter }
}

function distrust(reason: string): SignatureError {
  return new SignatureError('SIGNATURE_MISMATCH', `The list of certificates cannot be trusted: ${reason}.`)
}

/** A merchant that came after the certificates has only the public key. */
function explainAbsence(error: unknown): unknown {
  if (!(error instanceof ApiError) || error.status !== 404) return error
  const remedy = 'The merchant has no platform certificate; give WeChat Pay’s public key in platformKeys instead.'
  return new ApiError(error.code, `${error.message} ${remedy}`, error)
}
