import { InputError, requestMessage } from '@wechatpay-kit/crypto'
import { type Authorization, checkIdentity, checkTime, readAuthorization } from './authorization.ts'
import { decodeBase64, toText } from './bytes.ts'
import { compare, type Finding } from './finding.ts'
import type { HttpMessage } from './http.ts'
import type { Known } from './known.ts'
import type { Text } from './language.ts'
import { compareReceived, type Received, splitMessage } from './received.ts'
import { findSigned, LINE_FEED, type SignedInstead } from './signed-instead.ts'
import { translateInput } from './translate.ts'
import type { Wording } from './wording.ts'

const LINE_FEED_REMEDY: Text = {
  en: 'If the line feed came with the file alone, the signature is right: take it off and explain again. If it was sent, sign the body with it.',
  zh: '如果换行符只是保存文件时多出来的，签名没有问题：去掉后重新检查。如果它确实被发送，请连同它一起签名。',
}

/** A request, explained. */
export interface ExplainedRequest {
  readonly findings: Finding[]
  /** Message that is to be signed, if there is one. */
  readonly message?: string
  readonly authorization?: Authorization
  /** Message that was signed in its place, where it was found. */
  readonly found?: SignedInstead
}

/** Explains a request: what it is signed with, and whether that is this request. Gives its message, if there is one. */
export async function explainRequest(
  request: HttpMessage,
  known: Known,
  received: Received | undefined,
  wording: Wording,
): Promise<ExplainedRequest> {
  const authorization = readAuthorization(request.headers['authorization'])
  if (!('signature' in authorization)) return { findings: [authorization] }
  const findings = [...checkIdentity(authorization, known, wording), ...checkTime(authorization)]
  const message = composeMessage(request, authorization)
  if (typeof message !== 'string') return { findings: [...findings, message], authorization }
  findings.push(...(received ? compareReceived(received, message) : []))
  const isReceived = received?.beginning !== undefined && findings.at(-1)?.status === 'passed'
  const { finding, found } = await checkSignature(request, authorization, message, { known, isReceived, wording })
  return { findings: [...findings, finding], message, authorization, ...(found && { found }) }
}

function composeMessage(
  { method = '', target = '', body }: HttpMessage,
  { timestamp, nonce }: Authorization,
): string | Finding {
  try {
    const composed = requestMessage({ method, target, body, timestamp: Number(timestamp), nonce })
    return toText(composed)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return {
      check: 'message',
      status: 'problem',
      text: translateInput(error),
    }
  }
}

async function checkSignature(
  request: HttpMessage,
  { signature, mchid }: Authorization,
  message: string,
  { known: { isSigned }, isReceived, wording }: { known: Known; isReceived: boolean; wording: Wording },
): Promise<{ finding: Finding; found?: SignedInstead }> {
  if (!isSigned)
    return {
      finding: {
        check: 'signature',
        status: 'note',
        text: {
          en: 'The signature was not checked: neither private key nor certificate is set.',
          zh: '未检查签名：没有设置私钥或证书。',
        },
        remedy: wording.giveMerchantKey,
      },
    }
  if (await isSigned(message, signature)) return { finding: isReceived ? describeStranger(mchid) : PASSED }
  const found = await findSigned(message, request.headers['host'] ?? 'api.mch.weixin.qq.com', (text) =>
    isSigned(text, signature),
  )
  if (!found) return { finding: describeUnknown(signature, wording) }
  return { finding: describeFound(found, message), found }
}

const PASSED: Finding = {
  check: 'signature',
  status: 'passed',
  text: { en: 'The signature is that of this request and this key.', zh: '签名与本请求和该私钥相符。' },
}

/** WeChat Pay received exactly this request, whose signature is right, and refused it: it knows another key. */
function describeStranger(mchid: string): Finding {
  return {
    check: 'serial',
    status: 'problem',
    text: {
      en: `${PASSED.text.en} WeChat Pay knows another key under this serial number and merchant ${mchid}.`,
      zh: `${PASSED.text.zh}微信支付所知的该序列号与商户 ${mchid} 的密钥是另一个。`,
    },
    remedy: {
      en: 'Compare serial number and certificate with the merchant platform (API安全).',
      zh: '在商户平台（API安全）核对证书与序列号。',
    },
  }
}

function describeUnknown(signature: string, wording: Wording): Finding {
  const length = decodeBase64(signature)?.length
  if (length === undefined || length < 256)
    return {
      check: 'signature',
      status: 'problem',
      text: {
        en: `signature ${length === undefined ? 'is no base64' : `has ${length} bytes`}, and that of an RSA key of 2048 bits has 256 in base64, 344 characters.`,
        zh: `signature ${length === undefined ? '不是 base64' : `只有 ${length} 字节`}；2048 位 RSA 密钥的签名为 256 字节，base64 后 344 个字符。`,
      },
      remedy: {
        en: 'Sign with SHA256withRSA (PKCS#1 v1.5), and send the signature as base64 on one line.',
        zh: '使用 SHA256withRSA（PKCS#1 v1.5）签名，并以单行 base64 发送。',
      },
    }
  return {
    check: 'signature',
    status: 'problem',
    text: {
      en: 'The signature is that of no known mistake with this request: it was made with another private key, or of another message.',
      zh: '签名不对应本请求的任何常见错误：它由另一把私钥生成，或签的是另一个待签名串。',
    },
    remedy: wording.signAndCompare,
  }
}

function describeFound(found: SignedInstead, message: string): Finding {
  const [signed, right] = [splitMessage(found.message), splitMessage(message)]
  const line = (Object.keys(right) as (keyof typeof right)[]).find((name) => signed[name] !== right[name]) ?? 'body'
  const difference = compare(
    line,
    [{ en: 'signed', zh: '所签内容' }, signed[line]],
    [{ en: 'sent', zh: '所发内容' }, right[line]],
  )
  return {
    check: 'signature',
    status: 'problem',
    text: {
      en: `The signature is not that of this request, but of ${found.mistake.en}.`,
      zh: `签名对应的不是本请求，而是：${found.mistake.zh}。`,
    },
    remedy:
      found.mistake === LINE_FEED
        ? LINE_FEED_REMEDY
        : {
            en: 'Sign method, path and query, timestamp, nonce and body exactly as they are sent, each with a line feed after it.',
            zh: '对实际发送的方法、路径与查询串、时间戳、随机串和请求体签名，每行末尾各有一个换行符。',
          },
    ...(difference && { difference }),
  }
}
