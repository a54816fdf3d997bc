// The input of every program: keys, a request, and responses to it, signed for a clock that stands still.
import { createNonce, importPrivateKey } from '@wechatpay-kit/crypto'
import { readPem } from '@wechatpay-kit/test-vectors'

/** @typedef {Awaited<ReturnType<typeof createData>>} Data */

const NOW = 1_767_240_000_000
const PLATFORM_KEY_ID = 'PUB_KEY_ID_0114232134912410000000000000'

/** The time to the first signature that is to be reached, as a ratio to bare WebCrypto. */
export const FIRST_SIGNATURE = { atMost: 1.15 }

/** Responses that differ in their signatures: a client takes each of them once. */
const RESPONSES = 32

export async function createData() {
  const platformKey = await importPrivateKey(readPem('platform.private'))
  const timestamp = String(NOW / 1000)
  const body = JSON.stringify({ resp_code: '000000', resp_desc: '成功', auth_code: 'A0123456789' })
  return {
    now: NOW,
    mchid: '1900007291',
    serialNumber: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB',
    privatePem: readPem('merchant.private'),
    platformPem: readPem('platform.public'),
    platformKeyId: PLATFORM_KEY_ID,
    target: '/v3/gov/subsidy/zhejiang/qualifications/alter',
    json: { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' },
    responses: await Promise.all(
      Array.from({ length: RESPONSES }, async () => {
        const nonce = createNonce()
        const headers = {
          'Content-Type': 'application/json',
          'Wechatpay-Timestamp': timestamp,
          'Wechatpay-Nonce': nonce,
          'Wechatpay-Serial': PLATFORM_KEY_ID,
          'Wechatpay-Signature': await platformKey.sign(`${timestamp}\n${nonce}\n${body}\n`),
        }
        return { body, headers }
      }),
    ),
  }
}
