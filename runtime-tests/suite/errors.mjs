// Each class of error once: its code, and that nobody's data is in it.
import { DecryptionError, InputError, importPrivateKey, signRequest } from '@wechatpay-kit/crypto'
import { createClient, IntegrityError, isWechatPayError, readNotification } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { createFetchTransport } from '@wechatpay-kit/transport-fetch'
import { json } from './calls.mjs'
import { check, equal, fails } from './check.mjs'

/** @param {typeof import('./vectors.mjs').vectors} vectors @returns {import('./run.mjs').Case[]} */
export function errorCases({ keys }) {
  /** @param {string} name @param {string} code @param {import('@wechatpay-kit/sandbox').Fault} [fault] @param {object} [change] */
  const call = (name, code, fault, change) =>
    /** @type {const} */ ([
      name,
      async () => {
        const sandbox = await createSandbox()
        const { merchant, platformKeys, transport } = sandbox
        const wxpay = createClient({ merchant, platformKeys, transport, retry: { maxAttempts: 1 } })
        if (fault) sandbox.failNext(fault)
        const error = await fails(
          () => wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json: { ...json, ...change } }),
          code,
        )
        equal([error.name, isWechatPayError(error)], [name, true])
        check(!/330102199001011234|13800138000|张三/.test(`${error} ${JSON.stringify(error)}`), 'the error shows data')
      },
    ])
  return [
    call('ValidationError', 'VALIDATION_FAILED', undefined, { tel: '' }),
    call('TransportError', 'TRANSPORT_NETWORK_FAILED', 'drop'),
    call('SignatureError', 'SIGNATURE_HEADER_MISSING', 'unsigned'),
    call('SignatureError', 'SIGNATURE_MISMATCH', 'wrong-signature'),
    call('ApiError', 'API_ERROR', { status: 500 }),
    call('BusinessError', 'BUSINESS_DECLINED', { body: '{"resp_code":"900001","resp_desc":"declined"}' }),
    [
      'IntegrityError',
      async () => {
        const { merchant, platformKeys, transport } = await createSandbox()
        const wxpay = createClient({ merchant, platformKeys, transport })
        const hash = /** @type {const} */ ({ type: 'SHA1', value: '0'.repeat(40) })
        const read = async () => (await wxpay.download('v3/billdownload/file?token=2026-01-01', { hash })).text()
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
