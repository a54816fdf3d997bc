import { signedMessage } from '@wechatpay-kit/crypto'
import { listBodies } from './bodies.ts'
import { describeBody } from './body-state.ts'
import { type Bytes, encodeBase64, toText, toUtf8 } from './bytes.ts'
import { compare, type Finding } from './finding.ts'
import type { HttpMessage } from './http.ts'
import type { PlatformKey } from './known.ts'
import { type OpenedSignature, openSignature } from './opened.ts'
import type { SignedInstead } from './signed-instead.ts'

/** The result of the search for what WeChat Pay signed. */
export interface Original {
  readonly findings: Finding[]
  /** Message that was signed, where it was found. */
  readonly found?: SignedInstead
  /** Whether the signature was made with another key. */
  readonly isOtherKey: boolean
}

/** Looks for the body that was signed among those that this one may have been made of. */
export async function findOriginal(
  { headers, body }: HttpMessage,
  platformKey: PlatformKey,
  signature: Bytes | undefined,
): Promise<Original> {
  const { 'wechatpay-timestamp': timestamp = '', 'wechatpay-nonce': nonce = '' } = headers
  const bytes = new Uint8Array(body)
  if (!signature || signature.length < 256)
    return { findings: [...describeBody(bytes), describeLength(signature)], isOtherKey: false }
  const { isOfKey, isOf } = open(platformKey, signature)
  const received = toText(bytes)
  for (const { value, bytes: other = toUtf8(value), mistake } of isOfKey === false ? [] : listBodies(bytes)) {
    const message = signedMessage({ timestamp, nonce, body: other })
    if (!(await isOf(message))) continue
    const difference = compare(
      'body',
      [{ en: 'signed', zh: '所签内容' }, toText(other)],
      [{ en: 'here', zh: '此处内容' }, received],
    )
    const finding: Finding = {
      check: 'body',
      status: 'problem',
      text: { en: `The signature is that of ${mistake.en}.`, zh: `签名对应的是：${mistake.zh}。` },
      remedy: RAW,
      ...(difference && { difference }),
    }
    return { findings: [finding], found: { message: toText(message), mistake }, isOtherKey: false }
  }
  const unknown = describeUnknown(isOfKey, headers['wechatpay-serial'] ?? '', received)
  return { findings: [...describeBody(bytes), unknown], isOtherKey: isOfKey === false }
}

const RAW = {
  en: 'Verify the bytes as they came, before anything parses, decodes or saves them as text.',
  zh: '对收到的原始字节验签，在解析、解码或另存为文本之前进行。',
}

function open({ key, publicKey }: PlatformKey, signature: Bytes): OpenedSignature {
  if (publicKey) return openSignature(signature, publicKey)
  const text = encodeBase64(signature)
  return { isOf: (message) => key.verify(message, text) }
}

function describeLength(signature: Bytes | undefined): Finding {
  const length = signature?.length
  return {
    check: 'signature',
    status: 'problem',
    text: {
      en: `Wechatpay-Signature ${length === undefined ? 'is no base64' : `has ${length} bytes`}, and that of an RSA key of 2048 bits has 256 in base64, 344 characters: it is cut, or another header.`,
      zh: `Wechatpay-Signature ${length === undefined ? '不是 base64' : `只有 ${length} 字节`}；2048 位 RSA 密钥的签名为 256 字节，base64 后 344 个字符：它不完整，或取错了报文头。`,
    },
    remedy: { en: 'Save all headers as they came.', zh: '原样保存全部报文头。' },
  }
}

function describeUnknown(isOfKey: boolean | undefined, serial: string, body: string): Finding {
  const isJson = /^\s*[[{]/.test(body)
  const [en, zh] =
    body === '' ? [', which is empty', '（它是空的）'] : isJson ? ['', ''] : [', which is no JSON', '（它也不是 JSON）']
  const problem = (text: Finding['text'], remedy: Finding['text']): Finding => ({
    check: 'signature',
    status: 'problem',
    text,
    remedy,
  })
  if (isOfKey)
    return problem(
      {
        en: `The key is right, and the signature belongs to no known change of this body${en}: body, Wechatpay-Timestamp or Wechatpay-Nonce is not as it came.`,
        zh: `密钥没有问题，但签名不对应此报文体的任何常见改动${zh}：报文体、Wechatpay-Timestamp 或 Wechatpay-Nonce 并非原文。`,
      },
      { en: 'Save the raw bytes and all headers of one message.', zh: '保存同一条报文的原始字节与全部报文头。' },
    )
  if (isOfKey === false)
    return problem(
      {
        en: `The signature was made with another key than the one that is set, or it was changed: the key is not that of ${serial}.`,
        zh: `签名由另一把密钥生成，或签名被改动过：所设密钥不是 ${serial} 的。`,
      },
      { en: 'Compare the key with the merchant platform.', zh: '请在商户平台核对密钥。' },
    )
  return problem(
    {
      en: `The signature belongs to no known change of this body${en}: the body is not as it came, or the key is not that of ${serial}.`,
      zh: `签名不对应此报文体的任何常见改动${zh}：报文体并非原文，或所设密钥不是 ${serial} 的。`,
    },
    {
      en: 'Save the raw bytes, and compare the key with the merchant platform.',
      zh: '保存原始字节，并在商户平台核对密钥。',
    },
  )
}
