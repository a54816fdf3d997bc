import plugin from 'wechatpay-axios-plugin'

const { Rsa, Wechatpay } = plugin

/**
 * As its README says: 初始化 (`certs` with the public key's id; any option of axios, here `baseURL`), sensitive fields with
 * `Rsa.encrypt` and a key that `Rsa.from` loaded once, further headers in the second argument. It verifies every response by
 * itself.
 *
 * @param {import('./index.mjs').Account} account
 * @returns {Promise<import('./index.mjs').Client>}
 */
export async function createClient({ url, merchant, platform }) {
  /** Its types do not know the paths of its chain. @type {any} */
  const wxpay = new Wechatpay({
    mchid: merchant.mchid,
    serial: merchant.serialNumber,
    privateKey: merchant.privateKey,
    certs: { [platform.id]: platform.publicKey },
    baseURL: `${url}/`,
  })
  const key = Rsa.from(platform.publicKey, Rsa.KEY_TYPE_PUBLIC)
  const headers = { 'Wechatpay-Serial': platform.id }
  return {
    async alter({ cert_no, name, tel, ...rest }) {
      const sealed = { cert_no: Rsa.encrypt(cert_no, key), name: Rsa.encrypt(name, key), tel: Rsa.encrypt(tel, key) }
      const { data } = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post(
        { ...rest, ...sealed },
        { headers },
      )
      return data
    },
  }
}
