// Each class of error once: its code, and that nobody's data is in it.
import { DecryptionError, InputError, importPrivateKey, signRequest } from '@wechatpay-kit/crypto'
import { createClient, IntegrityError, isWechatPayError, readNotification } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { createFetchTransport } from '@wechatpay-kit/transport-fetch'
import { json } from './calls.mjs'
import { check, equal, fails } from './check.mjs'

/** @param {typeof import('./vectors.mjs').vectors} vectors @returns {import('./run.mjs').Case[]} */
export function errorCases({ keys }) {
  /** @param {string} name @param {string} code @param {string} outcome @param {import('@wechatpay-kit/sandbox').Fault} [fault] @param {object} [change] */
  const call = (name, code, outcome, fault, change) =>
    /** @type {const} */ ([
      `${name}, ${code}: ${outcome}`,
      async () => {
        const sandbox = await createSandbox()
        const { merchant, platformKeys, transport } = sandbox
        const wxpay = createClient({ merchant, platformKeys, transport, retry: { maxAttempts: 1 } })
        if (fault) sandbox.failNext(fault)
        const error = await fails(() => alter(wxpay, change), code)
        equal([error.name, outcomeOf(error), isWechatPayError(error)], [name, outcome, true])
        check(!/330102199001011234|13800138000|张三/.test(`${error} ${JSON.stringify(error)}`), 'the error shows data')
      },
    ])
  return [
    call('ValidationError', 'VALIDATION_FAILED', 'not-sent', undefined, { tel: '' }),
    call('TransportError', 'TRANSPORT_NETWORK_FAILED', 'unknown', 'drop'),
    call('SignatureError', 'SIGNATURE_HEADER_MISSING', 'unknown', 'unsigned'),
    call('SignatureError', 'SIGNATURE_MISMATCH', 'unknown', 'wrong-signature'),
    call('SignatureError', 'SIGNATURE_STALE', 'unknown', 'stale'),
    call('ApiError', 'API_ERROR', 'unknown', { status: 500 }),
    call('ApiError', 'RESPONSE_MALFORMED', 'unknown', { body: '{' }),
    call('BusinessError', 'BUSINESS_DECLINED', 'declined', { body: '{"resp_code":"900001","resp_desc":"declined"}' }),
    [
      'a refusal: refused',
      async () => {
        const wxpay = await connect((response) => response)
        // A number that was used before, for other values.
        const req_ssn = 'R1'
        await alter(wxpay, { req_ssn })
        const error = await fails(() => alter(wxpay, { req_ssn, tel: '13900139000' }), 'API_ERROR')
        equal([outcomeOf(error), verifiedOf(error)], ['refused', true])
      },
    ],
    [
      'a success under the status of an error: unknown',
      async () => {
        const wxpay = await connect(async (response) => {
          return new Response(await response.arrayBuffer(), { status: 404, headers: response.headers })
        })
        const error = await fails(() => alter(wxpay), 'STATUS_CONTRADICTED')
        equal([error.name, outcomeOf(error), verifiedOf(error)], ['ApiError', 'unknown', false])
      },
    ],
    [
      'a response given twice: unknown',
      async () => {
        /** @type {Promise<[ArrayBuffer, Headers]> | undefined} */
        let recorded
        const wxpay = await connect(async (response) => {
          recorded ??= response.arrayBuffer().then((bytes) => [bytes, response.headers])
          const [bytes, headers] = await recorded
          return new Response(bytes.slice(0), { headers })
        })
        equal((await alter(wxpay)).status, 200)
        const error = await fails(() => alter(wxpay), 'SIGNATURE_REPLAYED')
        equal([error.name, outcomeOf(error)], ['SignatureError', 'unknown'])
      },
    ],
    [
      'IntegrityError',
      async () => {
        const { merchant, platformKeys } = await createSandbox()
        const wxpay = createClient({ merchant, platformKeys, transport: async () => new Response('another file') })
        const hash = /** @type {const} */ ({ type: 'SHA1', value: '0'.repeat(40) })
        const read = async () => (await wxpay.download('v3/billdownload/file?token=top-secret', { hash })).text()
        check((await fails(read, 'HASH_MISMATCH')) instanceof IntegrityError, 'it should be an IntegrityError')
      },
    ],
    [
      'NotificationError',
      async () => {
        const sandbox = await createSandbox()
        const event_type = 'TRANSACTION.SUCCESS'
        const request = await sandbox.createNotification('https://shop.example/', { event_type, resource: {} })
        const options = { keys: sandbox.platformKeys, apiV3Key: '0'.repeat(32) }
        equal(
          (await fails(() => readNotification(request, options), 'NOTIFICATION_DECRYPTION_FAILED')).name,
          'NotificationError',
        )
      },
    ],
    [
      'DecryptionError',
      async () => {
        const privateKey = await importPrivateKey(String(keys['merchant.private']))
        const error = await fails(() => privateKey.decrypt('AAAA'), 'DECRYPTION_FAILED')
        check(error instanceof DecryptionError, 'it should be a DecryptionError')
      },
    ],
    ['KeyFormatError', () => fails(() => importPrivateKey(String(keys['merchant.public'])), 'KEY_FORMAT_INVALID')],
    [
      'InputError',
      async () => {
        const signer = await importPrivateKey(String(keys['merchant.private']))
        const request = { method: 'GET', target: '/v3/certificates', timestamp: 1, nonce: 'a"b' }
        const error = await fails(
          () => signRequest(request, { mchid: '1', serialNumber: 'A', signer }),
          'INPUT_INVALID',
        )
        check(error instanceof InputError, 'it should be an InputError')
      },
    ],
    [
      'FetchError',
      () => {
        const signal = AbortSignal.abort()
        const request = /** @type {const} */ ({ method: 'GET', headers: {}, redirect: 'manual', signal })
        return fails(() => createFetchTransport()('http://127.0.0.1/', request), 'ABORTED')
      },
    ],
  ]
}

/** A client of a sandbox whose responses are changed on their way. @param {(response: Response) => Response | Promise<Response>} change */
async function connect(change) {
  const { merchant, platformKeys, transport } = await createSandbox()
  return createClient({
    merchant,
    platformKeys,
    transport: async (url, request) => change(await transport(url, request)),
    retry: { maxAttempts: 1 },
  })
}

/** @param {import('@wechatpay-kit/endpoints').Client} wxpay @param {object} [change] */
function alter(wxpay, change) {
  const req_ssn = crypto.randomUUID().replaceAll('-', '')
  return wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json: { ...json, req_ssn, ...change } })
}

/** Gives what an error says of its call. @param {Error} error */
const outcomeOf = (error) => /** @type {Partial<import('@wechatpay-kit/endpoints').ApiError>} */ (error).outcome

/** Whether an error says that its body was signed. @param {Error} error */
const verifiedOf = (error) => /** @type {Partial<import('@wechatpay-kit/endpoints').ApiError>} */ (error).verified
