import { createNonce, importPublicKey, isSameSerialNumber, SignatureError } from '@wechatpay-kit/crypto'
import type { Settings } from '../call/settings.ts'
import { ApiError, TransportError } from '../errors/call-errors.ts'
import { endSentence } from '../errors/redact.ts'
import { ValidationError } from '../errors/validation.ts'
import type { CallerKeys } from '../keys/merchant.ts'

/** Options of `checkSetup`: more to look at than the client's own options. */
export interface SetupOptions {
  /** The merchant's certificate, as `readCertificate` of `@wechatpay-kit/crypto/x509` gives it. */
  readonly certificate?:
    | { readonly serialNumber: string; readonly publicKey: string; readonly notAfter?: Date }
    | undefined
  /** The APIv3 key (APIv3密钥), 32 bytes as text. */
  readonly apiV3Key?: string | undefined
}

/** A finding: a sentence, with the remedy where something is wrong. */
export interface SetupFinding {
  readonly check: 'serial-number' | 'certificate' | 'api-v3-key' | 'platform-key' | 'clock' | 'echo'
  /** `skipped` where the check lacks something, an earlier one failed, or there is none for brands. */
  readonly status: 'passed' | 'failed' | 'skipped'
  readonly message: string
}

/** A client as the checks need it: its settings, and a call. */
interface CheckedClient extends Pick<Settings, 'merchant' | 'platformKeys' | 'now'> {
  /** Calls `v3/security/echo`. */
  readonly echo: (json: { echo_message: string; encrypted_echo_message: string }) => Promise<Response>
}

/** Offset of the clock in seconds from which it is reported; at 300 nothing works any more. */
const OFFSET = 60

type Check = SetupFinding['check']
const pass = (check: Check, message: string): SetupFinding => ({ check, status: 'passed', message })
const fail = (check: Check, message: string): SetupFinding => ({ check, status: 'failed', message })
const skip = (check: Check, message: string): SetupFinding => ({ check, status: 'skipped', message })

/** Checks everything that can be wrong before the first call, and makes one. */
export async function checkSetup(client: CheckedClient, options: SetupOptions): Promise<readonly SetupFinding[]> {
  return [
    checkSerialNumber(client.merchant, options),
    await checkCertificate(client, options),
    checkApiV3Key(options),
    ...(await checkEcho(client)),
  ]
}

function checkSerialNumber({ serialNumber }: CallerKeys, { certificate }: SetupOptions): SetupFinding {
  if (certificate && typeof certificate.serialNumber !== 'string')
    return fail('serial-number', 'certificate is not what readCertificate returns; pass readCertificate(text).')
  if (certificate && !isSameSerialNumber(serialNumber, certificate.serialNumber))
    return fail(
      'serial-number',
      `merchant.serialNumber is not that of the certificate; give ${certificate.serialNumber}.`,
    )
  return pass('serial-number', 'merchant.serialNumber is well-formed.')
}

async function checkCertificate(
  { merchant, now }: CheckedClient,
  { certificate }: SetupOptions,
): Promise<SetupFinding> {
  if (!certificate)
    return skip('certificate', 'No certificate was given; pass what readCertificate gives for apiclient_cert.pem.')
  try {
    const message = createNonce()
    const key = await importPublicKey(certificate.publicKey)
    if (!(await key.verify(message, await merchant.privateKey.sign(message))))
      return fail(
        'certificate',
        'merchant.privateKey does not belong to the certificate; take apiclient_key.pem and apiclient_cert.pem of one download.',
      )
  } catch {
    return fail('certificate', 'The certificate or the private key cannot be used; check both files.')
  }
  if (certificate.notAfter && certificate.notAfter.getTime() < now())
    return fail('certificate', 'The certificate has expired; get a new one on the merchant platform.')
  return pass('certificate', 'Private key and certificate belong together.')
}

function checkApiV3Key({ apiV3Key }: SetupOptions): SetupFinding {
  if (apiV3Key === undefined)
    return skip('api-v3-key', 'No APIv3 key was given; only notifications and certificates need it.')
  const { length } = new TextEncoder().encode(apiV3Key)
  if (length !== 32)
    return fail('api-v3-key', `The APIv3 key has ${length} bytes; copy the 32 characters set on the merchant platform.`)
  return pass('api-v3-key', 'The APIv3 key has 32 bytes.')
}

async function checkEcho(client: CheckedClient): Promise<SetupFinding[]> {
  const { platformKeys, now, echo } = client
  const echo_message = createNonce()
  try {
    const { id, key } = await platformKeys.current()
    if (await key.verify(echo_message, await client.merchant.privateKey.sign(echo_message)))
      return [
        fail(
          'platform-key',
          `The key ${id} in platformKeys is the merchant's own; take WeChat Pay's public key (pub_key.pem) from the merchant platform.`,
        ),
        skip('clock', 'The platform key comes first.'),
        skip('echo', 'The platform key comes first.'),
      ]
    if (client.merchant.brandId !== undefined) {
      const reason = 'There is no echo for brands: try a call that changes nothing, such as one that queries.'
      return [skip('platform-key', reason), skip('clock', reason), skip('echo', reason)]
    }
    const response = await echo({ echo_message, encrypted_echo_message: echo_message })
    const offset = Math.round(now() / 1000 - Number(response.headers.get('wechatpay-timestamp')))
    const signed = response.headers.get('wechatpay-serial')
    return [
      pass('platform-key', `WeChat Pay decrypted with ${id}, and its response verifies with ${signed}.`),
      Math.abs(offset) > OFFSET
        ? fail('clock', `The clock is off by ${offset} s; set it, or calls fail from 300 s on.`)
        : pass('clock', `The clock is off by ${offset} s.`),
      await checkResponse(response, echo_message),
    ]
  } catch (error) {
    // An echo changes nothing, so that nobody need ask whether it was executed.
    const message = (error as Error).message.replace(/ The call may have been executed[^.]*\./, '')
    if (error instanceof SignatureError && error.code === 'SIGNATURE_STALE')
      return [
        skip('platform-key', 'The clock comes first.'),
        fail('clock', message),
        skip('echo', 'The clock comes first.'),
      ]
    const diagnosis = error instanceof ApiError ? error.diagnosis : undefined
    if (diagnosis?.startsWith('This clock is '))
      return [
        skip('platform-key', 'The clock comes first.'),
        fail('clock', diagnosis),
        skip('echo', 'The clock comes first.'),
      ]
    if (error instanceof SignatureError || (error instanceof ApiError && error.apiCode === 'PARAM_ERROR'))
      return [
        fail('platform-key', `${endSentence(message)} Check that id and key of platformKeys are of one download.`),
        skip('clock', 'There was no response that can be trusted.'),
        fail('echo', 'The echo did not come back.'),
      ]
    return [
      skip('platform-key', 'There was no response that can be trusted.'),
      skip('clock', 'There was no response that can be trusted.'),
      fail('echo', diagnosis ? message : `${endSentence(message)} ${findRemedy(error)}`.trim()),
    ]
  }
}

function findRemedy(error: unknown): string {
  if (error instanceof TransportError) return 'Check the network, transport and baseUrls.'
  if (!(error instanceof ApiError)) return ''
  if (error.apiCode === undefined)
    return 'It may not come from WeChat Pay: check baseUrls, and gateways and proxies on the way.'
  return error.status >= 500 || error.status === 429
    ? 'Check again later.'
    : 'Check merchant.mchid, merchant.serialNumber and merchant.privateKey.'
}

async function checkResponse(response: Response, sent: string): Promise<SetupFinding> {
  // As it travelled first: it may be wrong, though its encrypted part cannot be read.
  const { echo_message, encrypted_echo_message } = JSON.parse(await response.text())
  if (echo_message !== sent)
    return fail('echo', 'Another text came back than was sent; something between changes bodies.')
  if (encrypted_echo_message === undefined) return pass('echo', 'The echo came back.')
  const read: unknown = await response.json().catch((error: unknown) => error)
  if (Object(read).encrypted_echo_message === sent) return pass('echo', 'The echo came back, plain and encrypted.')
  return read instanceof ValidationError
    ? pass('echo', 'The echo came back; its encrypted text was not read, because the client has only a Signer.')
    : fail('echo', 'The encrypted echo cannot be decrypted; check that privateKey belongs to the newest certificate.')
}
