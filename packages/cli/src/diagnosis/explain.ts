import type { Authorization } from './authorization.ts'
import { toText } from './bytes.ts'
import type { Finding } from './finding.ts'
import { type HttpMessage, isSigned } from './http.ts'
import type { Known } from './known.ts'
import type { Text } from './language.ts'
import { type Received, readReceived } from './received.ts'
import { explainRequest } from './request.ts'
import { explainSigned } from './response.ts'
import type { SignedInstead } from './signed-instead.ts'
import type { Wording } from './wording.ts'

/** Everything beside a message that it is explained with. */
export interface ExplainOptions {
  readonly known: Known
  /** Error that WeChat Pay sent to the request. */
  readonly received?: Received | undefined
  readonly wording: Wording
}

/** A message, explained. */
export interface Explanation {
  readonly kind: 'error' | 'request' | 'signed'
  readonly findings: readonly Finding[]
  /** Canonical message that is to be signed, or that was received. */
  readonly message?: string
  /** Fields of the request's `Authorization`. */
  readonly authorization?: Authorization
  /** Message that was signed in place of the right one, where it was found. */
  readonly found?: SignedInstead
}

/** Explains a request, or a response or notification: by its headers it is known which. */
export async function explainMessage(message: HttpMessage, options: ExplainOptions): Promise<Explanation> {
  const { known, received, wording } = options
  if (isSigned(message)) {
    const explained = await explainSigned(message, known, wording)
    // The response to a request whose signature was refused says more about that than about its own.
    const refused = readReceived(toText(message.body))
    const told = refused?.code === 'SIGN_ERROR' ? describeError(refused, wording) : []
    return { kind: 'signed', ...explained, findings: [...known.findings, ...told, ...explained.findings] }
  }
  const explained = await explainRequest(message, known, received, wording)
  const told = received && received.beginning === undefined ? describeError(received, wording) : []
  return { kind: 'request', ...explained, findings: [...known.findings, ...told, ...explained.findings] }
}

/** Explains an error body alone. */
export function explainError(received: Received, { known, wording }: ExplainOptions): Explanation {
  const { beginning } = received
  const findings = [...known.findings, ...describeError(received, wording)]
  return { kind: 'error', findings, ...(beginning !== undefined && { message: beginning }) }
}

/** Finds the reasons that an error names by itself. */
function describeError({ code, message, beginning, length }: Received, { giveRequest }: Wording): Finding[] {
  const text = `${code}: ${message}`
  const isSignature = code === 'SIGN_ERROR'
  const shown =
    beginning === undefined
      ? { en: text, zh: text }
      : {
          en: `${text}. Below is the beginning of the message that WeChat Pay verified, of ${length ?? 'unknown'} bytes in all.`,
          zh: `${text}。下面是微信支付所验证的待签名串的开头，全长 ${length ?? '未知'} 字节。`,
        }
  const remedy = isSignature ? giveRequest : findRemedy(message)
  return [{ check: 'error', status: 'problem', text: shown, remedy }]
}

/** Remedies of errors that are of keys and headers, though their code is not that of a signature. */
const REMEDIES: readonly (readonly [message: RegExp, remedy: Text])[] = [
  [
    /Wechatpay-Serial/i,
    {
      en: 'Send as Wechatpay-Serial the id of the key that encrypts: PUB_KEY_ID_…, or the serial number of a platform certificate, not the merchant’s.',
      zh: '在请求头 Wechatpay-Serial 中发送加密所用密钥的标识：微信支付公钥 ID（PUB_KEY_ID_…），或平台证书序列号，而不是商户证书的序列号。',
    },
  ],
  [
    /解密失败|decrypt/i,
    {
      en: 'Encrypt with the key that Wechatpay-Serial names, which is WeChat Pay’s and not the merchant’s own, by RSA-OAEP with SHA-1.',
      zh: '请用 Wechatpay-Serial 所指的密钥加密：它是微信支付的公钥，不是商户自己的；填充为 RSA-OAEP（SHA-1）。',
    },
  ],
  [
    /timestamp|时间戳/i,
    { en: 'Set the clock, and send Unix time in seconds.', zh: '请校准时钟，并发送以秒计的 Unix 时间。' },
  ],
  [
    /Authorization/i,
    {
      en: 'Give the request too: its Authorization is looked at.',
      zh: '请把请求也粘贴进来，以便检查它的 Authorization。',
    },
  ],
]

function findRemedy(message: string): Text {
  const [, remedy] = REMEDIES.find(([pattern]) => pattern.test(message)) ?? []
  return (
    remedy ?? {
      en: 'This is no error of a signature: look its code up on the page of the call.',
      zh: '这不是签名错误：请在该接口的页面查找这个错误码。',
    }
  )
}
