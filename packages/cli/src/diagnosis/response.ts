import {
  createNonce,
  InputError,
  isSameSerialNumber,
  SignatureError,
  signedMessage,
  verifySignedMessage,
} from '@wechatpay-kit/crypto'
import { encodeBase64, toText } from './bytes.ts'
import type { Finding } from './finding.ts'
import type { HttpMessage } from './http.ts'
import type { Known, PlatformKey } from './known.ts'
import { findOriginal } from './original.ts'
import { describeSpelling, readSignature } from './signature-text.ts'
import type { SignedInstead } from './signed-instead.ts'
import { translateSignature } from './translate.ts'
import type { Wording } from './wording.ts'

/** A response or a notification, explained. */
export interface ExplainedMessage {
  readonly findings: Finding[]
  /** Message that WeChat Pay's signature is of, if there is one. */
  readonly message?: string
  /** Message that was signed, where it was found and is another. */
  readonly found?: SignedInstead
}

/** Explains a response or a notification: whether WeChat Pay signed it, and if not, what became of it. */
export async function explainSigned(message: HttpMessage, known: Known, wording: Wording): Promise<ExplainedMessage> {
  const { headers, body } = message
  const { platformKey } = known
  const composed = composeMessage(message)
  if (!headers['wechatpay-signature']) return { findings: [UNSIGNED], ...composed }
  if (!platformKey)
    return {
      findings: [
        {
          check: 'key',
          status: 'problem',
          text: { en: 'No key of WeChat Pay’s is set.', zh: '没有设置微信支付公钥或平台证书。' },
          remedy: wording.givePlatformKey,
        },
      ],
      ...composed,
    }
  const timestamp = headers['wechatpay-timestamp'] ?? ''
  const written = readSignature(headers['wechatpay-signature'])
  const spelling = isProbe(headers) ? [] : describeSpelling(written, 'Wechatpay-Signature')
  const findings = [
    ...(await checkOwner(known)),
    ...describeAge(timestamp),
    ...describeId(headers, platformKey),
    ...spelling,
  ]
  try {
    const { bytes } = written
    const standard = spelling.length > 0 && bytes ? { 'wechatpay-signature': encodeBase64(bytes) } : {}
    const { key } = platformKey
    // Of the id it is told above: so a body that was changed is found beside it.
    await verifySignedMessage(
      { headers: { ...headers, ...standard }, body },
      { now: Number(timestamp) * 1000, keys: () => key },
    )
    findings.push({
      check: 'signature',
      status: 'passed',
      text: { en: 'WeChat Pay signed this.', zh: '验签通过：确由微信支付签名。' },
    })
    return { findings, ...composed }
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error
    if (error.code !== 'SIGNATURE_MISMATCH') return { findings: [...findings, explainError(error)], ...composed }
    const original = await findOriginal(message, platformKey, written.bytes)
    const isOther = original.isOtherKey && findings.some(({ check }) => check === 'serial')
    // Another id is the reason already.
    const more = isOther ? [] : original.findings
    return { findings: [...findings, ...more], ...composed, ...(original.found && { found: original.found }) }
  }
}

function isProbe(headers: HttpMessage['headers']): boolean {
  return headers['wechatpay-signature']?.startsWith('WECHATPAY/SIGNTEST') ?? false
}

/** Compares the id of the key that signed with that of the key that is set, where that is known. */
function describeId(headers: HttpMessage['headers'], { id }: PlatformKey): Finding[] {
  const serial = headers['wechatpay-serial'] ?? ''
  if (id === undefined || serial === '' || isSameSerialNumber(serial, id)) return []
  const isCut = serial.replace(/^PUB_KEY_ID_/, '') === id
  return [
    {
      check: 'serial',
      status: 'problem',
      text: {
        en: `It is signed with ${serial}, and the key that is set is ${id}${isCut ? ', which lacks PUB_KEY_ID_' : ''}.`,
        zh: `签名所用的密钥为 ${serial}，而设置的是 ${id}${isCut ? '，缺少 PUB_KEY_ID_ 前缀' : ''}。`,
      },
      remedy: serial.startsWith('PUB_KEY_ID_')
        ? { en: 'Set WeChat Pay’s public key with this id.', zh: '设置该 ID 的微信支付公钥。' }
        : { en: 'Set the platform certificate with this serial number.', zh: '设置该序列号的平台证书。' },
    },
  ]
}

const UNSIGNED: Finding = {
  check: 'headers',
  status: 'problem',
  text: {
    en: 'It has no Wechatpay-Signature: its headers were cut, it is of a gateway or a proxy, or a file, which is not signed.',
    zh: '没有 Wechatpay-Signature：报文头不完整，或应答来自网关、代理，或它是不签名的文件下载。',
  },
  remedy: { en: 'Save all headers as they came.', zh: '原样保存全部报文头。' },
}

function composeMessage({ headers, body }: HttpMessage): { readonly message?: string } {
  const { 'wechatpay-timestamp': timestamp = '', 'wechatpay-nonce': nonce = '' } = headers
  try {
    return { message: toText(signedMessage({ timestamp, nonce, body })) }
  } catch (error) {
    if (error instanceof InputError) return {}
    throw error
  }
}

function describeAge(timestamp: string): Finding[] {
  const age = Math.round(Date.now() / 1000) - Number(timestamp)
  if (!(Math.abs(age) > 300)) return []
  const text = {
    en: `It was signed ${Math.abs(age)} seconds ${age > 0 ? 'before' : 'after'} this clock; a server accepts 300.`,
    zh: `签名时间比本机时钟${age > 0 ? '早' : '晚'} ${Math.abs(age)} 秒；服务端只应接受 300 秒以内。`,
  }
  return [{ check: 'clock', status: age > 0 ? 'note' : 'problem', text }]
}

/** A key that verifies what the merchant signs is the merchant's. */
async function checkOwner({ signer, platformKey }: Known): Promise<Finding[]> {
  const message = createNonce()
  if (!signer || !platformKey || !(await platformKey.key.verify(message, await signer.sign(message)))) return []
  return [
    {
      check: 'key',
      status: 'problem',
      text: {
        en: 'The key that is set as WeChat Pay’s is the merchant’s own.',
        zh: '被设为微信支付公钥的，其实是商户自己的公钥。',
      },
      remedy: {
        en: 'Take pub_key.pem, or a platform certificate, from the merchant platform.',
        zh: '从商户平台获取 pub_key.pem 或平台证书。',
      },
    },
  ]
}

function explainError(error: SignatureError): Finding {
  if (error.code === 'SIGNATURE_PROBE')
    return {
      check: 'signature',
      status: 'problem',
      text: {
        en: 'WeChat Pay signed wrongly on purpose (WECHATPAY/SIGNTEST), to see whether it is refused.',
        zh: '微信支付故意发送了错误的签名（WECHATPAY/SIGNTEST），以检验是否会被拒绝。',
      },
      remedy: { en: 'Refuse it; nothing is wrong.', zh: '拒绝即可，无须处理。' },
    }
  return {
    check: 'headers',
    status: 'problem',
    text: translateSignature(error),
    remedy: { en: 'Save all headers as they came.', zh: '原样保存全部报文头。' },
  }
}
