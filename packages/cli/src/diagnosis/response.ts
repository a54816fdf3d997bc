import {
  createNonce,
  InputError,
  isSameSerialNumber,
  SignatureError,
  signedMessage,
  verifySignedMessage,
} from '@wechatpay-kit/crypto'
import { toText } from './bytes.ts'
import { compare, type Finding } from './finding.ts'
import type { HttpMessage } from './http.ts'
import type { Known } from './known.ts'
import type { SignedInstead } from './signed-instead.ts'
import { translateSignature } from './translate.ts'
import { listBodies } from './variants.ts'
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
  const { id, key } = platformKey
  const timestamp = headers['wechatpay-timestamp'] ?? ''
  const findings = [...(await checkOwner(known)), ...describeAge(timestamp)]
  try {
    const keys = (asked: string) => (id === undefined || isSameSerialNumber(asked, id) ? key : undefined)
    await verifySignedMessage({ headers, body }, { now: Number(timestamp) * 1000, keys })
    findings.push({
      check: 'signature',
      status: 'passed',
      text: { en: 'WeChat Pay signed this.', zh: '验签通过：确由微信支付签名。' },
    })
    return { findings, ...composed }
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error
    if (error.code !== 'SIGNATURE_MISMATCH')
      return { findings: [...findings, explainError(error, headers, id)], ...composed }
    const { finding, found } = await findOriginal(message, platformKey)
    return { findings: [...findings, finding], ...composed, ...(found && { found }) }
  }
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

function explainError(error: SignatureError, headers: HttpMessage['headers'], id: string | undefined): Finding {
  const serial = headers['wechatpay-serial']
  if (error.code === 'SIGNATURE_KEY_UNKNOWN')
    return {
      check: 'serial',
      status: 'problem',
      text: {
        en: `It is signed with ${serial}, and the key that is set is ${id}.`,
        zh: `签名所用的密钥为 ${serial}，而设置的是 ${id}。`,
      },
      remedy: serial?.startsWith('PUB_KEY_ID_')
        ? { en: 'Set WeChat Pay’s public key with this id.', zh: '设置该 ID 的微信支付公钥。' }
        : { en: 'Set the platform certificate with this serial number.', zh: '设置该序列号的平台证书。' },
    }
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

/** Looks for the body that was signed among those that this one may have been made of. */
async function findOriginal(
  { headers, body }: HttpMessage,
  { key }: NonNullable<Known['platformKey']>,
): Promise<{ finding: Finding; found?: SignedInstead }> {
  const {
    'wechatpay-timestamp': timestamp = '',
    'wechatpay-nonce': nonce = '',
    'wechatpay-signature': signature = '',
  } = headers
  const received = toText(body)
  for (const { value, mistake } of listBodies(received)) {
    const message = signedMessage({ timestamp, nonce, body: value })
    if (!(await key.verify(message, signature))) continue
    const difference = compare(
      'body',
      [{ en: 'signed', zh: '所签内容' }, value],
      [{ en: 'here', zh: '此处内容' }, received],
    )
    const finding: Finding = {
      check: 'body',
      status: 'problem',
      text: { en: `The signature is that of ${mistake.en}.`, zh: `签名对应的是：${mistake.zh}。` },
      remedy: {
        en: 'Verify the bytes as they came, before anything parses, decodes or saves them as text.',
        zh: '对收到的原始字节验签，在解析、解码或另存为文本之前进行。',
      },
      ...(difference && { difference }),
    }
    return { finding, found: { message: toText(message), mistake } }
  }
  const isJson = /^\s*[[{]/.test(received)
  const finding: Finding = {
    check: 'signature',
    status: 'problem',
    text: {
      en: `The signature belongs to no known change of this body${isJson ? '' : ', which is no JSON'}: the body is not as it came, or the key is not that of ${headers['wechatpay-serial']}.`,
      zh: `签名不对应此报文体的任何常见改动${isJson ? '' : '（它也不是 JSON）'}：报文体并非原文，或所设密钥不是 ${headers['wechatpay-serial']} 的。`,
    },
    remedy: {
      en: 'Save the raw bytes, and compare the key with the merchant platform.',
      zh: '保存原始字节，并在商户平台核对密钥。',
    },
  }
  return { finding }
}
