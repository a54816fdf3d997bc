import { KeyFormatError } from '@wechatpay-kit/crypto'
import { ValidationError, type ValidationIssue } from '../errors/validation.ts'
import { type Fault, VARIABLES, type Variables } from './variables.ts'

/** Values of variables, and where they are found, by the variable that is missing. */
const REMEDIES: Readonly<Partial<Record<string, string>>> = {
  WECHATPAY_MCHID: 'the merchant number (商户号), which the merchant platform shows under 账户中心 → 商户信息',
  WECHATPAY_SERIAL:
    'the serial number of the API certificate (账户中心 → API安全 → 商户API证书 → 管理证书), or WECHATPAY_CERTIFICATE to the text of apiclient_cert.pem',
  WECHATPAY_PRIVATE_KEY: 'the text of apiclient_key.pem, as PEM or base64',
  WECHATPAY_PUBLIC_KEY_ID:
    'the id of WeChat Pay’s public key, PUB_KEY_ID_… (账户中心 → API安全 → 微信支付公钥); a merchant with platform certificates (平台证书) sets WECHATPAY_PLATFORM_KEYS to certificates',
  WECHATPAY_PUBLIC_KEY: 'the text of pub_key.pem, as PEM or base64 (账户中心 → API安全 → 微信支付公钥)',
  WECHATPAY_APIV3_KEY: 'the APIv3 key (APIv3密钥), the 32 characters that were set under 账户中心 → API安全',
}

/** The variables that a PKCS#12 file stands for. */
const KEY_PAIR = ['WECHATPAY_PRIVATE_KEY', 'WECHATPAY_SERIAL']

/** The name of a file with a key or a certificate. */
const FILE_NAME = /^[^\n]{1,1000}\.(pem|key|p12|pfx|crt|cer|der)$/i

/** Makes the error of an environment's faults, in the order of the variables. */
export function explainFaults(variables: Variables): ValidationError {
  const position = ({ name }: Fault) => VARIABLES.findIndex((variable) => name.startsWith(variable))
  const issues = [...variables.faults]
    .sort((one, other) => position(one) - position(other))
    .map((fault): ValidationIssue => ({ field: nameSource(fault.name, variables), message: explain(fault, variables) }))
  const lines = issues.map(({ field, message }) => `- ${field} ${message}.`)
  const message = ['Environment variables are missing or wrong:', ...lines].join('\n')
  return new ValidationError(issues as [ValidationIssue], { message })
}

/** Names the variable that the value came from, which may be one that names a file. */
function nameSource(name: string, { env, fileRemedies }: Variables): string {
  return fileRemedies && !env[name] && env[`${name}_FILE`] ? `${name}_FILE` : name
}

/** Gives the end of a sentence about a fault: never the value, always the remedy. */
function explain({ name, cause }: Fault, variables: Variables): string {
  if (cause === undefined) return `is missing: ${findRemedy(name, variables)}`
  if (typeof cause === 'string') return cause
  const value = variables.values[name as keyof typeof variables.values]
  if (cause instanceof KeyFormatError) {
    if (typeof value !== 'string' || !FILE_NAME.test(value))
      return `cannot be used: ${cause.message.replace(/\.$/, '')}`
    return `is the name of a file: ${variables.fileRemedies ? `call the variable ${name}_FILE` : 'set it to the content of that file'}`
  }
  return (cause as ValidationError).issues[0]?.message ?? ''
}

function findRemedy(name: string, { env, fileRemedies }: Variables): string {
  const sources = KEY_PAIR.includes(name) ? [`${name}_FILE`, 'WECHATPAY_P12_FILE'] : [`${name}_FILE`]
  const unread = fileRemedies ? undefined : sources.find((source) => env[source])
  if (unread) return `${unread} is read by readEnvironment of @wechatpay-kit/client/node alone`
  const remedy = `set it to ${REMEDIES[name]}`
  const file = fileRemedies?.[name]
  return file ? `${remedy}; or ${file}` : remedy
}
