import { parseArgs } from 'node:util'

/** Wrong usage (exit code 2), or a value that cannot be used (exit code 1). */
export class OptionError extends Error {
  /**
   * @param {string} message
   * @param {1 | 2} exitCode
   */
  constructor(message, exitCode) {
    super(message)
    this.exitCode = exitCode
  }
}

export const HELP = `Alters a subsidy qualification: POST /v3/gov/subsidy/zhejiang/qualifications/alter (变更资格).

  npm start                      against a sandbox on a free loopback port, with fresh keys
  npm start -- --save exchange   the same, and keeps the exchange for checking with openssl
  npm start -- --live …          against WeChat Pay itself

Values, each with a sample for the sandbox; --live needs all of them:
  --cate-code A01                品类编码, category code
  --cert-no 330102199001011234   证件号码, identity document number; encrypted
  --name 张三                    姓名, full name; encrypted
  --tel 13800138000              手机号, mobile phone number; encrypted
  --req-ssn 20260101000001       请求流水号, request serial number

Environment for --live:
  WECHATPAY_MCHID                商户号, merchant number
  WECHATPAY_SERIAL               商户API证书序列号, serial number of the merchant's API certificate
  WECHATPAY_PRIVATE_KEY_FILE     the merchant's private key, apiclient_key.pem; or WECHATPAY_PRIVATE_KEY, its text
  WECHATPAY_PUBLIC_KEY_ID        微信支付公钥ID, PUB_KEY_ID_…
  WECHATPAY_PUBLIC_KEY_FILE      WeChat Pay's public key, pub_key.pem; or WECHATPAY_PUBLIC_KEY, its text
  WECHATPAY_BASE_URL             another host; default https://api.mch.weixin.qq.com

Exit codes: 0 altered, 1 not altered, 2 wrong usage.`

const SAMPLE = {
  'cate-code': 'A01',
  'cert-no': '330102199001011234',
  name: '张三',
  tel: '13800138000',
  'req-ssn': '20260101000001',
}

/** Reads the command line. */
export function readOptions(argv = process.argv.slice(2)) {
  const text = /** @type {const} */ ({ type: 'string' })
  const flag = /** @type {const} */ ({ type: 'boolean', default: false })
  const options = {
    'cate-code': text,
    'cert-no': text,
    name: text,
    tel: text,
    'req-ssn': text,
    save: text,
    live: flag,
    help: flag,
  }
  let values
  try {
    values = parseArgs({ args: argv, options }).values
  } catch (error) {
    const [message] = /** @type {Error} */ (error).message.split('\n')
    throw new OptionError(`${message} Run npm start -- --help.`, 2)
  }
  const { live, save, help } = values
  const value = (/** @type {keyof typeof SAMPLE} */ name) => {
    const given = values[name] ?? (live ? undefined : SAMPLE[name])
    if (given === undefined && !help) throw new OptionError(`--live needs --${name}; give your own value.`, 1)
    return given ?? ''
  }
  if (save === '') throw new OptionError('--save needs the name of a folder.', 2)
  if (live && save !== undefined) throw new OptionError('--save is for the sandbox; leave it out with --live.', 2)
  const json = {
    cate_code: value('cate-code'),
    cert_no: value('cert-no'),
    name: value('name'),
    tel: value('tel'),
    req_ssn: value('req-ssn'),
  }
  return { live, save, help, json }
}
