import { type DecryptionError, importPublicKey, isSameSerialNumber } from '@wechatpay-kit/crypto'
import { readCertificate } from '@wechatpay-kit/crypto/x509'
import { type BufferedResponse, withDeadline } from '@wechatpay-kit/transport-fetch'
import * as v from 'valibot'
import { attempt } from '../call/attempt/attempt.ts'
import { parseJson } from '../call/json.ts'
import { judge } from '../call/outcome/outcome.ts'
import { PLAIN_GET, type PreparedCall } from '../call/prepare/prepare.ts'
import type { Settings } from '../call/settings.ts'
import { ApiError } from '../errors/call-errors.ts'
import { SignatureError } from '../errors/signature.ts'
import { decryptWithAny } from '../keys/api-v3-key.ts'
import type { PlatformKey } from '../keys/platform-keys.ts'

/** A certificate that passed every check; its dates in milliseconds. */
export interface TrustedCertificate extends PlatformKey {
  readonly notBefore: number
  readonly notAfter: number
}

/** The settings of a client that downloads certificates, and the APIv3 keys that may decrypt them. */
export interface CertificateSource {
  readonly settings: Settings
  readonly apiV3Keys: readonly string[]
}

const PATH = 'v3/certificates'

/** Deadline of a download in milliseconds. */
const TIMEOUT = 30_000

/**
 * Largest list in bytes. It is decrypted before its signature is checked, so that a stranger's would cost as much time as it
 * has entries; WeChat Pay's has two or three, of some 3 KB.
 */
const MAX_LIST_BYTES = 2 ** 16

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
 * Downloads the certificates and trusts them only together: the response that lists them has to be signed with one of
 * them, or with one that was trusted before. `current` is the id of the key that the request names, if there is one.
 */
export async function downloadCertificates(
  source: CertificateSource,
  trusted: readonly TrustedCertificate[],
  current: string | undefined,
): Promise<readonly TrustedCertificate[]> {
  const { apiV3Keys } = source
  let listed: readonly TrustedCertificate[] = []
  let problem: unknown
  const settings: Settings = {
    ...source.settings,
    // The list is read before its signature is checked, because it holds the key for that.
    async readResponse(...request) {
      const response = await source.settings.readResponse(...request)
      problem = undefined
      listed = await readList(response, source).catch((error: unknown) => {
        problem = error
        return []
      })
      return response
    },
    platformKeys: {
      ...source.settings.platformKeys,
      find: (id) => [...listed, ...trusted].find((one) => isSameSerialNumber(one.id, id)),
    },
  }
  const call: PreparedCall = {
    ...PLAIN_GET,
    path: PATH,
    target: `/${PATH}`,
    headers: {
      Accept: 'application/json',
      'User-Agent': settings.userAgent,
      ...(current !== undefined && { 'Wechatpay-Serial': current }),
    },
    sensitiveValues: apiV3Keys,
  }
  try {
    await withDeadline(TIMEOUT, undefined, (deadline) =>
      settings.attempts.make(
        call,
        settings,
        deadline,
        (host) => attempt(call, host, settings, deadline),
        (response) => judge(response, call, settings),
      ),
    )
  } catch (error) {
    throw problem ?? explainAbsence(error)
  }
  if (problem) throw problem
  if (listed.length === 0) throw untrusted('it lists no certificate that is valid now')
  return listed
}

async function readList(
  { status, body }: BufferedResponse,
  { settings, apiV3Keys }: CertificateSource,
): Promise<readonly TrustedCertificate[]> {
  if (status !== 200) return []
  if (body.length > MAX_LIST_BYTES) throw untrusted(`it has more than ${MAX_LIST_BYTES} bytes`)
  const parsed = v.safeParse(SCHEMA, parseJson(body))
  if (!parsed.success) throw untrusted('it is not as documented')
  const certificates = await Promise.all(parsed.output.data.map((entry) => readEntry(entry, apiV3Keys)))
  return certificates.filter(({ notAfter }) => settings.now() < notAfter)
}

type Entry = v.InferOutput<typeof SCHEMA>['data'][number]

async function readEntry(entry: Entry, apiV3Keys: readonly string[]): Promise<TrustedCertificate> {
  const pem = await decryptWithAny(entry.encrypt_certificate, apiV3Keys).catch((_: DecryptionError) => {
    throw untrusted('a certificate cannot be decrypted; it is altered, or apiV3Key is not the merchant’s')
  })
  const { certificate, key } = await readKey(pem).catch(() => {
    throw untrusted('a certificate cannot be read, or its key is not an RSA key')
  })
  const [notBefore, notAfter] = [certificate.notBefore.getTime(), certificate.notAfter.getTime()]
  if (!isSameSerialNumber(certificate.serialNumber, entry.serial_no))
    throw untrusted('a certificate has another serial number than is listed')
  if (Date.parse(entry.effective_time) !== notBefore || Date.parse(entry.expire_time) !== notAfter)
    throw untrusted('a certificate has other dates than are listed')
  return { id: certificate.serialNumber, key, notBefore, notAfter }
}

async function readKey(pem: Uint8Array) {
  const certificate = readCertificate(pem)
  return { certificate, key: await importPublicKey(certificate.publicKey) }
}

function untrusted(fault: string): SignatureError {
  return new SignatureError('SIGNATURE_MISMATCH', `The list of certificates cannot be trusted: ${fault}.`)
}

/** Explains a 404: a merchant that came after the certificates has only the public key. */
function explainAbsence(error: unknown): unknown {
  if (!(error instanceof ApiError) || error.status !== 404) return error
  const remedy = 'The merchant has no platform certificate; give WeChat Pay’s public key in platformKeys instead.'
  return new ApiError(error.code, `${error.message} ${remedy}`, error)
}
