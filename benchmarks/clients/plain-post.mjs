/** Base64 as long as a ciphertext or a signature of RSA-2048. */
const FILLER = `${'A'.repeat(342)}==`

/** The same POST, byte for byte as long, without any cryptography. @param {import('./index.mjs').Account} account */
export function composePlainPost({ url, merchant, platform }) {
  const { mchid, serialNumber } = merchant
  const token = `mchid="${mchid}",nonce_str="${FILLER.slice(0, 32)}",signature="${FILLER}",timestamp="1700000000",serial_no="${serialNumber}"`
  return {
    url: `${url}/v3/gov/subsidy/zhejiang/qualifications/alter`,
    headers: {
      Accept: 'application/json',
      'Content-Type': 'application/json',
      'User-Agent': 'benchmark',
      'Wechatpay-Serial': platform.id,
      Authorization: `WECHATPAY2-SHA256-RSA2048 ${token}`,
    },
    compose: (/** @type {object} */ json) => JSON.stringify({ ...json, cert_no: FILLER, name: FILLER, tel: FILLER }),
  }
}
